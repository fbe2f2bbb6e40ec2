// RUN: %check_test %s async-sync-variant
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include <functional>
#include <string>
#include <system_error>

using cppcoro::task;

struct Base {
  int size_of(int key);
  task<int> size_of_async(int key);
  // NOTE@-1:13: the asynchronous variant is declared here
};

class Store : public Base {
public:
  std::string load(int key);
  task<std::string> async_load(int key);

  void save(int key, const std::string &value);
  task<> co_save(int key, std::string value);
  // NOTE@-1:10: the asynchronous variant is declared here
  // NOTE@-2:10: the asynchronous variant is declared here

  int find(const std::string &key);
  coro::task<int> find_async(const std::string &key);
  // NOTE@-1:19: the asynchronous variant is declared here

  int insert(int key);
  folly::coro::Task<int> insertAsync(int key);
  // NOTE@-1:26: the asynchronous variant is declared here

  bool remove(int key);
  task<bool> asyncRemove(int key, int retries = 3);
  // NOTE@-1:14: the asynchronous variant is declared here
  // NOTE@-2:14: the asynchronous variant is declared here

  int refresh();
  void async_refresh(std::function<void(int)> done);
  // NOTE@-1:8: the asynchronous variant is declared here

  int flush(std::error_code &error);
  task<int> async_flush();
  // NOTE@-1:13: the asynchronous variant is declared here

  static int version();
  static task<int> async_version();
  // NOTE@-1:20: the asynchronous variant is declared here

  // No variants of the functions above them.
  int sum(int a);
  task<int> async_sum(const std::string &text);

  int old();
  [[deprecated]] task<int> async_old();

  int gone();
  task<int> async_gone() = delete;

  int plain();
  int async_plain();

  int hidden();

  task<int> awaited();
  task<int> async_awaited();

private:
  task<int> async_hidden();
};

task<std::string> Store::async_load(int key) { co_return load(key); }
// NOTE@-1:26: the asynchronous variant is declared here
// NOTE@-2:26: the asynchronous variant is declared here
// NOTE@-3:26: the asynchronous variant is declared here
// NOTE@-4:26: the asynchronous variant is declared here
// NOTE@-5:26: the asynchronous variant is declared here
// NOTE@-6:26: the asynchronous variant is declared here
// NOTE@-7:26: the asynchronous variant is declared here

namespace remote {
int query(const char *text);
task<int> async_query(const char *text);
// NOTE@-1:11: the asynchronous variant is declared here
int alone(const char *text);
} // namespace remote
task<int> async_alone(const char *text);

task<std::string> member_bad(Store &store) { co_return store.load(7); }
// WARN@-1:56: 'load' is called on the event loop although there is the asynchronous 'async_load'
// NOTE@-2:56: await 'async_load' instead
// NOTE@-3:56: await 'async_load' instead
// UNSAFE@-4: task<std::string> member_bad(Store &store) { co_return co_await store.async_load(7); }

task<> pointer_bad(Store *store) {
  std::string value = store->load(7);
  // WARN@-1:23: 'load' is called on the event loop although there is the asynchronous 'async_load'
  // NOTE@-2:23: await 'async_load' instead
  // NOTE@-3:23: await 'async_load' instead
  // UNSAFE@-4:   std::string value = co_await store->async_load(7);
  co_return;
}

task<> statement_bad(Store &store) {
  store.save(7, "seven");
  // WARN@-1:3: 'save' is called on the event loop although there is the asynchronous 'co_save'
  // NOTE@-2:3: await 'co_save' instead
  // NOTE@-3:3: await 'co_save' instead
  // UNSAFE@-4:   co_await store.co_save(7, "seven");
  co_return;
}

task<> assigned_bad(Store &store) {
  std::string value;
  value = store.load(7);
  // WARN@-1:11: 'load' is called on the event loop although there is the asynchronous 'async_load'
  // NOTE@-2:11: await 'async_load' instead
  // NOTE@-3:11: await 'async_load' instead
  // UNSAFE@-4:   value = co_await store.async_load(7);
  co_return;
}

task<int> base_bad(Store &store) { co_return store.size_of(7); }
// WARN@-1:46: 'size_of' is called on the event loop although there is the asynchronous 'size_of_async'
// NOTE@-2:46: await 'size_of_async' instead
// NOTE@-3:46: await 'size_of_async' instead
// UNSAFE@-4: task<int> base_bad(Store &store) { co_return co_await store.size_of_async(7); }

task<int> static_bad() { co_return Store::version(); }
// WARN@-1:36: 'version' is called on the event loop although there is the asynchronous 'async_version'
// NOTE@-2:36: await 'async_version' instead
// NOTE@-3:36: await 'async_version' instead
// UNSAFE@-4: task<int> static_bad() { co_return co_await Store::async_version(); }

task<int> error_code_bad(Store &store) {
  std::error_code error;
  co_return store.flush(error);
  // WARN@-1:13: 'flush' is called on the event loop although there is the asynchronous 'async_flush'
  // NOTE@-2:13: await 'async_flush' instead
}

task<bool> default_argument_bad(Store &store) { co_return store.remove(7); }
// WARN@-1:59: 'remove' is called on the event loop although there is the asynchronous 'asyncRemove'
// NOTE@-2:59: await 'asyncRemove' instead
// NOTE@-3:59: await 'asyncRemove' instead
// UNSAFE@-4: task<bool> default_argument_bad(Store &store) { co_return co_await store.asyncRemove(7); }

coro::task<int> libcoro_bad(Store &store) { co_return store.find("seven"); }
// WARN@-1:55: 'find' is called on the event loop although there is the asynchronous 'find_async'
// NOTE@-2:55: await 'find_async' instead
// NOTE@-3:55: await 'find_async' instead
// UNSAFE@-4: coro::task<int> libcoro_bad(Store &store) { co_return co_await store.find_async("seven"); }

folly::coro::Task<int> folly_bad(Store &store) { co_return store.insert(7); }
// WARN@-1:60: 'insert' is called on the event loop although there is the asynchronous 'insertAsync'
// NOTE@-2:60: await 'insertAsync' instead
// NOTE@-3:60: await 'insertAsync' instead
// UNSAFE@-4: folly::coro::Task<int> folly_bad(Store &store) { co_return co_await store.insertAsync(7); }

task<int> callback_bad(Store &store) { co_return store.refresh(); }
// WARN@-1:50: 'refresh' is called on the event loop although there is the asynchronous 'async_refresh'
// NOTE@-2:50: await 'async_refresh' instead

task<int> function_bad() { co_return remote::query("seven"); }
// WARN@-1:38: 'query' is called on the event loop although there is the asynchronous 'async_query'
// NOTE@-2:38: await 'async_query' instead
// NOTE@-3:38: await 'async_query' instead
// UNSAFE@-4: task<int> function_bad() { co_return co_await remote::async_query("seven"); }

task<> nested_bad(Store &store) {
  std::string text = "x" + store.load(7);
  // WARN@-1:28: 'load' is called on the event loop although there is the asynchronous 'async_load'
  // NOTE@-2:28: await 'async_load' instead
  co_return;
}

task<> condition_bad(Store &store) {
  if (store.remove(7))
  // WARN@-1:7: 'remove' is called on the event loop although there is the asynchronous 'asyncRemove'
  // NOTE@-2:7: await 'asyncRemove' instead
  // NOTE@-3:7: await 'asyncRemove' instead
  // UNSAFE@-4:   if (co_await store.asyncRemove(7))
    co_return;
}

task<> handler_of_exception_bad(Store &store) {
  try {
    co_await store.async_load(7);
  } catch (...) {
    store.save(7, "");
    // WARN@-1:5: 'save' is called on the event loop although there is the asynchronous 'co_save'
    // NOTE@-2:5: await 'co_save' instead
  }
}

task<> lambda_bad(Store &store) {
  auto load = [&] { return store.load(7); };
  // NOTE@-1:28: 'load' is called here
  std::string value = load();
  // WARN@-1:23: 'load' is called on the event loop although there is the asynchronous 'async_load'
  // NOTE@-2:23: start 'async_load' instead
  co_return;
}

home::Lazy<std::string> home_made_bad(Store &store) { co_return store.load(7); }
// WARN@-1:65: 'load' is called on the event loop although there is the asynchronous 'async_load'
// NOTE@-2:65: await 'async_load' instead
// NOTE@-3:65: await 'async_load' instead
// UNSAFE@-4: home::Lazy<std::string> home_made_bad(Store &store) { co_return co_await store.async_load(7); }

class Cache {
public:
  int get(int key);
  task<int> async_get(int key);
  task<int> twice_bad(int key) { co_return get(key) + get(key); }
  // WARN@-1:44: 'get' is called on the event loop although there is the asynchronous 'async_get'
  // NOTE@-2:44: await 'async_get' instead
  // WARN@-3:55: 'get' is called on the event loop although there is the asynchronous 'async_get'
  // NOTE@-4:55: await 'async_get' instead
};
task<int> Cache::async_get(int key) {
// NOTE@-1:18: the asynchronous variant is declared here
// NOTE@-2:18: the asynchronous variant is declared here
  auto inner = [this, key] { return get(key); };
  co_return inner();
}

#define LOAD store.load(7)
task<std::string> macro_bad(Store &store) { co_return LOAD; }
// WARN@-1:55: 'load' is called on the event loop although there is the asynchronous 'async_load'
// NOTE@-2:55: await 'async_load' instead

task<std::string> awaits_variant_ok(Store &store) {
  co_return co_await store.async_load(7);
}
class Bot {
public:
  void send(const std::string &text, std::function<void()> done = {});
  task<> co_send(const std::string &text);
  int size() const { return count; }
  task<int> async_size() const;
  int count;
};
task<> tells_a_callback_ok(Bot &bot) {
  bot.send("hello");
  co_return;
}
task<int> visible_body_ok(Bot &bot) { co_return bot.size(); }

task<int> other_parameters_ok(Store &store) { co_return store.sum(1); }
task<int> deprecated_ok(Store &store) { co_return store.old(); }
task<int> deleted_ok(Store &store) { co_return store.gone(); }
task<int> not_asynchronous_ok(Store &store) { co_return store.plain(); }
task<int> private_ok(Store &store) { co_return store.hidden(); }
task<int> asynchronous_itself_ok(Store &store) {
  co_return co_await store.awaited();
}
task<int> other_namespace_ok() { co_return remote::alone("seven"); }
std::string plain_function_ok(Store &store) { return store.load(7); }
task<std::string> off_the_loop_ok(Store &store,
                                  cppcoro::static_thread_pool &pool) {
  co_await pool.schedule();
  co_return store.load(7);
}
cppcoro::generator<int> generator_ok(Store &store) { co_yield store.find("x"); }
task<int> unevaluated_ok(Store &store) { co_return sizeof(store.load(7)); }
task<> to_string_ok() {
  std::string text = std::to_string(7);
  co_return;
}
task<> operator_ok(std::string a, std::string b) {
  a = b + a;
  co_return;
}
task<> construction_ok() {
  Store store;
  co_return;
}
