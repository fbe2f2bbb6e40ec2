// What the mock of folly must let a program write.
// REQUIRES: call-dump
// RUN: %clang++ -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: g++-12 -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: %build/bin/call-dump %s -- -std=c++20 | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#include "../Inputs/mocks/folly.hpp"

using namespace std::chrono_literals;
using folly::coro::Task;

Task<int> lazy() { co_return 1; }
Task<void> nothing() { co_return; }
folly::coro::now_task<int> now() { co_return 1; }
folly::coro::AsyncGenerator<int> numbers() { co_yield 1; }
folly::Future<int> eager();

Task<void> use(folly::coro::Mutex &mutex, folly::coro::AsyncScope &scope) {
  [[maybe_unused]] int sum = co_await lazy() + co_await now();
  // CHECK: [[#@LINE+1]]: type folly::coro::Task (folly)
  auto held = lazy();
  sum += co_await std::move(held);
  sum += co_await eager();
  // CHECK: [[#@LINE+1]]: type folly::coro::AsyncGenerator (folly)
  auto source = numbers();
  co_await source.next();
  // CHECK: [[#@LINE+1]]: type std::unique_lock (std)
  auto lock = co_await mutex.co_scoped_lock();
  // CHECK: [[#@LINE+1]]: sleep folly::coro::sleep (folly)
  co_await folly::coro::sleep(10ms);
  co_await folly::coro::co_reschedule_on_current_executor;
  co_await folly::coro::co_safe_point;
  // CHECK: [[#@LINE+1]]: combinator folly::coro::collectAll (folly)
  co_await folly::coro::collectAll(lazy(), nothing());
  // CHECK: [[#@LINE+1]]: combinator folly::coro::timeout (folly)
  co_await folly::coro::timeout(lazy(), 1s);
  // CHECK: [[#@LINE+1]]: combinator folly::coro::folly_cpo__::co_withExecutor (folly)
  co_await folly::coro::co_withExecutor(folly::getGlobalCPUExecutor(), lazy());
  // CHECK: [[#@LINE+1]]: combinator folly::coro::folly_cpo__::co_invoke (folly)
  co_await folly::coro::co_invoke([sum]() -> Task<int> { co_return sum; });
  // CHECK: [[#@LINE+1]]: sink folly::coro::AsyncScope::add (folly)
  scope.add(
      // CHECK: [[#@LINE+1]]: combinator folly::coro::folly_cpo__::co_withExecutor (folly)
      folly::coro::co_withExecutor(folly::getGlobalCPUExecutor(), nothing()));
  // CHECK: [[#@LINE+1]]: combinator folly::coro::AsyncScope::joinAsync (folly)
  co_await scope.joinAsync();
  // CHECK: [[#@LINE+2]]: combinator folly::coro::folly_cpo__::co_withExecutor (folly)
  // CHECK: [[#@LINE+1]]: sink folly::coro::TaskWithExecutor::start (folly)
  folly::coro::co_withExecutor(folly::getGlobalCPUExecutor(), lazy())
      .start([](auto &&) {});
}

// CHECK: [[#@LINE+2]]: bridge folly::Future::get (folly)
// CHECK: [[#@LINE+1]]: bridge folly::coro::blockingWait (folly)
int top() { return folly::coro::blockingWait(lazy()) + eager().get(); }
