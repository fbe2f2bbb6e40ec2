// REQUIRES: boost-asio
// RUN: %check_test %s async-blocking-call
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <thread>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using namespace std::chrono_literals;
bool large();

awaitable<void> post_bound_ok(asio::thread_pool &pool) {
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
  std::this_thread::sleep_for(1s);
}

awaitable<void> dispatch_bound_ok(asio::thread_pool &pool) {
  co_await asio::dispatch(
      asio::bind_executor(pool.get_executor(), use_awaitable));
  std::this_thread::sleep_for(1s);
}

awaitable<void> post_to_bad(asio::thread_pool &pool) {
  co_await asio::post(pool, use_awaitable);
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  // FIX@-3:   co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, 1s).async_wait(boost::asio::use_awaitable);
}

awaitable<void> post_deferred_bad(asio::thread_pool &pool) {
  co_await asio::post(pool, asio::deferred);
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  // FIX@-3:   co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, 1s).async_wait(boost::asio::use_awaitable);
}

awaitable<void> spawned_there_bad(asio::thread_pool &pool) {
  co_await asio::co_spawn(
      pool, []() -> awaitable<void> { co_return; }, use_awaitable);
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  // FIX@-3:   co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, 1s).async_wait(boost::asio::use_awaitable);
}

awaitable<void> one_branch_bad(asio::thread_pool &pool) {
  if (large())
    co_await asio::post(asio::bind_executor(pool, use_awaitable));
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  // FIX@-3:   co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, 1s).async_wait(boost::asio::use_awaitable);
}

awaitable<void> both_branches_ok(asio::thread_pool &a, asio::thread_pool &b) {
  if (large())
    co_await asio::post(asio::bind_executor(a, use_awaitable));
  else
    co_await asio::post(asio::bind_executor(b, use_awaitable));
  std::this_thread::sleep_for(1s);
}

awaitable<void> own_executor_bad(asio::thread_pool &pool) {
  auto home = co_await asio::this_coro::executor;
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
  co_await asio::post(asio::bind_executor(home, use_awaitable));
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  // FIX@-3:   co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, 1s).async_wait(boost::asio::use_awaitable);
}

awaitable<void> own_executor_between_ok(asio::thread_pool &pool) {
  auto home = co_await asio::this_coro::executor;
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
  std::this_thread::sleep_for(1s);
  co_await asio::post(asio::bind_executor(home, use_awaitable));
}

awaitable<void> asked_for_the_executor_ok(asio::thread_pool &pool) {
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
  auto home = co_await asio::this_coro::executor;
  std::this_thread::sleep_for(1s);
}

awaitable<void> timer_leads_back_bad(asio::thread_pool &pool,
                                     asio::steady_timer &timer) {
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
  co_await timer.async_wait(use_awaitable);
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  // FIX@-3:   co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, 1s).async_wait(boost::asio::use_awaitable);
}

awaitable<void> timer_bound_to_pool_ok(asio::thread_pool &pool,
                                       asio::steady_timer &timer) {
  co_await timer.async_wait(asio::bind_executor(pool, use_awaitable));
  std::this_thread::sleep_for(1s);
}

awaitable<void> strand_of_pool_ok(asio::thread_pool &pool) {
  auto strand = asio::make_strand(pool);
  co_await asio::post(asio::bind_executor(strand, use_awaitable));
  std::this_thread::sleep_for(1s);
}

awaitable<void> strand_of_loop_bad(asio::io_context &io) {
  auto strand = asio::make_strand(io);
  co_await asio::post(asio::bind_executor(strand, use_awaitable));
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  // FIX@-3:   co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, 1s).async_wait(boost::asio::use_awaitable);
}

awaitable<void> erased_pool_ok(asio::thread_pool &pool) {
  asio::any_io_executor worker = pool.get_executor();
  co_await asio::post(asio::bind_executor(worker, use_awaitable));
  std::this_thread::sleep_for(1s);
}

static awaitable<void> to_pool(asio::thread_pool &pool) {
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
}

awaitable<void> child_moved_ok(asio::thread_pool &pool) {
  co_await to_pool(pool);
  std::this_thread::sleep_for(1s);
}

awaitable<void> child_moved_then_timer_bad(asio::thread_pool &pool,
                                           asio::steady_timer &timer) {
  co_await to_pool(pool);
  co_await timer.async_wait(use_awaitable);
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  // FIX@-3:   co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, 1s).async_wait(boost::asio::use_awaitable);
}
