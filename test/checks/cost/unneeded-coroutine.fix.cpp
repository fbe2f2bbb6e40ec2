// Coroutines that become plain functions, by a fix, and those that do not.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-unneeded-coroutine

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <string>
#include <utility>
#include <vector>

using boost::asio::awaitable;

awaitable<void> other();

static awaitable<std::string> greeting_bad(const std::string &name);
// UNSAFE@-1: static std::string greeting_bad(const std::string &name);

static awaitable<std::string> greeting_bad(const std::string &name) {
// WARN@-1:31: 'greeting_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:31: make it a plain function that returns 'std::string', and call it without 'co_await' at its 2 callers
// NOTE@-3:31: make it a plain function
// UNSAFE@-4: static std::string greeting_bad(const std::string &name) {
  std::string text = "hello, ";
  text += name;
  if (text.size() > 80)
    co_return "hello";
    // UNSAFE@-1:     return "hello";
  co_return text;
  // UNSAFE@-1:   return text;
}

awaitable<std::size_t> greets_ok(std::string name) {
  co_await other();
  co_return (co_await greeting_bad(name)).size() + (co_await greeting_bad("you")).size();
  // NOTE@-1:23: this await never waits
  // NOTE@-2:62: this await never waits
  // UNSAFE@-3:   co_return (greeting_bad(name)).size() + (greeting_bad("you")).size();
}

namespace {
class Table {
  std::map<std::string, std::vector<std::pair<int, int>>> rows;

  awaitable<void> remember_bad(std::string key, int value) {
  // WARN@-1:19: 'remember_bad' never suspends: its coroutine frame and each await of it are for nothing
  // NOTE@-2:19: make it a plain function that returns 'void', and call it without 'co_await' at its 1 caller
  // NOTE@-3:19: make it a plain function
  // UNSAFE@-4:   void remember_bad(std::string key, int value) {
    rows[std::move(key)].push_back({value, 0});
    co_return;
    // UNSAFE@-1:   }
  }
  // UNSAFE@-1: <removed>
  // clang takes a `>>` that closes two lists apart, as a macro's.
  awaitable<std::vector<std::pair<int, int>>> row_bad(const std::string &key) {
  // WARN@-1:47: 'row_bad' never suspends: its coroutine frame and each await of it are for nothing
  // NOTE@-2:47: make it a plain function that returns 'std::vector<std::pair<int, int>>', and call it without 'co_await' at its 1 caller
    co_return rows[key];
  }

public:
  awaitable<std::size_t> work_ok() {
    co_await other();
    co_await remember_bad("a", 1);
    // NOTE@-1:14: this await never waits
    // UNSAFE@-2:     remember_bad("a", 1);
    auto row = co_await this->row_bad("a");
    // NOTE@-1:25: this await never waits
    co_return row.size();
  }
};
} // namespace
awaitable<std::size_t> works_ok() { co_return co_await Table().work_ok(); }

// Another file may declare it.
awaitable<int> visible_bad(int n) { co_return n + n; }
// WARN@-1:16: 'visible_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:16: make it a plain function that returns 'int', and call it without 'co_await' at its 1 caller
awaitable<int> calls_visible_ok() { co_return co_await visible_bad(1); }
// NOTE@-1:56: this await never waits

using Number = awaitable<int>;
static Number alias_bad(int n) { co_return n + n; }
// WARN@-1:15: 'alias_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:15: make it a plain function that returns 'int', and call it without 'co_await' at its 1 caller
awaitable<int> calls_alias_ok() { co_return co_await alias_bad(1); }
// NOTE@-1:54: this await never waits

static auto trailing_bad(int n) -> awaitable<int> { co_return n + n; }
// WARN@-1:13: 'trailing_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:13: make it a plain function that returns 'int', and call it without 'co_await' at its 1 caller
awaitable<int> calls_trailing_ok() { co_return co_await trailing_bad(1); }
// NOTE@-1:57: this await never waits

static awaitable</* the sum */ int> comment_bad(int n) { co_return n + n; }
// WARN@-1:37: 'comment_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:37: make it a plain function that returns 'int', and call it without 'co_await' at its 1 caller
awaitable<int> calls_comment_ok() { co_return co_await comment_bad(1); }
// NOTE@-1:56: this await never waits

static awaitable<int> comment_at_call_bad(int n) { co_return n + n; }
// WARN@-1:23: 'comment_at_call_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:23: make it a plain function that returns 'int', and call it without 'co_await' at its 1 caller
awaitable<int> calls_with_comment_ok() { co_return co_await /* now */ comment_at_call_bad(1); }
// NOTE@-1:71: this await never waits

#define RETURN co_return
static awaitable<int> macro_bad(int n) { RETURN n + n; }
// WARN@-1:23: 'macro_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:23: make it a plain function that returns 'int', and call it without 'co_await' at its 1 caller
awaitable<int> calls_macro_ok() { co_return co_await macro_bad(1); }
// NOTE@-1:54: this await never waits

#define CALL(F, N) (co_await F(N))
static awaitable<int> called_by_macro_bad(int n) { co_return n + n; }
// WARN@-1:23: 'called_by_macro_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:23: make it a plain function that returns 'int', and call it without 'co_await' at its 1 caller
awaitable<int> calls_by_macro_ok() { co_return CALL(called_by_macro_bad, 1); }
// NOTE@-1:53: this await never waits

// Its caller would be no coroutine any more.
static awaitable<void> only_await_bad(int &n) { ++n; co_return; }
// WARN@-1:24: 'only_await_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:24: make it a plain function that returns 'void', and call it without 'co_await' at its 1 caller
awaitable<void> calls_only_ok(int &n) { co_await only_await_bad(n); }
// NOTE@-1:50: this await never waits

// Another build may start it as a task.
static awaitable<int> elsewhere_ok(int n) { co_return n + n; }
awaitable<int> calls_elsewhere_ok() {
#ifdef NEVER
  elsewhere_ok(2);
#endif
  co_return co_await elsewhere_ok(1);
}
