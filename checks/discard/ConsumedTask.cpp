#include "checks/AsyncCheck.h"
#include "checks/discard/TaskText.h"
#include "model/tasks/TaskUses.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-consumed-task",
    .Family = "discard",
    .Summary =
        "Finds tasks that are awaited, moved or returned after they were "
        "used up.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::None,
    .Precision = "high",
    .Tags = {"concurrency", "correctness"},
    .Documentation = R"md(
## What it does

Follows local variables and parameters that hold a task along every path, and
reports a use behind the one that used the task up: a second await of a type that
can be awaited once, an await, call or return of a task that was moved away or
handed to something that takes it (`detach()`, `start()`), and the await or return
of a variable that no task was ever put into. Which types can be awaited again
comes from the libraries' descriptions, for others from their `operator co_await`:
one for rvalues alone uses the task up.

## Why is this bad

An empty task has no coroutine behind it. Awaiting it throws at best
(`std::logic_error`, `broken_promise`), and dereferences a null handle in most
libraries, resumes a coroutine that has ended, or never comes back.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <utility>

boost::asio::awaitable<int> ask();

boost::asio::awaitable<int> twice() {
  auto answer = ask();
  int first = co_await std::move(answer);
  co_return first + co_await std::move(answer);
}
```

## Use instead

```cpp
#include <boost/asio/awaitable.hpp>
#include <utility>

boost::asio::awaitable<int> ask();

boost::asio::awaitable<int> twice() {
  auto answer = ask();
  int first = co_await std::move(answer);
  answer = ask();
  co_return first + co_await std::move(answer);
}
```

## Not reported

- Variables that are assigned anew in between.
- Types that may be awaited again: shared tasks, and those whose second await of
  an lvalue reads the result once more (cppcoro, libcoro, QCoro).
- Questions to the variable: `t.valid()`, `if (t)`.
- A second use that only some paths from the first come to, and that other paths
  come to without it: the conditions may exclude each other.

## Known limitations

- Variables that something else can reach (by reference, pointer or capture), and
  elements of containers, are not followed.

## References

- clang-tidy, `bugprone-use-after-move`, which knows no awaits.
)md"};

class ConsumedTaskCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    for (const CodeBody &Body : Model.bodies())
      for (const SecondUse &Use : secondUses(Body, Model))
        reportUse(Model, Body, Use);
  }

private:
  void reportUse(const AsyncModel &Model, const CodeBody &Body,
                 const SecondUse &Use) {
    std::string Name = "'" + Use.Variable->getNameAsString() + "'";
    bool Again = Use.How == UseUp::Await && Use.FirstHow == UseUp::Await &&
                 !Use.Returned;
    bool HasEnded = Use.Type->Await == AwaitRule::Single && Again;
    StringRef Effect = HasEnded ? ": its coroutine has ended by then"
                                : ": it is empty by then";
    Finding F;
    F.Loc = Use.Use->getBeginLoc();
    F.Range = Use.Use->getSourceRange();
    F.Category = "task";
    F.Function = Body.name();
    F.Message = Name + " is " + wordFor(Use).str() + ' ';
    if (!Use.First) {
      F.Message +=
          "but no " + nounFor(Use.Type->Kind).str() + " was ever put into it";
      F.Notes.push_back(
          {Use.Variable->getLocation(), Name + " is made empty here"});
    } else if (Use.SameInLoop) {
      F.Message += ("again in the next round of the loop" + Effect).str();
      F.Notes.push_back({Use.Variable->getLocation(),
                         Name + " is made once, outside of the loop"});
    } else {
      F.Message += Again ? "a second time"
                         : "after it was " + firstWord(Use.FirstHow).str();
      F.Message += Effect;
      F.Notes.push_back({Use.First->getBeginLoc(),
                         "it is " + firstWord(Use.FirstHow).str() + " here"});
    }
    F.Notes.push_back({F.Loc, "make a new " + nounFor(Use.Type->Kind).str() +
                                  " for each use"});
    report(Model, F);
  }

  static StringRef wordFor(const SecondUse &Use) {
    if (Use.Returned)
      return "returned";
    switch (Use.How) {
    case UseUp::Await:
      return "awaited";
    case UseUp::Move:
      return "moved";
    case UseUp::Handed:
    case UseUp::Nothing:
      return "used";
    }
    llvm_unreachable("unknown use");
  }

  static StringRef firstWord(UseUp How) {
    switch (How) {
    case UseUp::Await:
      return "awaited";
    case UseUp::Move:
      return "moved away";
    case UseUp::Handed:
      return "handed on";
    case UseUp::Nothing:
      break;
    }
    llvm_unreachable("the first use uses it up");
  }
};

const RegisterCheck<ConsumedTaskCheck> Registration(Info);

} // namespace
} // namespace cotidy
