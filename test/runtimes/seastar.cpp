// What the mock of Seastar must let a program write.
// REQUIRES: call-dump
// RUN: %clang++ -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: g++-12 -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: %build/bin/call-dump %s -- -std=c++20 | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#include "../Inputs/mocks/seastar.hpp"

using namespace std::chrono_literals;

seastar::future<int> eager() { co_return 1; }
seastar::future<> nothing() { co_return; }
seastar::coroutine::experimental::generator<int> numbers() { co_yield 1; }

seastar::future<> use(seastar::semaphore &semaphore, seastar::gate &gate) {
  [[maybe_unused]] int sum = co_await eager();
  // CHECK: [[#@LINE+1]]: type seastar::future (seastar)
  auto held = eager();
  sum += co_await std::move(held);
  // CHECK: [[#@LINE+2]]: combinator seastar::get_units (seastar)
  // CHECK: [[#@LINE+1]]: type seastar::semaphore_units (seastar)
  auto units = co_await seastar::get_units(semaphore, 1);
  // CHECK: [[#@LINE+1]]: sleep seastar::sleep (seastar)
  co_await seastar::sleep(10ms);
  co_await seastar::coroutine::maybe_yield();
  // CHECK: [[#@LINE+1]]: combinator seastar::when_all (seastar)
  co_await seastar::when_all(eager(), nothing());
  // CHECK: [[#@LINE+2]]: combinator seastar::coroutine::all::all (seastar)
  // CHECK: [[#@LINE+1]]: loop_callback seastar::coroutine::all::all (seastar)
  co_await seastar::coroutine::all([] { return eager(); },
                                   [] { return nothing(); });
  std::vector<int> elements(3);
  // CHECK: [[#@LINE+2]]: combinator seastar::coroutine::parallel_for_each::parallel_for_each (seastar)
  // CHECK: [[#@LINE+1]]: loop_callback seastar::coroutine::parallel_for_each::parallel_for_each (seastar)
  co_await seastar::coroutine::parallel_for_each(elements,
                                                 [](int) { return nothing(); });
  // CHECK: [[#@LINE+2]]: loop_callback seastar::with_gate (seastar)
  // CHECK: [[#@LINE+1]]: sink seastar::with_gate (seastar)
  co_await seastar::with_gate(gate, [] { return nothing(); });
  // CHECK: [[#@LINE+2]]: combinator seastar::future::then (seastar)
  // CHECK: [[#@LINE+1]]: loop_callback seastar::future::then (seastar)
  co_await nothing().then([] {});
  // CHECK: [[#@LINE+2]]: combinator seastar::coroutine::as_future (seastar)
  // CHECK: [[#@LINE+1]]: type seastar::future (seastar)
  auto result = co_await seastar::coroutine::as_future(eager());
  // CHECK: [[#@LINE+1]]: bridge seastar::future::get (seastar)
  sum += result.get();
  // CHECK: [[#@LINE+1]]: type seastar::coroutine::experimental::internal::unbuffered::generator (seastar)
  auto source = numbers();
  co_await source();
  (void)nothing();
}

seastar::future<> top() {
  // CHECK: [[#@LINE+2]]: bridge seastar::future::get (seastar)
  // CHECK: [[#@LINE+1]]: sink seastar::future::discard_result (seastar)
  return seastar::async([] { return eager().get(); }).discard_result();
}
