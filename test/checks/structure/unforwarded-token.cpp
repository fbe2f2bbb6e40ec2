// Tokens that are not handed on.
//
// RUN: %check_test %s async-unforwarded-token

#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <chrono>
#include <stop_token>
#include <string>

using namespace std::chrono_literals;
using cppcoro::task;

//===----------------------------------------------------------------------===//
// cppcoro
//===----------------------------------------------------------------------===//

task<std::string> fetch(std::string url, cppcoro::cancellation_token token = {});
// NOTE@-1:19: its last parameter takes it
// NOTE@-2:19: its last parameter takes it
// NOTE@-3:19: its last parameter takes it
// NOTE@-4:19: its last parameter takes it
task<> store(std::string text, int retries = 3,
// NOTE@-1:8: its last parameter takes it
// NOTE@-2:8: its last parameter takes it
             cppcoro::cancellation_token token = {});
task<int> count(std::string text);
task<int> count(std::string text, cppcoro::cancellation_token token);
task<> ping(cppcoro::cancellation_token token = {});
// NOTE@-1:8: its last parameter takes it

task<> defaulted_bad(cppcoro::cancellation_token token) {
  co_await store(co_await fetch("a", token), 3, token);
  co_await fetch("b");
  // WARN@-1:12: 'fetch' is not given 'token': it goes on when this function is told to stop
  // NOTE@-2:12: pass 'token' as last argument
  // FIX@-3:   co_await fetch("b", token);
}

task<> two_defaults_bad(cppcoro::cancellation_token token) {
  co_await store("text");
  // WARN@-1:12: 'store' is not given 'token': it goes on when this function is told to stop
  // NOTE@-2:12: pass 'token' as last argument
}

task<> one_default_left_bad(cppcoro::cancellation_token token) {
  co_await store("text", 5);
  // WARN@-1:12: 'store' is not given 'token': it goes on when this function is told to stop
  // NOTE@-2:12: pass 'token' as last argument
  // FIX@-3:   co_await store("text", 5, token);
}

task<> no_argument_bad(cppcoro::cancellation_token token) { co_await ping(); }
// WARN@-1:70: 'ping' is not given 'token': it goes on when this function is told to stop
// NOTE@-2:70: pass 'token' as last argument
// FIX@-3: task<> no_argument_bad(cppcoro::cancellation_token token) { co_await ping(token); }

task<int> overload_bad(cppcoro::cancellation_token token) {
  co_return co_await count("text");
  // WARN@-1:22: 'count' is not given 'token': it goes on when this function is told to stop
  // NOTE@-2:22: pass 'token' as last argument
  // NOTE@-3:22: pass 'token'
  // UNSAFE@-4:   co_return co_await count("text", token);
}

task<> timer_bad(cppcoro::io_service &io, cppcoro::cancellation_token token) {
  co_await io.schedule_after(1s);
  // WARN@-1:12: 'schedule_after' is not given 'token': it goes on when this function is told to stop
  // NOTE@cppcoro.hpp: its last parameter takes it
  // NOTE@-3:12: pass 'token' as last argument
  // FIX@-4:   co_await io.schedule_after(1s, token);
}

task<> in_a_loop_bad(cppcoro::cancellation_token token) {
  while (!token.is_cancellation_requested())
    co_await fetch("a");
    // WARN@-1:14: 'fetch' is not given 'token': it goes on when this function is told to stop
    // NOTE@-2:14: pass 'token' as last argument
    // FIX@-3:     co_await fetch("a", token);
}

task<> by_reference_bad(const cppcoro::cancellation_token &token) {
  co_await fetch("a");
  // WARN@-1:12: 'fetch' is not given 'token': it goes on when this function is told to stop
  // NOTE@-2:12: pass 'token' as last argument
  // FIX@-3:   co_await fetch("a", token);
}

class Client {
public:
  task<> send_bad(std::string text, cppcoro::cancellation_token token) {
    co_await write(text);
    // WARN@-1:14: 'write' is not given 'token': it goes on when this function is told to stop
    // NOTE@-2:14: pass 'token' as last argument
    // FIX@-3:     co_await write(text, token);
  }
  task<> send_ok(std::string text, cppcoro::cancellation_token token) {
    co_await write(text, token);
  }
  task<> write(std::string text, cppcoro::cancellation_token token = {});
  // NOTE@-1:10: its last parameter takes it
};

task<> passed_ok(cppcoro::cancellation_token token) {
  co_await fetch("a", token);
  co_await ping(token);
}

task<> explicit_empty_ok(cppcoro::cancellation_token token) {
  co_await fetch("a", {});
  co_await ping(cppcoro::cancellation_token());
}

task<> no_parameter_ok(cppcoro::cancellation_token token) {
  token.throw_if_cancellation_requested();
  std::string text = std::to_string(co_await count("a", token));
  co_await store(text, 1, token);
}

task<> no_token_ok() { co_await fetch("a"); }

task<> cleanup_ok(cppcoro::cancellation_token token) {
  try {
    co_await fetch("a", token);
  } catch (...) {
    (void)ping();
    throw;
  }
}

task<> two_tokens_ok(cppcoro::cancellation_token request,
                     cppcoro::cancellation_token server) {
  co_await fetch("a");
}

task<> unnamed_ok(cppcoro::cancellation_token) { co_await fetch("a"); }

task<int> count(std::string text, cppcoro::cancellation_token token) {
// NOTE@-1:11: this overload takes it
  token.throw_if_cancellation_requested();
  co_return co_await count(text);
}

void plain_ok(cppcoro::cancellation_token token) { (void)fetch("a"); }

// What is started here is to outlive the caller.
task<> FP_outlives(cppcoro::async_scope &scope,
                   cppcoro::cancellation_token token) {
  scope.spawn(fetch("a"));
  // WARN@-1:15: 'fetch' is not given 'token': it goes on when this function is told to stop
  // NOTE@-2:15: pass 'token' as last argument
  // FIX@-3:   scope.spawn(fetch("a", token));
  co_return;
}

struct Session {
  cppcoro::cancellation_token Token;

  // The token is a member.
  task<> FN_member() { co_await fetch("a"); }
};

//===----------------------------------------------------------------------===//
// std::stop_token
//===----------------------------------------------------------------------===//

home::Lazy<int> load(int key, std::stop_token stop = {});
// NOTE@-1:17: its last parameter takes it
coro::task<int> ask(int key, std::stop_token stop = {});
// NOTE@-1:17: its last parameter takes it
coro::task<int> solve(int key);
coro::task<int> solve(int key, std::stop_token stop);
// NOTE@-1:17: this overload takes it

home::Lazy<int> stop_bad(std::stop_token stop) { co_return co_await load(1); }
// WARN@-1:69: 'load' is not given 'stop': it goes on when this function is told to stop
// NOTE@-2:69: pass 'stop' as last argument
// FIX@-3: home::Lazy<int> stop_bad(std::stop_token stop) { co_return co_await load(1, stop); }
home::Lazy<int> stop_ok(std::stop_token stop) {
  co_return co_await load(1, stop);
}
coro::task<int> libcoro_bad(std::stop_token stop) { co_return co_await ask(1); }
// WARN@-1:72: 'ask' is not given 'stop': it goes on when this function is told to stop
// NOTE@-2:72: pass 'stop' as last argument
// FIX@-3: coro::task<int> libcoro_bad(std::stop_token stop) { co_return co_await ask(1, stop); }
coro::task<int> libcoro_overload_bad(std::stop_token stop) {
  co_return co_await solve(1);
  // WARN@-1:22: 'solve' is not given 'stop': it goes on when this function is told to stop
  // NOTE@-2:22: pass 'stop' as last argument
  // NOTE@-3:22: pass 'stop'
  // UNSAFE@-4:   co_return co_await solve(1, stop);
}
coro::task<int> libcoro_ok(std::stop_token stop) {
  co_return co_await ask(1, stop) + co_await solve(1, stop);
}
coro::task<int> other_kind_ok(std::stop_token stop) {
  co_return 1;
}

//===----------------------------------------------------------------------===//
// folly, Seastar
//===----------------------------------------------------------------------===//

folly::coro::Task<int> get(int id, folly::CancellationToken token = {});
// NOTE@-1:24: its last parameter takes it
folly::coro::Task<int> folly_bad(folly::CancellationToken token) {
  co_return co_await get(1);
  // WARN@-1:22: 'get' is not given 'token': it goes on when this function is told to stop
  // NOTE@-2:22: pass 'token' as last argument
  // FIX@-3:   co_return co_await get(1, token);
}
folly::coro::Task<int> folly_ok(folly::CancellationToken token) {
  co_return co_await get(1, token);
}
folly::coro::Task<int> another_class_ok(std::stop_token stop) {
  co_return co_await get(1);
}

seastar::future<> flush(int shard, seastar::abort_source *as = nullptr);
// NOTE@-1:19: its last parameter takes it
seastar::future<> drain(int shard);
seastar::future<> drain(int shard, seastar::abort_source &as);
// NOTE@-1:19: this overload takes it
seastar::future<> seastar_bad(seastar::abort_source *as) {
  co_await flush(0);
  // WARN@-1:12: 'flush' is not given 'as': it goes on when this function is told to stop
  // NOTE@-2:12: pass 'as' as last argument
  // FIX@-3:   co_await flush(0, as);
}
seastar::future<> seastar_overload_bad(seastar::abort_source &as) {
  co_await drain(0);
  // WARN@-1:12: 'drain' is not given 'as': it goes on when this function is told to stop
  // NOTE@-2:12: pass 'as' as last argument
  // NOTE@-3:12: pass 'as'
  // UNSAFE@-4:   co_await drain(0, as);
}
seastar::future<> seastar_ok(seastar::abort_source &as) {
  co_await flush(0, &as);
  co_await drain(0, as);
}
