// Functions that get another name by a fix, and those that do not.
//
// RUN: %check_test %s async-function-name
// RUN: %check_test %s async-function-name --tag co --option Convention=co_.*

#include "mocks/cppcoro.hpp"
#include <string>

using cppcoro::task;

task<> async_other();

static task<int> count_bad(int n);
// UNSAFE[default]@-1: static task<int> async_count_bad(int n);
// UNSAFE[co]@-2: static task<int> co_count_bad(int n);
static task<int> count_bad(int n) {
// WARN@-1:18: 'count_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:18: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[default]@-3:18: rename it to 'async_count_bad'
// NOTE[co]@-4:18: names of such functions match 'co_.*'
// NOTE[co]@-5:18: rename it to 'co_count_bad'
// UNSAFE[default]@-6: static task<int> async_count_bad(int n) {
// UNSAFE[co]@-7: static task<int> co_count_bad(int n) {
  co_await async_other();
  co_return n;
}
static task<int> twice_bad(int n) {
// WARN@-1:18: 'twice_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:18: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[default]@-3:18: rename it to 'async_twice_bad'
// NOTE[co]@-4:18: names of such functions match 'co_.*'
// NOTE[co]@-5:18: rename it to 'co_twice_bad'
// UNSAFE[default]@-6: static task<int> async_twice_bad(int n) {
// UNSAFE[co]@-7: static task<int> co_twice_bad(int n) {
  task<int> (*again)(int) = &count_bad;
  // UNSAFE[default]@-1:   task<int> (*again)(int) = &async_count_bad;
  // UNSAFE[co]@-2:   task<int> (*again)(int) = &co_count_bad;
  co_return co_await count_bad(n) + co_await again(n);
  // UNSAFE[default]@-1:   co_return co_await async_count_bad(n) + co_await again(n);
  // UNSAFE[co]@-2:   co_return co_await co_count_bad(n) + co_await again(n);
}

namespace {
struct Client {
  task<std::string> getLine_bad() {
  // WARN@-1:21: 'getLine_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
  // NOTE[default]@-2:21: names of such functions match '(co_|async_).*|.*(_async|Async)'
  // NOTE[default]@-3:21: rename it to 'getLine_badAsync'
  // NOTE[co]@-4:21: names of such functions match 'co_.*'
  // NOTE[co]@-5:21: rename it to 'co_getLine_bad'
  // UNSAFE[default]@-6:   task<std::string> getLine_badAsync() {
  // UNSAFE[co]@-7:   task<std::string> co_getLine_bad() {
    co_await async_other();
    co_return "line";
  }
  static task<int> size_bad(Client &client) {
  // WARN@-1:20: 'size_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
  // NOTE[default]@-2:20: names of such functions match '(co_|async_).*|.*(_async|Async)'
  // NOTE[default]@-3:20: rename it to 'async_size_bad'
  // NOTE[co]@-4:20: names of such functions match 'co_.*'
  // NOTE[co]@-5:20: rename it to 'co_size_bad'
  // UNSAFE[default]@-6:   static task<int> async_size_bad(Client &client) {
  // UNSAFE[co]@-7:   static task<int> co_size_bad(Client &client) {
    co_return int((co_await client.getLine_bad()).size());
    // UNSAFE[default]@-1:     co_return int((co_await client.getLine_badAsync()).size());
    // UNSAFE[co]@-2:     co_return int((co_await client.co_getLine_bad()).size());
  }
  virtual task<int> poll_bad() { co_return co_await Client::size_bad(*this); }
  // WARN@-1:21: 'poll_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
  // NOTE[default]@-2:21: names of such functions match '(co_|async_).*|.*(_async|Async)'
  // NOTE[co]@-3:21: names of such functions match 'co_.*'
  // UNSAFE[default]@-4:   virtual task<int> poll_bad() { co_return co_await Client::async_size_bad(*this); }
  // UNSAFE[co]@-5:   virtual task<int> poll_bad() { co_return co_await Client::co_size_bad(*this); }
};
} // namespace

// Another file may declare it.
task<int> visible_bad() { co_return co_await twice_bad(1); }
// WARN@-1:11: 'visible_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:11: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[co]@-3:11: names of such functions match 'co_.*'
// UNSAFE[default]@-4: task<int> visible_bad() { co_return co_await async_twice_bad(1); }
// UNSAFE[co]@-5: task<int> visible_bad() { co_return co_await co_twice_bad(1); }

// The name of one is the end of another's.
static task<int> taken_bad() { co_return 1; }
// WARN@-1:18: 'taken_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:18: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[default]@-3:18: rename it to 'async_taken_bad'
// NOTE[co]@-4:18: names of such functions match 'co_.*'
// NOTE[co]@-5:18: rename it to 'co_taken_bad'
// UNSAFE[default]@-6: static task<int> async_taken_bad() { co_return 1; }
// UNSAFE[co]@-7: static task<int> co_taken_bad() { co_return 1; }
static task<int> async_not_taken_bad() { co_return co_await taken_bad(); }
// WARN[co]@-1:18: 'async_not_taken_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[co]@-2:18: names of such functions match 'co_.*'
// NOTE[co]@-3:18: rename it to 'co_async_not_taken_bad'
// UNSAFE[default]@-4: static task<int> async_not_taken_bad() { co_return co_await async_taken_bad(); }
// UNSAFE[co]@-5: static task<int> co_async_not_taken_bad() { co_return co_await co_taken_bad(); }
static task<int> co_taken_ok() { co_return co_await async_not_taken_bad(); }
// UNSAFE[co]@-1: static task<int> co_taken_ok() { co_return co_await co_async_not_taken_bad(); }

// Text that is not compiled, a macro, a template that looks names up later.
static task<int> left_out_bad() { co_return 1; }
// WARN@-1:18: 'left_out_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:18: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[co]@-3:18: names of such functions match 'co_.*'
#ifdef NEVER
auto later = left_out_bad();
#endif

#define CALL(F) F()
static task<int> in_macro_bad() { co_return 1; }
// WARN@-1:18: 'in_macro_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:18: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[co]@-3:18: names of such functions match 'co_.*'
static task<int> calls_bad() { co_return co_await CALL(in_macro_bad); }
// WARN@-1:18: 'calls_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:18: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[default]@-3:18: rename it to 'async_calls_bad'
// NOTE[co]@-4:18: names of such functions match 'co_.*'
// NOTE[co]@-5:18: rename it to 'co_calls_bad'
// UNSAFE[default]@-6: static task<int> async_calls_bad() { co_return co_await CALL(in_macro_bad); }
// UNSAFE[co]@-7: static task<int> co_calls_bad() { co_return co_await CALL(in_macro_bad); }

static task<int> looked_up_bad(int n) { co_return n; }
// WARN@-1:18: 'looked_up_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:18: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[co]@-3:18: names of such functions match 'co_.*'
template <typename T> task<int> looks_up_bad(T n) {
// WARN@-1:33: 'looks_up_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:33: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[co]@-3:33: names of such functions match 'co_.*'
  co_return co_await looked_up_bad(n);
}

template <typename T> static task<T> generic_bad(T n) { co_return n; }
// WARN@-1:38: 'generic_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:38: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[co]@-3:38: names of such functions match 'co_.*'
static task<int> calls_generic_bad() { co_return co_await generic_bad(1) + co_await looks_up_bad(1) + co_await co_taken_ok(); }
// WARN@-1:18: 'calls_generic_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:18: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[default]@-3:18: rename it to 'async_calls_generic_bad'
// NOTE[co]@-4:18: names of such functions match 'co_.*'
// NOTE[co]@-5:18: rename it to 'co_calls_generic_bad'
// UNSAFE[default]@-6: static task<int> async_calls_generic_bad() { co_return co_await generic_bad(1) + co_await looks_up_bad(1) + co_await co_taken_ok(); }
// UNSAFE[co]@-7: static task<int> co_calls_generic_bad() { co_return co_await generic_bad(1) + co_await looks_up_bad(1) + co_await co_taken_ok(); }
