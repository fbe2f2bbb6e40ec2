#include "checks/AsyncCheck.h"
#include "checks/lifetime/KeeperText.h"
#include "model/lifetime/LentArguments.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-dangling-task-argument",
    .Family = "lifetime",
    .Summary = "Finds tasks that are stored or returned and refer to a local "
               "or temporary that is gone by then.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::None,
    .Precision = "high",
    .Tags = {"concurrency", "correctness", "lifetime"},
    .Documentation = R"md(
## What it does

Reports the argument of a coroutine's call that is a local variable or a
temporary, given by reference, pointer or view, where the task is not awaited in
the expression that makes it but returned, or stored and used when the argument
is gone. The object of a member coroutine counts as an argument.

## Why is this bad

A lazy task has run nothing when its call returns: it keeps the reference and
reads it when somebody awaits it. By then the temporary has died at the end of
its statement, and the local with its function or scope. `return fetch(url);`
looks like any other forwarding function and reads freed memory.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <string>

boost::asio::awaitable<std::string> fetch(const std::string &url);

boost::asio::awaitable<std::string> fetch_user(int id) {
  std::string url = "/users/" + std::to_string(id);
  return fetch(url);
}
```

## Use instead

A coroutine keeps its locals until the task is done:

```cpp
#include <boost/asio/awaitable.hpp>
#include <string>

boost::asio::awaitable<std::string> fetch(const std::string &url);

boost::asio::awaitable<std::string> fetch_user(int id) {
  std::string url = "/users/" + std::to_string(id);
  co_return co_await fetch(url);
}
```

Or the called coroutine takes its parameter by value:

```cpp
#include <boost/asio/awaitable.hpp>
#include <string>
#include <utility>

boost::asio::awaitable<std::string> fetch(std::string url);

boost::asio::awaitable<std::string> fetch_user(int id) {
  std::string url = "/users/" + std::to_string(id);
  return fetch(std::move(url));
}
```

## Not reported

- Tasks that are awaited in the expression that makes them, also inside
  combinators and timeouts.
- Stored tasks that are awaited while the local still lives.
- Arguments that the coroutine does not use, or an eager one only before it is
  first suspended, as far as its body is seen.
- What refers to members, globals, or to what the function was given by
  reference itself.
- Spawned tasks, which `async-detached-task` reports, and lambdas, which
  `async-capturing-lambda` reports.
- With `StrictMode` only: tasks kept in members while the function awaits before
  the local's end.

## Known limitations

- Locals that the argument refers to itself, a view in a structure for example,
  are not followed.
- Functions that pass their own reference parameters on to a coroutine without
  being one.
- Eager coroutines whose body is not seen, and rvalue references of coroutines
  whose body is not seen.

## References

- C++ Core Guidelines, CP.53: parameters to coroutines should not be passed by
  reference.
- clang, `[[clang::coro_lifetimebound]]`, which finds some of these where the
  task type is marked.
)md"};

class DanglingTaskArgumentCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    LateUses Uses(Model);
    for (const CodeBody &Body : Model.bodies()) {
      if (Body.Dependent)
        continue;
      for (const BodyCall &Call : Body.Calls)
        if (!Call.Awaited && makesTask(Call, Model))
          look(Model, Call, Uses);
    }
  }

private:
  void look(const AsyncModel &Model, const BodyCall &Call,
            const LateUses &Uses) {
    LendingCall Lending = lendingCall(Call, &Uses, Model);
    // Tasks that run on their own are async-detached-task's.
    if (Lending.Task.Who == Keeper::Runtime ||
        Lending.Task.Who == Keeper::Dropped)
      return;
    for (const LentArgument &Lent : Lending.Arguments)
      if (!Lent.What.AfterAwait || strict()) {
        reportArgument(Model, Call, Lending.Task, Lent);
        return;
      }
  }

  void reportArgument(const AsyncModel &Model, const BodyCall &Call,
                      const KeptTask &Task, const LentArgument &Lent) {
    const VarDecl *Var = Lent.What.Variable;
    std::string What = Var ? "'" + Var->getNameAsString() + "'" : "a temporary";
    Finding F;
    const Expr *At = isa<CXXDefaultArgExpr>(writtenArgument(Call, Lent))
                         ? Call.Site.E
                         : Lent.What.Argument;
    F.Loc = At->getExprLoc();
    F.Range = At->getSourceRange();
    F.Category = "lifetime";
    F.Certainty = Lent.Use ? Confidence::High : Confidence::Medium;
    F.Function = Call.Body->name();
    F.Message = What +
                (Lent.What.IsObject ? ", which the task runs on,"
                                    : ", which the task refers to,") +
                " is destroyed before the task ends";
    F.Notes.push_back(keeperNote(Task, Call.Site));
    if (Var)
      F.Notes.push_back(
          {Var->getLocation(), What + " is destroyed at the end of its scope"});
    if (Lent.TaskUse)
      F.Notes.push_back({Lent.TaskUse->getExprLoc(),
                         "the task is used here, when " + What + " is gone"});
    if (Lent.Use)
      F.Notes.push_back({Lent.Use->getExprLoc(), "the coroutine uses it here"});
    F.Notes.push_back({F.Loc, advice(Task, Lent)});
    report(Model, F);
  }

  static const Expr *writtenArgument(const BodyCall &Call,
                                     const LentArgument &Lent) {
    return Lent.What.IsObject ? Lent.What.Argument
                              : Call.Site.Args[Lent.What.Parameter];
  }

  static std::string advice(const KeptTask &Task, const LentArgument &Lent) {
    std::string Advice = Lent.What.IsObject
                             ? "keep the object until the task is done"
                             : "let the coroutine take it by value";
    return Advice + (Task.Who == Keeper::Caller
                         ? ", or make this function a coroutine that awaits "
                           "the task"
                         : ", or await the task where it is made");
  }
};

const RegisterCheck<DanglingTaskArgumentCheck> Registration(Info);

} // namespace
} // namespace cotidy
