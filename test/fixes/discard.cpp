// What the fixes of checks/discard make of code on the real Boost.Asio compiles, is
// clean, and stays as it is: see test/tools/round_trip.py.
//
// REQUIRES: boost-asio
// option: async-detached-task.StrictMode=true
// RUN: %python %tools/round_trip.py --build %build --llvm-bin %llvm-bin --work %t %s

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <string>

namespace asio = boost::asio;
using asio::awaitable;

awaitable<void> store(int value);
awaitable<awaitable<void>> make();
void work();

// case: async-unawaited-task | `co_await` | corun: safe | boost-asio: safe
awaitable<void> drops(bool flag) {
  store(1);
  if (flag)
    store(2);
  awaitable<void> typed = store(3);
  co_return;
}

// case: async-unawaited-task | a spawn in its place, the second fix | corun: unsafe 2 | boost-asio: unsafe 2
awaitable<void> drops_to_spawn() {
  store(1);
  co_return;
}

// case: async-nested-task | one more `co_await` | corun: safe | boost-asio: safe
awaitable<void> awaits_once() {
  co_await make();
  auto inner = co_await make();
}

class LockGuard {
public:
  LockGuard(LockGuard &&);
  ~LockGuard();
};
class Mutex {
public:
  awaitable<LockGuard> lock();
};

// case: async-unacquired-guard | `co_await` | corun: safe | boost-asio: safe
awaitable<void> holds_nothing(Mutex &mutex) {
  auto guard = mutex.lock();
  work();
  co_return;
}

awaitable<void> throws(asio::steady_timer timer) {
  co_await timer.async_wait(asio::use_awaitable);
  work();
}

// case: async-detached-task | a handler that throws the error on | corun: unsafe | boost-asio: unsafe
void detaches(asio::io_context &io) {
  asio::co_spawn(io, throws(asio::steady_timer(io)), asio::detached);
}
