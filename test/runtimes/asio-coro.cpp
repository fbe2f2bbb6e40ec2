// The names of the pack of Asio's resumable coroutines in the real Boost.Asio.
// REQUIRES: call-dump, boost-asio
// RUN: %build/bin/call-dump %s -- -std=c++20 | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#include <boost/asio.hpp>
#include <boost/asio/experimental/coro.hpp>
#include <boost/asio/experimental/use_coro.hpp>

namespace asio = boost::asio;

asio::experimental::coro<int, int> numbers(asio::any_io_executor) {
  co_yield 1;
  co_return 2;
}

asio::experimental::coro<void, int> use(asio::any_io_executor executor) {
  // CHECK: [[#@LINE+1]]: type boost::asio::experimental::coro (asio-coro)
  auto held = numbers(executor);
  co_await held;
  // CHECK: [[#@LINE+1]]: sink boost::asio::experimental::coro::async_resume (asio-coro)
  held.async_resume([](auto...) {});
  co_return 1;
}
