// What the mock of cppcoro must let a program write.
// REQUIRES: call-dump
// RUN: %clang++ -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: g++-12 -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: %build/bin/call-dump %s -- -std=c++20 | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#include "../Inputs/mocks/cppcoro.hpp"

using namespace std::chrono_literals;

cppcoro::task<int> lazy() { co_return 1; }
cppcoro::task<> nothing() { co_return; }
cppcoro::shared_task<int> shared() { co_return 1; }
cppcoro::generator<int> numbers() { co_yield 1; }
cppcoro::recursive_generator<int> nested() { co_yield 1; }
cppcoro::async_generator<int> later(cppcoro::io_service &io) {
  // CHECK: [[#@LINE+1]]: yield cppcoro::io_service::schedule (cppcoro)
  co_await io.schedule();
  co_yield 1;
}

cppcoro::task<> use(cppcoro::io_service &io, cppcoro::static_thread_pool &pool,
                    cppcoro::async_mutex &mutex) {
  [[maybe_unused]] int sum = co_await lazy();
  // CHECK: [[#@LINE+1]]: type cppcoro::task (cppcoro)
  auto held = lazy();
  sum += co_await held;
  // CHECK: [[#@LINE+1]]: type cppcoro::shared_task (cppcoro)
  auto result = shared();
  sum += co_await result;
  // CHECK: [[#@LINE+1]]: type cppcoro::generator (cppcoro)
  auto source_of_numbers = numbers();
  for (int n : source_of_numbers)
    sum += n;
  for (int n : nested())
    sum += n;
  // CHECK: [[#@LINE+1]]: type cppcoro::async_generator (cppcoro)
  auto source = later(io);
  for (auto it = co_await source.begin(); it != source.end(); co_await ++it)
    sum += *it;
  // CHECK: [[#@LINE+1]]: type cppcoro::async_mutex_lock (cppcoro)
  auto lock = co_await mutex.scoped_lock_async();
  // CHECK: [[#@LINE+1]]: sleep cppcoro::io_service::schedule_after (cppcoro)
  co_await io.schedule_after(10ms);
  // CHECK: [[#@LINE+1]]: move cppcoro::static_thread_pool::schedule (cppcoro)
  co_await pool.schedule();
  // CHECK: [[#@LINE+3]]: combinator cppcoro::schedule_on (cppcoro)
  // CHECK: [[#@LINE+2]]: move cppcoro::schedule_on (cppcoro)
  // CHECK: [[#@LINE+1]]: offload cppcoro::schedule_on (cppcoro)
  co_await cppcoro::schedule_on(pool, lazy());
  // CHECK: [[#@LINE+2]]: combinator cppcoro::resume_on (cppcoro)
  // CHECK: [[#@LINE+1]]: move_back cppcoro::resume_on (cppcoro)
  co_await cppcoro::resume_on(io, lazy());
  // CHECK: [[#@LINE+1]]: combinator cppcoro::when_all (cppcoro)
  co_await cppcoro::when_all(lazy(), nothing());
  // CHECK: [[#@LINE+1]]: combinator cppcoro::when_all_ready (cppcoro)
  co_await cppcoro::when_all_ready(lazy(), nothing());
  // CHECK: [[#@LINE+1]]: type cppcoro::async_scope (cppcoro)
  cppcoro::async_scope scope;
  // CHECK: [[#@LINE+1]]: sink cppcoro::async_scope::spawn (cppcoro)
  scope.spawn(nothing());
  co_await scope.join();
}

int top(cppcoro::io_service &io) {
  // CHECK: [[#@LINE+1]]: bridge cppcoro::io_service::process_events (cppcoro)
  io.process_events();
  // CHECK: [[#@LINE+1]]: bridge cppcoro::sync_wait (cppcoro)
  return cppcoro::sync_wait(lazy());
}
