#include "checks/AsyncCheck.h"
#include "model/code/ExprUtils.h"
#include "model/code/Mentions.h"
#include "model/code/QualifiedName.h"
#include "model/llvm/Compat.h"
#include "model/tasks/IdleOutcome.h"
#include "model/tasks/MadeTask.h"
#include "model/tasks/TaskFate.h"
#include "clang/AST/ASTContext.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/MapVector.h"
#include <map>

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-ignored-result",
    .Family = "discard",
    .Summary = "Finds awaited values that carry an outcome which nobody looks "
               "at.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::None,
    .Precision = "high",
    .Tags = {"concurrency", "correctness"},
    .Documentation = R"md(
## What it does

Reports `co_await` whose value tells success from failure and is never read:
`std::expected`, error codes, the tuple of `as_tuple`, `Try`, result types of
Boost and absl, classes and enumerations marked `[[nodiscard]]`, and tuples and
containers of such. A variable or structured bindings that nothing reads count as
never read. So does the error code given to `redirect_error`, and a guard that an
await gives and nobody keeps: its lock is released at once.

Bare error codes, alone or in the tuple of `as_tuple`, are also how code says that
a failure must not throw. An ignored one is reported where the file looks at the
outcomes of the same operation more often than not; with `StrictMode`, everywhere.

With `StrictMode`, an error element of a structured binding that is not read is
reported although another element is.

## Why is this bad

These types say that an operation failed by value and not by exception. Nobody
looking means that a failed write, a closed connection or a full disk goes
unnoticed, and the code goes on with a result that is not there. `[[nodiscard]]`
does not help: it stands on the task, which was awaited.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <string>

enum class [[nodiscard]] Saved { completely, disk_full };
boost::asio::awaitable<Saved> save(std::string document);

boost::asio::awaitable<void> leave(std::string document) {
  co_await save(document);
}
```

## Use instead

```cpp
#include <boost/asio/awaitable.hpp>
#include <stdexcept>
#include <string>

enum class [[nodiscard]] Saved { completely, disk_full };
boost::asio::awaitable<Saved> save(std::string document);

boost::asio::awaitable<void> leave(std::string document) {
  if (co_await save(document) != Saved::completely)
    throw std::runtime_error("not saved");
}
```

## Not reported

- Values cast to `void`, given to `std::ignore`, or kept in a variable that is
  `[[maybe_unused]]` or whose name begins with `ignore`, `unused` or `_`.
- Operations whose failure is ignored as a rule: timers, which fail when they are
  cancelled, and goodbyes (`async_shutdown`, `async_close`); and those that the
  file ignores as a rule, three times or more and more often than not.
  `StrictMode` reports the latter.
- Error codes of an operation at whose outcome the file does not look elsewhere,
  or looks as often as not. `StrictMode` reports them.
- Operations that cannot fail (a move to another executor, work that does
  nothing), and those behind which the connection is closed before the next await.
- The outcomes of operations that are awaited together (`collectAll`), which
  `StrictMode` reports: most of those look after their errors themselves.
- A lock that is waited for right before the coroutine ends.
- Awaits with a comment behind them that says `ignore`.
- `std::optional`, `bool` and other plain values.
- Dropped tasks, which `async-nested-task` reports.

## Known limitations

- A value that is read on one path only counts as read.
- An error code that is read once counts as read for all operations that set it.

## References

- Asio, `as_tuple` and `redirect_error`.
)md"};

bool saysIgnored(const NamedDecl &D) {
  std::string Name = D.getNameAsString();
  StringRef Words = Name;
  return Words.starts_with("_") || Words.starts_with_insensitive("ignore") ||
         Words.starts_with_insensitive("unused") ||
         Words.starts_with_insensitive("dummy") || D.hasAttr<UnusedAttr>();
}

/// Whether the rest of the line behind \p Await is a comment that says so.
bool commentSaysIgnored(const CoawaitExpr &Await, const ASTContext &Ctx) {
  const SourceManager &SM = Ctx.getSourceManager();
  SourceLocation End = Lexer::getLocForEndOfToken(
      SM.getFileLoc(Await.getEndLoc()), 0, SM, Ctx.getLangOpts());
  if (End.isInvalid())
    return false;
  auto [File, Offset] = SM.getDecomposedLoc(End);
  StringRef Line = SM.getBufferData(File).drop_front(Offset).split('\n').first;
  StringRef Comment = Line.split("//").second;
  return Comment.contains_insensitive("ignor");
}

using CallsByPlace = llvm::DenseMap<const Expr *, const BodyCall *>;

/// The call that makes what \p Awaited is about, behind those that only change
/// how its outcome is told: `as_tuple(write(...))`. Null where there is none.
const BodyCall *operationBehind(const Expr &Awaited,
                                const CallsByPlace &Calls) {
  const BodyCall *Made = Calls.lookup(stripTransparent(&Awaited));
  while (Made && isa<CallExpr>(Made->Site.E) && !Made->Site.Receiver &&
         Made->Site.Args.size() == 1) {
    const BodyCall *Inner = Calls.lookup(stripTransparent(Made->Site.Args[0]));
    if (!Inner || !isa<CallExpr>(Inner->Site.E) ||
        !Inner->Site.E->getType()->isRecordType())
      break;
    Made = Inner;
  }
  return Made;
}

class IgnoredResultCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    Habits.clear();
    for (const CodeBody &Body : Model.bodies()) {
      if (Body.Suspensions.empty())
        continue;
      CallsByPlace Calls;
      for (const BodyCall &Call : Body.Calls)
        if (Call.Site.E)
          Calls[Call.Site.E] = &Call;
      TaskFates Fates(Body, Model.context());
      for (const Expr *E : Body.Suspensions)
        if (const auto *Await = dyn_cast<CoawaitExpr>(E))
          look(Model, Body, *Await, Fates,
               operationBehind(*Await->getOperand(), Calls));
      lookAtRedirects(Model, Body);
    }
    for (const auto &[Operation, H] : Habits)
      for (const Habit::Outcome &I : H.Ignored)
        if (strict() || (I.ErrorCode ? H.looks() : !H.ignores()))
          report(Model, I.F);
  }

private:
  void look(const AsyncModel &Model, const CodeBody &Body,
            const CoawaitExpr &Await, TaskFates &Fates, const BodyCall *Made) {
    const Catalogue &Known = Model.catalogue();
    QualType Value = Await.getType();
    if (!Await.isPRValue() || Value->isVoidType() ||
        Model.awaitables().find(Value))
      return;
    bool Guard = isGuard(Value, Known);
    if (!Guard && !isOutcome(Value, Known))
      return;
    if (Guard && isGuardsOwn(Body, Model))
      return;
    if (!strict() && isCollected(Value, Known))
      return;
    bool ErrorCode = !Guard && isErrorCode(Value, Known);
    TaskFate Fate = Fates.of(Await);
    if (Fate.Polled)
      return;
    if (Fate.Kind == Fate::Discarded) {
      if (Guard ? leavesBehind(Await, Body, Model)
                : changesNothing(Made, Await, Body, Model))
        return;
      reportAwait(Model, Body, Await, {Made, ErrorCode},
                  Guard ? "the lock that this await gives is released at once"
                        : outcomeText(Made) + " is ignored",
                  {},
                  Guard ? "keep it in a variable as long as it is needed"
                        : "look at it, or say '(void)' to ignore it");
      return;
    }
    if (Made && Fate.Kind != Fate::UnusedVariable)
      ++Habits[operation(*Made)].Read;
    if (Guard || !Fate.Variable || saysIgnored(*Fate.Variable))
      return;
    const auto *Bound = dyn_cast<DecompositionDecl>(Fate.Variable);
    if (Fate.Kind == Fate::UnusedVariable) {
      if (changesNothing(Made, Await, Body, Model))
        return;
      if (Bound && llvm::any_of(Bound->bindings(), [](const BindingDecl *B) {
            return saysIgnored(*B);
          }))
        return;
      reportAwait(Model, Body, Await, {ErrorCode ? Made : nullptr, ErrorCode},
                  outcomeText(Made) + " is never read",
                  {Fate.Variable->getLocation(),
                   Bound ? "none of these is used"
                         : "'" + Fate.Variable->getNameAsString() +
                               "' holds it and is never used"},
                  "look at it, or say '(void)' to ignore it");
      return;
    }
    if (!strict() || !Bound)
      return;
    for (const BindingDecl *Binding : Fate.Unread)
      if (isOutcome(Binding->getType(), Known) && !saysIgnored(*Binding))
        reportAwait(Model, Body, Await, {},
                    outcomeText(Made) + " is never read",
                    {Binding->getLocation(),
                     "'" + Binding->getNameAsString() + "' is never used"},
                    "look at it before the other values");
  }

  /// Whether \p Body is how a guard takes its lock.
  static bool isGuardsOwn(const CodeBody &Body, const AsyncModel &Model) {
    const auto *Method = dyn_cast<CXXMethodDecl>(Body.Function);
    return Method &&
           isGuard(canonicalType(*Method->getParent()), Model.catalogue());
  }

  static std::string outcomeText(const BodyCall *Made) {
    if (!Made || isa<CXXConstructExpr>(Made->Site.E) ||
        !Made->Site.Callee->getIdentifier())
      return "the outcome of this await";
    return "the outcome of '" + Made->Site.Callee->getNameAsString() + "'";
  }

  /// Error codes that operations are told to put their errors into, and that
  /// nothing reads.
  void lookAtRedirects(const AsyncModel &Model, const CodeBody &Body) {
    struct Target {
      llvm::SmallVector<const BodyCall *, 2> Redirects;
      unsigned Mentions = 0;
    };
    llvm::MapVector<const VarDecl *, Target> Targets;
    llvm::DenseSet<const Expr *> Handed;
    for (const BodyCall &Call : Body.Calls)
      if (const RuntimeFunction *F = Model.catalogue().function(
              Call.Site, RuntimeRole::Redirect, Model.context()))
        if (F->Argument >= 0 && Call.Site.arg(F->Argument))
          if (const auto *Ref = dyn_cast<DeclRefExpr>(
                  Call.Site.arg(F->Argument)->IgnoreParenImpCasts()))
            if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
                Var && Var->isLocalVarDecl() && Var->hasLocalStorage() &&
                !Var->getType()->isReferenceType() &&
                Var->getDeclContext() == Body.Function && !saysIgnored(*Var)) {
              Targets[Var].Redirects.push_back(&Call);
              Handed.insert(Ref);
            }
    if (Targets.empty())
      return;
    forEachMention(*Body.Body, [&](const Mention &M) {
      const auto *Ref = dyn_cast<DeclRefExpr>(M.E);
      if (!Ref || Handed.contains(Ref))
        return;
      if (const auto *Var = dyn_cast<VarDecl>(M.Named))
        if (auto It = Targets.find(Var); It != Targets.end())
          ++It->second.Mentions;
    });
    for (const auto &[Var, Found] : Targets) {
      bool Reported = false;
      for (const BodyCall *Redirect : Found.Redirects) {
        RedirectedAwait To = redirectedBy(*Redirect, Body);
        if (Found.Mentions && To.Made)
          ++Habits[operation(*To.Made)].Read;
        else if (!Found.Mentions && !Reported && To.Await)
          Reported = reportRedirect(Model, Body, *Var, To);
      }
    }
  }

  struct RedirectedAwait {
    const BodyCall *Made = nullptr; ///< the call around the token
    const CoawaitExpr *Await = nullptr;
  };

  static RedirectedAwait redirectedBy(const BodyCall &Redirect,
                                      const CodeBody &Body) {
    RedirectedAwait Found;
    const Stmt *S = Redirect.Site.E;
    for (; S && !isa<CoawaitExpr>(S); S = Body.parents().getParent(S))
      if (isa<CallExpr>(S) && S != Redirect.Site.E)
        for (const BodyCall &Call : Body.Calls)
          if (Call.Site.E == S)
            Found.Made = &Call;
    Found.Await = dyn_cast_or_null<CoawaitExpr>(S);
    return Found;
  }

  bool reportRedirect(const AsyncModel &Model, const CodeBody &Body,
                      const VarDecl &Var, const RedirectedAwait &To) {
    if (changesNothing(To.Made, *To.Await, Body, Model))
      return false;
    reportAwait(Model, Body, *To.Await, {To.Made, /*ErrorCode=*/true},
                outcomeText(To.Made) + " is never read",
                {Var.getLocation(), "'" + Var.getNameAsString() +
                                        "' takes its error and is never read"},
                "read it after the await, or let the operation throw");
    return true;
  }

  struct Evidence {
    /// The operation whose other outcomes in the file tell whether this one
    /// matters; null where nothing more is asked.
    const BodyCall *Operation = nullptr;
    bool ErrorCode = false;
  };

  void reportAwait(const AsyncModel &Model, const CodeBody &Body,
                   const CoawaitExpr &Await, Evidence Of, std::string Message,
                   FindingNote Where, StringRef Advice) {
    if (commentSaysIgnored(Await, Model.context()))
      return;
    Finding F;
    F.Loc = Await.getBeginLoc();
    F.Range = Await.getSourceRange();
    F.Category = "result";
    F.Function = Body.name();
    F.Message = std::move(Message);
    if (Where.Loc.isValid())
      F.Notes.push_back(std::move(Where));
    F.Notes.push_back({F.Loc, Advice.str()});
    if (Of.Operation)
      Habits[operation(*Of.Operation)].Ignored.push_back(
          {std::move(F), Of.ErrorCode});
    else if (strict() || !Of.ErrorCode)
      report(Model, F);
  }

  static std::string operation(const BodyCall &Made) {
    return qualifiedName(*Made.Site.Callee);
  }

  /// What the file does with the outcomes of one operation. Where everybody
  /// ignores them, nobody there believes that they matter (Engler et al., Bugs
  /// as Deviant Behavior).
  struct Habit {
    struct Outcome {
      Finding F;
      bool ErrorCode;
    };
    unsigned Read = 0;
    std::vector<Outcome> Ignored;
    bool ignores() const {
      return Ignored.size() >= 3 && Ignored.size() > Read;
    }
    bool looks() const { return Read > Ignored.size(); }
  };
  std::map<std::string, Habit> Habits;
};

const RegisterCheck<IgnoredResultCheck> Registration(Info);

} // namespace
} // namespace cotidy
