// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-raii-across-suspension
// RUN: %if libc++ %{ %check_test %s async-raii-across-suspension --tag libc++ \
// RUN:   -- -stdlib=libc++ %}

#include "mocks/threads.hpp"
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;

void call_python();

awaitable<void> interpreter_bad(asio::steady_timer &timer) {
  pybind11::gil_scoped_acquire gil;
  // WARN@-1:32: 'gil' holds Python's global interpreter lock for this thread, and lives on while the coroutine is suspended
  // NOTE@-2:32: end its scope before the coroutine is suspended, and open it again behind
  call_python();
  co_await timer.async_wait(use_awaitable);
  // NOTE@-1:3: the coroutine can be suspended here
}

awaitable<void> interpreter_ok(asio::steady_timer &timer) {
  {
    pybind11::gil_scoped_acquire gil;
    call_python();
  }
  co_await timer.async_wait(use_awaitable);
}

awaitable<void> own_executor_ok() {
  tracy::ScopedZone zone("start");
  auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor);
  timer.cancel();
}

void start_bad(asio::io_context &context, asio::steady_timer &timer) {
  asio::co_spawn(
      context,
      [&timer]() -> awaitable<void> {
        tracy::ScopedZone zone("wait");
        // WARN@-1:27: 'zone' opens a zone of this thread's profile, and lives on while the coroutine is suspended
        // NOTE@-2:27: end its scope before the coroutine is suspended, and open it again behind
        co_await timer.async_wait(use_awaitable);
        // NOTE@-1:9: the coroutine can be suspended here
      },
      asio::detached);
}
