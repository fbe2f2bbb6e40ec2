// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-capturing-lambda

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <memory>
#include <string>
#include <vector>

namespace asio = boost::asio;
using asio::awaitable;
using asio::detached;
using asio::use_awaitable;
using asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;

awaitable<void> greet(std::string name);

void spawned_bad(asio::io_context &loop, std::string name) {
  asio::co_spawn(
  // NOTE@-1:3: the task runs on its own from here on
      loop, [name]() -> awaitable<void> { co_await greet(name); }(), detached);
      // WARN@-1:13: the lambda is destroyed before its coroutine ends, and its capture 'name' with it
      // NOTE@-2:58: the coroutine uses 'name' here
      // NOTE@-3:13: hand the lambda over without calling it, or pass what it needs as arguments
      // NOTE@-4:13: make parameters of the captures
      // UNSAFE@-5:       loop, [](auto name) -> awaitable<void> { co_await greet(name); }(name), detached);
}

void spawned_by_reference_bad(asio::io_context &loop, std::string &name) {
  asio::co_spawn(
  // NOTE@-1:3: the task runs on its own from here on
      loop, [&]() -> awaitable<void> { co_await greet(name); }(), detached);
      // WARN@-1:13: the lambda is destroyed before its coroutine ends, and its capture 'name' with it
      // NOTE@-2:55: the coroutine uses 'name' here
      // NOTE@-3:13: hand the lambda over without calling it, or pass what it needs as arguments
      // NOTE@-4:13: make parameters of the captures
      // UNSAFE@-5:       loop, [](auto &name) -> awaitable<void> { co_await greet(name); }(name), detached);
}

void handler_bad(asio::io_context &loop, std::string name) {
  asio::co_spawn(
  // NOTE@-1:3: the task runs on its own from here on
      loop, [name]() -> awaitable<void> { co_await greet(name); }(),
      // WARN@-1:13: the lambda is destroyed before its coroutine ends, and its capture 'name' with it
      // NOTE@-2:58: the coroutine uses 'name' here
      // NOTE@-3:13: hand the lambda over without calling it, or pass what it needs as arguments
      // NOTE@-4:13: make parameters of the captures
      // UNSAFE@-5:       loop, [](auto name) -> awaitable<void> { co_await greet(name); }(name),
      [](std::exception_ptr) {});
}

awaitable<void> accept_bad(tcp::acceptor &acceptor) {
  while (true) {
    auto socket = std::make_shared<tcp::socket>(
        co_await acceptor.async_accept(use_awaitable));
    asio::co_spawn(
    // NOTE@-1:5: the task runs on its own from here on
        acceptor.get_executor(),
        [socket]() -> awaitable<void> {
        // WARN@-1:9: the lambda is destroyed before its coroutine ends, and its capture 'socket' with it
        // NOTE@-2:9: hand the lambda over without calling it, or pass what it needs as arguments
        // NOTE@-3:9: make parameters of the captures
        // UNSAFE@-4:         [](auto socket) -> awaitable<void> {
          co_await socket->async_wait(tcp::socket::wait_read, use_awaitable);
          // NOTE@-1:20: the coroutine uses 'socket' here
        }(),
        // UNSAFE@-1:         }(socket),
        detached);
  }
}

awaitable<void> stored_bad(asio::steady_timer &timer, std::string name) {
  auto greeting = [&]() -> awaitable<void> { co_await greet(name); }();
  // WARN@-1:19: the lambda is destroyed before its coroutine ends, and its capture 'name' with it
  // NOTE@-2:3: 'greeting' keeps the task
  // NOTE@-3:61: the coroutine uses 'name' here
  // NOTE@-4:19: pass what it needs as arguments, or await the task in the same expression
  co_await timer.async_wait(use_awaitable);
  co_await std::move(greeting);
}

awaitable<void> lazily_spawned_bad(asio::io_context &loop, std::string name) {
  auto work = asio::co_spawn(
  // NOTE@-1:3: 'work' keeps the task
      loop, [name]() -> awaitable<void> { co_await greet(name); }(),
      // WARN@-1:13: the lambda is destroyed before its coroutine ends, and its capture 'name' with it
      // NOTE@-2:58: the coroutine uses 'name' here
      // NOTE@-3:13: pass what it needs as arguments, or await the task in the same expression
      // NOTE@-4:13: make parameters of the captures
      // UNSAFE@-5:       loop, [](auto name) -> awaitable<void> { co_await greet(name); }(name),
      use_awaitable);
  co_await std::move(work);
}

class Session : public std::enable_shared_from_this<Session> {
public:
  void start_bad(asio::io_context &loop) {
    asio::co_spawn(
    // NOTE@-1:5: the task runs on its own from here on
        loop,
        [self = shared_from_this()]() -> awaitable<void> {
        // WARN@-1:9: the lambda is destroyed before its coroutine ends, and its capture 'self' with it
        // NOTE@-2:9: hand the lambda over without calling it, or pass what it needs as arguments
        // NOTE@-3:9: make parameters of the captures
        // UNSAFE@-4:         [](auto self) -> awaitable<void> {
          co_await greet(self->Name);
          // NOTE@-1:26: the coroutine uses 'self' here
        }(),
        // UNSAFE@-1:         }(shared_from_this()),
        detached);
  }
  void start_ok(asio::io_context &loop) {
    asio::co_spawn(
        loop,
        [self = shared_from_this()]() -> awaitable<void> {
          co_await greet(self->Name);
        },
        detached);
  }
  void run_ok(asio::io_context &loop) {
    asio::co_spawn(
        loop,
        [](std::shared_ptr<Session> self) -> awaitable<void> {
          co_await greet(self->Name);
        }(shared_from_this()),
        detached);
  }

private:
  std::string Name;
};

int main_bad(asio::io_context &loop, std::string name) {
  asio::co_spawn(
  // NOTE@-1:3: the task runs on its own from here on
      loop, [&]() -> awaitable<void> { co_await greet(name); }(), detached);
      // WARN@-1:13: the lambda is destroyed before its coroutine ends, and its capture 'name' with it
      // NOTE@-2:55: the coroutine uses 'name' here
      // NOTE@-3:13: hand the lambda over without calling it, or pass what it needs as arguments
  return static_cast<int>(loop.run());
}

void uncalled_ok(asio::io_context &loop, std::string name) {
  asio::co_spawn(
      loop, [name]() -> awaitable<void> { co_await greet(name); }, detached);
}

void waits_ok(asio::io_context &loop, std::string name) {
  asio::co_spawn(
      loop, [&]() -> awaitable<void> { co_await greet(name); }(),
      asio::use_future)
      .get();
}

awaitable<void> awaited_ok(std::string name) {
  co_await [&]() -> awaitable<void> { co_await greet(name); }();
}

awaitable<void> operators_ok(asio::steady_timer &timer, std::string name) {
  co_await ([&]() -> awaitable<void> { co_await greet(name); }() ||
            timer.async_wait(use_awaitable));
}

awaitable<void> spawned_and_awaited_ok(std::string name) {
  co_await asio::co_spawn(
      co_await asio::this_coro::executor,
      [&]() -> awaitable<void> { co_await greet(name); }(), use_awaitable);
}

void named_ok(std::string name) {
  asio::io_context loop;
  auto serve = [&]() -> awaitable<void> { co_await greet(name); };
  asio::co_spawn(loop, serve(), detached);
  asio::co_spawn(loop, serve, detached);
  loop.run();
}

awaitable<void> starts_in_place_ok(std::string name) {
  asio::co_spawn(
      co_await asio::this_coro::executor,
      [name]() -> awaitable<void> {
        std::string own = name;
        co_await greet(own);
      }(),
      detached);
}

awaitable<void> starts_in_place_bad(std::string name) {
  asio::co_spawn(
  // NOTE@-1:3: the task runs on its own from here on
      co_await asio::this_coro::executor,
      [name]() -> awaitable<void> {
      // WARN@-1:7: the lambda is destroyed before its coroutine ends, and its capture 'name' with it
      // NOTE@-2:7: hand the lambda over without calling it, or pass what it needs as arguments
      // NOTE@-3:7: make parameters of the captures
      // UNSAFE@-4:       [](auto name) -> awaitable<void> {
        co_await greet("somebody");
        co_await greet(name);
        // NOTE@-1:24: the coroutine uses 'name' here
      }(),
      // UNSAFE@-1:       }(name),
      detached);
}

template <typename T>
void start(asio::any_io_executor executor, awaitable<T> &&task) {
  asio::co_spawn(executor, std::move(task), detached);
}

template <typename T>
void start_twice(asio::any_io_executor executor, awaitable<T> task) {
  start(executor, std::move(task));
}

std::vector<awaitable<void>> kept;

void keep(asio::any_io_executor, awaitable<void> &&task) {
  kept.push_back(std::move(task));
}

void finish(asio::io_context &loop, awaitable<void> task) {
  asio::co_spawn(loop, std::move(task), detached);
  loop.run();
}

template <typename T>
T run(asio::io_context &loop, awaitable<T> task) {
  std::future<T> result = asio::co_spawn(loop, std::move(task), asio::use_future);
  loop.run();
  return result.get();
}

void through_own_function_bad(asio::io_context &loop, std::string name) {
  start(loop.get_executor(), [name]() -> awaitable<void> {
  // WARN@-1:30: the lambda is destroyed before its coroutine ends, and its capture 'name' with it
  // NOTE@-2:3: the task runs on its own from here on
  // NOTE@-3:30: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-4:30: make parameters of the captures
  // UNSAFE@-5:   start(loop.get_executor(), [](auto name) -> awaitable<void> {
    co_await greet(name);
    // NOTE@-1:20: the coroutine uses 'name' here
  }());
  // UNSAFE@-1:   }(name));
  start_twice(loop.get_executor(), [&]() -> awaitable<void> {
  // WARN@-1:36: the lambda is destroyed before its coroutine ends, and its capture 'name' with it
  // NOTE@-2:3: the task runs on its own from here on
  // NOTE@-3:36: pass what it needs as arguments, or await the task in the same expression
    co_await greet(name);
    // NOTE@-1:20: the coroutine uses 'name' here
  }());
}

void own_function_waits_ok(asio::io_context &loop, std::string name) {
  run(loop, [&]() -> awaitable<void> { co_await greet(name); }());
  finish(loop, [&]() -> awaitable<void> { co_await greet(name); }());
}

void own_function_keeps_it_ok(asio::io_context &loop, std::string name) {
  keep(loop.get_executor(), [&]() -> awaitable<void> { co_await greet(name); }());
}
