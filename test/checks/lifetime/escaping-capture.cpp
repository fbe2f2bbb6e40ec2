// Callbacks that capture locals by reference and run when these are gone.
//
// RUN: %check_test %s async-escaping-capture
// RUN: %check_test %s async-escaping-capture --tag strict --option StrictMode=true
// RUN: %if libc++ %{ %check_test %s async-escaping-capture --tag libc++ -- -stdlib=libc++ %}

#include "mocks/async_simple.hpp"
#include "mocks/cobalt.hpp"
#include "mocks/concurrencpp.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/kj.hpp"
#include "mocks/seastar.hpp"
#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

struct User {
  std::string Name;
  int Id = 0;
};
struct Loop {
  void run();
};
struct LoopOfEvents {
  void exec();
};
cppcoro::task<> tick();
bool urgent();
void use(int);
void use(const std::string &);
void use(std::string_view);

//===----------------------------------------------------------------------===//
// Threads
//===----------------------------------------------------------------------===//

void detached_bad(int id) {
// NOTE@-1:23: 'id' is destroyed at the end of its scope
  std::thread([&] { use(id); }).detach();
  // WARN@-1:25: 'id' is captured by reference, and the lambda outlives it
  // NOTE@-2:33: another thread runs the lambda from here on, and nobody waits for it
  // NOTE@-3:25: capture it by value, or wait here until the lambda has run
}

void detached_variable_bad() {
  User user;
  // NOTE@-1:8: 'user' is destroyed at the end of its scope
  std::thread worker([&user] { use(user.Name); });
  // WARN@-1:24: 'user' is captured by reference, and the lambda outlives it
  // NOTE@-2:24: capture it by value, or wait here until the lambda has run
  worker.detach();
  // NOTE@-1:10: another thread runs the lambda from here on, and nobody waits for it
}

void detached_named_lambda_bad() {
  int count = 0;
  // NOTE@-1:7: 'count' is destroyed at the end of its scope
  auto work = [&count] { ++count; };
  // WARN@-1:17: 'count' is captured by reference, and the lambda outlives it
  // NOTE@-2:17: capture it by value, or wait here until the lambda has run
  std::thread worker(work);
  worker.detach();
  // NOTE@-1:10: another thread runs the lambda from here on, and nobody waits for it
}

void detached_branch_bad(bool wait) {
  int count = 0;
  // NOTE@-1:7: 'count' is destroyed at the end of its scope
  std::thread worker([&] { use(count); });
  // WARN@-1:32: 'count' is captured by reference, and the lambda outlives it
  // NOTE@-2:32: capture it by value, or wait here until the lambda has run
  if (wait)
    worker.join();
  else
    worker.detach();
    // NOTE@-1:12: another thread runs the lambda from here on, and nobody waits for it
}

struct Owner {
  ~Owner();
  void start_bad() {
    int limit = 3;
    // NOTE@-1:9: 'limit' is destroyed at the end of its scope
    std::thread([this, &limit] { use(limit + Size); }).detach();
    // WARN@-1:25: 'limit' is captured by reference, and the lambda outlives it
    // NOTE@-2:56: another thread runs the lambda from here on, and nobody waits for it
    // NOTE@-3:25: capture it by value, or wait here until the lambda has run
  }
  void start_ok() {
    std::thread([this] { use(Size); }).detach();
  }
  int Size = 0;
};

template <typename T> void template_bad(T value) {
// NOTE@-1:43: 'value' is destroyed at the end of its scope
  std::thread([&value] { use(value); }).detach();
  // WARN@-1:17: 'value' is captured by reference, and the lambda outlives it
  // NOTE@-2:41: another thread runs the lambda from here on, and nobody waits for it
  // NOTE@-3:17: capture it by value, or wait here until the lambda has run
}
template void template_bad(int);
template void template_bad(std::string);

void joined_ok(int id) {
  std::thread worker([&] { use(id); });
  worker.join();
}

void joins_itself_ok(int id) {
  std::jthread worker([&] { use(id); });
}

void by_value_ok(int id) {
  std::thread([id] { use(id); }).detach();
}

void static_ok() {
  static int count = 0;
  std::thread([&] { ++count; }).detach();
}

void reference_ok(User &user) {
  std::thread([&user] { use(user.Name); }).detach();
}

void algorithm_ok(std::vector<int> ids) {
  int sum = 0;
  std::for_each(ids.begin(), ids.end(), [&](int id) { sum += id; });
  use(sum);
}

//===----------------------------------------------------------------------===//
// concurrencpp: executors
//===----------------------------------------------------------------------===//

using Pool = std::shared_ptr<concurrencpp::thread_pool_executor>;

void post_bad(Pool pool) {
  int count = 0;
  // NOTE@-1:7: 'count' is destroyed at the end of its scope
  pool->post([&count] { ++count; });
  // WARN@-1:16: 'count' is captured by reference, and the lambda outlives it
  // NOTE@-2:9: another thread runs the lambda from here on, and nobody waits for it
  // NOTE@-3:16: capture it by value, or wait here until the lambda has run
}

void post_default_capture_bad(Pool pool) {
  std::string line = "x";
  // NOTE@-1:15: 'line' is destroyed at the end of its scope
  pool->post([&] { use(line); });
  // WARN@-1:24: 'line' is captured by reference, and the lambda outlives it
  // NOTE@-2:9: another thread runs the lambda from here on, and nobody waits for it
  // NOTE@-3:24: capture it by value, or wait here until the lambda has run
}

void post_pointer_bad(Pool pool) {
  User user;
  // NOTE@-1:8: 'user' is destroyed at the end of its scope
  pool->post([user = &user] { use(user->Name); });
  // WARN@-1:15: 'user' is captured by reference, and the lambda outlives it
  // NOTE@-2:9: another thread runs the lambda from here on, and nobody waits for it
  // NOTE@-3:15: capture it by value, or wait here until the lambda has run
}

void post_view_bad(Pool pool) {
  std::string line = "x";
  // NOTE@-1:15: 'line' is destroyed at the end of its scope
  pool->post([view = std::string_view(line)] { use(view); });
  // WARN@-1:15: 'line' is captured by reference, and the lambda outlives it
  // NOTE@-2:9: another thread runs the lambda from here on, and nobody waits for it
  // NOTE@-3:15: capture it by value, or wait here until the lambda has run
}

void post_reference_wrapper_bad(Pool pool) {
  User user;
  // NOTE@-1:8: 'user' is destroyed at the end of its scope
  pool->post([user = std::ref(user)] { use(user.get().Name); });
  // WARN@-1:15: 'user' is captured by reference, and the lambda outlives it
  // NOTE@-2:9: another thread runs the lambda from here on, and nobody waits for it
  // NOTE@-3:15: capture it by value, or wait here until the lambda has run
}

void post_init_reference_bad(Pool pool) {
  User user;
  // NOTE@-1:8: 'user' is destroyed at the end of its scope
  pool->post([&name = user.Name] { use(name); });
  // WARN@-1:16: 'user' is captured by reference, and the lambda outlives it
  // NOTE@-2:9: another thread runs the lambda from here on, and nobody waits for it
  // NOTE@-3:16: capture it by value, or wait here until the lambda has run
}

void post_each_bad(Pool pool, std::vector<int> ids) {
  for (int id : ids)
  // NOTE@-1:12: 'id' is destroyed at the end of its scope
    pool->post([&id] { use(id); });
    // WARN@-1:18: 'id' is captured by reference, and the lambda outlives it
    // NOTE@-2:11: another thread runs the lambda from here on, and nobody waits for it
    // NOTE@-3:18: capture it by value, or wait here until the lambda has run
}

void post_two_bad(Pool pool) {
  int first = 0, second = 0;
  // NOTE@-1:7: 'first' is destroyed at the end of its scope
  // NOTE@-2:18: 'second' is destroyed at the end of its scope
  pool->post([&first] { ++first; });
  // WARN@-1:16: 'first' is captured by reference, and the lambda outlives it
  // NOTE@-2:9: another thread runs the lambda from here on, and nobody waits for it
  // NOTE@-3:16: capture it by value, or wait here until the lambda has run
  pool->post([&second] { ++second; });
  // WARN@-1:16: 'second' is captured by reference, and the lambda outlives it
  // NOTE@-2:9: another thread runs the lambda from here on, and nobody waits for it
  // NOTE@-3:16: capture it by value, or wait here until the lambda has run
}

/// The timer is cancelled first.
void timer_ok(std::shared_ptr<concurrencpp::timer_queue> timers, Pool pool) {
  int count = 0;
  auto timer = timers->make_one_shot_timer(std::chrono::milliseconds(5), pool,
                                           [&count] { ++count; });
}

concurrencpp::result<void> posts_in_coroutine_bad(Pool pool) {
  int count = 0;
  // NOTE@-1:7: 'count' is destroyed at the end of its scope
  pool->post([&count] { ++count; });
  // WARN@-1:16: 'count' is captured by reference, and the lambda outlives it
  // NOTE@-2:9: another thread runs the lambda from here on, and nobody waits for it
  // NOTE@-3:16: capture it by value, or wait here until the lambda has run
  co_return;
}

/// The await may be what keeps it long enough: for strict readers.
concurrencpp::result<void> awaits_later_bad(Pool pool) {
  int count = 0;
  // NOTE[strict]@-1:7: 'count' is destroyed at the end of its scope
  pool->post([&count] { ++count; });
  // WARN[strict]@-1:16: 'count' is captured by reference, and the lambda outlives it
  // NOTE[strict]@-2:9: another thread runs the lambda from here on, and nobody waits for it
  // NOTE[strict]@-3:16: capture it by value, or wait here until the lambda has run
  co_await pool->submit([] {});
}

concurrencpp::result<void> submitted_ok(Pool pool) {
  int count = 0;
  co_await pool->submit([&count] { ++count; });
}

void waits_ok(Pool pool) {
  int count = 0;
  pool->post([&count] { ++count; });
  pool->submit([] {}).wait();
}

void got_ok(Pool pool) {
  int count = 0;
  pool->submit([&count] { ++count; }).get();
}

void post_by_value_ok(Pool pool) {
  std::string line = "x";
  pool->post([line] { use(line); });
  pool->post([line = std::move(line)] { use(line); });
}

void runs_loop_ok(concurrencpp::manual_executor &executor) {
  int count = 0;
  executor.post([&count] { ++count; });
  executor.loop_once();
}

void drain(concurrencpp::manual_executor &executor);
void hands_the_loop_on_ok(concurrencpp::manual_executor &executor) {
  int count = 0;
  executor.post([&count] { ++count; });
  drain(executor);
}

void in_place_ok(concurrencpp::inline_executor &executor) {
  int count = 0;
  executor.post([&count] { ++count; });
}

//===----------------------------------------------------------------------===//
// Seastar: the future that is returned waits for it, and the local is gone
//===----------------------------------------------------------------------===//

seastar::future<> store(int id);

seastar::future<> then_returned_bad(int id) {
  int offset = 1;
  // NOTE@-1:7: 'offset' is destroyed at the end of its scope
  return store(id).then([&offset] { return store(offset); });
  // WARN@-1:27: 'offset' is captured by reference, and the lambda outlives it
  // NOTE@-2:20: 'then' keeps the lambda, and what it gives is returned
  // NOTE@-3:27: capture it by value
}

seastar::future<> for_each_bad(std::vector<int> &ids) {
  int sum = 0;
  // NOTE@-1:7: 'sum' is destroyed at the end of its scope
  return seastar::parallel_for_each(ids, [&](int id) {
  // NOTE@-1:10: 'parallel_for_each' keeps the lambda, and what it gives is returned
    sum += id;
    // WARN@-1:5: 'sum' is captured by reference, and the lambda outlives it
    // NOTE@-2:5: capture it by value
    return store(sum);
  });
}

seastar::future<> with_gate_bad(seastar::gate &gate, int id) {
// NOTE@-1:58: 'id' is destroyed at the end of its scope
  return seastar::with_gate(gate, [&] { return store(id); });
  // WARN@-1:54: 'id' is captured by reference, and the lambda outlives it
  // NOTE@-2:10: 'with_gate' keeps the lambda, and what it gives is returned
  // NOTE@-3:54: capture it by value
}

void background_bad(int id) {
// NOTE@-1:25: 'id' is destroyed at the end of its scope
  (void)store(1).then([&] { return store(id); });
  // WARN@-1:42: 'id' is captured by reference, and the lambda outlives it
  // NOTE@-2:18: 'then' keeps the lambda until the event loop runs it
  // NOTE@-3:42: capture it by value, or wait here until the lambda has run
}

seastar::future<> then_awaited_ok(int id) {
  int offset = 1;
  co_await store(id).then([&offset] { return store(offset); });
}

seastar::future<> awaited_gate_ok(seastar::gate &gate, int id) {
  co_await seastar::with_gate(gate, [&] { return store(id); });
}

seastar::future<> then_by_value_ok(int id) {
  return store(1).then([id] { return store(id); });
}

seastar::future<> stored_future_ok(int id) {
  auto stored = store(1).then([&id] { return store(id); });
  co_await std::move(stored);
}

void got_seastar_ok(int id) {
  store(1).then([&id] { return store(id); }).get();
}

//===----------------------------------------------------------------------===//
// kj, folly, async_simple
//===----------------------------------------------------------------------===//

kj::Promise<void> kj_step(int id);
kj::Promise<void> kj_bad(int id) {
  int offset = 2;
  // NOTE@-1:7: 'offset' is destroyed at the end of its scope
  return kj_step(id).then([&offset] { use(offset); });
  // WARN@-1:29: 'offset' is captured by reference, and the lambda outlives it
  // NOTE@-2:22: 'then' keeps the lambda, and what it gives is returned
  // NOTE@-3:29: capture it by value
}
kj::Promise<void> kj_later_bad() {
  int count = 0;
  // NOTE@-1:7: 'count' is destroyed at the end of its scope
  return kj::evalLater([&count] { ++count; });
  // WARN@-1:26: 'count' is captured by reference, and the lambda outlives it
  // NOTE@-2:10: 'evalLater' keeps the lambda, and what it gives is returned
  // NOTE@-3:26: capture it by value
}
kj::Promise<void> kj_ok(int id) {
  int offset = 2;
  co_await kj_step(id).then([&offset] { use(offset); });
}
void kj_waits_ok(kj::WaitScope &scope, int id) {
  int offset = 2;
  kj_step(id).then([&offset] { use(offset); }).wait(scope);
}

void folly_add_bad(folly::CPUThreadPoolExecutor &pool) {
  int count = 0;
  // NOTE@-1:7: 'count' is destroyed at the end of its scope
  pool.add([&count] { ++count; });
  // WARN@-1:14: 'count' is captured by reference, and the lambda outlives it
  // NOTE@-2:8: another thread runs the lambda from here on, and nobody waits for it
  // NOTE@-3:14: capture it by value, or wait here until the lambda has run
}
void folly_local_pool_ok() {
  int count = 0;
  folly::CPUThreadPoolExecutor pool(2);
  pool.add([&count] { ++count; });
}
folly::Future<int> folly_ask();
void folly_then_ok() {
  int count = 0;
  folly_ask().thenValue([&count](int) { ++count; }).get();
}

async_simple::coro::Lazy<int> lazy_fetch(int id);
void async_simple_start_bad(int id) {
  int result = 0;
  // NOTE@-1:7: 'result' is destroyed at the end of its scope
  lazy_fetch(id).start([&result](auto &&) { ++result; });
  // WARN@-1:26: 'result' is captured by reference, and the lambda outlives it
  // NOTE@-2:18: 'start' keeps the lambda until the event loop runs it
  // NOTE@-3:26: capture it by value, or wait here until the lambda has run
}
void async_simple_start_ok(int id) {
  lazy_fetch(id).start([id](auto &&) { use(id); });
}
/// The coroutine has ended when start() returns, and the callback has run.
async_simple::coro::Lazy<int> lazy_seven() { co_return 7; }
async_simple::coro::Lazy<int> lazy_eight() { co_return co_await lazy_seven() + 1; }
void async_simple_start_to_end_ok() {
  int result = 0;
  lazy_seven().start([&result](auto &&) { ++result; });
  lazy_eight().start([&result](auto &&) { ++result; });
  [&]() -> async_simple::coro::Lazy<int> { co_return result; }().start([&result](auto &&) { ++result; });
}
async_simple::coro::Lazy<int> lazy_nine(int id) { co_return co_await lazy_fetch(id) + 1; }
void async_simple_start_suspends_bad(int id) {
  int result = 0;
  // NOTE@-1:7: 'result' is destroyed at the end of its scope
  lazy_nine(id).start([&result](auto &&) { ++result; });
  // WARN@-1:25: 'result' is captured by reference, and the lambda outlives it
  // NOTE@-2:17: 'start' keeps the lambda until the event loop runs it
  // NOTE@-3:25: capture it by value, or wait here until the lambda has run
}
/// On an executor it starts later.
void async_simple_start_elsewhere_bad(async_simple::Executor *pool) {
  int result = 0;
  // NOTE@-1:7: 'result' is destroyed at the end of its scope
  lazy_seven().via(pool).start([&result](auto &&) { ++result; });
  // WARN@-1:34: 'result' is captured by reference, and the lambda outlives it
  // NOTE@-2:26: 'start' keeps the lambda until the event loop runs it
  // NOTE@-3:34: capture it by value, or wait here until the lambda has run
}
async_simple::coro::Lazy<void> async_simple_post_ok() {
  int result = 0;
  co_await coro_io::post([&] { ++result; });
}

//===----------------------------------------------------------------------===//
// Stored and returned closures
//===----------------------------------------------------------------------===//

std::function<void()> Hook;
struct Button {
  std::function<void()> OnClick;
  std::vector<std::function<void()>> Handlers;
  void stored_bad() {
    int clicks = 0;
    // NOTE@-1:9: 'clicks' is destroyed at the end of its scope
    OnClick = [&clicks] { ++clicks; };
    // WARN@-1:17: 'clicks' is captured by reference, and the lambda outlives it
    // NOTE@-2:13: the lambda is stored where it outlives the function
    // NOTE@-3:17: capture it by value, or wait here until the lambda has run
  }
  void inserted_bad() {
    int clicks = 0;
    // NOTE@-1:9: 'clicks' is destroyed at the end of its scope
    Handlers.push_back([&] { ++clicks; });
    // WARN@-1:32: 'clicks' is captured by reference, and the lambda outlives it
    // NOTE@-2:14: the lambda is stored where it outlives the function
    // NOTE@-3:32: capture it by value, or wait here until the lambda has run
  }
  void stored_this_ok() {
    OnClick = [this] { Handlers.clear(); };
  }
  void stored_value_ok(int step) {
    OnClick = [step] { use(step); };
  }
};

void global_bad() {
  int clicks = 0;
  // NOTE@-1:7: 'clicks' is destroyed at the end of its scope
  Hook = [&clicks] { ++clicks; };
  // WARN@-1:12: 'clicks' is captured by reference, and the lambda outlives it
  // NOTE@-2:8: the lambda is stored where it outlives the function
  // NOTE@-3:12: capture it by value, or wait here until the lambda has run
}

std::function<void()> returned_bad(int id) {
// NOTE@-1:40: 'id' is destroyed at the end of its scope
  return [&id] { use(id); };
  // WARN@-1:12: 'id' is captured by reference, and the lambda outlives it
  // NOTE@-2:10: the lambda is returned
  // NOTE@-3:12: capture it by value
}

auto returned_coroutine_bad(int id) {
// NOTE@-1:33: 'id' is destroyed at the end of its scope
  return [&id]() -> cppcoro::task<> {
  // WARN@-1:12: 'id' is captured by reference, and the lambda outlives it
  // NOTE@-2:10: the lambda is returned
  // NOTE@-3:12: capture it by value
    use(id);
    co_return;
  };
}

void local_button_ok() {
  int clicks = 0;
  Button button;
  button.OnClick = [&clicks] { ++clicks; };
  button.OnClick();
}

std::function<void()> returned_ok(int id) {
  return [id] { use(id); };
}

std::function<void()> returned_reference_ok(User &user) {
  return [&user] { use(user.Name); };
}

//===----------------------------------------------------------------------===//
// this
//===----------------------------------------------------------------------===//

class Watcher_bad {
public:
  ~Watcher_bad() {
    Executor->post([this] { use(Last); });
    // WARN@-1:21: 'this' is captured, and the lambda outlives the object, which is being destroyed
    // NOTE@-2:15: another thread runs the lambda from here on, and nobody waits for it
    // NOTE@-3:21: wait in the destructor until the lambda has run
  }
  void poll_ok() {
    Executor->post([this] { use(Last); });
  }

private:
  Pool Executor;
  int Last = 0;
};

class Waiting {
public:
  ~Waiting() {
    Executor->post([this] { use(Last); });
    Executor->submit([] {}).wait();
  }

private:
  Pool Executor;
  int Last = 0;
};

class Session : public std::enable_shared_from_this<Session> {
public:
  /// For strict readers.
  void start_bad() {
    Executor->post([this] { use(Last); });
    // WARN[strict]@-1:21: 'this' is captured, and nothing keeps the object alive until the lambda runs
    // NOTE[strict]@-2:15: another thread runs the lambda from here on, and nobody waits for it
    // NOTE[strict]@-3:21: capture 'shared_from_this()' as well
  }
  void start_ok() {
    Executor->post([this, self = shared_from_this()] { use(Last); });
  }
  void weak_ok() {
    Executor->post([this, weak = weak_from_this()] {
      if (auto self = weak.lock())
        use(Last);
    });
  }

private:
  Pool Executor;
  int Last = 0;
};

//===----------------------------------------------------------------------===//
// Waits without a call that waits
//===----------------------------------------------------------------------===//

void spins_ok(Pool pool) {
  std::atomic<int> left = 2;
  int sum = 0;
  pool->post([&] { ++sum, --left; });
  pool->post([&] { ++sum, --left; });
  while (left.load() != 0)
    ;
  use(sum);
}

void joins_in_loop_ok(Pool pool, Loop loop) {
  int sum = 0;
  std::vector<std::thread> threads;
  pool->post([&sum] { ++sum; });
  threads.emplace_back([&] { loop.run(); });
  for (std::thread &thread : threads)
    if (thread.joinable())
      thread.join();
}

void asks_first_ok(Pool pool, LoopOfEvents &loop) {
  bool done = false;
  pool->post([&] { done = true; });
  if (!done)
    loop.exec();
}

cppcoro::task<> awaits_until_empty_ok(Pool pool) {
  std::vector<int> sessions = {1, 2};
  pool->post([&sessions] { sessions.pop_back(); });
  while (!sessions.empty())
    co_await tick();
}

/// The flag is asked before the lambda is handed over.
void flag_before_bad(Pool pool) {
  std::atomic<bool> ready = false;
  // NOTE@-1:21: 'ready' is destroyed at the end of its scope
  while (!ready.load())
    ;
  pool->post([&ready] { ready = false; });
  // WARN@-1:16: 'ready' is captured by reference, and the lambda outlives it
  // NOTE@-2:9: another thread runs the lambda from here on, and nobody waits for it
  // NOTE@-3:16: capture it by value, or wait here until the lambda has run
}

//===----------------------------------------------------------------------===//
// Known limits
//===----------------------------------------------------------------------===//

/// The local belongs to the function around the one that hands it over.
void FN_outer_local(Pool pool, std::vector<int> ids) {
  int sum = 0;
  std::for_each(ids.begin(), ids.end(), [&](int id) {
    pool->post([&sum, id] { sum += id; });
  });
}

extern bool Finished;
/// It waits in a way that has no name for it.
void FP_waits_in_its_own_way(Pool pool) {
  int count = 0;
  // NOTE@-1:7: 'count' is destroyed at the end of its scope
  pool->post([&count] {
  // WARN@-1:16: 'count' is captured by reference, and the lambda outlives it
  // NOTE@-2:9: another thread runs the lambda from here on, and nobody waits for it
  // NOTE@-3:16: capture it by value, or wait here until the lambda has run
    ++count;
    Finished = true;
  });
  while (!Finished) {
  }
}
