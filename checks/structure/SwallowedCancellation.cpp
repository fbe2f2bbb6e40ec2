#include "checks/AsyncCheck.h"
#include "fixits/RethrowCancellation.h"
#include "model/code/LoopExit.h"
#include "model/tasks/SwallowingHandler.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-swallowed-cancellation",
    .Family = "structure",
    .Summary = "Finds handlers around an await that catch cancellation "
               "together with other errors and let the coroutine go on.",
    .Since = "0.1.0",
    .Level = CheckLevel::Strict,
    .Fixes = FixKind::Unsafe,
    .Precision = "high",
    .Tags = {"concurrency", "correctness"},
    .Documentation = R"md(
## What it does

Reports `catch (...)`, `catch (const std::exception &)` and handlers of the
runtime's own error around an await, where the coroutine neither rethrows nor
asks whether it was cancelled, and goes on: to the next round of a loop, or to
another await.

Where cancellation stays (Asio, Cobalt, DPP, concurrencpp's shut-down: each later
await throws again), only a loop is reported that has no end of its own and whose
awaits the handler all guards. Elsewhere (folly, cppcoro, Seastar, async_simple)
another await behind the handler is enough.

## Why is this bad

Cancellation arrives as an exception like any other. A handler that logs it and
goes on makes the coroutine unstoppable: it serves a client that is gone, or it
keeps the program from ending. Where cancellation stays, it is worse: the loop
never suspends again, throws and catches as fast as it can, and holds the event
loop's thread for good.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <iostream>

using boost::asio::ip::tcp;

boost::asio::awaitable<void> serve(tcp::socket client);

boost::asio::awaitable<void> listen(tcp::acceptor &acceptor) {
  for (;;) {
    try {
      co_await serve(co_await acceptor.async_accept(boost::asio::use_awaitable));
    } catch (const std::exception &error) {
      std::cerr << error.what() << '\n';
    }
  }
}
```

## Use instead

Let cancellation out:

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <iostream>

using boost::asio::ip::tcp;

boost::asio::awaitable<void> serve(tcp::socket client);

boost::asio::awaitable<void> listen(tcp::acceptor &acceptor) {
  for (;;) {
    try {
      co_await serve(co_await acceptor.async_accept(boost::asio::use_awaitable));
    } catch (const boost::system::system_error &error) {
      if (error.code() == boost::asio::error::operation_aborted)
        throw;
      std::cerr << error.what() << '\n';
    }
  }
}
```

## Fix safety

Where the runtime has an exception of its own for cancellation, the fix puts a
handler that rethrows it before the one that swallows it. Where an error code tells
cancellation from other errors (Asio), and the handler has a name for the exception
and catches its class or a base of it, a test of the code that rethrows comes first
in the handler. Both are unsafe: callers then see the exception.

## Not reported

- Handlers that rethrow, keep the exception (`std::current_exception()`), end the
  coroutine or the loop, or name something like cancelling, stopping, aborting.
- Handlers that set a variable which is looked at behind them.
- Loops whose condition, or an exit of which, asks for the end: a stop token,
  `is_open()`, a flag called `running`. Where cancellation stays: any loop with
  a condition.
- Awaits behind the handler that only clean up: `close()`, `join()`.
- Handlers for cancellation and nothing else, unless the loop goes round: who
  writes them means them.
- Runtimes that do not cancel by exception (libcoro, kj, stdexec), and types that
  no pack knows.

## When it is wrong

- Nobody ever cancels the coroutine: one that is started once and never stopped is
  reported all the same. On public code that was half of the findings, which is why
  the check is not among those that run by default.

## Known limitations

- A function that the handler calls and that ends the program or throws is not
  looked into unless it is `[[noreturn]]`, or comes from a macro that says so
  (`BOOST_FAIL`).
- The words by which a condition is taken for a question for the end are English.

## References

- Asio, `this_coro::throw_if_cancelled`.
- folly, `OperationCancelled`; Seastar, `abort_source`.
)md"};

class SwallowedCancellationCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    for (const CodeBody &Body : Model.bodies()) {
      if (Body.Kind != BodyKind::Coroutine || Body.Suspensions.empty())
        continue;
      if (const CancellationRule *Rule = cancellationOf(Body, Model))
        for (const SwallowingHandler &Found :
             swallowingHandlers(Body, *Rule, Model))
          reportHandler(Found, Body, *Rule, Model);
    }
  }

private:
  void reportHandler(const SwallowingHandler &Found, const CodeBody &Body,
                     const CancellationRule &Rule, const AsyncModel &Model);
};

std::string adviceFor(const CXXCatchStmt &Handler, const CancellationRule &Rule,
                      const std::string &Thrown) {
  if (!Rule.Code.empty())
    return "rethrow where the error is '" + Rule.Code + "'";
  if (isForCancellation(Handler, Rule))
    return "rethrow it, or end the loop";
  return "put 'catch (const " + Thrown + " &) { throw; }' before it";
}

void SwallowedCancellationCheck::reportHandler(const SwallowingHandler &Found,
                                               const CodeBody &Body,
                                               const CancellationRule &Rule,
                                               const AsyncModel &Model) {
  const CXXCatchStmt &Handler = *Found.Handler;
  std::string Thrown = cancellationException(Rule, Model.context()).str();
  Finding F;
  F.Loc = Handler.getCatchLoc();
  F.Range = {Handler.getBeginLoc(), Handler.getHandlerBlock()->getBeginLoc()};
  F.Category = "cancellation";
  F.Certainty = Found.Loop ? Confidence::High : Confidence::Medium;
  F.Function = Body.name();
  F.Message = "this handler swallows cancellation: ";
  if (!Found.Loop)
    F.Message += "the coroutine goes on with its next await";
  else if (Rule.Persists)
    F.Message += "each await of the cancelled coroutine throws again, and the "
                 "loop spins without end";
  else
    F.Message += "the loop goes on although the coroutine is cancelled";
  F.Notes.push_back(
      {Found.Await->getBeginLoc(),
       "this await throws '" + Thrown + "' when it is cancelled"});
  if (Found.Loop)
    F.Notes.push_back(
        {loopHead(*Found.Loop).getBegin(), "the next round begins here"});
  else
    F.Notes.push_back({Found.Next->getBeginLoc(), "it goes on here"});
  F.Notes.push_back({F.Loc, adviceFor(Handler, Rule, Thrown)});
  if (std::optional<Fix> Planned = planRethrow(Handler, Rule, Model.context()))
    F.Fixes.push_back(std::move(*Planned));
  report(Model, F);
}

const RegisterCheck<SwallowedCancellationCheck> Registration(Info);

} // namespace
} // namespace cotidy
