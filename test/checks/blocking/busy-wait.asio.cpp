// REQUIRES: boost-asio
// RUN: %check_test %s async-busy-wait
// RUN: %check_test %s async-busy-wait --tag strict --option StrictMode=true
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <deque>
#include <stop_token>
#include <thread>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using namespace std::chrono_literals;

void use(int);

awaitable<void> timer_bad(std::atomic<bool> &ready, asio::steady_timer &timer) {
  while (!ready) {
  // WARN@-1:3: loop sleeps and looks again instead of waiting for the event
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
    timer.expires_after(10ms);
    co_await timer.async_wait(use_awaitable);
  }
}

awaitable<void> timer_of_the_round_bad(std::deque<int> &queue) {
  while (queue.empty()) {
  // WARN@-1:3: loop sleeps and looks again instead of waiting for the event
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
    asio::steady_timer timer(co_await asio::this_coro::executor, 10ms);
    co_await timer.async_wait(use_awaitable);
  }
}

awaitable<void> executor_first_bad(std::deque<int> &queue) {
  while (queue.empty()) {
  // WARN@-1:3: loop sleeps and looks again instead of waiting for the event
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
    auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor);
    timer.expires_after(10ms);
    co_await timer.async_wait(use_awaitable);
  }
}

awaitable<void> yield_bad(std::stop_token stop) {
  while (!stop.stop_requested())
  // WARN@-1:3: loop yields and looks again instead of waiting for the event
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
    co_await asio::post(use_awaitable);
}

awaitable<void> spin_bad(std::atomic<int> &pending) {
  while (pending.load(std::memory_order_acquire) > 0) {
  // WARN@-1:3: loop spins on the event loop's thread until a condition changes
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
  }
  co_return;
}

awaitable<void> thread_yield_bad(std::atomic<int> &pending) {
  while (pending > 0)
  // WARN@-1:3: loop yields and looks again instead of waiting for the event
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
    std::this_thread::yield();
  co_return;
}

awaitable<void> socket_bad(asio::ip::tcp::socket &socket,
                           asio::steady_timer &timer) {
  while (socket.is_open()) {
  // WARN@-1:3: loop sleeps and looks again instead of waiting for the event
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
    timer.expires_after(1s);
    co_await timer.async_wait(use_awaitable);
  }
}

void handler_bad(asio::steady_timer &timer, std::atomic<bool> &ready) {
  timer.async_wait([&](auto) {
    while (!ready)
    // WARN@-1:5: loop sleeps and looks again instead of waiting for the event
    // NOTE@-2:12: this is looked at again and again
    // NOTE@-3:5: await something that the other side completes: an event, a channel, a timer that it cancels
      std::this_thread::sleep_for(1ms);
  });
}

awaitable<void> periodic_ok(std::deque<int> &queue, asio::steady_timer &timer) {
  for (;;) {
    timer.expires_after(1s);
    co_await timer.async_wait(use_awaitable);
    use(static_cast<int>(queue.size()));
  }
}

awaitable<void> waits_to_be_cancelled_ok(std::atomic<bool> &ready,
                                         asio::steady_timer &changed) {
  while (!ready) {
    changed.expires_at(asio::steady_timer::time_point::max());
    boost::system::error_code error;
    co_await changed.async_wait(asio::redirect_error(use_awaitable, error));
  }
}

awaitable<void> accepts_ok(asio::ip::tcp::acceptor &acceptor) {
  while (acceptor.is_open()) {
    asio::ip::tcp::socket peer = co_await acceptor.async_accept(use_awaitable);
    use(peer.native_handle());
  }
}

awaitable<void> waits_for_data_ok(asio::ip::tcp::socket &socket,
                                  std::deque<int> &queue) {
  while (queue.empty())
    co_await socket.async_wait(asio::ip::tcp::socket::wait_read, use_awaitable);
}

awaitable<void> off_the_loop_ok(asio::thread_pool &pool,
                                std::atomic<bool> &ready) {
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
  while (!ready)
    std::this_thread::yield();
}

void posted_to_pool_ok(asio::thread_pool &pool, std::atomic<bool> &ready) {
  asio::post(pool, [&] {
    while (!ready)
      std::this_thread::yield();
  });
}

int main() {
  asio::io_context io;
  while (!io.stopped())
    std::this_thread::sleep_for(1ms);
}

awaitable<void> deadline_strict_bad(std::atomic<bool> &closed, asio::steady_timer &timer) {
  auto deadline = std::chrono::steady_clock::now() + 3s;
  while (!closed.load() && std::chrono::steady_clock::now() < deadline) {
  // WARN[strict]@-1:3: loop sleeps and looks again instead of waiting for the event
  // NOTE[strict]@-2:10: this is looked at again and again
  // NOTE[strict]@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
    timer.expires_after(50ms);
    co_await timer.async_wait(use_awaitable);
  }
}

awaitable<void> exit_at_deadline_strict_bad(std::atomic<bool> &closed, asio::steady_timer &timer) {
  auto deadline = std::chrono::steady_clock::now() + 3s;
  while (!closed) {
  // WARN[strict]@-1:3: loop sleeps and looks again instead of waiting for the event
  // NOTE[strict]@-2:10: this is looked at again and again
  // NOTE[strict]@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
    if (std::chrono::steady_clock::now() >= deadline)
      break;
    timer.expires_after(50ms);
    co_await timer.async_wait(use_awaitable);
  }
}

void blocking_until_bad(std::atomic<bool> &closed) {
  asio::io_context loop;
  asio::post(loop, [&] {
    auto deadline = std::chrono::steady_clock::now() + 3s;
    while (!closed && std::chrono::steady_clock::now() < deadline)
    // WARN@-1:5: loop sleeps and looks again instead of waiting for the event
    // NOTE@-2:12: this is looked at again and again
    // NOTE@-3:5: await something that the other side completes: an event, a channel, a timer that it cancels
      std::this_thread::sleep_for(50ms);
  });
}
