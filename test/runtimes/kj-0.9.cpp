// The names of the kj pack in the real kj 0.9, which has no coroutines.
// REQUIRES: call-dump, kj
// RUN: %build/bin/call-dump %s -- -std=c++20 | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#include <kj/async.h>
#include <kj/thread.h>
#include <kj/timer.h>

kj::Promise<int> use(kj::Timer &timer, kj::TaskSet &tasks,
                     const kj::Executor &executor) {
  // CHECK: [[#@LINE+2]]: sleep kj::Timer::afterDelay (kj)
  // CHECK: [[#@LINE+1]]: type kj::Promise (kj)
  kj::Promise<void> held = timer.afterDelay(1 * kj::MILLISECONDS);
  // CHECK: [[#@LINE+2]]: combinator kj::Promise::fork (kj)
  // CHECK: [[#@LINE+1]]: type kj::ForkedPromise (kj)
  auto fork = held.fork();
  // CHECK: [[#@LINE+1]]: sink kj::TaskSet::add (kj)
  tasks.add(fork.addBranch());
  // CHECK: [[#@LINE+2]]: loop_callback kj::Promise::detach (kj)
  // CHECK: [[#@LINE+1]]: sink kj::Promise::detach (kj)
  fork.addBranch().detach([](kj::Exception &&) {});
  // CHECK: [[#@LINE+5]]: combinator kj::Promise::eagerlyEvaluate (kj)
  // CHECK: [[#@LINE+4]]: combinator kj::Promise::then (kj)
  // CHECK: [[#@LINE+3]]: loop_callback kj::Promise::eagerlyEvaluate (kj)
  // CHECK: [[#@LINE+2]]: loop_callback kj::Promise::then (kj)
  // CHECK: [[#@LINE+1]]: type kj::Promise (kj)
  auto joined = fork.addBranch().then([] {}).eagerlyEvaluate(nullptr);
  // CHECK: [[#@LINE+3]]: combinator kj::Promise::exclusiveJoin (kj)
  // CHECK: [[#@LINE+2]]: sleep kj::Timer::afterDelay (kj)
  // CHECK: [[#@LINE+1]]: type kj::Promise (kj)
  auto first = joined.exclusiveJoin(timer.afterDelay(1 * kj::MILLISECONDS));
  // CHECK: [[#@LINE+2]]: combinator kj::Timer::timeoutAfter (kj)
  // CHECK: [[#@LINE+1]]: type kj::Promise (kj)
  auto limited = timer.timeoutAfter(1 * kj::MILLISECONDS, kj::mv(first));
  // CHECK: [[#@LINE+1]]: offload kj::Thread::Thread (kj)
  kj::Thread worker([] {});
  // CHECK: [[#@LINE+1]]: bridge kj::Executor::executeSync (kj)
  executor.executeSync([] {});
  // CHECK: [[#@LINE+2]]: loop_callback kj::Executor::executeAsync (kj)
  // CHECK: [[#@LINE+1]]: type kj::Promise (kj)
  auto there = executor.executeAsync([] {});
  // CHECK: [[#@LINE+2]]: in_place kj::evalNow (kj)
  // CHECK: [[#@LINE+1]]: type kj::Promise (kj)
  auto now = kj::evalNow([] { return 1; });
  // CHECK: [[#@LINE+2]]: loop_callback kj::evalLater (kj)
  // CHECK: [[#@LINE+1]]: yield kj::evalLater (kj)
  return kj::evalLater([] { return 1; });
}

// CHECK: [[#@LINE+1]]: type kj::Promise (kj)
void top(kj::WaitScope &scope, kj::Promise<int> promise) {
  // CHECK: [[#@LINE+1]]: bridge kj::Promise::poll (kj)
  promise.poll(scope);
  // CHECK: [[#@LINE+1]]: bridge kj::Promise::wait (kj)
  promise.wait(scope);
}
