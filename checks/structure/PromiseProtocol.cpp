#include "checks/AsyncCheck.h"
#include "model/AsyncModel.h"
#include "model/code/Coroutine.h"
#include "model/code/FallOff.h"
#include "model/code/QualifiedName.h"
#include "model/tasks/HandleHandover.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-promise-protocol",
    .Family = "structure",
    .Summary = "Finds promise types and awaiters that break the protocol "
               "between a coroutine and its library.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::None,
    .Precision = "high",
    .Tags = {"concurrency", "correctness"},
    .Documentation = R"md(
## What it does

Reports, in coroutine types that the project writes itself:

- a `final_suspend` that may throw;
- an `unhandled_exception` with nothing in it;
- a coroutine that can flow off its end although its promise has no `return_void`;
- an `await_suspend` that touches its awaiter after it has given the coroutine's
  handle away: resumed it, or handed it to another thread.

With `StrictMode`, a handle counts as given away also when it goes to a function
called `post`, `enqueue`, `schedule` or the like, and an empty
`unhandled_exception` is reported also in a type for coroutines that nobody can
wait for.

## Why is this bad

`final_suspend` runs after the last handler: the standard forbids it to throw, and
compilers refuse the first coroutine of such a type. An empty
`unhandled_exception` makes a failed coroutine look like one that succeeded; who
awaits it goes on with a result that was never set. Flowing off the end without
`return_void` is undefined behaviour, as it is off the end of a function that
returns a value. A resumed coroutine goes on behind its `co_await` and destroys
the awaiter, which stands in its frame: what `await_suspend` touches after that
is freed memory, and on another thread that happens at any time.

## Example

```cpp
#include <coroutine>
#include <thread>

struct on_thread {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> coroutine) {
    std::thread([coroutine] { coroutine.resume(); }).detach();
    started = true;
  }
  void await_resume() const noexcept {}
  bool started = false;
};
```

## Use instead

Give the handle away last:

```cpp
#include <coroutine>
#include <thread>

struct on_thread {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> coroutine) {
    started = true;
    std::thread([coroutine] { coroutine.resume(); }).detach();
  }
  void await_resume() const noexcept {}
  bool started = false;
};
```

## Not reported

- An `unhandled_exception` with a comment in it, or in code compiled without
  exceptions.
- One of a type whose coroutines run unattended by design: they start at once,
  free themselves at the end, and nothing can await them (see `StrictMode`).
- Awaiters that only pass the handle on in the same thread: a continuation that is
  stored, a handle that is returned.
- Reading the awaiter where the coroutine was not resumed on that path.

## Known limitations

- A handle that is stored where another thread finds it is not followed.
- Awaiters kept alive by somebody else (`shared_ptr`, an operation on the heap)
  are reported like others.

## References

- C++ standard, [dcl.fct.def.coroutine], [stmt.return.coroutine], [expr.await].
)md"};

class PromiseProtocolCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    for (const CodeBody &Body : Model.bodies()) {
      lookAtMember(Body, Model);
      if (!Body.Dependent)
        lookAtEnd(Body, Model);
    }
  }

private:
  void lookAtMember(const CodeBody &Body, const AsyncModel &Model);
  void lookAtFinalSuspend(const CXXMethodDecl &Method, const AsyncModel &Model);
  void lookAtUnhandled(const CXXMethodDecl &Method, const Stmt &Body,
                       const AsyncModel &Model);
  void lookAtEnd(const CodeBody &Body, const AsyncModel &Model);
  void lookAtAwaitSuspend(const CodeBody &Body, const AsyncModel &Model);
};

void PromiseProtocolCheck::lookAtMember(const CodeBody &Body,
                                        const AsyncModel &Model) {
  const auto *Method = dyn_cast<CXXMethodDecl>(Body.Function);
  if (!Method || Body.Lambda || !Method->getIdentifier())
    return;
  StringRef Name = Method->getName();
  if (Name == "await_suspend")
    lookAtAwaitSuspend(Body, Model);
  else if (Name == "final_suspend" && isPromiseMember(*Method))
    lookAtFinalSuspend(*Method, Model);
  else if (Name == "unhandled_exception" && isPromiseMember(*Method))
    lookAtUnhandled(*Method, *Body.Body, Model);
}

void PromiseProtocolCheck::lookAtFinalSuspend(const CXXMethodDecl &Method,
                                              const AsyncModel &Model) {
  const auto *Type = Method.getType()->getAs<FunctionProtoType>();
  if (!Type || Type->getExceptionSpecType() != EST_None)
    return;
  Finding F;
  F.Loc = Method.getLocation();
  F.Range = F.Loc;
  F.Category = "protocol";
  F.Function = qualifiedName(Method);
  F.Message = "'final_suspend' may throw: it runs after the coroutine's last "
              "handler, and compilers refuse coroutines of this type";
  F.Notes.push_back({F.Loc, "declare it 'noexcept'"});
  report(Model, F);
}

/// Whether nothing stands between the braces of \p Body, in any build.
bool isBlank(const CompoundStmt &Body, const ASTContext &Ctx) {
  const SourceManager &SM = Ctx.getSourceManager();
  if (!Body.body_empty() || Body.getLBracLoc().isMacroID() ||
      Body.getRBracLoc().isMacroID())
    return false;
  StringRef Between = Lexer::getSourceText(
      CharSourceRange::getCharRange(Body.getLBracLoc().getLocWithOffset(1),
                                    Body.getRBracLoc()),
      SM, Ctx.getLangOpts());
  return Between.trim().empty();
}

/// Whether \p Promise belongs to coroutines that run unattended by design.
bool isOfDetached(const CXXRecordDecl &Promise, const AsyncModel &Model) {
  return llvm::any_of(Promise.methods(), [&](const CXXMethodDecl *Method) {
    return Method->getIdentifier() &&
           Method->getName() == "get_return_object" &&
           Model.awaitables().isDetached(Method->getReturnType());
  });
}

void PromiseProtocolCheck::lookAtUnhandled(const CXXMethodDecl &Method,
                                           const Stmt &Body,
                                           const AsyncModel &Model) {
  const ASTContext &Ctx = Model.context();
  const auto *Block = dyn_cast<CompoundStmt>(&Body);
  if (!Block || !Ctx.getLangOpts().CXXExceptions || !isBlank(*Block, Ctx) ||
      (!strict() && isOfDetached(*Method.getParent(), Model)))
    return;
  Finding F;
  F.Loc = Method.getLocation();
  F.Range = F.Loc;
  F.Category = "protocol";
  F.Function = qualifiedName(Method);
  F.Message = "'unhandled_exception' does nothing: a coroutine that throws "
              "ends as if it had succeeded";
  F.Notes.push_back(
      {F.Loc, "keep 'std::current_exception()' for who awaits the coroutine, "
              "or call 'std::terminate()'"});
  report(Model, F);
}

void PromiseProtocolCheck::lookAtEnd(const CodeBody &Body,
                                     const AsyncModel &Model) {
  const CXXRecordDecl *Promise = promiseOf(*Body.Function);
  if (!Promise || !Promise->hasDefinition())
    return;
  const auto *Coroutine =
      dyn_cast_or_null<CoroutineBodyStmt>(Body.Function->getBody());
  // Sema gives the coroutine a call of return_void() to flow into, or a null
  // statement where the promise has neither that nor return_value().
  const Stmt *End = Coroutine ? Coroutine->getFallthroughHandler() : nullptr;
  if (!Coroutine || (End && !isa<NullStmt>(End)) ||
      !flowsOffEnd(*Body.Function, *Body.Body, Model.context()))
    return;
  Finding F;
  F.Loc =
      Body.Lambda ? Body.Lambda->getBeginLoc() : Body.Function->getLocation();
  F.Range = F.Loc;
  F.Category = "protocol";
  F.Function = Body.name();
  F.Message = "control can flow off the end of this coroutine, and its promise "
              "has no 'return_void': the behaviour is undefined";
  F.Notes.push_back(
      {Body.Body->getEndLoc(), "it ends here without 'co_return'"});
  F.Notes.push_back({F.Loc, "end each path with 'co_return' and a value"});
  report(Model, F);
}

void PromiseProtocolCheck::lookAtAwaitSuspend(const CodeBody &Body,
                                              const AsyncModel &Model) {
  std::optional<Handover> Found = useAfterHandover(Body, Model, strict());
  if (!Found)
    return;
  Finding F;
  F.Loc = Found->Use->getBeginLoc();
  F.Range = Found->Use->getSourceRange();
  F.Category = "protocol";
  F.Function = Body.name();
  F.Certainty =
      Found->How == Handover::Queued ? Confidence::Medium : Confidence::High;
  F.Message = "'await_suspend' touches the awaiter after it has given the "
              "coroutine away, which may have destroyed it";
  F.Notes.push_back(
      {Found->Call->getBeginLoc(),
       Found->How == Handover::Resumed
           ? "the coroutine is resumed here"
           : "the coroutine's handle is handed to another thread here"});
  F.Notes.push_back({F.Loc, "do this before, or keep what it needs in a local "
                            "variable"});
  report(Model, F);
}

const RegisterCheck<PromiseProtocolCheck> Registration(Info);

} // namespace
} // namespace cotidy
