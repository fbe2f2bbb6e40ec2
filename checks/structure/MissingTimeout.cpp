#include "checks/AsyncCheck.h"
#include "fixits/CombineTasks.h"
#include "model/blocking/BlockingCalls.h"
#include "model/tasks/Idioms.h"
#include "model/tasks/NetworkWaits.h"

using namespace clang;

namespace cotidy {
namespace {

const CheckInfo Info{
    .Name = "async-missing-timeout",
    .Family = "structure",
    .Summary = "Finds awaits for the other side of a connection with no bound "
               "on their time.",
    .Since = "0.1.0",
    .Level = CheckLevel::Strict,
    .Fixes = FixKind::Unsafe,
    .Precision = "medium",
    .Tags = {"concurrency", "correctness"},
    .Documentation = R"md(
## What it does

Reports the first await of a coroutine that reads, writes, connects, resolves a
name or shakes hands, where nothing bounds the time it takes: neither there nor on
the way from where the file starts the coroutine. The others of the coroutine are
notes.

With `StrictMode`, coroutines that the file does not start are reported as well.

## Why is this bad

A peer that says nothing is not an error: a cable that was pulled, a laptop that
sleeps, somebody who holds thousands of connections open. Without a limit the
coroutine waits on, with its frame, its buffers and its descriptor: some minutes
where the system gives up by itself, as with connecting, and for good where it does
not, as with reading.

## Example

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <string>

using boost::asio::ip::tcp;

boost::asio::awaitable<std::string> greeting(tcp::socket &server) {
  std::string line;
  co_await async_read_until(server, boost::asio::dynamic_buffer(line), '\n',
                            boost::asio::use_awaitable);
  co_return line;
}

void start(tcp::socket &server) {
  co_spawn(server.get_executor(), greeting(server),
           [](std::exception_ptr error, std::string) {
             if (error)
               std::rethrow_exception(error);
           });
}
```

## Use instead

`corun::with_timeout` cancels the await when its time is over; so does a race with
a timer:

```cpp
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <string>

using boost::asio::ip::tcp;

boost::asio::awaitable<std::string> greeting(tcp::socket &server) {
  using namespace boost::asio::experimental::awaitable_operators;
  std::string line;
  boost::asio::steady_timer limit(server.get_executor(), std::chrono::seconds(5));
  co_await (async_read_until(server, boost::asio::dynamic_buffer(line), '\n',
                             boost::asio::use_awaitable) ||
            limit.async_wait(boost::asio::use_awaitable));
  co_return line;
}

void start(tcp::socket &server) {
  co_spawn(server.get_executor(), greeting(server),
           [](std::exception_ptr error, std::string) {
             if (error)
               std::rethrow_exception(error);
           });
}
```

## Fix safety

The task is handed to the fix target's time limit, 30 seconds. Unsafe: how long a
peer may be silent is for a reader to say, and an error comes where there was none.

## Not reported

- Awaits under a time limit, or raced with something, here or on the way from
  where the coroutine is started.
- Streams that keep a deadline for all their operations (Beast's `tcp_stream`), but
  for those that the coroutine makes itself.
- Functions that name a timeout, a deadline, a timer or cancelling, or take a
  duration, a deadline or a stop token; members of classes with a timer.
- `accept`, timers, datagrams that a server waits for.

## When it is wrong

- The limit is set somewhere else: by a timer in another class, by keep-alive of
  the system or a proxy; with `StrictMode`, by a caller in another file.
- The coroutine is meant to wait for as long as the peer is silent: a chat, a
  subscription. A ping now and then is the limit there.

## Known limitations

- Only operations that a runtime's pack lists as network operations count.

## References

- Beast, `basic_stream::expires_after`; folly, `timeout`; Seastar, `with_timeout`.
)md"};

class MissingTimeoutCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;

  void analyse(const AsyncModel &Model) override {
    NetworkWaits Waits(Model, /*UnknownCallers=*/strict());
    for (const CodeBody &Body : Model.bodies())
      if (Body.Kind == BodyKind::Coroutine && !Body.Dependent &&
          !Body.Suspensions.empty())
        look(Body, Waits, Model);
  }

private:
  void look(const CodeBody &Body, NetworkWaits &Network,
            const AsyncModel &Model) {
    llvm::SmallVector<const BodyCall *, 4> Waits = Network.unlimited(Body);
    if (Waits.empty())
      return;
    const CallSite &First = Waits.front()->Site;
    Finding F;
    F.Loc = First.Loc;
    F.Range = First.E->getSourceRange();
    F.Category = "timeout";
    F.Certainty = Confidence::Medium;
    F.Function = Body.name();
    F.Message = "'" + displayName(First, Model.context()) +
                "' has no time limit: a peer that falls silent keeps this "
                "coroutine and its socket for as long as the system lets it";
    constexpr size_t MaxShown = 3;
    for (const BodyCall *Other :
         llvm::ArrayRef(Waits).drop_front().take_front(MaxShown))
      F.Notes.push_back({Other->Site.Loc, "neither has this"});
    F.Notes.push_back(
        {F.Loc, "bound its time: '" +
                    idiomFor(Body, "timeout", "corun::with_timeout", Model) +
                    "'"});
    if (std::optional<Fix> Limited = planTimeLimit(Waits, Body, Model))
      F.Fixes.push_back(std::move(*Limited));
    report(Model, F);
  }
};

const RegisterCheck<MissingTimeoutCheck> Registration(Info);

} // namespace
} // namespace cotidy
