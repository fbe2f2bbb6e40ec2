#include "checks/blocking/LoopCallReport.h"

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-blocking-call",
    .Family = "blocking",
    .Summary = "Finds calls that park the event loop's thread: sleeps, joins, "
               "unbounded waits and process waits.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::SafeAndUnsafe,
    .Precision = "high",
    .Tags = {"concurrency", "performance"},
    .FollowsCalls = true,
    .Documentation = R"md(
## What it does

Reports calls that put the calling thread to sleep where that thread is an event
loop's: `sleep_for`, `std::thread::join`, waits on condition variables, futures,
semaphores, latches and barriers, `waitpid`, `poll` with a time-out, blocking
queues. A call counts when it stands in an asynchronous coroutine, in a handler
or callback that is handed to an event loop (also through `std::bind` and its
like), in a lambda that one of these runs in place, or at the end of a chain of
ordinary calls from there, in this file or another. Calls that nobody writes count
too: of default arguments, destructors of temporaries, conversions, and what a
range-based for loop runs. A chain is reported at the call that starts it, with a
note for each step.

## Why is this bad

All coroutines of a loop share its thread. While one of them sleeps in the
kernel, no other request is served, no timer fires and no connection is
accepted.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <thread>

boost::asio::awaitable<void> retry_later() {
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  co_return;
}
```

## Use instead

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

boost::asio::awaitable<void> retry_later() {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  timer.expires_after(std::chrono::milliseconds(200));
  co_await timer.async_wait(boost::asio::use_awaitable);
}
```

## Fix safety

A sleep becomes the target's: safe, as it keeps the meaning, though others run
meanwhile. What has no counterpart runs on a thread and is awaited at once
(`co_await corun::to_thread([&] { ... })`, or `co_spawn` on
`boost::asio::system_executor`). That is unsafe: others run meanwhile and may
change what the coroutine relies on, and code on the thread may share data with
them. There is no fix where the value is a reference, where locks or thread-local
data are involved, and where `errno`, or what a library keeps in its place for each thread (`dlerror`), is read.

Fixes need headers of a target that the file can include: `corun`, else
Boost.Asio or Asio alone; the option `FixTargets` says which.

## Not reported

- `try_*` forms, and waits whose time-out is the constant zero: also where that
  constant, a flag or a switch is passed through other functions
  (`void stop(bool wait) { if (wait) worker.join(); }` in `stop(false)`).
- `get()` of a future behind a ready check (`wait_for(0s) == ready`), and
  `join()` of a thread once the coroutine has awaited what its lambda notifies.
- A mutex's lock: uncontended, it is short. `StrictMode` reports it.
- Bodies handed to a thread or a thread pool, and synchronous generators. A loop
  that a class runs on a thread of its own and only posts to is such a thread.
- What runs once in the program's life: initialisers of static variables, what
  fills one that is still empty (`if (!instance) instance = ...`), and what one
  lets through once (`if (!started.exchange(true))`).
- What a forked child does (`if (fork() == 0) ...`): it has no loop.
- The future of a `dispatch`, which is complete on the loop's own thread:
  `StrictMode` reports the wait.
- What a coroutine does after a move to a thread pool (`post(bind_executor(pool,
  ...))`, `pool.schedule()`), where it has moved on every path.
- What a coroutine does before it is suspended for the first time if only `main`
  starts it or if it takes connections in a loop, and handlers of signals:
  nobody waits there. Sleeps are reported nevertheless.

## Known limitations

- Calls are followed through the files that the driver analyses, or inside the
  file where clang-tidy runs without an index (option `Index`). Calls through
  pointers to functions are followed where the function is stored in plain sight.
- Parameters are compared with constants only where no function on the way
  changes them. What is not constant is taken to block.
- What the standard library runs for its caller is not followed, but for the
  destructors of what `unique_ptr`, `optional` and containers hold. Where a
  `shared_ptr` is the last owner, nobody knows here.
- `await_resume` is not followed: what it waits for is there by then.
- A class of the user's own that hides a wait behind a virtual function is not
  known; add it to a catalogue file of the project.

## References

- Boost.Asio, "Threads and Boost.Asio".
- C++ Core Guidelines, CP.52: do not hold locks across suspension points.
)md"};

class BlockingCallCheck : public LoopCallCheck {
public:
  using LoopCallCheck::LoopCallCheck;
};

const RegisterCheck<BlockingCallCheck> Registration(Info);

} // namespace
} // namespace cotidy
