// Coroutines that only hand a value through.
//
// RUN: %check_test %s async-redundant-await

#include "mocks/async_simple.hpp"
#include "mocks/cobalt.hpp"
#include "mocks/concurrencpp.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using cppcoro::task;

void log(std::string_view text);
task<std::string> fetch(const std::string &url, int limit);
task<> send(std::string text);
task<int> size_of(std::string_view text);
task<> fill(std::vector<int> &numbers);
struct Config {
  int limit = 0;
};
Config &config();

//===----------------------------------------------------------------------===//
// cppcoro
//===----------------------------------------------------------------------===//

task<std::string> reference_bad(const std::string &url) {
  co_return co_await fetch(url, 1024);
  // WARN@-1:13: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
  // NOTE@-2:3: return the task itself: 'return' in the place of 'co_return co_await'
  // NOTE@-3:13: return the task itself
  // UNSAFE@-4:   return fetch(url, 1024);
}

task<std::string> number_bad(const std::string &url, int limit) {
  co_return co_await fetch(url, limit * 2);
  // WARN@-1:13: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
  // NOTE@-2:3: return the task itself: 'return' in the place of 'co_return co_await'
  // NOTE@-3:13: return the task itself
  // UNSAFE@-4:   return fetch(url, limit * 2);
}

task<> moved_bad(std::string text) { co_return co_await send(std::move(text)); }
// WARN@-1:48: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
// NOTE@-2:38: return the task itself: 'return' in the place of 'co_return co_await'
// NOTE@-3:48: return the task itself
// UNSAFE@-4: task<> moved_bad(std::string text) { return send(std::move(text)); }

task<> copied_bad(std::string text) { co_return co_await send(text); }
// WARN@-1:49: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
// NOTE@-2:39: return the task itself: 'return' in the place of 'co_return co_await'
// NOTE@-3:49: return the task itself
// UNSAFE@-4: task<> copied_bad(std::string text) { return send(text); }

task<int> view_bad(std::string_view text) {
  co_return co_await size_of(text);
  // WARN@-1:13: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
  // NOTE@-2:3: return the task itself: 'return' in the place of 'co_return co_await'
  // NOTE@-3:13: return the task itself
  // UNSAFE@-4:   return size_of(text);
}

task<> out_parameter_bad(std::vector<int> &numbers) {
  co_return co_await fill(numbers);
  // WARN@-1:13: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
  // NOTE@-2:3: return the task itself: 'return' in the place of 'co_return co_await'
  // NOTE@-3:13: return the task itself
  // UNSAFE@-4:   return fill(numbers);
}

task<std::string> parenthesised_bad(const std::string &url) {
  co_return (co_await fetch(url, 1));
  // WARN@-1:14: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
  // NOTE@-2:3: return the task itself: 'return' in the place of 'co_return co_await'
  // NOTE@-3:14: return the task itself
  // UNSAFE@-4:   return fetch(url, 1);
}

task<std::string> static_limit_bad(const std::string &url) {
  co_return co_await fetch(url, config().limit);
  // WARN@-1:13: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
  // NOTE@-2:3: return the task itself: 'return' in the place of 'co_return co_await'
  // NOTE@-3:13: return the task itself
  // UNSAFE@-4:   return fetch(url, config().limit);
}

class Cache {
public:
  task<std::string> get_bad(const std::string &url) {
    co_return co_await load(url);
    // WARN@-1:15: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
    // NOTE@-2:5: return the task itself: 'return' in the place of 'co_return co_await'
    // NOTE@-3:15: return the task itself
    // UNSAFE@-4:     return load(url);
  }
  task<std::string> through_member_bad(const std::string &url) {
    co_return co_await Next->load(url);
    // WARN@-1:15: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
    // NOTE@-2:5: return the task itself: 'return' in the place of 'co_return co_await'
    // NOTE@-3:15: return the task itself
    // UNSAFE@-4:     return Next->load(url);
  }
  virtual task<std::string> load(const std::string &url);
  virtual ~Cache() = default;

private:
  std::unique_ptr<Cache> Next;
};

class LoggingCache : public Cache {
public:
  task<std::string> load(const std::string &url) override {
    return load_bad(url);
  }
  task<std::string> load_bad(const std::string &url) {
    co_return co_await Cache::load(url);
    // WARN@-1:15: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
    // NOTE@-2:5: return the task itself: 'return' in the place of 'co_return co_await'
    // NOTE@-3:15: return the task itself
    // UNSAFE@-4:     return Cache::load(url);
  }
};

template <typename T> task<T> pass(T &value);
template <typename T> task<T> template_bad(T &value) {
  co_return co_await pass(value);
  // WARN@-1:13: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
  // NOTE@-2:3: return the task itself: 'return' in the place of 'co_return co_await'
  // NOTE@-3:13: return the task itself
  // UNSAFE@-4:   return pass(value);
}
task<int> instantiates_ok(int &value) {
  int result = co_await template_bad(value);
  co_return result + 1;
}

task<> lambda_bad() {
  auto get = [](const std::string &url) -> task<std::string> {
    co_return co_await fetch(url, 1);
    // WARN@-1:15: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
    // NOTE@-2:5: return the task itself: 'return' in the place of 'co_return co_await'
    // NOTE@-3:15: return the task itself
    // UNSAFE@-4:     return fetch(url, 1);
  };
  log(co_await get("a"));
}

//===----------------------------------------------------------------------===//
// What dies when the function returns
//===----------------------------------------------------------------------===//

task<std::string> parameter_by_value_ok(std::string url) {
  co_return co_await fetch(url, 1024);
}

task<std::string> temporary_ok(int number) {
  co_return co_await fetch(std::to_string(number), 1024);
}

task<int> view_of_parameter_ok(std::string text) {
  co_return co_await size_of(text);
}

task<> fill_own_ok(std::vector<int> numbers) {
  co_return co_await fill(numbers);
}

task<std::string> local_ok(const std::string &host) {
  std::string url = "http://" + host;
  co_return co_await fetch(url, 1024);
}

task<> captured_ok() {
  std::string url = "http://example.org";
  auto get = [url]() -> task<std::string> {
    co_return co_await fetch(url, 1);
  };
  log(co_await get());
}

//===----------------------------------------------------------------------===//
// More than the one statement
//===----------------------------------------------------------------------===//

struct Span {
  explicit Span(const char *name);
  ~Span();
};

task<std::string> traced_ok(const std::string &url) {
  Span span("fetch");
  co_return co_await fetch(url, 1024);
}

task<std::string> handled_ok(const std::string &url) {
  try {
    co_return co_await fetch(url, 1024);
  } catch (const std::exception &) {
    co_return "";
  }
}

task<std::string> logged_ok(const std::string &url) {
  log(url);
  co_return co_await fetch(url, 1024);
}

task<std::string> other_build_ok(const std::string &url) {
#ifdef TRACED
  Span span("fetch");
#endif
  co_return co_await fetch(url, 1024);
}

task<std::string> conditional_ok(const std::string &url) {
  if (url.empty())
    co_return "";
  co_return co_await fetch(url, 1024);
}

task<std::string> two_awaits_ok(const std::string &url) {
  co_return co_await fetch(url, co_await size_of(url));
}

task<long> converted_ok(std::string_view text) {
  co_return co_await size_of(text);
}

task<std::size_t> computed_ok(const std::string &url) {
  co_return (co_await fetch(url, 1)).size();
}

task<int> variable_ok(task<int> inner) { co_return co_await inner; }

task<> timer_ok(cppcoro::io_service &io) {
  co_return co_await io.schedule();
}

// A shared task is another type.
cppcoro::shared_task<std::string> shared_ok(const std::string &url) {
  co_return co_await fetch(url, 1024);
}

// The await is a statement of its own.
task<> FN_statement(std::vector<int> &numbers) { co_await fill(numbers); }

//===----------------------------------------------------------------------===//
// Other runtimes
//===----------------------------------------------------------------------===//

coro::task<int> count(const std::string &text);
coro::task<int> libcoro_bad(const std::string &text) {
  co_return co_await count(text);
  // WARN@-1:13: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
  // NOTE@-2:3: return the task itself: 'return' in the place of 'co_return co_await'
  // NOTE@-3:13: return the task itself
  // UNSAFE@-4:   return count(text);
}

folly::coro::Task<int> price(int amount);
folly::coro::Task<int> folly_bad(int amount) {
  co_return co_await price(amount);
  // WARN@-1:13: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
  // NOTE@-2:3: return the task itself: 'return' in the place of 'co_return co_await'
  // NOTE@-3:13: return the task itself
  // UNSAFE@-4:   return price(amount);
}
folly::coro::Task<int> folly_timeout_ok(int amount) {
  co_return co_await folly::coro::timeout(price(amount),
                                          std::chrono::seconds(1)) +
      1;
}

seastar::future<int> shard_of(int key);
seastar::future<int> seastar_bad(int key) { co_return co_await shard_of(key); }
// WARN@-1:55: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
// NOTE@-2:45: return the task itself: 'return' in the place of 'co_return co_await'
// NOTE@-3:55: return the task itself
// UNSAFE@-4: seastar::future<int> seastar_bad(int key) { return shard_of(key); }

boost::cobalt::task<int> parse(const std::string &text);
boost::cobalt::task<int> cobalt_bad(const std::string &text) {
  co_return co_await parse(text);
  // WARN@-1:13: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
  // NOTE@-2:3: return the task itself: 'return' in the place of 'co_return co_await'
  // NOTE@-3:13: return the task itself
  // UNSAFE@-4:   return parse(text);
}

async_simple::coro::Lazy<int> load(int key);
async_simple::coro::Lazy<int> async_simple_bad(int key) {
  co_return co_await load(key);
  // WARN@-1:13: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
  // NOTE@-2:3: return the task itself: 'return' in the place of 'co_return co_await'
  // NOTE@-3:13: return the task itself
  // UNSAFE@-4:   return load(key);
}

home::Lazy<int> square(int n);
home::Lazy<int> home_made_bad(int n) { co_return co_await square(n); }
// WARN@-1:50: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
// NOTE@-2:40: return the task itself: 'return' in the place of 'co_return co_await'
// NOTE@-3:50: return the task itself
// UNSAFE@-4: home::Lazy<int> home_made_bad(int n) { return square(n); }

concurrencpp::result<int> compute(int n);
concurrencpp::result<int>
elsewhere_ok(concurrencpp::executor_tag,
             std::shared_ptr<concurrencpp::thread_pool_executor> executor,
             int n) {
  co_return co_await compute(n);
}
