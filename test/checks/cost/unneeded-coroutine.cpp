// Coroutines that never suspend.
//
// RUN: %check_test %s async-unneeded-coroutine
// RUN: %check_test %s async-unneeded-coroutine --tag flush -- -DWITH_FLUSH

#include "mocks/cobalt.hpp"
#include "mocks/concurrencpp.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <concepts>
#include <functional>
#include <map>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

using cppcoro::task;

void log(std::string_view text);
task<> flush();
task<std::string> read_line();

//===----------------------------------------------------------------------===//
// cppcoro
//===----------------------------------------------------------------------===//

task<int> sum_bad(const std::vector<int> &numbers) {
// WARN@-1:11: 'sum_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:11: make it a plain function that returns 'int', and call it without 'co_await' at its 1 caller
  int sum = 0;
  for (int n : numbers)
    sum += n;
  co_return sum;
}
task<int> uses_sum_ok(std::vector<int> numbers) {
  co_await flush();
  co_return co_await sum_bad(numbers);
  // NOTE@-1:22: this await never waits
}

static task<std::string> trim_bad(std::string line) {
// WARN@-1:26: 'trim_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:26: make it a plain function that returns 'std::string', and call it without 'co_await' at its 2 callers
// NOTE@-3:26: make it a plain function
// UNSAFE@-4: static std::string trim_bad(std::string line) {
  while (!line.empty() && line.back() == ' ')
    line.pop_back();
  co_return line;
  // UNSAFE@-1:   return line;
}
task<> reads_ok() {
  auto first = co_await trim_bad(co_await read_line());
  // NOTE@-1:25: this await never waits
  // UNSAFE@-2:   auto first = trim_bad(co_await read_line());
  auto second = co_await trim_bad(co_await read_line());
  // NOTE@-1:26: this await never waits
  // UNSAFE@-2:   auto second = trim_bad(co_await read_line());
  log(first + second);
}

namespace {
task<> count_bad(std::map<std::string, int> &words, std::string word) {
// WARN@-1:8: 'count_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:8: make it a plain function, and call it without 'co_await' at its 1 caller
// NOTE@-3:8: make it a plain function
// UNSAFE@-4: void count_bad(std::map<std::string, int> &words, std::string word) {
  ++words[word];
  co_return;
  // UNSAFE@-1: <removed>
}
} // namespace
task<> counts_ok(std::map<std::string, int> &words) {
  for (int i = 0; i < 3; ++i)
    co_await count_bad(words, co_await read_line());
    // NOTE@-1:14: this await never waits
    // UNSAFE@-2:     count_bad(words, co_await read_line());
}

class Session {
public:
  task<> run_ok();

private:
  task<bool> authorised_bad(std::string_view user);
  // UNSAFE@-1:   bool authorised_bad(std::string_view user);
  task<> remember_bad(std::string user);
  // UNSAFE@-1:   void remember_bad(std::string user);
  task<> forget_ok(std::string user);
  std::vector<std::string> Users;
};
task<bool> Session::authorised_bad(std::string_view user) {
// WARN@-1:21: 'authorised_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:21: make it a plain function that returns 'bool', and call it without 'co_await' at its 1 caller
// NOTE@-3:21: make it a plain function
// UNSAFE@-4: bool Session::authorised_bad(std::string_view user) {
  for (const std::string &known : Users)
    if (known == user)
      co_return true;
      // UNSAFE@-1:       return true;
  co_return false;
  // UNSAFE@-1:   return false;
}
task<> Session::remember_bad(std::string user) {
// WARN@-1:17: 'remember_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:17: make it a plain function, and call it without 'co_await' at its 1 caller
// NOTE@-3:17: make it a plain function
// UNSAFE@-4: void Session::remember_bad(std::string user) {
  Users.push_back(std::move(user));
  co_return;
  // UNSAFE@-1: <removed>
}
task<> Session::forget_ok(std::string user) {
  co_await flush();
  std::erase(Users, user);
}
task<> Session::run_ok() {
  std::string user = co_await read_line();
  if (!co_await authorised_bad(user))
  // NOTE@-1:17: this await never waits
  // UNSAFE@-2:   if (!authorised_bad(user))
    co_await remember_bad(user);
    // NOTE@-1:14: this await never waits
    // UNSAFE@-2:     remember_bad(user);
  else
    co_await forget_ok(user);
}

class Commands {
public:
  task<> dispatch_ok(std::string command);

private:
  task<> handle_write_ok(const std::string &command);
  task<> handle_close_ok(const std::string &command);
  task<> forget_bad(const std::string &command);
  // UNSAFE@-1:   void forget_bad(const std::string &command);
  std::vector<std::string> Open;
};
task<> Commands::handle_write_ok(const std::string &command) {
  co_await flush();
  Open.push_back(command);
}
task<> Commands::handle_close_ok(const std::string &command) {
  std::erase(Open, command);
  co_return;
}
task<> Commands::forget_bad(const std::string &command) {
// WARN@-1:18: 'forget_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:18: make it a plain function, and call it without 'co_await' at its 1 caller
// NOTE@-3:18: make it a plain function
// UNSAFE@-4: void Commands::forget_bad(const std::string &command) {
  std::erase(Open, command);
  co_return;
  // UNSAFE@-1: <removed>
}
task<> Commands::dispatch_ok(std::string command) {
  if (command == "write")
    co_await handle_write_ok(command);
  else if (command == "close")
    co_await handle_close_ok(command);
  else
    co_await forget_bad(command);
    // NOTE@-1:14: this await never waits
    // UNSAFE@-2:     forget_bad(command);
}

task<int> throws_bad(int value) {
// WARN@-1:11: 'throws_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:11: make it a plain function that returns 'int', and call it without 'co_await' at its 1 caller
  if (value < 0)
    throw std::runtime_error("negative");
  co_return value * 2;
}
task<int> catches_ok() {
  try {
    co_return co_await throws_bad(-1);
    // NOTE@-1:24: this await never waits
  } catch (const std::runtime_error &) {
    co_return 0;
  }
}

template <typename T> task<T> twice_bad(T value) { co_return value + value; }
// WARN@-1:31: 'twice_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:31: make it a plain function that returns 'int', and call it without 'co_await' at its 2 callers
task<int> instantiates_ok() {
  co_await flush();
  co_return co_await twice_bad(1) + co_await twice_bad(2);
  // NOTE@-1:22: this await never waits
  // NOTE@-2:46: this await never waits
}

// A comment that says co_await is none.
task<int> comment_bad(int value) {
// WARN@-1:11: 'comment_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:11: make it a plain function that returns 'int', and call it without 'co_await' at its 1 caller
  // co_await flush();
  co_return value + 1;
}
task<int> calls_comment_ok() { co_return co_await comment_bad(1); }
// NOTE@-1:51: this await never waits

//===----------------------------------------------------------------------===//
// Others decide the signature
//===----------------------------------------------------------------------===//

struct Storage {
  virtual ~Storage() = default;
  virtual task<> save_ok(std::string value) = 0;
  virtual task<int> size_ok() { co_return Size; }
  int Size = 0;
};
struct Memory : Storage {
  task<> save_ok(std::string value) override {
    Values.push_back(std::move(value));
    co_return;
  }
  std::vector<std::string> Values;
};
task<int> uses_storage_ok(Storage &storage, Memory &memory) {
  co_await memory.save_ok("a");
  co_return co_await storage.size_ok();
}

task<> on_line_ok(std::string line) {
  log(line);
  co_return;
}
using Handler = std::function<task<>(std::string)>;
void register_handler(Handler handler);
task<> registers_ok() {
  register_handler(on_line_ok);
  co_await on_line_ok("first");
}

struct Router {
  void add(task<> (Router::*handler)(std::string));
  task<> index_ok(std::string path) {
    log(path);
    co_return;
  }
  task<> start_ok() {
    add(&Router::index_ok);
    co_await index_ok("/");
  }
};

task<> spawned_ok(int number) {
  log(std::to_string(number));
  co_return;
}
task<> spawns_ok(cppcoro::async_scope &scope) {
  scope.spawn(spawned_ok(1));
  co_await spawned_ok(2);
}

task<int> combined_ok(int number) { co_return number + 1; }
task<> combines_ok() {
  co_await combined_ok(1);
  co_await cppcoro::when_all(combined_ok(1), combined_ok(2));
}

task<int> stored_ok(int number) { co_return number + 1; }
task<int> stores_ok() {
  task<int> later = stored_ok(1);
  co_await flush();
  co_return co_await later + co_await stored_ok(2);
}

task<int> offloaded_ok(int number) { co_return number * number; }
task<int> offloads_ok(cppcoro::static_thread_pool &pool) {
  int here = co_await offloaded_ok(1);
  co_return here + co_await cppcoro::schedule_on(pool, offloaded_ok(2));
}

// Nobody calls it here.
task<int> api_ok(int number) { co_return number + 1; }

template <typename Codec> task<std::string> encode_with(Codec &codec) {
  co_return co_await codec.encode_ok(co_await read_line());
}
struct Plain {
  task<std::string> encode_ok(std::string text) { co_return text + "\n"; }
};
task<std::string> plain_ok(Plain &codec) {
  co_await encode_with(codec);
  co_return co_await codec.encode_ok("direct");
}

template <typename T>
concept Source = requires(T source) {
  { source.next_ok() } -> std::same_as<task<int>>;
};
struct Counter {
  task<int> next_ok() { co_return Value++; }
  int Value = 0;
};
static_assert(Source<Counter>);
task<int> counter_ok(Counter &counter) { co_return co_await counter.next_ok(); }

// Two classes with one interface.
struct Disk {
  task<> write_ok(std::string text) {
    co_await flush();
    log(text);
  }
};
struct Null {
  task<> write_ok(std::string text) {
    log(text);
    co_return;
  }
};
task<> writes_ok(Disk &disk, Null &null) {
  co_await disk.write_ok("a");
  co_await null.write_ok("b");
}

template <typename Derived> struct Base {
  task<> drive() { co_await static_cast<Derived *>(this)->tick_ok(); }
};
struct Driven : Base<Driven> {
  task<> tick_ok() {
    ++Ticks;
    co_return;
  }
  int Ticks = 0;
};
task<> drives_ok(Driven &driven) { co_await driven.tick_ok(); }

//===----------------------------------------------------------------------===//
// Awaits that this compilation leaves out
//===----------------------------------------------------------------------===//

task<> flushes_if_configured_ok(int value) {
  log(std::to_string(value));
#ifdef WITH_FLUSH
  co_await flush();
#endif
  co_return;
}
task<> calls_configured_ok() { co_await flushes_if_configured_ok(1); }

template <bool Flush> task<> flushes_if_told_ok(int value) {
  log(std::to_string(value));
  if constexpr (Flush)
    co_await flush();
  co_return;
}
task<> calls_told_ok() { co_await flushes_if_told_ok<false>(1); }

// With a co_await on none of its paths.
task<int> debugging_only_bad(int value) {
// WARN@-1:11: 'debugging_only_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:11: make it a plain function that returns 'int', and call it without 'co_await' at its 1 caller
#ifdef WITH_FLUSH
  log("value");
#endif
  co_return value + 1;
}
task<int> calls_debugging_ok() { co_return co_await debugging_only_bad(1); }
// NOTE@-1:53: this await never waits

//===----------------------------------------------------------------------===//
// Places for a body that is still to come
//===----------------------------------------------------------------------===//

static task<int> limit_ok() { co_return 100; }
static task<> nothing_ok(int unused) {
  (void)unused;
  co_return;
}
static task<int> unsupported_ok(int value) {
  throw std::logic_error("not implemented");
  co_return value;
}
task<int> calls_places_ok() {
  co_await nothing_ok(1);
  co_return co_await limit_ok() + co_await unsupported_ok(1);
}

//===----------------------------------------------------------------------===//
// Other runtimes
//===----------------------------------------------------------------------===//

coro::task<std::string> join_bad(std::vector<std::string> parts) {
// WARN@-1:25: 'join_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:25: make it a plain function that returns 'std::string', and call it without 'co_await' at its 1 caller
  co_return std::accumulate(parts.begin(), parts.end(), std::string());
}
coro::task<void> joins_ok(coro::scheduler &scheduler) {
  co_await scheduler.yield();
  log(co_await join_bad({"a", "b"}));
  // NOTE@-1:16: this await never waits
}

folly::coro::Task<int> price_bad(int amount) {
// WARN@-1:24: 'price_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:24: make it a plain function that returns 'int', and call it without 'co_await' at its 1 caller
  int total = amount * 3;
  co_return total;
}
folly::coro::Task<int> pays_ok(int amount) {
  co_await folly::coro::sleep(std::chrono::seconds(1));
  co_return co_await price_bad(amount);
  // NOTE@-1:22: this await never waits
}

static seastar::future<int> shard_bad(std::string_view key) {
// WARN@-1:29: 'shard_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:29: make it a plain function that returns 'int', and call it without 'co_await' at its 1 caller
// NOTE@-3:29: make it a plain function
// UNSAFE@-4: static int shard_bad(std::string_view key) {
  int hash = 0;
  for (char c : key)
    hash = hash * 31 + c;
  co_return hash % 4;
  // UNSAFE@-1:   return hash % 4;
}
seastar::future<int> routes_ok(std::string key) {
  co_await seastar::yield();
  co_return co_await shard_bad(key);
  // NOTE@-1:22: this await never waits
  // UNSAFE@-2:   co_return shard_bad(key);
}

boost::cobalt::task<int> parse_bad(std::string text) {
// WARN@-1:26: 'parse_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:26: make it a plain function that returns 'int', and call it without 'co_await' at its 1 caller
  co_return std::stoi(text);
}
boost::cobalt::task<int> parses_ok() {
  co_await boost::cobalt::io::sleep(std::chrono::seconds(1));
  co_return co_await parse_bad("1");
  // NOTE@-1:22: this await never waits
}

home::Lazy<int> square_bad(int n) { co_return n *n; }
// WARN@-1:17: 'square_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:17: make it a plain function that returns 'int', and call it without 'co_await' at its 1 caller
home::Lazy<int> squares_ok() {
  co_await home::sleep(1);
  co_return co_await square_bad(2);
  // NOTE@-1:22: this await never waits
}

// It begins on the executor it is given.
concurrencpp::result<int>
elsewhere_ok(concurrencpp::executor_tag,
             std::shared_ptr<concurrencpp::thread_pool_executor> executor,
             int n) {
  co_return n *n;
}
concurrencpp::result<int> calls_elsewhere_ok(
    std::shared_ptr<concurrencpp::thread_pool_executor> executor) {
  co_return co_await elsewhere_ok({}, executor, 2);
}

home::Detached fire_and_forget_ok(int n) {
  log(std::to_string(n));
  co_return;
}

task<> lambdas_ok() {
  auto add = [](int a, int b) -> task<int> { co_return a + b; };
  log(std::to_string(co_await add(1, 2)));
}

// The function is to wait for something one day, and says so nowhere.
task<int> FP_soon(int value) { co_return value + 2; }
// WARN@-1:11: 'FP_soon' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:11: make it a plain function that returns 'int', and call it without 'co_await' at its 1 caller
task<int> calls_soon_ok() { co_return co_await FP_soon(1); }
// NOTE@-1:48: this await never waits
