#include "checks/blocking/LoopCallReport.h"
#include "fixits/AwaitFuture.h"
#include "fixits/InsertAwait.h"
#include "fixits/TargetChoice.h"

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-blocking-bridge",
    .Family = "blocking",
    .Summary = "Finds synchronous waits for asynchronous work on the event "
               "loop: sync_wait, blockingWait, io_context::run in a coroutine.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::SafeAndUnsafe,
    .Precision = "high",
    .Tags = {"concurrency", "correctness"},
    .FollowsCalls = true,
    .Documentation = R"md(
## What it does

Reports bridges from synchronous to asynchronous code where the calling thread
is an event loop's: `sync_wait`, `blockingWait`, `syncAwait`, running an
`io_context` inside a coroutine, `use_future` and then `get()`, nested event
loops.

## Why is this bad

The loop's thread waits for work that often needs the same thread to make
progress: a deadlock. Where it does not deadlock, every other coroutine of the
loop waits.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

boost::asio::awaitable<void> drain(boost::asio::io_context &background) {
  background.run();
  co_return;
}
```

## Use instead

Await the work itself, and let one loop run.

```cpp
#include <boost/asio/awaitable.hpp>
#include <utility>

boost::asio::awaitable<void> drain(boost::asio::awaitable<void> background) {
  co_await std::move(background);
}
```

## Fix safety

`sync_wait(f())` becomes `co_await f()`: safe. It is offered where the argument
is a temporary that the coroutine can await and the values have the same type.
`co_spawn(..., use_future).get()` becomes an await with `use_awaitable`: unsafe, as
others run meanwhile.

## Not reported

- `main`, worker threads and everything else that is no loop context: this is
  where bridges belong.
- Waits behind a ready check (`isReady()`), and `get()` of a future that an await
  gave (`co_await as_future(f)`): it is complete.
- Running the loop in a task before its first suspension, where the runtime starts
  tasks on the thread that awaits them (cppcoro, libcoro): this is how that thread
  comes to drive the loop.

## Known limitations

- Calls are followed through the files that the driver analyses, or inside the
  file where clang-tidy runs without an index (option `Index`). Calls through
  pointers to functions are followed where the function is stored in plain sight.

## References

- cppcoro, `sync_wait`: "must not be called on the thread the task needs".
- folly coro README, "Blocking wait".
)md"};

class BlockingBridgeCheck : public LoopCallCheck {
public:
  using LoopCallCheck::LoopCallCheck;

protected:
  llvm::SmallVector<Fix, 1> fixes(const BlockingCall &Call,
                                  const AsyncModel &Model) override {
    const BodyCall &Wait = *Call.Where.Leaf;
    if (Wait.Body != Call.Where.Root)
      return {};
    if (Call.WaitedFor)
      if (std::optional<Fix> Planned =
              planAwaitInstead(*Wait.Site.E, *Call.WaitedFor, *Wait.Body,
                               Model.awaitables(), Model.context()))
        return {*Planned};
    for (const FixTarget *Target : targetsFor(*Wait.Body, Model))
      if (std::optional<Fix> Planned = planAwaitFuture(Wait, *Target, Model))
        return {*Planned};
    return {};
  }
};

const RegisterCheck<BlockingBridgeCheck> Registration(Info);

} // namespace
} // namespace cotidy
