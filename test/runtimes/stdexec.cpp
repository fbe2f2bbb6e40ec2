// What the mock of stdexec must let a program write.
// REQUIRES: call-dump
// RUN: %clang++ -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: g++-12 -std=c++20 -fsyntax-only -Wall -Werror %s
// RUN: %build/bin/call-dump %s -- -std=c++20 | grep -v ": blocks " | FileCheck %s --implicit-check-not="{{[0-9]+: }}"

#include "../Inputs/mocks/stdexec.hpp"

using namespace std::chrono_literals;

exec::task<int> lazy() { co_return 1; }
exec::task<void> nothing() { co_return; }
stdexec::task<int> standard() { co_return 1; }

exec::task<void> use(exec::static_thread_pool &pool, exec::async_scope &scope) {
  [[maybe_unused]] int sum = co_await lazy() + co_await standard();
  // CHECK: [[#@LINE+1]]: type experimental::execution::__task::basic_task (stdexec)
  auto held = lazy();
  sum += co_await std::move(held);
  auto scheduler = pool.get_scheduler();
  // CHECK: [[#@LINE+2]]: false_move stdexec::schedule (stdexec)
  // CHECK: [[#@LINE+1]]: yield stdexec::schedule (stdexec)
  co_await stdexec::schedule(scheduler);
  // CHECK: [[#@LINE+1]]: move experimental::execution::reschedule_coroutine_on (stdexec)
  co_await exec::reschedule_coroutine_on(scheduler);
  // CHECK: [[#@LINE+1]]: sleep experimental::execution::schedule_after (stdexec)
  co_await exec::schedule_after(scheduler, 10ms);
  // CHECK: [[#@LINE+2]]: combinator stdexec::starts_on (stdexec)
  // CHECK: [[#@LINE+1]]: offload stdexec::starts_on (stdexec)
  sum += co_await stdexec::starts_on(scheduler, lazy());
  // CHECK: [[#@LINE+2]]: combinator stdexec::on (stdexec)
  // CHECK: [[#@LINE+1]]: offload stdexec::on (stdexec)
  sum += co_await stdexec::on(scheduler, lazy());
  // CHECK: [[#@LINE+1]]: combinator stdexec::when_all (stdexec)
  co_await stdexec::when_all(lazy(), nothing());
  // CHECK: [[#@LINE+1]]: combinator experimental::execution::__when_any::when_any (stdexec)
  co_await exec::when_any(lazy(), lazy());
  // CHECK: [[#@LINE+1]]: combinator stdexec::then (stdexec)
  co_await stdexec::then(lazy(), [](int n) { return n; });
  // CHECK: [[#@LINE+1]]: sink experimental::execution::__scope::async_scope::spawn (stdexec)
  scope.spawn(nothing());
  // CHECK: [[#@LINE+1]]: sink experimental::execution::__scope::async_scope::spawn_future (stdexec)
  co_await scope.spawn_future(lazy());
  co_await scope.on_empty();
  // CHECK: [[#@LINE+1]]: sink experimental::execution::start_detached (stdexec)
  exec::start_detached(nothing());
}

// CHECK: [[#@LINE+1]]: bridge stdexec::sync_wait (stdexec)
void top() { stdexec::sync_wait(lazy()); }
