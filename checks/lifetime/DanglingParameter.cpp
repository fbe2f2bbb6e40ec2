#include "checks/ChainCheck.h"
#include "fixits/PassByValue.h"
#include "model/AsyncModel.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-dangling-parameter",
    .Family = "lifetime",
    .Summary = "Finds parameters of coroutines that refer to what their "
               "callers let die before the task ends.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::Unsafe,
    .Precision = "high",
    .Tags = {"concurrency", "correctness", "lifetime"},
    .FollowsCalls = true,
    .Documentation = R"md(
## What it does

Reports a parameter of a coroutine that is a reference, a view (`string_view`,
`span`, ranges), an iterator or a pointer, that the coroutine uses after it was
suspended (the start of a lazy task counts), and that refers to what is gone by
then: at some call that is seen, the task is not awaited in the expression that
makes it but spawned, stored or returned, and the argument is a temporary or a
local variable that dies first. Each such call is a note, up to three.

Calls are looked at in the whole program: the driver links all files, and
clang-tidy knows those of an index, if it is given one. A coroutine whose every
visible call is awaited at once is silent, however its parameters look.

Where no call is seen of a coroutine that no header declares, parameters are
reported that invite the mistake: rvalue
references, views, and references to constants of a class that other values are
converted to (`const std::string &` from a literal). With `StrictMode`, all
references are, and calls count that let the argument die only after an await.

## Why is this bad

A coroutine's frame keeps parameters as they are declared: of a reference the
reference. The call returns as soon as the coroutine is suspended, a lazy one
before its first statement. The caller's temporaries die at the end of that
statement, its locals when it returns, and the coroutine goes on with what is
left of them.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <string>

boost::asio::awaitable<void> send(std::string line);

boost::asio::awaitable<void> greet(const std::string &name) {
  co_await send("hello " + name);
}

void welcome(boost::asio::io_context &loop) {
  boost::asio::co_spawn(loop, greet("world"), boost::asio::detached);
}
```

## Use instead

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <string>

boost::asio::awaitable<void> send(std::string line);

boost::asio::awaitable<void> greet(std::string name) {
  co_await send("hello " + name);
}

void welcome(boost::asio::io_context &loop) {
  boost::asio::co_spawn(loop, greet("world"), boost::asio::detached);
}
```

## Fix safety

A reference to a constant, or to what moves, becomes a value in all declarations
that the file sees: unsafe, since it copies, and since other files may declare the
function as well. Views and pointers have no fix: what owns the text is not known.

## Not reported

- Parameters that an eager coroutine uses only before it is first suspended.
- Arguments that are members, globals, or what the caller was given by reference
  itself: nobody knows here how long they live.
- Locals of a function that runs the loop, or waits in another way, before they
  die; `main`.
- Where no call is seen: functions that a header declares, since their callers
  may stand in files that are not read; private members; lambdas, virtual methods and operators, whose
  parameters somebody else decides; functions whose address is taken; templates
  that take whatever they are given.
- Task types that see to it that they are awaited at once (folly's `now_task`) or
  that the compiler checks (`[[clang::coro_lifetimebound]]`).

## Known limitations

- What an eager coroutine hands on, by reference, to what it awaits first is not
  followed, nor is a reference that a plain function passes on.
- `--no-link` leaves this check out: what it reports needs the calls.
- The call itself is reported as well, by `async-detached-task` or
  `async-dangling-task-argument`: it is the other place where the mistake can be
  mended.

## References

- C++ Core Guidelines, CP.53: parameters to coroutines should not be passed by
  reference.
- clang-tidy, `cppcoreguidelines-avoid-reference-coroutine-parameters`, which
  reports every reference.
)md"};

class DanglingParameterCheck : public ChainCheck {
public:
  using ChainCheck::ChainCheck;

protected:
  /// All of it needs the calls, which the linker knows.
  void analyseDirect(const AsyncModel &) override {}

  llvm::SmallVector<Fix, 1> chainFixes(llvm::ArrayRef<SourceLocation> Begins,
                                       const AsyncModel &Model) override {
    for (const CodeBody &Body : Model.bodies())
      for (const ParmVarDecl *Parameter : Body.Function->parameters())
        if (Parameter->getLocation() == Begins.front())
          if (std::optional<Fix> Planned = planPassByValue(*Parameter))
            return {*Planned};
    return {};
  }
};

const RegisterCheck<DanglingParameterCheck> Registration(Info);

} // namespace
} // namespace cotidy
