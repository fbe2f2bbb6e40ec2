// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-nested-task

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;

awaitable<void> store(int value);
awaitable<awaitable<void>> make();
template <typename F> auto in_turn(F job) -> awaitable<decltype(job())> {
  co_return job();
}

awaitable<void> statement_bad() { co_await make(); }
// WARN@-1:35: this await gives another task, which is never awaited: it never runs
// NOTE@-2:35: await its result as well: 'co_await co_await'
// FIX@-3: awaitable<void> statement_bad() { co_await co_await make(); }

awaitable<void> generic_bad() {
  co_await in_turn([] { return store(1); });
  // WARN@-1:3: this await gives another task, which is never awaited: it never runs
  // NOTE@-2:3: await its result as well: 'co_await co_await'
  // FIX@-3:   co_await co_await in_turn([] { return store(1); });
}

awaitable<void> variable_bad() {
  auto done = co_await make();
  // WARN@-1:15: this await gives another task, which is never awaited: it never runs
  // NOTE@-2:8: 'done' holds the inner task and not its value
  // NOTE@-3:15: await its result as well: 'co_await co_await'
  // FIX@-4:   co_await co_await make();
  co_return;
}

awaitable<void> twice_ok() { co_await co_await make(); }

awaitable<void> later_ok() {
  auto inner = co_await make();
  co_await std::move(inner);
}

awaitable<void> executor_ok(asio::steady_timer &timer) {
  co_await asio::this_coro::executor;
  co_await timer.async_wait(use_awaitable);
  co_await timer.async_wait(asio::deferred);
  auto running = asio::co_spawn(co_await asio::this_coro::executor, store(1),
                                use_awaitable);
  co_await std::move(running);
}
