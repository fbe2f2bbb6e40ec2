// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-escaping-capture
// RUN: %check_test %s async-escaping-capture --tag strict --option StrictMode=true

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <algorithm>
#include <array>
#include <future>
#include <memory>
#include <string>
#include <vector>

namespace asio = boost::asio;
using asio::awaitable;
using asio::detached;
using asio::ip::tcp;
using boost::system::error_code;

void log(const std::string &line);
awaitable<void> greet(std::string name);

void post_bad(asio::io_context &loop, int user) {
  std::string line = "user " + std::to_string(user);
  // NOTE@-1:15: 'line' is destroyed at the end of its scope
  asio::post(loop, [&] { log(line); });
  // WARN@-1:30: 'line' is captured by reference, and the lambda outlives it
  // NOTE@-2:3: 'post' keeps the lambda until the event loop runs it
  // NOTE@-3:30: capture it by value, or wait here until the lambda has run
}

void post_explicit_bad(asio::io_context &loop, std::string line) {
// NOTE@-1:60: 'line' is destroyed at the end of its scope
  asio::post(loop, [&line] { log(line); });
  // WARN@-1:22: 'line' is captured by reference, and the lambda outlives it
  // NOTE@-2:3: 'post' keeps the lambda until the event loop runs it
  // NOTE@-3:22: capture it by value, or wait here until the lambda has run
}

void strand_bad(asio::strand<asio::io_context::executor_type> strand) {
  int count = 0;
  // NOTE@-1:7: 'count' is destroyed at the end of its scope
  asio::post(asio::bind_executor(strand, [&count] { ++count; }));
  // WARN@-1:44: 'count' is captured by reference, and the lambda outlives it
  // NOTE@-2:3: another thread runs the lambda from here on, and nobody waits for it
  // NOTE@-3:44: capture it by value, or wait here until the lambda has run
}

void timer_bad(asio::steady_timer &timer) {
  int ticks = 0;
  // NOTE@-1:7: 'ticks' is destroyed at the end of its scope
  timer.async_wait([&](error_code) { ++ticks; });
  // WARN@-1:40: 'ticks' is captured by reference, and the lambda outlives it
  // NOTE@-2:9: 'async_wait' keeps the lambda until the event loop runs it
  // NOTE@-3:40: capture it by value, or wait here until the lambda has run
}

void read_bad(tcp::socket &socket, std::vector<char> &buffer) {
  bool done = false;
  // NOTE@-1:8: 'done' is destroyed at the end of its scope
  asio::async_read(socket, asio::buffer(buffer),
  // NOTE@-1:3: 'async_read' keeps the lambda until the event loop runs it
                   [&done](error_code, std::size_t) { done = true; });
                   // WARN@-1:22: 'done' is captured by reference, and the lambda outlives it
                   // NOTE@-2:22: capture it by value, or wait here until the lambda has run
}

void coroutine_bad(asio::io_context &loop, std::string name) {
// NOTE@-1:56: 'name' is destroyed at the end of its scope
  asio::co_spawn(
  // NOTE@-1:3: 'co_spawn' keeps the lambda until the event loop runs it
      loop, [&]() -> awaitable<void> { co_await greet(name); }, detached);
      // WARN@-1:55: 'name' is captured by reference, and the lambda outlives it
      // NOTE@-2:55: capture it by value, or wait here until the lambda has run
}

void coroutine_handler_bad(asio::io_context &loop, std::string name) {
  int failures = 0;
  // NOTE@-1:7: 'failures' is destroyed at the end of its scope
  asio::co_spawn(loop, greet(name), [&](std::exception_ptr error) {
  // NOTE@-1:3: 'co_spawn' keeps the lambda until the event loop runs it
    if (error)
      ++failures;
      // WARN@-1:9: 'failures' is captured by reference, and the lambda outlives it
      // NOTE@-2:9: capture it by value, or wait here until the lambda has run
  });
}

void pool_bad(asio::thread_pool &pool, std::string line) {
// NOTE@-1:52: 'line' is destroyed at the end of its scope
  asio::post(pool, [&line] { log(line); });
  // WARN@-1:22: 'line' is captured by reference, and the lambda outlives it
  // NOTE@-2:3: another thread runs the lambda from here on, and nobody waits for it
  // NOTE@-3:22: capture it by value, or wait here until the lambda has run
}

awaitable<void> in_coroutine_bad(tcp::acceptor &acceptor) {
  while (true) {
    tcp::socket socket =
    // NOTE@-1:17: 'socket' is destroyed at the end of its scope
        co_await acceptor.async_accept(asio::use_awaitable);
    asio::co_spawn(
    // NOTE@-1:5: 'co_spawn' keeps the lambda until the event loop runs it
        acceptor.get_executor(),
        [&]() -> awaitable<void> {
          std::array<char, 64> data;
          co_await socket.async_read_some(asio::buffer(data),
          // WARN@-1:20: 'socket' is captured by reference, and the lambda outlives it
          // NOTE@-2:20: capture it by value, or wait here until the lambda has run
                                          asio::use_awaitable);
        },
        detached);
  }
}

class Connection : public std::enable_shared_from_this<Connection> {
public:
  explicit Connection(asio::io_context &loop) : Socket(loop), Timer(loop) {}
  void read_ok() {
    auto self = shared_from_this();
    Socket.async_read_some(asio::buffer(Data),
                           [this, self](error_code, std::size_t) { read_ok(); });
  }
  /// For strict readers.
  void unkept_bad() {
    Timer.async_wait([this](error_code) { log(Name); });
    // WARN[strict]@-1:23: 'this' is captured, and nothing keeps the object alive until the lambda runs
    // NOTE[strict]@-2:11: 'async_wait' keeps the lambda until the event loop runs it
    // NOTE[strict]@-3:23: capture 'shared_from_this()' as well
  }
  void local_bad() {
    int ticks = 0;
    // NOTE@-1:9: 'ticks' is destroyed at the end of its scope
    Timer.async_wait(
    // NOTE@-1:11: 'async_wait' keeps the lambda until the event loop runs it
        [self = shared_from_this(), &ticks](error_code) { ++ticks; });
        // WARN@-1:38: 'ticks' is captured by reference, and the lambda outlives it
        // NOTE@-2:38: capture it by value, or wait here until the lambda has run
  }

private:
  tcp::socket Socket;
  asio::steady_timer Timer;
  std::array<char, 64> Data;
  std::string Name;
};

class Farewell_bad {
public:
  ~Farewell_bad() {
    asio::post(Socket->get_executor(), [this] { log(Name); });
    // WARN@-1:41: 'this' is captured, and the lambda outlives the object, which is being destroyed
    // NOTE@-2:5: 'post' keeps the lambda until the event loop runs it
    // NOTE@-3:41: wait in the destructor until the lambda has run
  }

private:
  std::shared_ptr<tcp::socket> Socket;
  std::string Name;
};

class Ticker {
public:
  explicit Ticker(asio::io_context &loop) : Timer(loop) {}
  void start_ok() {
    Timer.async_wait([this](error_code error) {
      if (!error)
        start_ok();
    });
  }

private:
  asio::steady_timer Timer;
};

void runs_ok(int user) {
  asio::io_context loop;
  std::string line = std::to_string(user);
  asio::post(loop, [&] { log(line); });
  loop.run();
}

void runs_reference_ok(asio::io_context &loop) {
  int count = 0;
  asio::post(loop, [&] { ++count; });
  loop.poll();
}

void joins_ok(asio::thread_pool &pool, std::string line) {
  asio::post(pool, [&line] { log(line); });
  pool.join();
}

void local_pool_ok(std::string line) {
  asio::thread_pool pool(2);
  asio::post(pool, [&line] { log(line); });
}

void future_ok(asio::io_context &loop) {
  std::promise<int> promise;
  asio::post(loop, [&promise] { promise.set_value(1); });
  promise.get_future().get();
}

void spawned_future_ok(asio::io_context &loop, std::string name) {
  asio::co_spawn(
      loop, [&]() -> awaitable<void> { co_await greet(name); },
      asio::use_future)
      .get();
}

awaitable<void> awaited_ok(asio::io_context &loop, std::string name) {
  co_await asio::co_spawn(
      loop, [&]() -> awaitable<void> { co_await greet(name); },
      asio::use_awaitable);
}

void by_value_ok(asio::io_context &loop, std::string line) {
  asio::post(loop, [line = std::move(line)] { log(line); });
}

void shared_ok(asio::io_context &loop) {
  auto count = std::make_shared<int>(0);
  asio::post(loop, [count] { ++*count; });
}

void reference_ok(asio::io_context &loop, std::string &line) {
  asio::post(loop, [&line] { log(line); });
}

void in_place_ok(asio::io_context &loop, std::vector<int> all) {
  int largest = 0;
  std::for_each(all.begin(), all.end(),
                [&](int one) { largest = std::max(largest, one); });
  asio::post(loop, [largest] { log(std::to_string(largest)); });
}

void dispatched_bad(asio::io_context &loop, std::string line) {
// NOTE[strict]@-1:57: 'line' is destroyed at the end of its scope
  asio::dispatch(loop, [&line] { log(line); });
  // WARN[strict]@-1:26: 'line' is captured by reference, and the lambda outlives it
  // NOTE[strict]@-2:3: 'dispatch' keeps the lambda until the event loop runs it
  // NOTE[strict]@-3:26: capture it by value, or wait here until the lambda has run
}

awaitable<void> started_at_once_ok(std::string name) {
  auto executor = co_await asio::this_coro::executor;
  asio::co_spawn(
      executor,
      [&name]() -> awaitable<void> {
        std::string own = std::move(name);
        co_await greet(own);
        co_await greet(own);
      },
      asio::detached);
}

awaitable<void> started_at_once_bad(std::string name) {
// NOTE@-1:49: 'name' is destroyed at the end of its scope
  auto executor = co_await asio::this_coro::executor;
  asio::co_spawn(
  // NOTE@-1:3: 'co_spawn' keeps the lambda until the event loop runs it
      executor,
      [&name]() -> awaitable<void> {
      // WARN@-1:9: 'name' is captured by reference, and the lambda outlives it
      // NOTE@-2:9: capture it by value, or wait here until the lambda has run
        co_await greet(name);
        co_await greet(name);
      },
      asio::detached);
}

int main() {
  asio::io_context loop;
  int count = 0;
  asio::post(loop, [&] { ++count; });
  auto serve = [&loop] { loop.run(); };
  serve();
}
