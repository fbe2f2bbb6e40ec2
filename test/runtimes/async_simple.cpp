// What the mock of async_simple must let a program write.
// REQUIRES: call-dump
// RUN: %clang++ -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: g++-12 -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: %build/bin/call-dump %s -- -std=c++20 | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#include "../Inputs/mocks/async_simple.hpp"

using namespace std::chrono_literals;
using async_simple::coro::Lazy;

Lazy<int> lazy() { co_return 1; }
Lazy<> nothing() { co_return; }
async_simple::coro::detail::DetachedCoroutine background() { co_return; }
async_simple::Future<int> future();

Lazy<> use(async_simple::Executor *executor, async_simple::coro::Mutex &mutex) {
  [[maybe_unused]] int sum = co_await lazy();
  // CHECK: [[#@LINE+1]]: type async_simple::coro::Lazy (async_simple)
  auto held = lazy();
  sum += co_await held;
  sum += co_await future();
  // CHECK: [[#@LINE+1]]: combinator async_simple::coro::detail::LazyBase::coAwaitTry (async_simple)
  co_await lazy().coAwaitTry();
  // CHECK: [[#@LINE+1]]: type std::unique_lock (std)
  auto lock = co_await mutex.coScopedLock();
  co_await async_simple::coro::Yield{};
  // CHECK: [[#@LINE+1]]: sleep async_simple::coro::sleep (async_simple)
  co_await async_simple::coro::sleep(10ms);
  // CHECK: [[#@LINE+2]]: move async_simple::coro::dispatch (async_simple)
  // CHECK: [[#@LINE+1]]: move_back async_simple::coro::dispatch (async_simple)
  co_await async_simple::coro::dispatch(executor);
  // CHECK: [[#@LINE+1]]: combinator async_simple::coro::collectAll (async_simple)
  co_await async_simple::coro::collectAll(lazy(), nothing());
  // CHECK: [[#@LINE+1]]: combinator async_simple::coro::collectAny (async_simple)
  co_await async_simple::coro::collectAny(lazy(), lazy());
  // CHECK: [[#@LINE+1]]: offload coro_io::post (async_simple)
  co_await coro_io::post([] { return 1; });
  // CHECK: [[#@LINE+2]]: loop_callback async_simple::coro::Lazy::start (async_simple)
  // CHECK: [[#@LINE+1]]: sink async_simple::coro::Lazy::start (async_simple)
  lazy().start([](auto &&) {});
  // CHECK: [[#@LINE+2]]: combinator async_simple::coro::Lazy::via (async_simple)
  // CHECK: [[#@LINE+1]]: sink async_simple::coro::RescheduleLazy::detach (async_simple)
  lazy().via(executor).detach();
  background();
}

// CHECK: [[#@LINE+2]]: bridge async_simple::Future::get (async_simple)
// CHECK: [[#@LINE+1]]: bridge async_simple::coro::syncAwait (async_simple)
int top() { return async_simple::coro::syncAwait(lazy()) + future().get(); }
