#include "checks/AsyncCheck.h"
#include "fixits/RetryFix.h"
#include "model/code/ExprUtils.h"
#include "model/code/LoopExit.h"
#include "model/tasks/Idioms.h"
#include "model/tasks/RetryLoop.h"
#include "clang/AST/ASTContext.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{.Name = "async-retry-without-backoff",
                     .Family = "structure",
                     .Summary =
                         "Finds loops that try a failed await again at once.",
                     .Since = "0.1.0",
                     .Level = CheckLevel::Strict,
                     .Fixes = FixKind::Unsafe,
                     .Precision = "medium",
                     .Tags = {"concurrency", "performance"},
                     .Documentation = R"md(
## What it does

Reports a loop that ends when an await succeeds, goes round when it throws or
gives an error code, and lets no time pass before the next attempt.

## Why is this bad

What failed just now fails again just now: a server that restarts, a full queue, a
name that does not resolve. The loop spins on the event loop's thread and hammers
the other side, together with all other clients that do the same, at the moment
when it can bear it least.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <iostream>

using boost::asio::ip::tcp;

boost::asio::awaitable<void> reach(tcp::socket &socket, tcp::endpoint server) {
  for (int attempt = 0; attempt < 100; ++attempt) {
    try {
      co_await socket.async_connect(server, boost::asio::use_awaitable);
      co_return;
    } catch (const std::exception &error) {
      std::cerr << error.what() << '\n';
    }
  }
}
```

## Use instead

Wait between attempts, and longer each time:

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <iostream>

using boost::asio::ip::tcp;

boost::asio::awaitable<void> reach(tcp::socket &socket, tcp::endpoint server) {
  boost::asio::steady_timer timer(socket.get_executor());
  std::chrono::milliseconds pause(50);
  for (int attempt = 0; attempt < 100; ++attempt) {
    try {
      co_await socket.async_connect(server, boost::asio::use_awaitable);
      co_return;
    } catch (const std::exception &error) {
      std::cerr << error.what() << '\n';
    }
    timer.expires_after(pause);
    co_await timer.async_wait(boost::asio::use_awaitable);
    pause *= 2;
  }
}
```

`corun::retry` does that, with jitter and an end.

## Fix safety

A loop of one `try` that ends with success, and either goes on until then or ends its
coroutine after a constant number of attempts, is handed to `corun::retry`. Other
loops that reach their end after a failure only, and all where the runtime has no such
function, get a pause there, which doubles. Unsafe: only a reader knows how long the
other side can wait, and `corun::retry` throws what is not likely to pass, and the last
error.

## Not reported

- Loops with a delay, a constant one too, or with any other await on the way to
  the next attempt.
- Loops over several targets: each attempt is another operation.
- Loops that go on after success, which serve rather than try.

## When it is wrong

- What is awaited takes its time before it fails: a connection that times out.
- Trying again at once is right: an optimistic transaction that lost a race.

## Known limitations

- Success that is told by a value (`while (!co_await try_send())`) is not seen, nor
  an error code that the loop's condition asks for (`do { ... } while (error)`) or
  that leads to a `continue`.

## References

- M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog.
)md"};

class RetryWithoutBackoffCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    for (const CodeBody &Body : Model.bodies()) {
      llvm::StringSet<> Names; // of the pauses in its loops
      if (Body.Kind == BodyKind::Coroutine && !Body.Dependent &&
          !Body.Suspensions.empty())
        for (const Stmt *Loop : Body.Loops)
          if (std::optional<RetryLoop> Found = retryOf(*Loop, Body, Model))
            if (!Found->Paused)
              reportLoop(*Loop, *Found, Body, Names, Model);
    }
  }

private:
  void reportLoop(const Stmt &Loop, const RetryLoop &Found,
                  const CodeBody &Body, llvm::StringSet<> &Names,
                  const AsyncModel &Model) {
    Finding F;
    F.Range = loopHead(Loop);
    F.Loc = F.Range.getBegin();
    F.Category = "retry";
    F.Certainty = Confidence::Medium;
    F.Function = Body.name();
    F.Message = "this loop tries again at once: while the other side fails, it "
                "spins and adds to its load";
    F.Notes.push_back({Found.Attempt->getBeginLoc(), "this is tried again"});
    F.Notes.push_back(
        {Found.Failure->getBeginLoc(),
         "a failure leads from here to the next attempt without a pause"});
    F.Notes.push_back(
        {F.Loc, "wait between attempts, longer each time: '" +
                    idiomFor(Body, "retry", "corun::retry", Model) + "'"});
    std::optional<Fix> Planned = planRetry(Loop, Found, Body, Model);
    if (!Planned)
      Planned = planPause(Loop, Found, Body, Model, Names);
    if (Planned)
      F.Fixes.push_back(std::move(*Planned));
    report(Model, F);
  }
};

const RegisterCheck<RetryWithoutBackoffCheck> Registration(Info);

} // namespace
} // namespace cotidy
