#include "checks/AsyncCheck.h"
#include "checks/discard/TaskText.h"
#include "fixits/InsertAwait.h"
#include "model/tasks/MadeTask.h"
#include "model/tasks/TaskFate.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-unacquired-guard",
    .Family = "discard",
    .Summary =
        "Finds guard variables that hold the task of locking and not the "
        "lock.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::Safe,
    .Precision = "high",
    .Tags = {"concurrency", "correctness"},
    .Documentation = R"md(
## What it does

Reports a local variable that is initialised with the task or operation of an
asynchronous lock or semaphore and never awaited: `auto lock =
mutex.scoped_lock();` without `co_await`. What the await would give is known to be
a guard from the library's description, or from the class itself: it cannot be
copied, has a destructor, and `lock`, `guard` or `permit` is part of its name.

## Why is this bad

The variable looks like the guards that everybody knows from `std::lock_guard`,
and nothing is locked. The code below it runs unprotected, which shows rarely and
never in a test. A future that was started already is as bad: the lock is granted
some time later and given back at the end of the scope.

## Example

```cpp
#include <boost/asio/awaitable.hpp>

struct mutex_guard {
  mutex_guard(mutex_guard &&);
  ~mutex_guard();
};
struct async_mutex {
  boost::asio::awaitable<mutex_guard> scoped_lock();
};

boost::asio::awaitable<void> add(async_mutex &mutex, int &total) {
  auto guard = mutex.scoped_lock();
  ++total;
  co_return;
}
```

## Use instead

```cpp
#include <boost/asio/awaitable.hpp>

struct mutex_guard {
  mutex_guard(mutex_guard &&);
  ~mutex_guard();
};
struct async_mutex {
  boost::asio::awaitable<mutex_guard> scoped_lock();
};

boost::asio::awaitable<void> add(async_mutex &mutex, int &total) {
  auto guard = co_await mutex.scoped_lock();
  ++total;
  co_return;
}
```

## Fix safety

Inserting `co_await` is offered for variables declared with `auto` that nothing
mentions, in a coroutine that can await such a task. It is safe: the code compiles
and takes the lock that it seems to take.

## Not reported

- Variables that are awaited, moved, returned or passed on later.
- Locks whose await gives nothing to hold (`mutex.lock()`); dropping their task is
  `async-unawaited-task`.

## Known limitations

- Guards in members are missed.
- A class that only its use tells to be a guard is not known as one.

## References

- cppcoro, `async_mutex::scoped_lock_async`; libcoro, `mutex::scoped_lock`;
  Seastar, `get_units`; folly, `coro::Mutex::co_scoped_lock`.
)md"};

class UnacquiredGuardCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    for (const CodeBody &Body : Model.bodies()) {
      TaskFates Fates(Body, Model.context());
      for (const BodyCall &Call : Body.Calls) {
        const AwaitableType *Type = taskMadeBy(Call, Model, /*Strict=*/true);
        if (!Type)
          continue;
        QualType Guard = Model.awaitables().valueOf(Call.Site.E->getType());
        if (!isGuard(Guard, Model.catalogue()))
          continue;
        TaskFate Fate = Fates.of(*Call.Site.E);
        if (isMistake(Fate, *Type))
          reportGuard(Model, Call, *Type, Fate);
      }
    }
  }

private:
  static bool isMistake(const TaskFate &Fate, const AwaitableType &Type) {
    if (!Fate.Variable || Fate.Polled)
      return false;
    // (void)guard and [[maybe_unused]] are what one writes for guards.
    return Fate.Kind == Fate::UnusedVariable || Fate.Kind == Fate::CastToVoid ||
           (Fate.Kind == Fate::UnusedOnPath && Type.neverRuns() &&
            !Fate.LeavesBeforeUse);
  }

  void reportGuard(const AsyncModel &Model, const BodyCall &Call,
                   const AwaitableType &Type, const TaskFate &Fate) {
    const CodeBody &Body = *Call.Body;
    std::string Name = "'" + Fate.Variable->getNameAsString() + "'";
    Finding F;
    F.Loc = Fate.Variable->getLocation();
    F.Range = SourceRange(F.Loc);
    F.Category = "lock";
    F.Function = Body.name();
    if (Fate.Kind == Fate::UnusedOnPath)
      F.Certainty = Confidence::Medium;
    F.Message = Name + " holds the " + nounFor(Type.Kind).str() +
                originText(Call.Site) + " and not the lock: ";
    F.Message += Type.neverRuns() ? "nothing is locked"
                                  : "nobody waits until it is granted";
    if (Fate.Kind == Fate::UnusedOnPath)
      F.Notes.push_back(
          {Fate.LeavesAt, "the path that ends here never awaits " + Name});
    F.Notes.push_back(
        {Call.Site.Loc,
         Body.Kind == BodyKind::Coroutine
             ? "await it with 'co_await' to hold the lock"
             : "only a coroutine can await it: make the function one, or lock "
               "where its caller can await"});
    if (std::optional<Fix> Planned = plan(Model, Body, Fate))
      F.Fixes.push_back(std::move(*Planned));
    report(Model, F);
  }

  static std::optional<Fix> plan(const AsyncModel &Model, const CodeBody &Body,
                                 const TaskFate &Fate) {
    const auto *Var = dyn_cast<VarDecl>(Fate.Variable);
    if (!Var || Fate.Kind == Fate::UnusedOnPath)
      return std::nullopt;
    // A type that names the task cannot hold the guard.
    QualType Written = Var->getTypeSourceInfo()->getType();
    const AutoType *Deduced = Written->getContainedAutoType();
    if (!Deduced || Deduced->isConstrained() || Written->isPointerType() ||
        Var->getInitStyle() != VarDecl::CInit)
      return std::nullopt;
    return planInsertAwait(*Fate.Whole, Body, Model.awaitables(),
                           Model.context());
  }
};

const RegisterCheck<UnacquiredGuardCheck> Registration(Info);

} // namespace
} // namespace cotidy
