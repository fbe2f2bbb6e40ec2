#include "checks/AsyncCheck.h"
#include "model/AsyncModel.h"
#include "model/blocking/Polling.h"
#include "model/code/LoopExit.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-busy-wait",
    .Family = "blocking",
    .Summary = "Finds loops on the event loop that poll: they spin on a flag, "
               "or sleep a constant time and look again.",
    .Since = "0.1.0",
    .Level = CheckLevel::On,
    .Fixes = FixKind::None,
    .Precision = "high",
    .Tags = {"concurrency", "performance"},
    .Documentation = R"md(
## What it does

Reports loops of coroutines and handlers that do nothing but look at a condition
which others change (an atomic, a flag, a member, a query such as `empty()`,
`stop_requested()` or `try_pop()`) and pass time: not at all, by yielding, by
sleeping, or by awaiting a timer.

## Why is this bad

A loop that spins or sleeps holds the event loop's thread; where the condition is
changed by another coroutine of the same loop, it never ends. A loop that awaits a
timer wakes up for nothing many times, and comes too late by half a period on
average once there is something to do.

## Example

```cpp
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

boost::asio::awaitable<void> until_loaded(std::atomic<bool> &loaded,
                                          boost::asio::steady_timer &timer) {
  while (!loaded.load()) {
    timer.expires_after(std::chrono::milliseconds(10));
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
}
```

## Use instead

Await something that the other side completes: a channel, an event, or a timer
that it cancels.

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/use_awaitable.hpp>

using loaded_channel = boost::asio::experimental::channel<void(
    boost::system::error_code)>;

boost::asio::awaitable<void> until_loaded(loaded_channel &loaded) {
  co_await loaded.async_receive(boost::asio::use_awaitable);
}
```

## Fix safety

No fix is offered.

## Not reported

- Loops that do work in each round: a periodic task.
- Loops that try a fallible operation again, and compare-and-swap loops.
- Loops that await an event, and loops that only count their rounds.
- Loops whose delay grows.
- Loops that await a timer and give up at a deadline or after some rounds, which
  `StrictMode` reports.
- Loops behind a move to a thread pool, or in bodies handed to one.

## Known limitations

- Loops in functions that the coroutine calls are not looked at.
- Whether a function asks or acts is told by its name (`is...`, `has...`,
  `...ready`) where it is no const member.

## References

- C++ Core Guidelines, CP.42: don't wait without a condition.
)md"};

/// Whether it costs little: a timer's few looks at something, until a deadline.
bool isHarmless(const Polling &Found) {
  return Found.How == Polling::AwaitsSleep && Found.IsBounded;
}

class BusyWaitCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    Model.forEachLoopBody([&](const CodeBody &Body, const CodeBody &Root,
                              const BodyCall *Entry) {
      if (Entry && Entry->OffLoop)
        return;
      for (const Stmt *Loop : Body.Loops)
        if (&Body != &Root || Body.staysOnLoopAt(Loop->getBeginLoc()))
          if (std::optional<Polling> Found =
                  pollingOf(*Loop, Body, Model.catalogue(), Model.context());
              Found && (strict() || !isHarmless(*Found)))
            reportLoop(*Loop, *Found, Body, Model);
    });
  }

private:
  void reportLoop(const Stmt &Loop, const Polling &Found, const CodeBody &Body,
                  const AsyncModel &Model);
};

StringRef messageFor(Polling::Kind How) {
  switch (How) {
  case Polling::Spins:
    return "loop spins on the event loop's thread until a condition changes";
  case Polling::Yields:
    return "loop yields and looks again instead of waiting for the event";
  case Polling::Sleeps:
  case Polling::AwaitsSleep:
    return "loop sleeps and looks again instead of waiting for the event";
  }
  llvm_unreachable("unknown kind of polling");
}

void BusyWaitCheck::reportLoop(const Stmt &Loop, const Polling &Found,
                               const CodeBody &Body, const AsyncModel &Model) {
  Finding F;
  F.Range = loopHead(Loop);
  F.Loc = F.Range.getBegin();
  F.Category = "polling";
  F.Function = Body.name();
  F.Message = messageFor(Found.How).str();
  F.Notes.push_back(
      {Found.Condition->getBeginLoc(), "this is looked at again and again"});
  F.Notes.push_back({F.Loc, "await something that the other side completes: an "
                            "event, a channel, a timer that it cancels"});
  report(Model, F);
}

const RegisterCheck<BusyWaitCheck> Registration(Info);

} // namespace
} // namespace cotidy
