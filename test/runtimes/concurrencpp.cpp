// What the mock of concurrencpp must let a program write.
// REQUIRES: call-dump
// RUN: %clang++ -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: g++-12 -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: %build/bin/call-dump %s -- -std=c++20 | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#include "../Inputs/mocks/concurrencpp.hpp"

using namespace std::chrono_literals;

concurrencpp::result<int> eager() { co_return 1; }
concurrencpp::lazy_result<int> lazy() { co_return 1; }
concurrencpp::null_result background() { co_await lazy(); }
concurrencpp::generator<int> numbers() { co_yield 1; }
concurrencpp::result<int>
there(concurrencpp::executor_tag,
      std::shared_ptr<concurrencpp::thread_pool_executor>) {
  co_return 1;
}

concurrencpp::result<void> use(concurrencpp::runtime &runtime,
                               concurrencpp::async_lock &lock) {
  auto pool = runtime.thread_pool_executor();
  [[maybe_unused]] int sum =
      co_await eager() + co_await lazy() + co_await there({}, pool);
  // CHECK: [[#@LINE+1]]: type concurrencpp::generator (concurrencpp)
  auto source_of_numbers = numbers();
  for (int n : source_of_numbers)
    sum += n;
  // CHECK: [[#@LINE+1]]: type concurrencpp::shared_result (concurrencpp)
  concurrencpp::shared_result<int> shared(eager());
  sum += co_await shared;
  // CHECK: [[#@LINE+1]]: move concurrencpp::resume_on (concurrencpp)
  co_await concurrencpp::resume_on(pool);
  // CHECK: [[#@LINE+1]]: type concurrencpp::scoped_async_lock (concurrencpp)
  auto guard = co_await lock.lock(pool);
  // CHECK: [[#@LINE+1]]: offload concurrencpp::derivable_executor::submit (concurrencpp)
  co_await pool->submit([] { return 1; });
  // CHECK: [[#@LINE+2]]: offload concurrencpp::derivable_executor::post (concurrencpp)
  // CHECK: [[#@LINE+1]]: sink concurrencpp::derivable_executor::post (concurrencpp)
  pool->post([] {});
  // CHECK: [[#@LINE+1]]: sleep concurrencpp::timer_queue::make_delay_object (concurrencpp)
  co_await runtime.timer_queue()->make_delay_object(10ms, pool);
  // CHECK: [[#@LINE+1]]: combinator concurrencpp::when_all (concurrencpp)
  co_await concurrencpp::when_all(pool, eager(), eager());
  background();
  // CHECK: [[#@LINE+1]]: sink concurrencpp::lazy_result::run (concurrencpp)
  lazy().run();
}

// CHECK: [[#@LINE+1]]: bridge concurrencpp::result::get (concurrencpp)
int top() { return eager().get(); }
