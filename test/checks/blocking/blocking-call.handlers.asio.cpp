// REQUIRES: boost-asio
// RUN: %check_test %s async-blocking-call
#include <boost/asio.hpp>
#include <boost/asio/spawn.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/bind/bind.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <thread>

// What an event loop runs besides coroutines: handlers and callbacks.

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::awaitable;
using asio::use_awaitable;
using boost::system::error_code;
using namespace std::chrono_literals;

void nap_plain_ok() { std::this_thread::sleep_for(1s); }

// Posted.

void posted_bad(asio::io_context &io) {
  asio::post(io, [] { std::this_thread::sleep_for(1s); });
  // WARN@-1:23: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:23: run it on a thread pool and await the result
}
void dispatched_bad(asio::any_io_executor executor) {
  asio::dispatch(executor, [] { std::this_thread::sleep_for(1s); });
  // WARN@-1:33: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:33: run it on a thread pool and await the result
}
void posted_to_strand_bad(asio::io_context &io) {
  asio::post(asio::make_strand(io), [] { std::this_thread::sleep_for(1s); });
  // WARN@-1:42: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:42: run it on a thread pool and await the result
}
void posted_to_member_bad(asio::io_context &io) {
  io.post([] { std::this_thread::sleep_for(1s); });
  // WARN@-1:16: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:16: run it on a thread pool and await the result
}
void posted_variable_bad(asio::io_context &io) {
  auto work = [] { std::this_thread::sleep_for(1s); };
  // WARN@-1:20: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:20: run it on a thread pool and await the result
  asio::post(io, work);
}
void posted_moved_bad(asio::io_context &io) {
  auto work = [] { std::this_thread::sleep_for(1s); };
  // WARN@-1:20: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:20: run it on a thread pool and await the result
  asio::post(io, std::move(work));
}
void posted_function_bad(asio::io_context &io) {
  asio::post(io, std::function<void()>([] { std::this_thread::sleep_for(1s); }));
  // WARN@-1:45: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:45: run it on a thread pool and await the result
}
void posted_to_pool_ok(asio::thread_pool &pool) {
  asio::post(pool, [] { std::this_thread::sleep_for(1s); });
}
void posted_to_pool_executor_ok(asio::thread_pool &pool) {
  asio::post(pool.get_executor(), [] { std::this_thread::sleep_for(1s); });
}
void posted_to_strand_of_pool_ok(asio::thread_pool &pool) {
  asio::post(asio::make_strand(pool), [] { std::this_thread::sleep_for(1s); });
}
void posted_to_erased_pool_ok(asio::thread_pool &pool) {
  asio::any_io_executor worker = pool.get_executor();
  asio::post(worker, [] { std::this_thread::sleep_for(1s); });
}
void posted_to_system_ok() {
  asio::post([] { std::this_thread::sleep_for(1s); });
}
void posted_bound_to_pool_ok(asio::io_context &io, asio::thread_pool &pool) {
  asio::post(io, asio::bind_executor(
                     pool, [] { std::this_thread::sleep_for(1s); }));
}
void posted_bound_to_loop_bad(asio::io_context &io) {
  asio::post(
      asio::bind_executor(io, [] { std::this_thread::sleep_for(1s); }));
      // WARN@-1:36: 'sleep_for' blocks the event loop: it suspends the calling thread
      // NOTE@-2:36: run it on a thread pool and await the result
}
void from_pool_to_loop_bad(asio::io_context &io, asio::thread_pool &pool) {
  asio::post(pool, [&io] {
    std::this_thread::sleep_for(1s);
    asio::post(io, [] { std::this_thread::sleep_for(1s); });
    // WARN@-1:25: 'sleep_for' blocks the event loop: it suspends the calling thread
    // NOTE@-2:25: run it on a thread pool and await the result
  });
}
void thread_ok() {
  std::thread([] { std::this_thread::sleep_for(1s); }).detach();
}
void stored_ok(std::function<void()> &slot) {
  slot = [] { std::this_thread::sleep_for(1s); };
}
void called_ok() {
  auto nap = [] { std::this_thread::sleep_for(1s); };
  nap();
}

// Completion handlers.

void timer_bad(asio::steady_timer &timer) {
  timer.async_wait([](error_code) { std::this_thread::sleep_for(1s); });
  // WARN@-1:37: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:37: run it on a thread pool and await the result
}
void generic_lambda_bad(asio::steady_timer &timer) {
  timer.async_wait([](auto) { std::this_thread::sleep_for(1s); });
  // WARN@-1:31: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:31: run it on a thread pool and await the result
}
void read_bad(asio::ip::tcp::socket &socket, asio::streambuf &buffer) {
  asio::async_read(socket, buffer, [](error_code, std::size_t) {
    std::this_thread::sleep_for(1s);
    // WARN@-1:5: 'sleep_for' blocks the event loop: it suspends the calling thread
    // NOTE@-2:5: run it on a thread pool and await the result
  });
}
void read_bound_to_pool_ok(asio::ip::tcp::socket &socket,
                           asio::streambuf &buffer, asio::thread_pool &pool) {
  asio::async_read(socket, buffer,
                   asio::bind_executor(pool, [](error_code, std::size_t) {
                     std::this_thread::sleep_for(1s);
                   }));
}
void read_bound_to_strand_bad(asio::ip::tcp::socket &socket,
                              asio::streambuf &buffer,
                              asio::strand<asio::any_io_executor> strand) {
  asio::async_read(socket, buffer,
                   asio::bind_executor(strand, [](error_code, std::size_t) {
                     std::this_thread::sleep_for(1s);
                     // WARN@-1:22: 'sleep_for' blocks the event loop: it suspends the calling thread
                     // NOTE@-2:22: run it on a thread pool and await the result
                   }));
}
void cancellation_slot_bad(asio::steady_timer &timer,
                           asio::cancellation_signal &signal) {
  timer.async_wait(
      asio::bind_cancellation_slot(signal.slot(), [](error_code) {
        std::this_thread::sleep_for(1s);
        // WARN@-1:9: 'sleep_for' blocks the event loop: it suspends the calling thread
        // NOTE@-2:9: run it on a thread pool and await the result
      }));
}
void allocator_bad(asio::steady_timer &timer) {
  timer.async_wait(
      asio::bind_allocator(std::allocator<char>(), [](error_code) {
        std::this_thread::sleep_for(1s);
        // WARN@-1:9: 'sleep_for' blocks the event loop: it suspends the calling thread
        // NOTE@-2:9: run it on a thread pool and await the result
      }));
}
void wrapped_by_strand_bad(asio::steady_timer &timer,
                           asio::io_context::strand &strand) {
  timer.async_wait(
      strand.wrap([](error_code) { std::this_thread::sleep_for(1s); }));
      // WARN@-1:36: 'sleep_for' blocks the event loop: it suspends the calling thread
      // NOTE@-2:36: run it on a thread pool and await the result
}
void spawned_handler_bad(asio::io_context &io) {
  asio::co_spawn(
      io, []() -> awaitable<void> { co_return; },
      [](std::exception_ptr) { std::this_thread::sleep_for(1s); });
      // WARN@-1:32: 'sleep_for' blocks the event loop: it suspends the calling thread
      // NOTE@-2:32: run it on a thread pool and await the result
}
void spawned_on_pool_handler_ok(asio::thread_pool &pool) {
  asio::co_spawn(
      pool, []() -> awaitable<void> { co_return; },
      [](std::exception_ptr) { std::this_thread::sleep_for(1s); });
}
void stackful_bad(asio::io_context &io) {
  asio::spawn(io, [](asio::yield_context) {
    std::this_thread::sleep_for(1s);
    // WARN@-1:5: 'sleep_for' blocks the event loop: it suspends the calling thread
    // NOTE@-2:5: run it on a thread pool and await the result
  });
}

// Functions, methods and function objects.

static void on_timer_bad(error_code) { std::this_thread::sleep_for(1s); }
// WARN@-1:40: 'sleep_for' blocks the event loop: it suspends the calling thread
// NOTE@-2:40: run it on a thread pool and await the result
static void on_bound_timer_bad(int, error_code) {
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: run it on a thread pool and await the result
}
static void on_pool_ok() { std::this_thread::sleep_for(1s); }
void hands_functions_over_ok(asio::steady_timer &timer, asio::thread_pool &pool) {
  timer.async_wait(on_timer_bad);
  timer.async_wait(&on_timer_bad);
  timer.async_wait(
      std::bind(&on_bound_timer_bad, 1, std::placeholders::_1));
  asio::post(pool, &on_pool_ok);
}

class session : public std::enable_shared_from_this<session> {
public:
  void start_ok() {
    socket.async_read_some(
        asio::buffer(data),
        std::bind(&session::on_read_bad, shared_from_this(),
                  std::placeholders::_1, std::placeholders::_2));
    socket.async_write_some(
        asio::buffer(data),
        boost::bind(&session::on_write_bad, shared_from_this(),
                    boost::placeholders::_1, boost::placeholders::_2));
    timer.async_wait(
        beast::bind_front_handler(&session::on_timer_bad, shared_from_this()));
    auto handler = std::bind_front(&session::on_second_timer_bad, this);
    timer.async_wait(handler);
    std::thread(&session::on_thread_ok, this).detach();
  }

private:
  void on_read_bad(error_code, std::size_t) { std::this_thread::sleep_for(1s); }
  // WARN@-1:47: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:47: run it on a thread pool and await the result
  void on_write_bad(error_code, std::size_t) { [] { std::this_thread::sleep_for(1s); }(); }
  // WARN@-1:48: this call blocks the event loop through 'sleep_for'
  // NOTE@-2:53: 'sleep_for' suspends the calling thread
  // NOTE@-3:48: run it on a thread pool and await the result
  void on_timer_bad(error_code);
  void on_second_timer_bad(error_code) { std::this_thread::sleep_for(1s); }
  // WARN@-1:42: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:42: run it on a thread pool and await the result
  void on_thread_ok() { std::this_thread::sleep_for(1s); }
  void nobody_hands_over_ok() { std::this_thread::sleep_for(1s); }

  asio::ip::tcp::socket socket;
  asio::steady_timer timer;
  char data[64];
};
void session::on_timer_bad(error_code) { std::this_thread::sleep_for(1s); }
// WARN@-1:42: 'sleep_for' blocks the event loop: it suspends the calling thread
// NOTE@-2:42: run it on a thread pool and await the result

void function_object_bad(asio::steady_timer &timer) {
  struct read_op {
    void operator()(error_code) { std::this_thread::sleep_for(1s); }
    // WARN@-1:35: 'sleep_for' blocks the event loop: it suspends the calling thread
    // NOTE@-2:35: run it on a thread pool and await the result
  };
  timer.async_wait(read_op());
}

// Coroutines handed to a pool.

static awaitable<void> on_the_pool_ok() {
  std::this_thread::sleep_for(1s);
  co_return;
}
static awaitable<void> awaited_on_the_pool_ok() {
  std::this_thread::sleep_for(1s);
  co_return;
}
static awaitable<void> on_both_bad() {
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  // FIX@-3:   co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, 1s).async_wait(boost::asio::use_awaitable);
  co_return;
}
static awaitable<void> handed_over_ok() {
  co_await awaited_on_the_pool_ok();
  std::this_thread::sleep_for(1s);
}
awaitable<void> hands_coroutines_over_ok(asio::thread_pool &pool,
                                         asio::io_context &io) {
  co_await asio::co_spawn(pool, on_the_pool_ok(), use_awaitable);
  asio::co_spawn(pool, handed_over_ok, asio::detached);
  asio::co_spawn(pool, on_both_bad(), asio::detached);
  asio::co_spawn(io, on_both_bad(), asio::detached);
}
static awaitable<void> behind_a_move_ok() {
  std::this_thread::sleep_for(1s);
  co_return;
}
awaitable<void> moves_and_awaits_ok(asio::thread_pool &pool) {
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
  co_await behind_a_move_ok();
}

// Nobody waits while the operator's signal is handled.
void joins_at_the_end_ok(asio::signal_set &signals, std::thread &worker) {
  signals.async_wait([&](error_code, int) { worker.join(); });
}
void naps_at_the_end_bad(asio::signal_set &signals) {
  signals.async_wait([](error_code, int) { std::this_thread::sleep_for(1s); });
  // WARN@-1:44: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:44: run it on a thread pool and await the result
}

int main() {
  asio::io_context io;
  asio::signal_set signals(io, SIGTERM);
  signals.async_wait([&](error_code, int) { io.stop(); });
  io.run();
  std::this_thread::sleep_for(1s);
}
