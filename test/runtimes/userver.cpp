// What the mock of userver must let a program write.
// REQUIRES: call-dump
// RUN: %clang++ -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: g++-12 -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: %build/bin/call-dump %s -- -std=c++20 | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#include "../Inputs/mocks/userver.hpp"

using namespace std::chrono_literals;
namespace engine = userver::engine;

int use(userver::concurrent::BackgroundTaskStorage &storage) {
  // CHECK: [[#@LINE+2]]: loop_callback userver::utils::Async (userver)
  // CHECK: [[#@LINE+1]]: type userver::engine::TaskWithResult (userver)
  auto task = userver::utils::Async("name", [] { return 1; });
  // CHECK: [[#@LINE+2]]: loop_callback userver::engine::AsyncNoSpan (userver)
  // CHECK: [[#@LINE+1]]: type userver::engine::TaskWithResult (userver)
  auto other = engine::AsyncNoSpan([] { return 1; });
  // CHECK: [[#@LINE+1]]: sleep userver::engine::SleepFor (userver)
  engine::SleepFor(10ms);
  // CHECK: [[#@LINE+1]]: yield userver::engine::Yield (userver)
  engine::Yield();
  // CHECK: [[#@LINE+1]]: combinator userver::engine::WaitAllChecked (userver)
  engine::WaitAllChecked(task, other);
  // CHECK: [[#@LINE+1]]: loop_callback userver::concurrent::BackgroundTaskStorage::AsyncDetach (userver)
  storage.AsyncDetach("name", [] {});
  // CHECK: [[#@LINE+2]]: bridge userver::engine::TaskBase::BlockingWait (userver)
  // CHECK: [[#@LINE+1]]: loop_callback userver::engine::AsyncNoSpan (userver)
  engine::AsyncNoSpan([] {}).BlockingWait();
  // CHECK: [[#@LINE+1]]: sink userver::engine::TaskWithResult::Get (userver)
  return task.Get() + other.Get();
}

void top() {
  // CHECK: [[#@LINE+1]]: bridge userver::engine::RunStandalone (userver)
  engine::RunStandalone([] {});
}
