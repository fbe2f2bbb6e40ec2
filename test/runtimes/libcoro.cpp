// What the mock of libcoro must let a program write.
// REQUIRES: call-dump
// RUN: %clang++ -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: g++-12 -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: %build/bin/call-dump %s -- -std=c++20 | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#include "../Inputs/mocks/libcoro.hpp"

using namespace std::chrono_literals;

coro::task<int> lazy() { co_return 1; }
coro::task<void> nothing() { co_return; }
coro::generator<int> numbers() { co_yield 1; }

coro::task<void> use(std::unique_ptr<coro::scheduler> &scheduler,
                     std::unique_ptr<coro::thread_pool> &pool,
                     coro::mutex &mutex, coro::event &event) {
  [[maybe_unused]] int sum = co_await lazy();
  // CHECK: [[#@LINE+1]]: type coro::task (libcoro)
  auto held = lazy();
  sum += co_await held;
  // CHECK: [[#@LINE+1]]: type coro::generator (libcoro)
  auto source_of_numbers = numbers();
  for (int n : source_of_numbers)
    sum += n;
  // CHECK: [[#@LINE+1]]: type coro::scoped_lock (libcoro)
  auto lock = co_await mutex.scoped_lock();
  co_await event;
  // CHECK: [[#@LINE+1]]: move coro::thread_pool::schedule (libcoro)
  co_await pool->schedule();
  // CHECK: [[#@LINE+3]]: combinator coro::thread_pool::schedule (libcoro)
  // CHECK: [[#@LINE+2]]: move coro::thread_pool::schedule (libcoro)
  // CHECK: [[#@LINE+1]]: offload coro::thread_pool::schedule (libcoro)
  sum += co_await pool->schedule(lazy());
  // CHECK: [[#@LINE+2]]: combinator coro::scheduler::schedule (libcoro)
  // CHECK: [[#@LINE+1]]: yield coro::scheduler::schedule (libcoro)
  co_await scheduler->schedule(lazy(), 10ms);
  // CHECK: [[#@LINE+1]]: yield coro::scheduler::yield (libcoro)
  co_await scheduler->yield();
  // CHECK: [[#@LINE+1]]: sleep coro::scheduler::yield_for (libcoro)
  co_await scheduler->yield_for(10ms);
  // CHECK: [[#@LINE+1]]: sleep coro::scheduler::schedule_after (libcoro)
  co_await scheduler->schedule_after(10ms);
  // CHECK: [[#@LINE+2]]: offload coro::thread_pool::spawn_detached (libcoro)
  // CHECK: [[#@LINE+1]]: sink coro::thread_pool::spawn_detached (libcoro)
  pool->spawn_detached(nothing());
  // CHECK: [[#@LINE+2]]: sink coro::scheduler::spawn_joinable (libcoro)
  // CHECK: [[#@LINE+1]]: type coro::task (libcoro)
  auto joined = scheduler->spawn_joinable(nothing());
  co_await joined;
  // CHECK: [[#@LINE+1]]: type coro::task_group (libcoro)
  coro::task_group<coro::thread_pool> group(pool);
  // CHECK: [[#@LINE+1]]: sink coro::task_group::start (libcoro)
  if (group.start(nothing()))
    co_await group;
  // CHECK: [[#@LINE+1]]: combinator coro::when_all (libcoro)
  co_await coro::when_all(lazy(), nothing());
  // CHECK: [[#@LINE+1]]: combinator coro::when_any (libcoro)
  co_await coro::when_any(lazy(), lazy());
  // CHECK: [[#@LINE+1]]: in_place coro::invoke (libcoro)
  co_await coro::invoke([](int) -> coro::task<void> { co_return; }, sum);
}

int top(coro::scheduler &scheduler) {
  // CHECK: [[#@LINE+1]]: bridge coro::scheduler::process_events (libcoro)
  scheduler.process_events(10ms);
  // CHECK: [[#@LINE+1]]: bridge coro::sync_wait (libcoro)
  return coro::sync_wait(lazy());
}
