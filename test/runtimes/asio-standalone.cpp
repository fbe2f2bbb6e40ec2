// The names of the Asio pack in the real standalone Asio.
// REQUIRES: call-dump, asio
// RUN: %build/bin/call-dump %s -- -std=c++20 -DASIO_HAS_CO_AWAIT=1 -DASIO_HAS_STD_COROUTINE=1 | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#include <asio.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/experimental/deferred.hpp>

using asio::awaitable;
using asio::use_awaitable;
using namespace std::chrono_literals;

awaitable<int> lazy() { co_return 1; }
awaitable<void> nothing() { co_return; }

awaitable<void> use(asio::io_context &io, asio::thread_pool &pool) {
  auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, 1s);
  // CHECK: [[#@LINE+1]]: type asio::awaitable (asio)
  auto held = lazy();
  // CHECK: [[#@LINE+1]]: type asio::experimental::deferred_async_operation (asio)
  [[maybe_unused]] auto operation =
      // CHECK: [[#@LINE+2]]: loop_callback asio::basic_waitable_timer::async_wait (asio)
      // CHECK: [[#@LINE+1]]: sleep asio::basic_waitable_timer::async_wait (asio)
      timer.async_wait(asio::experimental::deferred);
  // CHECK: [[#@LINE+2]]: loop_callback asio::co_spawn (asio)
  // CHECK: [[#@LINE+1]]: sink asio::co_spawn (asio)
  asio::co_spawn(executor, nothing(), asio::detached);
  // CHECK: [[#@LINE+2]]: offload asio::co_spawn (asio)
  // CHECK: [[#@LINE+1]]: sink asio::co_spawn (asio)
  asio::co_spawn(pool, [] { return lazy(); }, asio::detached);
  // CHECK: [[#@LINE+2]]: loop_callback asio::basic_waitable_timer::async_wait (asio)
  // CHECK: [[#@LINE+1]]: sleep asio::basic_waitable_timer::async_wait (asio)
  co_await timer.async_wait(use_awaitable);
  // CHECK: [[#@LINE+2]]: loop_callback asio::post (asio)
  // CHECK: [[#@LINE+1]]: yield asio::post (asio)
  co_await asio::post(io, use_awaitable);
  // CHECK: [[#@LINE+4]]: move asio::bind_executor (asio)
  // CHECK: [[#@LINE+3]]: offload asio::bind_executor (asio)
  // CHECK: [[#@LINE+2]]: offload asio::post (asio)
  // CHECK: [[#@LINE+1]]: wrapper asio::bind_executor (asio)
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
  // CHECK: [[#@LINE+1]]: loop_callback asio::post (asio)
  asio::post(io, [] {});
  // CHECK: [[#@LINE+1]]: offload asio::post (asio)
  asio::post(pool, [] {});
  using namespace asio::experimental::awaitable_operators;
  // CHECK: [[#@LINE+1]]: combinator asio::experimental::awaitable_operators::operator&& (asio)
  co_await (lazy() && nothing());
}

// CHECK: [[#@LINE+1]]: bridge asio::io_context::run (asio)
void top(asio::io_context &io) { io.run(); }
