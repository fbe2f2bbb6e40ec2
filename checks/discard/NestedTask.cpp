#include "checks/AsyncCheck.h"
#include "checks/discard/TaskText.h"
#include "fixits/InsertAwait.h"
#include "model/code/Coroutine.h"
#include "model/tasks/MadeTask.h"
#include "model/tasks/StartedTask.h"
#include "model/tasks/TaskFate.h"
#include "clang/AST/ASTContext.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-nested-task",
    .Family = "discard",
    .Summary = "Finds awaits whose result is again a task that nobody awaits.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::Safe,
    .Precision = "high",
    .Tags = {"concurrency", "correctness"},
    .Documentation = R"md(
## What it does

Reports `co_await` whose value is a task again (`task<task<T>>`) and is dropped:
thrown away, or kept in a variable that nothing uses. One await is missing. So is
one where a task of a task is handed to a sink (`co_spawn`, `spawn`), which runs
the outer one and drops the inner.

## Why is this bad

The await in the source suggests that the work is done when it is over. What was
awaited only made the work; the lazy kind never runs, the eager kind goes on with
nobody waiting for its end. Such types come from generic code (`submit(f)` with a
coroutine `f`) and from `co_return f()` for `co_return co_await f()`.

## Example

```cpp
#include <boost/asio/awaitable.hpp>

boost::asio::awaitable<void> turn();
boost::asio::awaitable<void> store(int value);

template <typename F> auto in_turn(F job) -> boost::asio::awaitable<decltype(job())> {
  co_await turn();
  co_return job();
}

boost::asio::awaitable<void> session() {
  co_await in_turn([] { return store(1); });
}
```

## Use instead

```cpp
#include <boost/asio/awaitable.hpp>

boost::asio::awaitable<void> turn();
boost::asio::awaitable<void> store(int value);

template <typename F> auto in_turn(F job) -> boost::asio::awaitable<decltype(job())> {
  co_await turn();
  co_return job();
}

boost::asio::awaitable<void> session() {
  co_await co_await in_turn([] { return store(1); });
}
```

## Fix safety

A second `co_await` is offered where the coroutine is known to await the inner
task. It is safe: what the first await gave is awaited as it stands.

## Not reported

- Task factories: an await whose result is used, returned or passed on.
- Awaits that give a finished future on purpose, so that its error can be looked
  at (`result.resolve()`, `as_future`).
- Coroutines that return a task of a task, whoever calls them.

- Awaits in templates of what the template's user chose: there the mistake is
  what the user handed over.

## Known limitations

- A task inside a structure that an await gives is not looked for.
- What a generic wrapper awaits and drops is reported where the wrapper is known
  to start a task, not where it calls something (`retry(f)`).

## References

- concurrencpp, `executor::submit` with a coroutine.
- `async-unawaited-task`, for tasks that no await gave.
)md"};

class NestedTaskCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    for (const CodeBody &Body : Model.bodies()) {
      lookAtAwaits(Model, Body);
      lookAtSinks(Model, Body);
    }
  }

private:
  void lookAtAwaits(const AsyncModel &Model, const CodeBody &Body) {
    TaskFates Fates(Body, Model.context());
    // Two arms of one conditional operator, or the elements of one container,
    // are one mistake.
    llvm::DenseSet<const void *> Seen;
    for (const Expr *Await : Body.Suspensions)
      if (const AwaitableType *Inner = taskAwaitedFrom(*Await, Model);
          Inner &&
          !awaitsTemplateChoice(*Body.Function, *cast<CoawaitExpr>(Await))) {
        TaskFate Fate = Fates.of(*Await);
        const void *Mistake = Fate.Variable
                                  ? static_cast<const void *>(Fate.Variable)
                                  : Fate.Whole;
        if (isDropped(Fate, *Inner) && Seen.insert(Mistake).second)
          reportAwait(Model, Body, *Await, *Inner, Fate);
      }
  }

  static bool isDropped(const TaskFate &Fate, const AwaitableType &Inner) {
    switch (Fate.Kind) {
    case Fate::Discarded:
    case Fate::UnusedElement:
      return true;
    case Fate::UnusedVariable:
      return Inner.neverRuns() || !Fate.Polled;
    case Fate::CastToVoid:
      return Inner.neverRuns();
    case Fate::UnusedOnPath:
      return Inner.neverRuns() && !Fate.LeavesBeforeUse;
    case Fate::Awaited:
    case Fate::Kept:
      return false;
    }
    llvm_unreachable("unknown fate");
  }

  void reportAwait(const AsyncModel &Model, const CodeBody &Body,
                   const Expr &Await, const AwaitableType &Inner,
                   const TaskFate &Fate) {
    std::string Noun = nounFor(Inner.Kind).str();
    Finding F;
    F.Loc = Await.getBeginLoc();
    F.Range = Await.getSourceRange();
    F.Category = "task";
    F.Function = Body.name();
    F.Message = "this await gives another " + Noun +
                ", which is never awaited" + effectOf(Inner).str();
    if (Fate.Variable)
      F.Notes.push_back({Fate.Variable->getLocation(),
                         "'" + Fate.Variable->getNameAsString() +
                             "' holds the inner " + Noun +
                             " and not its value"});
    F.Notes.push_back({F.Loc, "await its result as well: 'co_await co_await'"});
    if (std::optional<Fix> Planned = plan(Model, Body, Fate))
      F.Fixes.push_back(std::move(*Planned));
    report(Model, F);
  }

  static std::optional<Fix> plan(const AsyncModel &Model, const CodeBody &Body,
                                 const TaskFate &Fate) {
    if (!Fate.Variable)
      return planInsertAwait(*Fate.Whole, Body, Model.awaitables(),
                             Model.context());
    const auto *Var = dyn_cast<VarDecl>(Fate.Variable);
    if (!Var || !Fate.Unmentioned)
      return std::nullopt;
    return planAwaitedVariable(*Var, *Fate.Whole, Body, Model.awaitables(),
                               Model.context());
  }

  /// Sinks run the outer task and have no use for what it returns.
  void lookAtSinks(const AsyncModel &Model, const CodeBody &Body) {
    for (const BodyCall &Call : Body.Calls) {
      std::optional<StartedTask> Started = startedTask(Call, Model);
      if (!Started)
        continue;
      QualType Value = Model.awaitables().valueOf(Started->Task->getType());
      const AwaitableType *Inner =
          Value.isNull() ? nullptr : Model.awaitables().find(Value);
      if (Inner && Inner->Kind == TypeKind::Task && Inner->neverRuns())
        reportSink(Model, Call, *Started->Task, *Inner);
    }
  }

  void reportSink(const AsyncModel &Model, const BodyCall &Sink,
                  const Expr &Task, const AwaitableType &Inner) {
    Finding F;
    F.Loc = Task.getBeginLoc();
    F.Range = Task.getSourceRange();
    F.Category = "task";
    F.Function = Sink.Body->name();
    F.Message = "this task gives another " + nounFor(Inner.Kind).str() +
                ", which '" + Sink.Site.Callee->getNameAsString() + "' drops" +
                effectOf(Inner).str();
    F.Notes.push_back(
        {F.Loc, "let the coroutine await the inner one: 'co_return co_await'"});
    report(Model, F);
  }
};

const RegisterCheck<NestedTaskCheck> Registration(Info);

} // namespace
} // namespace cotidy
