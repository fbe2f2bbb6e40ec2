// The same questions to the real Boost.Asio, whose users write their own locks.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-unacquired-guard

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace asio = boost::asio;
using asio::awaitable;

struct LockGuard {
  LockGuard(LockGuard &&) noexcept;
  ~LockGuard();
};
class Mutex {
public:
  awaitable<LockGuard> lock();
  awaitable<void> acquire();
};
void work();

awaitable<void> variable_bad(Mutex &mutex) {
  auto guard = mutex.lock();
  // WARN@-1:8: 'guard' holds the task returned by 'lock' and not the lock: nothing is locked
  // NOTE@-2:16: await it with 'co_await' to hold the lock
  // FIX@-3:   auto guard = co_await mutex.lock();
  work();
  co_return;
}

awaitable<void> typed_bad(Mutex &mutex) {
  awaitable<LockGuard> guard = mutex.lock();
  // WARN@-1:24: 'guard' holds the task returned by 'lock' and not the lock: nothing is locked
  // NOTE@-2:32: await it with 'co_await' to hold the lock
  work();
  co_return;
}

void handler_bad(asio::io_context &loop, Mutex &mutex) {
  asio::co_spawn(
      loop,
      [&mutex]() -> awaitable<void> {
        [[maybe_unused]] auto guard = mutex.lock();
        // WARN@-1:31: 'guard' holds the task returned by 'lock' and not the lock: nothing is locked
        // NOTE@-2:39: await it with 'co_await' to hold the lock
        // FIX@-3:         [[maybe_unused]] auto guard = co_await mutex.lock();
        work();
        co_return;
      },
      asio::detached);
}

awaitable<void> awaited_ok(Mutex &mutex) {
  auto guard = co_await mutex.lock();
  work();
}

awaitable<void> later_ok(Mutex &mutex) {
  auto locking = mutex.lock();
  work();
  auto guard = co_await std::move(locking);
}

// async-unawaited-task reports it.
awaitable<void> nothing_to_hold_ok(Mutex &mutex) {
  auto locked = mutex.acquire();
  co_return;
}
