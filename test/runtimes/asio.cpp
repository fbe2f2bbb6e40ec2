// The names of the Asio pack in the real Boost.Asio and Beast.
// REQUIRES: call-dump, boost-asio
// RUN: %build/bin/call-dump %s -- -std=c++20 | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#include <boost/asio.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/spawn.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::awaitable;
using asio::use_awaitable;
using namespace std::chrono_literals;

awaitable<int> lazy() { co_return 1; }
awaitable<void> nothing() { co_return; }

awaitable<void> use(asio::io_context &io, asio::thread_pool &pool,
                    asio::ip::tcp::socket &socket) {
  auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, 1s);
  // CHECK: [[#@LINE+1]]: type boost::asio::awaitable (asio)
  auto held = lazy();
  // CHECK: [[#@LINE+3]]: loop_callback boost::asio::basic_waitable_timer::async_wait (asio)
  // CHECK: [[#@LINE+2]]: sleep boost::asio::basic_waitable_timer::async_wait (asio)
  // CHECK: [[#@LINE+1]]: type boost::asio::deferred_async_operation (asio)
  [[maybe_unused]] auto operation = timer.async_wait(asio::deferred);
  // CHECK: [[#@LINE+2]]: loop_callback boost::asio::co_spawn (asio)
  // CHECK: [[#@LINE+1]]: sink boost::asio::co_spawn (asio)
  asio::co_spawn(executor, nothing(), asio::detached);
  // CHECK: [[#@LINE+2]]: offload boost::asio::co_spawn (asio)
  // CHECK: [[#@LINE+1]]: sink boost::asio::co_spawn (asio)
  asio::co_spawn(pool, [] { return lazy(); }, asio::detached);
  // CHECK: [[#@LINE+2]]: loop_callback boost::asio::co_spawn (asio)
  // CHECK: [[#@LINE+1]]: sink boost::asio::co_spawn (asio)
  co_await asio::co_spawn(executor, nothing(), use_awaitable);
  // CHECK: [[#@LINE+2]]: loop_callback boost::asio::basic_waitable_timer::async_wait (asio)
  // CHECK: [[#@LINE+1]]: sleep boost::asio::basic_waitable_timer::async_wait (asio)
  co_await timer.async_wait(use_awaitable);
  // CHECK: [[#@LINE+2]]: loop_callback boost::asio::basic_waitable_timer::async_wait (asio)
  // CHECK: [[#@LINE+1]]: sleep boost::asio::basic_waitable_timer::async_wait (asio)
  timer.async_wait([](boost::system::error_code) {});
  // CHECK: [[#@LINE+2]]: loop_callback boost::asio::post (asio)
  // CHECK: [[#@LINE+1]]: yield boost::asio::post (asio)
  co_await asio::post(io, use_awaitable);
  // CHECK: [[#@LINE+4]]: move boost::asio::bind_executor (asio)
  // CHECK: [[#@LINE+3]]: offload boost::asio::bind_executor (asio)
  // CHECK: [[#@LINE+2]]: offload boost::asio::post (asio)
  // CHECK: [[#@LINE+1]]: wrapper boost::asio::bind_executor (asio)
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
  // CHECK: [[#@LINE+1]]: loop_callback boost::asio::post (asio)
  asio::post(io, [] {});
  // CHECK: [[#@LINE+1]]: loop_callback boost::asio::dispatch (asio)
  asio::dispatch(executor, [] {});
  // CHECK: [[#@LINE+1]]: loop_callback boost::asio::post (asio)
  asio::post(asio::make_strand(io), [] {});
  // CHECK: [[#@LINE+1]]: offload boost::asio::post (asio)
  asio::post(pool, [] {});
  // CHECK: [[#@LINE+1]]: offload boost::asio::post (asio)
  asio::post(pool.get_executor(), [] {});
  // CHECK: [[#@LINE+1]]: offload boost::asio::dispatch (asio)
  asio::dispatch(pool, [] {});
  // CHECK: [[#@LINE+1]]: offload boost::asio::defer (asio)
  asio::defer(asio::system_executor(), [] {});
  // CHECK: [[#@LINE+2]]: in_place boost::asio::dispatch (asio)
  // CHECK: [[#@LINE+1]]: offload boost::asio::dispatch (asio)
  asio::dispatch(asio::system_executor(), [] {});
  // CHECK: [[#@LINE+1]]: offload boost::asio::post (asio)
  asio::post([] {});
  // CHECK: [[#@LINE+1]]: loop_callback boost::asio::spawn (asio)
  asio::spawn(io, [](asio::yield_context) {});
  // CHECK: [[#@LINE+1]]: loop_callback boost::asio::io_context::basic_executor_type::execute (asio)
  io.get_executor().execute([] {});
  char data[8];
  // CHECK: [[#@LINE+1]]: loop_callback boost::asio::basic_stream_socket::async_* (asio)
  socket.async_read_some(asio::buffer(data), [](auto, auto) {});
  // CHECK: [[#@LINE+1]]: loop_callback boost::asio::async_write (asio)
  asio::async_write(socket, asio::buffer(data), [](auto, auto) {});
  asio::experimental::channel<void(boost::system::error_code, int)> channel(io);
  // CHECK: [[#@LINE+1]]: loop_callback boost::asio::experimental::basic_channel::async_* (asio)
  channel.async_receive([](auto, int) {});
  http::request<http::string_body> request;
  // CHECK: [[#@LINE+1]]: loop_callback boost::beast::http::async_* (asio)
  http::async_write(socket, request, [](auto, auto) {});
  // CHECK: [[#@LINE+2]]: combinator boost::asio::experimental::make_parallel_group (asio)
  // CHECK: [[#@LINE+1]]: type boost::asio::experimental::parallel_group (asio)
  [[maybe_unused]] auto group = asio::experimental::make_parallel_group(
      // CHECK: [[#@LINE+2]]: loop_callback boost::asio::basic_waitable_timer::async_wait (asio)
      // CHECK: [[#@LINE+1]]: sleep boost::asio::basic_waitable_timer::async_wait (asio)
      timer.async_wait(asio::deferred), timer.async_wait(asio::deferred));
  using namespace asio::experimental::awaitable_operators;
  // CHECK: [[#@LINE+1]]: combinator boost::asio::experimental::awaitable_operators::operator&& (asio)
  co_await (lazy() && nothing());
}

void top(asio::io_context &io) {
  // CHECK: [[#@LINE+1]]: bridge boost::asio::io_context::run (asio)
  io.run();
  // CHECK: [[#@LINE+1]]: bridge boost::asio::io_context::run_one (asio)
  io.run_one();
  // CHECK: [[#@LINE+1]]: bridge boost::asio::io_context::run_for (asio)
  io.run_for(1s);
  io.run_for(0s);
  io.poll();
}
