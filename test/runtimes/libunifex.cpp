// What the mock of libunifex must let a program write.
// REQUIRES: call-dump
// RUN: %clang++ -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: g++-12 -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: %build/bin/call-dump %s -- -std=c++20 | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#include "../Inputs/mocks/libunifex.hpp"

using namespace std::chrono_literals;

unifex::task<int> lazy() { co_return 1; }
unifex::nothrow_task<void> nothing() { co_return; }

unifex::task<void> use(unifex::static_thread_pool &pool,
                       unifex::async_scope &scope, unifex::async_mutex &mutex) {
  [[maybe_unused]] int sum = co_await lazy();
  // CHECK: [[#@LINE+1]]: type unifex::_task::_task::type (libunifex)
  auto held = lazy();
  sum += co_await std::move(held);
  auto scheduler = pool.get_scheduler();
  // CHECK: [[#@LINE+1]]: move unifex::schedule (libunifex)
  co_await unifex::schedule(scheduler);
  // CHECK: [[#@LINE+1]]: sleep unifex::_schedule_after::schedule_after (libunifex)
  co_await unifex::schedule_after(scheduler, 10ms);
  // CHECK: [[#@LINE+2]]: combinator unifex::_on::on (libunifex)
  // CHECK: [[#@LINE+1]]: offload unifex::_on::on (libunifex)
  sum += co_await unifex::on(scheduler, lazy());
  // CHECK: [[#@LINE+1]]: combinator unifex::when_all (libunifex)
  co_await unifex::when_all(lazy(), nothing());
  co_await mutex.async_lock();
  mutex.unlock();
  // CHECK: [[#@LINE+1]]: sink unifex::_async_scope::async_scope::detached_spawn (libunifex)
  scope.detached_spawn(nothing());
  // CHECK: [[#@LINE+1]]: sink unifex::_async_scope::async_scope::spawn (libunifex)
  co_await scope.spawn(lazy());
  // CHECK: [[#@LINE+1]]: sink unifex::spawn_detached (libunifex)
  unifex::spawn_detached(nothing(), scope);
  // CHECK: [[#@LINE+1]]: sink unifex::spawn_future (libunifex)
  co_await unifex::spawn_future(lazy(), scope);
  co_await scope.complete();
}

// CHECK: [[#@LINE+1]]: bridge unifex::sync_wait (libunifex)
void top() { unifex::sync_wait(lazy()); }
