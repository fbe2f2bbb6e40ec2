// RUN: %check_test %s async-blocking-call
#include "mocks/cppcoro.hpp"
#include "mocks/dpp.hpp"
#include "mocks/drogon.hpp"
#include "mocks/folly.hpp"
#include "mocks/kj.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include "mocks/userver.hpp"
#include <chrono>
#include <thread>

// What an event loop runs besides coroutines, on other runtimes than Asio.

using namespace std::chrono_literals;

void seastar_then_bad(seastar::future<int> number) {
  (void)number.then([](int) { std::this_thread::sleep_for(1s); });
  // WARN@-1:31: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:31: run it on a thread pool and await the result
}
void kj_then_bad(kj::Promise<int> number) {
  auto next = number.then([](int) { std::this_thread::sleep_for(1s); });
  // WARN@-1:37: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:37: run it on a thread pool and await the result
}

void drogon_loop_bad(trantor::EventLoop &loop) {
  loop.runInLoop([] { std::this_thread::sleep_for(1s); });
  // WARN@-1:23: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:23: run it on a thread pool and await the result
}
void drogon_timer_bad(trantor::EventLoop &loop) {
  loop.runAfter(1.0, [] { std::this_thread::sleep_for(1s); });
  // WARN@-1:27: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:27: run it on a thread pool and await the result
}
void dpp_timer_bad(dpp::cluster &bot) {
  bot.start_timer([](dpp::timer) { std::this_thread::sleep_for(1s); }, 10);
  // WARN@-1:36: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:36: run it on a thread pool and await the result
}
// Since 10.1 on the thread pool of the cluster.
void dpp_handler_ok(dpp::cluster &bot) {
  bot.on_slashcommand([](const dpp::slashcommand_t &) {
    std::this_thread::sleep_for(1s);
  });
}
void userver_task_bad() {
  auto task = userver::utils::Async(
      "nap", [] { std::this_thread::sleep_for(1s); });
      // WARN@-1:19: 'sleep_for' blocks the event loop: it suspends the calling thread
      // NOTE@-2:19: run it on a thread pool and await the result
}
// A task processor of its own is there for blocking work.
void userver_processor_ok(userver::engine::TaskProcessor &blocking) {
  auto task = userver::engine::AsyncNoSpan(
      blocking, [] { std::this_thread::sleep_for(1s); });
}

// A continuation of a folly future runs on whatever executor the future has.
void folly_continuation_ok(folly::Future<int> number) {
  auto next = std::move(number).thenValue(
      [](int) { std::this_thread::sleep_for(1s); });
}

// Coroutines of which every call shown goes to a thread pool.

static cppcoro::task<> on_the_pool_ok() {
  std::this_thread::sleep_for(1s);
  co_return;
}
static cppcoro::task<> below_on_the_pool_ok() { co_await on_the_pool_ok(); }
cppcoro::task<> schedules_ok(cppcoro::static_thread_pool &pool) {
  co_await cppcoro::schedule_on(pool, below_on_the_pool_ok());
}

static cppcoro::task<> on_the_loop_bad() {
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
  co_return;
}
cppcoro::task<> schedules_on_loop_ok(cppcoro::io_service &io) {
  co_await cppcoro::schedule_on(io, on_the_loop_bad());
}

static coro::task<> libcoro_on_the_pool_ok() {
  std::this_thread::sleep_for(1s);
  co_return;
}
coro::task<> libcoro_schedules_ok(coro::thread_pool &pool) {
  co_await pool.schedule(libcoro_on_the_pool_ok());
}

static folly::coro::Task<> folly_on_the_pool_ok() {
  std::this_thread::sleep_for(1s);
  co_return;
}
folly::coro::Task<> folly_schedules_ok(folly::CPUThreadPoolExecutor &pool) {
  co_await folly::coro::co_withExecutor(&pool, folly_on_the_pool_ok());
}

// What has no type in a template before it is instantiated.
struct Handler {
  Handler(int, int);
  void operator()() const;
};
void run(const Handler &handler);
template <typename T> void dependent_object_ok(T number) {
  Handler handler(number, 1);
  run(handler);
}
