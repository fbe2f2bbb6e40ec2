#include "checks/AsyncCheck.h"
#include "checks/SuspensionText.h"
#include "model/code/ExprUtils.h"
#include "model/lifetime/HeldLocks.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-resume-under-lock",
    .Family = "locks",
    .Summary = "Finds coroutines and callbacks that are run while a lock is "
               "held.",
    .Since = "0.1.0",
    .Level = CheckLevel::Strict,
    .Fixes = FixKind::None,
    .Precision = "medium",
    .Tags = {"concurrency", "correctness"},
    .Documentation = R"md(
## What it does

Reports a call that runs code which waited for it, while the function holds the lock
of a thread: `std::coroutine_handle::resume`, `set_value` and `set_exception` of
promises, `set` of events, and callbacks: a `std::function` or the like that returns
nothing, and any callable that is called once, as `std::move(handler)(result)`.

## Why is this bad

What runs then is not known here. It may want the same lock, and deadlock; it may run
for long, and everybody who wants the lock waits for it; it may destroy the object
that the lock belongs to.

## Example

```cpp
#include <coroutine>
#include <mutex>

struct event {
  std::mutex mutex;
  bool is_set = false;
  std::coroutine_handle<> waiter;

  void set() {
    std::lock_guard lock(mutex);
    is_set = true;
    if (waiter)
      waiter.resume();
  }
};
```

## Use instead

```cpp
#include <coroutine>
#include <mutex>
#include <utility>

struct event {
  std::mutex mutex;
  bool is_set = false;
  std::coroutine_handle<> waiter;

  void set() {
    std::coroutine_handle<> to_resume;
    {
      std::lock_guard lock(mutex);
      is_set = true;
      to_resume = std::exchange(waiter, nullptr);
    }
    if (to_resume)
      to_resume.resume();
  }
};
```

## Not reported

- Calls behind the end of the guard's scope, `unlock()` or a move of the guard.
- Callables that return something: predicates, comparators, factories.
- With `StrictMode` only: a parameter of the function itself that gets something to
  change, and so needs the lock (`update(key, [](Value &value) { ... })`).

## Known limitations

- A promise or callback that nobody waits for yet, or whose waiters are only queued.
- Calls through other functions of the class, and in generic lambdas that only a
  library instantiates.

## References

- C++ Core Guidelines CP.22: Never call unknown code while holding a lock.
)md"};

class ResumeUnderLockCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    for (const CodeBody &Body : Model.bodies()) {
      llvm::DenseMap<const Stmt *, Resumption> Calls;
      for (const BodyCall &Call : Body.Calls)
        if (std::optional<Resumption> Found = resumption(Call, Model);
            Found && (strict() || !changesUnderLock(Call)))
          Calls.try_emplace(Call.Site.E, std::move(*Found));
      if (Calls.empty())
        continue;
      HeldLocks Locks(Body, Model);
      for (const HeldLock &Lock : Locks.locks())
        Locks.whileHeld(Lock, [&](const SuspensionGraph::Step &At) {
          if (auto It = Calls.find(At.S); At.S && It != Calls.end())
            reportCall(Model, Body, It->second, Lock);
        });
    }
  }

private:
  struct Resumption {
    const BodyCall *Call;
    std::string Reason;
  };

  static std::optional<Resumption> resumption(const BodyCall &Call,
                                              const AsyncModel &Model) {
    if (!Call.Site.E)
      return std::nullopt;
    if (const ThreadFunction *F =
            Model.catalogue().threadFunction(Call.Site, ThreadRole::Resume))
      return Resumption{&Call, F->Reason};
    const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Call.Site.E);
    if (!Operator || Operator->getOperator() != OO_Call ||
        !Operator->getType()->isVoidType() || !Call.Site.ReceiverClass)
      return std::nullopt;
    const ThreadType *Type =
        Model.catalogue().threadType(*Call.Site.ReceiverClass);
    const auto *Moved = dyn_cast<CallExpr>(Call.Site.Receiver);
    if ((Type && Type->Kind == ThreadTypeKind::Callback) ||
        (Moved && Moved->isCallToStdMove()))
      return Resumption{&Call, "calls back code that is not known here"};
    return std::nullopt;
  }

  /// Whether \p Call calls a callable that the caller of the function gave it,
  /// to change what the lock is there for.
  static bool changesUnderLock(const BodyCall &Call) {
    const auto *Called = dyn_cast_or_null<DeclRefExpr>(
        Call.Site.Receiver ? Call.Site.Receiver->IgnoreParenImpCasts()
                           : nullptr);
    return Called && isa<ParmVarDecl>(Called->getDecl()) &&
           Called->getDecl()->getDeclContext() == Call.Body->Function &&
           llvm::any_of(Call.Site.Callee->parameters(),
                        [](const ParmVarDecl *Given) {
                          QualType T = Given->getType();
                          return T->isLValueReferenceType() &&
                                 !T->getPointeeType().isConstQualified();
                        });
  }

  void reportCall(const AsyncModel &Model, const CodeBody &Body,
                  const Resumption &What, const HeldLock &Lock) {
    const CallSite &Site = What.Call->Site;
    Finding F;
    F.Loc = Site.Loc;
    F.Range = Site.E->getSourceRange();
    F.Category = "lock";
    F.Function = Body.name();
    F.Certainty = Confidence::Medium;
    std::string Called = Site.Callee->getIdentifier()
                             ? "'" + Site.Callee->getNameAsString() + "'"
                             : quotedText(*Site.Receiver, Model.context());
    F.Message = (Called.empty() ? "the call" : Called) + " " + What.Reason +
                ", while a lock is held that it may want";
    F.Notes.push_back({Lock.Loc, "the lock is taken here"});
    F.Notes.push_back({F.Loc, "unlock it before the call"});
    report(Model, F);
  }
};

const RegisterCheck<ResumeUnderLockCheck> Registration(Info);

} // namespace
} // namespace cotidy
