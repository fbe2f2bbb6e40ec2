// REQUIRES: boost-asio
// RUN: %check_test %s async-false-offload
#include <algorithm>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/defer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <thread>
#include <vector>

namespace asio = boost::asio;
using asio::awaitable;
using asio::deferred;
using asio::use_awaitable;
using namespace std::chrono_literals;

long compute();
bool often();
awaitable<void> other();

awaitable<long> post_bad(asio::thread_pool &pool) {
  co_await asio::post(pool, use_awaitable);
  // WARN@-1:3: awaiting 'post' does not move the coroutine to the thread pool: it resumes on its own executor
  // NOTE@-2:3: use 'bind_executor' to move
  // NOTE@-3:3: bind the token to the pool with 'bind_executor'
  // UNSAFE@-4:   co_await asio::post(asio::bind_executor(pool, use_awaitable));
  co_return compute();
  // NOTE@-1:13: this still runs on the event loop
}

awaitable<long> dispatch_bad(asio::thread_pool &pool) {
  co_await asio::dispatch(pool, use_awaitable);
  // WARN@-1:3: awaiting 'dispatch' does not move the coroutine to the thread pool: it resumes on its own executor
  // NOTE@-2:3: use 'bind_executor' to move
  // NOTE@-3:3: bind the token to the pool with 'bind_executor'
  // UNSAFE@-4:   co_await asio::dispatch(asio::bind_executor(pool, use_awaitable));
  co_return compute();
  // NOTE@-1:13: this still runs on the event loop
}

awaitable<long> defer_bad(asio::thread_pool &pool) {
  co_await asio::defer(pool, use_awaitable);
  // WARN@-1:3: awaiting 'defer' does not move the coroutine to the thread pool: it resumes on its own executor
  // NOTE@-2:3: use 'bind_executor' to move
  // NOTE@-3:3: bind the token to the pool with 'bind_executor'
  // UNSAFE@-4:   co_await asio::defer(asio::bind_executor(pool, use_awaitable));
  co_return compute();
  // NOTE@-1:13: this still runs on the event loop
}

awaitable<long> deferred_bad(asio::thread_pool &pool) {
  co_await asio::post(pool, deferred);
  // WARN@-1:3: awaiting 'post' does not move the coroutine to the thread pool: it resumes on its own executor
  // NOTE@-2:3: use 'bind_executor' to move
  // NOTE@-3:3: bind the token to the pool with 'bind_executor'
  // UNSAFE@-4:   co_await asio::post(asio::bind_executor(pool, deferred));
  co_return compute();
  // NOTE@-1:13: this still runs on the event loop
}

awaitable<long> executor_bad(asio::thread_pool &pool) {
  co_await asio::post(pool.get_executor(), use_awaitable);
  // WARN@-1:3: awaiting 'post' does not move the coroutine to the thread pool: it resumes on its own executor
  // NOTE@-2:3: use 'bind_executor' to move
  // NOTE@-3:3: bind the token to the pool with 'bind_executor'
  // UNSAFE@-4:   co_await asio::post(asio::bind_executor(pool.get_executor(), use_awaitable));
  co_return compute();
  // NOTE@-1:13: this still runs on the event loop
}

awaitable<long> strand_bad(asio::thread_pool &pool) {
  co_await asio::post(asio::make_strand(pool), use_awaitable);
  // WARN@-1:3: awaiting 'post' does not move the coroutine to the thread pool: it resumes on its own executor
  // NOTE@-2:3: use 'bind_executor' to move
  // NOTE@-3:3: bind the token to the pool with 'bind_executor'
  // UNSAFE@-4:   co_await asio::post(asio::bind_executor(asio::make_strand(pool), use_awaitable));
  co_return compute();
  // NOTE@-1:13: this still runs on the event loop
}

awaitable<long> erased_bad(asio::thread_pool &pool) {
  asio::any_io_executor worker = pool.get_executor();
  co_await asio::post(worker, use_awaitable);
  // WARN@-1:3: awaiting 'post' does not move the coroutine to the thread pool: it resumes on its own executor
  // NOTE@-2:3: use 'bind_executor' to move
  // NOTE@-3:3: bind the token to the pool with 'bind_executor'
  // UNSAFE@-4:   co_await asio::post(asio::bind_executor(worker, use_awaitable));
  co_return compute();
  // NOTE@-1:13: this still runs on the event loop
}

awaitable<long> qualified_bad(asio::thread_pool &pool) {
  co_await boost::asio::post(pool, boost::asio::use_awaitable);
  // WARN@-1:3: awaiting 'post' does not move the coroutine to the thread pool: it resumes on its own executor
  // NOTE@-2:3: use 'bind_executor' to move
  // NOTE@-3:3: bind the token to the pool with 'bind_executor'
  // UNSAFE@-4:   co_await boost::asio::post(boost::asio::bind_executor(pool, boost::asio::use_awaitable));
  co_return compute();
  // NOTE@-1:13: this still runs on the event loop
}

awaitable<long> unqualified_bad(asio::thread_pool &pool) {
  co_await post(pool, use_awaitable);
  // WARN@-1:3: awaiting 'post' does not move the coroutine to the thread pool: it resumes on its own executor
  // NOTE@-2:3: use 'bind_executor' to move
  // NOTE@-3:3: bind the token to the pool with 'bind_executor'
  // UNSAFE@-4:   co_await post(bind_executor(pool, use_awaitable));
  co_return compute();
  // NOTE@-1:13: this still runs on the event loop
}

awaitable<long> loop_behind_bad(asio::thread_pool &pool,
                                const std::vector<long> &values) {
  co_await asio::post(pool, use_awaitable);
  // WARN@-1:3: awaiting 'post' does not move the coroutine to the thread pool: it resumes on its own executor
  // NOTE@-2:3: use 'bind_executor' to move
  // NOTE@-3:3: bind the token to the pool with 'bind_executor'
  // UNSAFE@-4:   co_await asio::post(asio::bind_executor(pool, use_awaitable));
  long sum = 0;
  for (long value : values)
  // NOTE@-1:3: this still runs on the event loop
    sum += value;
  co_return sum;
}

awaitable<void> algorithm_behind_bad(asio::thread_pool &pool,
                                     std::vector<long> values) {
  co_await asio::post(pool, use_awaitable);
  // WARN@-1:3: awaiting 'post' does not move the coroutine to the thread pool: it resumes on its own executor
  // NOTE@-2:3: use 'bind_executor' to move
  // NOTE@-3:3: bind the token to the pool with 'bind_executor'
  // UNSAFE@-4:   co_await asio::post(asio::bind_executor(pool, use_awaitable));
  std::sort(values.begin(), values.end());
  // NOTE@-1:3: this still runs on the event loop
}

awaitable<void> blocking_call_behind_bad(asio::thread_pool &pool) {
  co_await asio::post(pool, use_awaitable);
  // WARN@-1:3: awaiting 'post' does not move the coroutine to the thread pool: it resumes on its own executor
  // NOTE@-2:3: use 'bind_executor' to move
  // NOTE@-3:3: bind the token to the pool with 'bind_executor'
  // UNSAFE@-4:   co_await asio::post(asio::bind_executor(pool, use_awaitable));
  std::this_thread::sleep_for(1s);
  // NOTE@-1:3: this still runs on the event loop
}

awaitable<void> work_in_branch_bad(asio::thread_pool &pool, bool heavy) {
  co_await asio::post(pool, use_awaitable);
  // WARN@-1:3: awaiting 'post' does not move the coroutine to the thread pool: it resumes on its own executor
  // NOTE@-2:3: use 'bind_executor' to move
  // NOTE@-3:3: bind the token to the pool with 'bind_executor'
  // UNSAFE@-4:   co_await asio::post(asio::bind_executor(pool, use_awaitable));
  if (heavy)
    compute();
    // NOTE@-1:5: this still runs on the event loop
}

awaitable<void> in_branch_bad(asio::thread_pool &pool, bool heavy) {
  if (heavy)
    co_await asio::post(pool, use_awaitable);
    // WARN@-1:5: awaiting 'post' does not move the coroutine to the thread pool: it resumes on its own executor
    // NOTE@-2:5: use 'bind_executor' to move
    // NOTE@-3:5: bind the token to the pool with 'bind_executor'
    // UNSAFE@-4:     co_await asio::post(asio::bind_executor(pool, use_awaitable));
  compute();
  // NOTE@-1:3: this still runs on the event loop
}

awaitable<void> in_loop_bad(asio::thread_pool &pool) {
  while (often()) {
    co_await asio::post(pool, use_awaitable);
    // WARN@-1:5: awaiting 'post' does not move the coroutine to the thread pool: it resumes on its own executor
    // NOTE@-2:5: use 'bind_executor' to move
    // NOTE@-3:5: bind the token to the pool with 'bind_executor'
    // UNSAFE@-4:     co_await asio::post(asio::bind_executor(pool, use_awaitable));
    compute();
    // NOTE@-1:5: this still runs on the event loop
  }
}

awaitable<void> lambda_bad(asio::thread_pool &pool) {
  co_await [&]() -> awaitable<void> {
    co_await asio::post(pool, use_awaitable);
    // WARN@-1:5: awaiting 'post' does not move the coroutine to the thread pool: it resumes on its own executor
    // NOTE@-2:5: use 'bind_executor' to move
    // NOTE@-3:5: bind the token to the pool with 'bind_executor'
    // UNSAFE@-4:     co_await asio::post(asio::bind_executor(pool, use_awaitable));
    compute();
    // NOTE@-1:5: this still runs on the event loop
  }();
}

#define TO_POOL asio::post(pool, use_awaitable)
awaitable<void> macro_bad(asio::thread_pool &pool) {
  co_await TO_POOL;
  // WARN@-1:3: awaiting 'post' does not move the coroutine to the thread pool: it resumes on its own executor
  // NOTE@-2:3: use 'bind_executor' to move
  compute();
  // NOTE@-1:3: this still runs on the event loop
}

template <typename T> awaitable<void> template_bad(asio::thread_pool &pool, T n) {
  co_await asio::post(pool, use_awaitable);
  // WARN@-1:3: awaiting 'post' does not move the coroutine to the thread pool: it resumes on its own executor
  // NOTE@-2:3: use 'bind_executor' to move
  // NOTE@-3:3: bind the token to the pool with 'bind_executor'
  // UNSAFE@-4:   co_await asio::post(asio::bind_executor(pool, use_awaitable));
  compute();
  // NOTE@-1:3: this still runs on the event loop
}
template awaitable<void> template_bad(asio::thread_pool &, int);

awaitable<long> bound_ok(asio::thread_pool &pool) {
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
  co_return compute();
}

awaitable<long> bound_too_ok(asio::thread_pool &pool) {
  co_await asio::post(pool, asio::bind_executor(pool, use_awaitable));
  co_return compute();
}

awaitable<long> spawned_ok(asio::thread_pool &pool) {
  co_return co_await asio::co_spawn(
      pool, []() -> awaitable<long> { co_return compute(); }, use_awaitable);
}

awaitable<void> nothing_behind_ok(asio::thread_pool &pool) {
  co_await asio::post(pool, use_awaitable);
}

awaitable<int> value_behind_ok(asio::thread_pool &pool, int a, int b) {
  co_await asio::post(pool, use_awaitable);
  co_return a + b;
}

awaitable<void> await_behind_ok(asio::thread_pool &pool) {
  co_await asio::post(pool, use_awaitable);
  co_await other();
}

awaitable<void> awaits_before_work_ok(asio::thread_pool &pool) {
  co_await asio::post(pool, use_awaitable);
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
  compute();
}

awaitable<void> work_before_ok(asio::thread_pool &pool) {
  compute();
  co_await asio::post(pool, use_awaitable);
}

awaitable<void> yield_ok(asio::io_context &io) {
  co_await asio::post(io, use_awaitable);
  compute();
}

awaitable<void> yield_to_self_ok() {
  co_await asio::post(use_awaitable);
  compute();
}

awaitable<void> unknown_executor_ok(asio::any_io_executor executor) {
  co_await asio::post(executor, use_awaitable);
  compute();
}

awaitable<void> timer_ok(asio::steady_timer &timer) {
  co_await timer.async_wait(use_awaitable);
  compute();
}

awaitable<void> callback_ok(asio::thread_pool &pool) {
  asio::post(pool, [] { compute(); });
  co_return;
}

awaitable<void> moved_already_ok(asio::thread_pool &pool) {
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
  co_await asio::post(pool, asio::bind_executor(pool, use_awaitable));
  compute();
}

awaitable<void> on_the_pool_ok(asio::thread_pool &pool) {
  co_await asio::co_spawn(
      pool,
      [&]() -> awaitable<void> {
        co_await asio::post(pool, use_awaitable);
        compute();
      },
      use_awaitable);
}

awaitable<void> branch_returns_ok(asio::thread_pool &pool, bool leave) {
  if (leave) {
    co_await asio::post(pool, use_awaitable);
    co_return;
  }
  compute();
}
