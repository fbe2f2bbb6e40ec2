// Scopes beside the real Boost.Asio, which has none of its own.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-unjoined-scope

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "mocks/cppcoro.hpp"

namespace asio = boost::asio;
using asio::awaitable;

cppcoro::task<> fetch(int shard);

void cppcoro_beside_asio_bad(asio::steady_timer &timer) {
  cppcoro::async_scope scope;
  // WARN@-1:24: 'scope' is destroyed unjoined on some path: its destructor ends the program if tasks are left
  // NOTE@-2:24: await its end on every path, or let 'corun::with_scope' do so
  scope.spawn(fetch(0));
  // NOTE@-1:3: a task is put into it here
  timer.async_wait([](boost::system::error_code) {});
}

void joined_beside_asio_ok(asio::steady_timer &timer) {
  cppcoro::async_scope scope;
  scope.spawn(fetch(0));
  timer.async_wait([](boost::system::error_code) {});
  cppcoro::sync_wait(scope.join());
}

awaitable<void> tick(asio::steady_timer &timer) {
  co_await timer.async_wait(asio::use_awaitable);
}

awaitable<void> spawned_ok(asio::steady_timer &timer) {
  asio::co_spawn(co_await asio::this_coro::executor, tick(timer),
                 asio::detached);
}
