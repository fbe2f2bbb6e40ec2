#include "checks/AsyncCheck.h"
#include "checks/discard/TaskText.h"
#include "fixits/InsertAwait.h"
#include "fixits/SpawnTask.h"
#include "model/code/QualifiedName.h"
#include "model/tasks/MadeTask.h"
#include "model/tasks/TaskFate.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-unawaited-task",
    .Family = "discard",
    .Summary = "Finds tasks and other awaitables that are never awaited, "
               "returned, stored or handed on.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::SafeAndUnsafe,
    .Precision = "high",
    .Tags = {"concurrency", "correctness"},
    .Documentation = R"md(
## What it does

Follows each task from the call that makes it and reports those that nobody
awaits: thrown away as a statement, kept in a variable that is not used or not
used on every path to the exit, put into a local container that is only ever
filled, or cast to `void` although the task is lazy. Task types are recognised
by their structure (`operator co_await`, `await_ready` and its siblings, the
promise's `await_transform`), so home-made ones count as well. Ordinary
functions count as well as coroutines.

## Why is this bad

A lazy task does nothing until it is awaited: the call looks like work and is
none. The work of an eager task goes on, is cancelled or takes its exceptions to
the grave, depending on the library; the message says which. `[[nodiscard]]`
finds the plain statement where the library's author wrote it, and none of the
rest.

## Example

```cpp
#include <boost/asio/awaitable.hpp>

boost::asio::awaitable<void> notify(int user);

boost::asio::awaitable<void> upload(int user) {
  auto notified = notify(user);
  co_return;
}
```

## Use instead

```cpp
#include <boost/asio/awaitable.hpp>

boost::asio::awaitable<void> notify(int user);

boost::asio::awaitable<void> upload(int user) {
  co_await notify(user);
}
```

To let it run on its own, hand it to the runtime, which then reports its errors:

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>

boost::asio::awaitable<void> notify(int user);
void log_failure(std::exception_ptr error);

void upload(boost::asio::io_context &loop, int user) {
  boost::asio::co_spawn(loop, notify(user), log_failure);
}
```

## Fix safety

Inserting `co_await` is offered inside a coroutine whose promise is known to
await such a task, outside of handlers and macros. It is safe: the code compiles
and the task runs where the call already stands. A variable that would hold
nothing goes with it. Nothing is offered for a variable that is used on some
path, for containers, and in functions that are no coroutines.

Beside it stands a second fix for runtimes that can let a task run on its own
(Asio's `co_spawn`, folly's `start`). It is unsafe: nobody waits for the end of
the task then, its errors are lost, and what its arguments refer to must outlive
it.

## Not reported

- Tasks that are returned, captured, or passed to any function: whoever takes a
  task is trusted to run it. A capture that the lambda never names is reported.
- Tasks stored in members, except private ones that a constructor fills and
  nothing else in the class names.
- Variables for locks: `async-unacquired-guard` reports them.
- Types that are made to be dropped: detached coroutines, futures that can be
  waited for without `co_await`, classes that only a free `operator co_await`
  makes awaitable.
- Objects that merely can be awaited and were made by their constructor:
  `event done;`, `steady_timer timer(loop);`.
- The result of a sink that is started already, and `(void)` before an eager
  task. With `StrictMode`, `(void)` is reported where the exceptions of the task
  are lost, and eager tasks too that are unused on one path only.
- An eager task of a class that neither is `[[nodiscard]]` nor owns its
  coroutine, for it has no destructor: nothing is lost with it.
- A task whose only use stands in a loop: the loop is taken to run.
- A lazy task that an early `co_return` leaves behind before its first use: work
  prepared and not needed.
- An eager task in a variable that is asked whether it is done (`task.done()`), or
  that a function which cannot await keeps while it runs the loop.

## Known limitations

- What other functions do with a task is not looked at, so a task that is
  stored and forgotten later is missed.
- Elements of a container that is moved into another one, and captures that are
  moved from a variable, count as used.
- Awaiters made by their constructor and dropped (`yield{};`) are missed.
- Paths that depend on each other (`if (a) t = f(); if (a) co_await t;`) are not
  told apart where the task initialises the variable.

## References

- C++ Core Guidelines, CP.coro.
- Asio, `awaitable`: "not started until awaited".
- clang, `[[nodiscard]]` and `-Wunused-result`.
)md"};

class UnawaitedTaskCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    const Awaitables &Types = Model.awaitables();
    for (const CodeBody &Body : Model.bodies()) {
      TaskFates Fates(Body, Model.context());
      // Two arms of one conditional operator, or the elements of one
      // container, are one mistake.
      llvm::DenseSet<const void *> Seen;
      for (const BodyCall &Call : Body.Calls)
        if (const AwaitableType *Type = taskMadeBy(Call, Model, strict())) {
          TaskFate Fate = Fates.of(*Call.Site.E);
          // async-unacquired-guard says more of a variable for a lock.
          if (Fate.Variable &&
              isGuard(Types.valueOf(Call.Site.E->getType()), Model.catalogue()))
            continue;
          const void *Mistake = Fate.Variable
                                    ? static_cast<const void *>(Fate.Variable)
                                    : Fate.Whole;
          if (isMistake(Fate, *Type, Body) && Seen.insert(Mistake).second)
            reportTask(Model, Call, *Type, Fate);
        }
    }
  }

private:
  bool isMistake(const TaskFate &F, const AwaitableType &Type,
                 const CodeBody &Body) const {
    // Work that is under way needs no await to be watched: the variable is
    // asked whether it is done, or keeps it alive while a function that cannot
    // await runs the loop.
    bool Watched = F.Variable && Type.Lazy == false &&
                   (F.Polled || Body.Kind == BodyKind::Plain);
    if ((Watched || isOfItsRuntime(Body, Type)) && !strict())
      return false;
    switch (F.Kind) {
    case Fate::Awaited:
    case Fate::Kept:
      return false;
    case Fate::Discarded:
    case Fate::UnusedElement:
      return true;
    case Fate::CastToVoid:
      return Type.neverRuns() ||
             (strict() && Type.Drop == DropEffect::RunsOnExceptionLost);
    case Fate::UnusedVariable:
      // Such a variable keeps its work going to the end of the scope.
      return Type.Drop != DropEffect::Cancelled || strict();
    case Fate::UnusedOnPath:
      // Early errors leave prepared work behind, and that is the idea.
      return (Type.neverRuns() && !F.LeavesBeforeUse) || strict();
    }
    llvm_unreachable("unknown fate");
  }

  /// Whether \p Body is the runtime's own code, which knows by other ways when
  /// work that is under way ends.
  static bool isOfItsRuntime(const CodeBody &Body, const AwaitableType &Type) {
    if (!Type.Known || Type.Lazy != false)
      return false;
    auto [Namespace, Class] = StringRef(Type.Known->Name).rsplit("::");
    return !Class.empty() && StringRef(qualifiedName(*Body.Function))
                                 .starts_with((Namespace + "::").str());
  }

  static Confidence certainty(const AwaitableType &Type, Fate Kind) {
    if (Kind == Fate::UnusedOnPath || !(Type.Known || Type.Promise))
      return Confidence::Medium;
    return Confidence::High;
  }

  void reportTask(const AsyncModel &Model, const BodyCall &Call,
                  const AwaitableType &Type, const TaskFate &Fate) {
    const CodeBody &Body = *Call.Body;
    const Expr &Made = *Call.Site.E;
    Finding F;
    F.Loc = Call.Site.Loc;
    F.Range = Made.getSourceRange();
    F.Category = "task";
    F.Certainty = certainty(Type, Fate.Kind);
    F.Function = Body.name();
    F.Message = nounFor(Type.Kind).str() + originText(Call.Site);
    F.Message += Fate.Kind == Fate::UnusedOnPath
                     ? " is not awaited on every path"
                     : " is never awaited" + effectOf(Type).str();
    explainVariable(F, Fate);
    adviseOn(F, Model, Call, Type, Fate.Kind);
    planFixes(F, Model, Body, Type, Fate);
    report(Model, F);
  }

  static void explainVariable(Finding &F, const TaskFate &Fate) {
    if (!Fate.Variable)
      return;
    std::string Name = "'" + Fate.Variable->getNameAsString() + "'";
    SourceLocation Loc = Fate.Variable->getLocation();
    if (Fate.Kind == Fate::UnusedElement)
      F.Notes.push_back({Loc, Name + " is only ever filled"});
    else if (Fate.Kind == Fate::UnusedOnPath)
      F.Notes.push_back({Fate.LeavesAt,
                         "the path that ends here leaves " + Name + " unused"});
    else if (isa<FieldDecl>(Fate.Variable))
      F.Notes.push_back(
          {Loc, "the member " + Name + " holds it, and nothing uses that"});
    else
      F.Notes.push_back({Loc, Name + " holds it and is never used"});
  }

  static void adviseOn(Finding &F, const AsyncModel &Model,
                       const BodyCall &Call, const AwaitableType &Type,
                       Fate Kind) {
    std::string Advice;
    if (Kind == Fate::UnusedOnPath)
      Advice = "make it where it is awaited, or use it on every path";
    else if (Call.Body->Kind != BodyKind::Coroutine)
      Advice = "the function around it is no coroutine: return it to a caller "
               "that awaits it, or " +
               handOver(Type, Model.catalogue());
    else if (Call.InHandler)
      Advice = "a handler cannot await: await it behind the handler, or " +
               handOver(Type, Model.catalogue());
    else
      Advice =
          "await it with 'co_await', or " + handOver(Type, Model.catalogue());
    F.Notes.push_back({F.Loc, std::move(Advice)});
  }

  static void planFixes(Finding &F, const AsyncModel &Model,
                        const CodeBody &Body, const AwaitableType &Type,
                        const TaskFate &Fate) {
    const Awaitables &Types = Model.awaitables();
    ASTContext &Ctx = Model.context();
    const auto *Var = dyn_cast_or_null<VarDecl>(Fate.Variable);
    std::optional<Fix> Await;
    if (!Fate.Variable)
      Await = planInsertAwait(*Fate.Whole, Body, Types, Ctx);
    else if (Var && Fate.Kind == Fate::UnusedVariable && Fate.Unmentioned)
      Await = planAwaitedVariable(*Var, *Fate.Whole, Body, Types, Ctx);
    if (!Await)
      return;
    F.Fixes.push_back(std::move(*Await));
    if (std::optional<Fix> Spawn = planSpawn(
            *Fate.Whole, Fate.Unmentioned ? Var : nullptr, Type, Body, Ctx))
      F.Fixes.push_back(std::move(*Spawn));
  }
};

const RegisterCheck<UnawaitedTaskCheck> Registration(Info);

} // namespace
} // namespace cotidy
