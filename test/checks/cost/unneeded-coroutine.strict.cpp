// Placeholders, which only StrictMode reports.
//
// RUN: %check_test %s async-unneeded-coroutine --option StrictMode=true

#include "mocks/cppcoro.hpp"
#include "mocks/libcoro.hpp"
#include <stdexcept>

using cppcoro::task;

task<> flush();

static task<int> limit_bad() { co_return 100; }
// WARN@-1:18: 'limit_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:18: make it a plain function that returns 'int', and call it without 'co_await' at its 1 caller
// NOTE@-3:18: make it a plain function
// UNSAFE@-4: static int limit_bad() { return 100; }
static task<> nothing_bad(int unused) {
// WARN@-1:15: 'nothing_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:15: make it a plain function, and call it without 'co_await' at its 1 caller
// NOTE@-3:15: make it a plain function
// UNSAFE@-4: static void nothing_bad(int unused) {
  (void)unused;
  co_return;
  // UNSAFE@-1: <removed>
}
static task<int> unsupported_bad(int value) {
// WARN@-1:18: 'unsupported_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:18: make it a plain function that returns 'int', and call it without 'co_await' at its 1 caller
// NOTE@-3:18: make it a plain function
// UNSAFE@-4: static int unsupported_bad(int value) {
  throw std::logic_error("not implemented");
  co_return value;
  // UNSAFE@-1:   return value;
}
task<int> calls_places_ok() {
  co_await nothing_bad(1);
  // NOTE@-1:12: this await never waits
  // UNSAFE@-2:   nothing_bad(1);
  co_return co_await limit_bad() + co_await unsupported_bad(1);
  // NOTE@-1:22: this await never waits
  // NOTE@-2:45: this await never waits
  // UNSAFE@-3:   co_return limit_bad() + unsupported_bad(1);
}

coro::task<int> answer_bad() { co_return 42; }
// WARN@-1:17: 'answer_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:17: make it a plain function that returns 'int', and call it without 'co_await' at its 1 caller
coro::task<int> asks_ok() { co_return co_await answer_bad() + 1; }
// NOTE@-1:48: this await never waits

// Nobody awaits it here.
task<int> unused_ok() { co_return 1; }
