// What the mock of kj must let a program write.
// REQUIRES: call-dump
// RUN: %clang++ -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: g++-12 -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: %build/bin/call-dump %s -- -std=c++20 | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#include "../Inputs/mocks/kj.hpp"

kj::Promise<int> eager() { co_return 1; }
kj::Promise<void> nothing() { co_return; }

kj::Promise<void> use(kj::Timer &timer, kj::TaskSet &tasks,
                      kj::Executor &executor) {
  [[maybe_unused]] int sum = co_await eager();
  // CHECK: [[#@LINE+1]]: type kj::Promise (kj)
  auto held = eager();
  sum += co_await held;
  // CHECK: [[#@LINE+2]]: combinator kj::Promise::fork (kj)
  // CHECK: [[#@LINE+1]]: type kj::ForkedPromise (kj)
  auto fork = eager().fork();
  sum += co_await fork.addBranch() + co_await fork;
  // CHECK: [[#@LINE+1]]: sleep kj::Timer::afterDelay (kj)
  co_await timer.afterDelay({});
  // CHECK: [[#@LINE+1]]: combinator kj::Timer::timeoutAfter (kj)
  co_await timer.timeoutAfter({}, eager());
  // CHECK: [[#@LINE+1]]: yield kj::yield (kj)
  co_await kj::yield();
  // CHECK: [[#@LINE+2]]: loop_callback kj::evalLater (kj)
  // CHECK: [[#@LINE+1]]: yield kj::evalLater (kj)
  co_await kj::evalLater([] { return 1; });
  // CHECK: [[#@LINE+1]]: loop_callback kj::Executor::executeAsync (kj)
  co_await executor.executeAsync([] { return 1; });
  // CHECK: [[#@LINE+4]]: combinator kj::Promise::eagerlyEvaluate (kj)
  // CHECK: [[#@LINE+3]]: combinator kj::Promise::then (kj)
  // CHECK: [[#@LINE+2]]: loop_callback kj::Promise::eagerlyEvaluate (kj)
  // CHECK: [[#@LINE+1]]: loop_callback kj::Promise::then (kj)
  co_await nothing().then([] {}).eagerlyEvaluate(nullptr);
  // CHECK: [[#@LINE+1]]: sink kj::TaskSet::add (kj)
  tasks.add(nothing());
  // CHECK: [[#@LINE+2]]: loop_callback kj::Promise::detach (kj)
  // CHECK: [[#@LINE+1]]: sink kj::Promise::detach (kj)
  nothing().detach([](auto &&) {});
}

// CHECK: [[#@LINE+1]]: bridge kj::Promise::wait (kj)
int top(kj::WaitScope &scope) { return eager().wait(scope); }
