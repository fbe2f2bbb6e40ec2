// REQUIRES: boost-asio
// RUN: %check_test %s async-blocking-call
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
// FIX@-1: #include <boost/asio/steady_timer.hpp>
// FIX@-2: #include <boost/asio/this_coro.hpp>
// UNSAFE@-3: #include <boost/asio/steady_timer.hpp>
// UNSAFE@-4: #include <boost/asio/this_coro.hpp>
// UNSAFE@-5: #include <boost/asio/system_executor.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <future>
#include <thread>

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<void> sleep_for_bad() {
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  // FIX@-3:   co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, 1s).async_wait(boost::asio::use_awaitable);
  co_return;
}

asio::awaitable<void> timer_ok(asio::steady_timer &timer) {
  timer.expires_after(1s);
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> timer_wait_bad(asio::steady_timer &timer) {
  timer.wait();
  // WARN@-1:3: 'wait' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  // NOTE@-3:3: use 'async_wait' instead
  // UNSAFE@-4:   co_await timer.async_wait(boost::asio::use_awaitable);
  co_return;
}

asio::awaitable<void> pool_join_bad(asio::thread_pool &pool) {
  pool.join();
  // WARN@-1:3: 'join' blocks the event loop: it waits until the pool's work is done
  // NOTE@-2:3: run it on a thread pool and await the result
  // NOTE@-3:3: run it on a thread of 'boost::asio::system_executor'
  // UNSAFE@-4:   co_await boost::asio::co_spawn(boost::asio::system_executor(), [&]() -> boost::asio::awaitable<void> { pool.join(); co_return; }, boost::asio::use_awaitable);
  co_return;
}

asio::awaitable<void> offloaded_ok(asio::thread_pool &pool) {
  co_await asio::co_spawn(
      pool,
      []() -> asio::awaitable<void> {
        std::this_thread::sleep_for(1s);
        co_return;
      },
      asio::use_awaitable);
}

asio::awaitable<void> offloaded_invoked_ok(asio::thread_pool &pool) {
  co_await asio::co_spawn(
      pool.get_executor(),
      []() -> asio::awaitable<void> {
        std::this_thread::sleep_for(1s);
        co_return;
      }(),
      asio::use_awaitable);
}

asio::awaitable<void> posted_to_pool_ok(asio::thread_pool &pool) {
  asio::post(pool, [] { std::this_thread::sleep_for(1s); });
  co_return;
}

asio::awaitable<void> spawned_on_loop_bad(asio::io_context &io) {
  asio::co_spawn(
      io,
      []() -> asio::awaitable<void> {
        std::this_thread::sleep_for(1s);
        // WARN@-1:9: 'sleep_for' blocks the event loop: it suspends the calling thread
        // NOTE@-2:9: use 'co_await boost::asio::steady_timer::async_wait' instead
        // FIX@-3:         co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, 1s).async_wait(boost::asio::use_awaitable);
        co_return;
      },
      asio::detached);
  co_return;
}

asio::awaitable<void> moved_to_pool_ok(asio::thread_pool &pool) {
  co_await asio::post(asio::bind_executor(pool, asio::use_awaitable));
  std::this_thread::sleep_for(1s);
}

asio::awaitable<void> moved_and_back_bad(asio::thread_pool &pool,
                                         asio::io_context &io) {
  co_await asio::post(asio::bind_executor(pool, asio::use_awaitable));
  co_await asio::post(asio::bind_executor(io, asio::use_awaitable));
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  // FIX@-3:   co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, 1s).async_wait(boost::asio::use_awaitable);
}

// co_await asio::post(pool, use_awaitable) resumes on the original executor.
asio::awaitable<void> no_real_move_bad(asio::thread_pool &pool) {
  co_await asio::post(pool, asio::use_awaitable);
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  // FIX@-3:   co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, 1s).async_wait(boost::asio::use_awaitable);
}

asio::awaitable<int> future_bad(std::future<int> reply) {
  co_return reply.get();
  // WARN@-1:13: 'get' blocks the event loop: it waits for the result
  // NOTE@-2:13: run it on a thread pool and await the result
  // NOTE@-3:13: run it on a thread of 'boost::asio::system_executor'
  // UNSAFE@-4:   co_return co_await boost::asio::co_spawn(boost::asio::system_executor(), [&]() -> boost::asio::awaitable<int> { co_return reply.get(); }, boost::asio::use_awaitable);
}

// Elsewhere than on the loop, waiting is right.
void wait_or_post_ok(asio::io_context &io) {
  if (io.get_executor().running_in_this_thread())
    asio::post(io, [] {});
  else
    std::this_thread::sleep_for(1s);
}
asio::awaitable<void> asks_first_ok(asio::io_context &io) {
  wait_or_post_ok(io);
  if (!io.get_executor().running_in_this_thread())
    std::this_thread::sleep_for(1s);
  co_return;
}

asio::awaitable<void> asks_first_bad(asio::io_context &io) {
  if (io.get_executor().running_in_this_thread())
    std::this_thread::sleep_for(1s);
    // WARN@-1:5: 'sleep_for' blocks the event loop: it suspends the calling thread
    // NOTE@-2:5: use 'co_await boost::asio::steady_timer::async_wait' instead
    // FIX@-3:     co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, 1s).async_wait(boost::asio::use_awaitable);
  co_return;
}

asio::awaitable<void> told_of_the_end_ok(asio::steady_timer &ended) {
  std::thread worker([&ended] { ended.cancel(); });
  co_await ended.async_wait(asio::use_awaitable);
  worker.join();
}

asio::awaitable<void> awaits_another_bad(asio::steady_timer &ended,
                                         asio::steady_timer &other) {
  std::thread worker([&ended] { ended.cancel(); });
  co_await other.async_wait(asio::use_awaitable);
  worker.join();
  // WARN@-1:3: 'join' blocks the event loop: it waits for the thread to end
  // NOTE@-2:3: run it on a thread pool and await the result
  // NOTE@-3:3: run it on a thread of 'boost::asio::system_executor'
  // UNSAFE@-4:   co_await boost::asio::co_spawn(boost::asio::system_executor(), [&]() -> boost::asio::awaitable<void> { worker.join(); co_return; }, boost::asio::use_awaitable);
}

asio::awaitable<void> awaits_before_bad(asio::steady_timer &ended) {
  co_await ended.async_wait(asio::use_awaitable);
  std::thread worker([&ended] { ended.cancel(); });
  worker.join();
  // WARN@-1:3: 'join' blocks the event loop: it waits for the thread to end
  // NOTE@-2:3: run it on a thread pool and await the result
  // NOTE@-3:3: run it on a thread of 'boost::asio::system_executor'
  // UNSAFE@-4:   co_await boost::asio::co_spawn(boost::asio::system_executor(), [&]() -> boost::asio::awaitable<void> { worker.join(); co_return; }, boost::asio::use_awaitable);
}

int main() {
  asio::io_context io;
  asio::co_spawn(io, sleep_for_bad(), asio::detached);
  io.run();
  std::this_thread::sleep_for(1ms);
}
