#include "checks/AsyncCheck.h"
#include "model/AsyncModel.h"
#include "model/blocking/BlockingCalls.h"
#include "model/code/AfterAwait.h"
#include "model/code/LoopExit.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-false-offload",
    .Family = "blocking",
    .Summary = "Finds awaits that look like a move to a thread pool but resume "
               "on the event loop.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::Unsafe,
    .Precision = "high",
    .Tags = {"concurrency", "correctness"},
    .Documentation = R"md(
## What it does

Reports `co_await asio::post(pool, use_awaitable)`, and the same with `dispatch`,
`defer` and `deferred`, where work stands behind it. The operation goes to the
pool and back: a completion token without an executor of its own completes on
the coroutine's executor. So does `co_await stdexec::schedule(pool_scheduler)` in
an `exec::task`, which comes back to its own scheduler.

Work is a loop, a call of a function of the project, an algorithm, or a call that
blocks or computes for long, before the coroutine awaits again.

## Why is this bad

The work that was meant for the pool runs on the event loop's thread, and all
other coroutines wait for it. Nothing shows that before there is load.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

long compute();

boost::asio::awaitable<long> offloaded(boost::asio::thread_pool &pool) {
  co_await boost::asio::post(pool, boost::asio::use_awaitable);
  co_return compute();
}
```

## Use instead

Bind the token to the pool:

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

long compute();

boost::asio::awaitable<long> offloaded(boost::asio::thread_pool &pool) {
  co_await boost::asio::post(
      boost::asio::bind_executor(pool, boost::asio::use_awaitable));
  co_return compute();
}
```

## Fix safety

The fix binds the token to the pool. It is unsafe: what stands behind the await
then runs on another thread, and what it touches must bear that.

## Not reported

- `bind_executor(pool, ...)`, `co_spawn(pool, ...)`, and runtimes whose
  `schedule()` really moves (cppcoro, libcoro).
- An await with no work behind it.
- Code that is on a thread pool already.

## Known limitations

- Executors behind `any_io_executor` parameters: whose they are does not show.
- Calls of inline functions of libraries do not count as work, whatever they do.

## References

- Boost.Asio, "Associated executor" in the requirements on asynchronous
  operations.
)md"};

class FalseOffloadCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    for (const CodeBody &Body : Model.bodies())
      if (Body.OnLoop && Body.Kind == BodyKind::Coroutine)
        for (const BodyCall &Call : Body.Calls)
          if (Call.Awaited && !Call.OffLoop)
            if (const RuntimeFunction *F = Model.catalogue().function(
                    Call.Site, RuntimeRole::FalseMove, Model.context()))
              look(Model, Call, *F);
  }

private:
  void look(const AsyncModel &Model, const BodyCall &Call,
            const RuntimeFunction &F);
};

const Expr *awaitOf(const BodyCall &Call) {
  const Stmt *S = Call.Site.E;
  while (S && !isa<CoawaitExpr>(S))
    S = Call.Body->parents().getParent(S);
  return cast_or_null<Expr>(S);
}

/// Whether \p Call is worth a thread of its own.
bool isWork(const BodyCall &Call, const AsyncModel &Model) {
  const Catalogue &Known = Model.catalogue();
  const ASTContext &Ctx = Model.context();
  if (Known.blocking(Call.Site, Ctx) ||
      Known.function(Call.Site, RuntimeRole::Bridge, Ctx) ||
      Known.function(Call.Site, RuntimeRole::InPlace, Ctx))
    return true;
  const FunctionDecl &Callee = *Call.Site.Callee;
  return !Call.InAwaitOperand && !Callee.isTrivial() && !Callee.isImplicit() &&
         !isa<CXXDestructorDecl, CXXConversionDecl>(Callee) &&
         !Ctx.getSourceManager().isInSystemHeader(Callee.getLocation());
}

/// Binds the token of `post(pool, token)` to the pool, where bind_executor() is
/// declared.
std::optional<Fix> planBinding(const BodyCall &Call, const ASTContext &Ctx) {
  const SourceManager &SM = Ctx.getSourceManager();
  const auto *E = dyn_cast<CallExpr>(Call.Site.E);
  if (!E || E->getNumArgs() < 2 || isa<CXXDefaultArgExpr>(E->getArg(1)))
    return std::nullopt;
  const DeclContext *Scope =
      Call.Site.Callee->getDeclContext()->getEnclosingNamespaceContext();
  if (Scope->lookup(&Ctx.Idents.get("bind_executor")).empty())
    return std::nullopt;
  SourceRange Range = E->getSourceRange();
  SourceLocation First = E->getArg(0)->getBeginLoc();
  if (Range.getBegin().isMacroID() || Range.getEnd().isMacroID() ||
      First.isMacroID())
    return std::nullopt;
  const auto *Name =
      dyn_cast<DeclRefExpr>(E->getCallee()->IgnoreParenImpCasts());
  if (!Name)
    return std::nullopt;
  StringRef Qualifier = Lexer::getSourceText(
      CharSourceRange::getCharRange(Name->getBeginLoc(), Name->getLocation()),
      SM, Ctx.getLangOpts());
  Fix F;
  F.Title = "bind the token to the pool with 'bind_executor'";
  F.Level = Applicability::Unsafe;
  F.Edits.push_back(
      FixItHint::CreateInsertion(First, (Qualifier + "bind_executor(").str()));
  F.Edits.push_back(FixItHint::CreateInsertion(E->getRParenLoc(), ")"));
  return F;
}

void FalseOffloadCheck::look(const AsyncModel &Model, const BodyCall &Call,
                             const RuntimeFunction &Function) {
  const CodeBody &Body = *Call.Body;
  const Expr *Await = awaitOf(Call);
  if (!Await)
    return;
  llvm::DenseMap<const Stmt *, const BodyCall *> Calls;
  for (const BodyCall &Other : Body.Calls)
    if (Other.Site.E)
      Calls[Other.Site.E] = &Other;
  const Stmt *Work =
      firstBehindAwait(Body, *Await, Model.context(), [&](const Stmt &S) {
        if (isLoop(&S))
          return !suspendsOnCycle(S, Model.catalogue(), Model.context());
        const BodyCall *Known = Calls.lookup(&S);
        return Known && isWork(*Known, Model);
      });
  if (!Work)
    return;

  std::string Name = displayName(Call.Site, Model.context());
  Finding F;
  F.Loc = Await->getBeginLoc();
  F.Range = Await->getSourceRange();
  F.Category = "offload";
  F.Function = Body.name();
  F.Message = "awaiting '" + Name +
              "' does not move the coroutine to the thread pool: it resumes on "
              "its own executor";
  F.Notes.push_back({Work->getBeginLoc(), "this still runs on the event loop"});
  std::string Instead;
  for (const auto &[Target, With] : Function.Replacement)
    Instead = With;
  if (!Instead.empty())
    F.Notes.push_back({F.Loc, "use '" + Instead + "' to move"});
  if (std::optional<Fix> Planned = planBinding(Call, Model.context()))
    F.Fixes.push_back(*Planned);
  report(Model, F);
}

const RegisterCheck<FalseOffloadCheck> Registration(Info);

} // namespace
} // namespace cotidy
