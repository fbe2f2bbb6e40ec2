// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-detached-task
// RUN: %check_test %s async-detached-task --tag strict --option StrictMode=true

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <exception>
#include <memory>
#include <string>

namespace asio = boost::asio;
using asio::awaitable;
using asio::detached;
using asio::ip::tcp;

awaitable<void> greet(const std::string &name);
awaitable<void> owned(std::string name);
awaitable<void> serve(tcp::socket &socket);
awaitable<void> serve_owned(tcp::socket socket);
awaitable<void> fails() { co_await owned("x"); }
// NOTE[strict]@-1:17: it can throw and handles nothing
awaitable<void> guarded() {
  try {
    co_await owned("x");
  } catch (const std::exception &) {
  }
}

class Session : public std::enable_shared_from_this<Session> {
public:
  awaitable<void> run();
  void start(asio::io_context &loop);
};

void local_bad(asio::io_context &loop, int user) {
  std::string name = std::to_string(user);
  // NOTE@-1:15: 'name' is destroyed at the end of its scope
  asio::co_spawn(loop, greet(name), detached);
  // WARN@-1:3: the detached task returned by 'greet' outlives 'name', which it refers to
  // NOTE@-2:30: 'name' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

void handler_bad(asio::io_context &loop, int user) {
  std::string name = std::to_string(user);
  // NOTE@-1:15: 'name' is destroyed at the end of its scope
  asio::co_spawn(loop, greet(name), [](std::exception_ptr) {});
  // WARN@-1:3: the detached task returned by 'greet' outlives 'name', which it refers to
  // NOTE@-2:30: 'name' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

void temporary_bad(asio::io_context &loop) {
  asio::co_spawn(loop, greet("x"), detached);
  // WARN@-1:3: the detached task returned by 'greet' outlives a temporary, which it refers to
  // NOTE@-2:30: a temporary is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

void object_bad(asio::io_context &loop) {
  Session session;
  // NOTE@-1:11: 'session' is destroyed at the end of its scope
  asio::co_spawn(loop, session.run(), detached);
  // WARN@-1:3: the detached task returned by 'run' outlives 'session', which it refers to
  // NOTE@-2:24: 'session' is the object it runs on
  // NOTE@-3:3: let the coroutine own the object ('shared_from_this'), or await the task
}

awaitable<void> accept_bad(tcp::acceptor &acceptor) {
  while (true) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    // NOTE@-1:17: 'socket' is destroyed at the end of its scope
    asio::co_spawn(acceptor.get_executor(), serve(socket), detached);
    // WARN@-1:5: the detached task returned by 'serve' outlives 'socket', which it refers to
    // NOTE@-2:51: 'socket' is handed over by reference
    // NOTE@-3:5: let the coroutine take it by value, or await the task
  }
}

// For strict readers.
awaitable<void> awaits_later_bad(asio::steady_timer &timer) {
  std::string name = "x";
  // NOTE[strict]@-1:15: 'name' is destroyed at the end of its scope
  asio::co_spawn(timer.get_executor(), greet(name), detached);
  // WARN[strict]@-1:3: the detached task returned by 'greet' outlives 'name', which it refers to
  // NOTE[strict]@-2:46: 'name' is handed over by reference
  // NOTE[strict]@-3:3: let the coroutine take it by value, or await the task
  co_await timer.async_wait(asio::use_awaitable);
}

void lost_error_bad(asio::io_context &loop) {
  asio::co_spawn(loop, fails(), detached);
  // WARN[strict]@-1:3: nobody learns of the errors of the detached task returned by 'fails'
  // NOTE[strict]@-2:3: handle errors in the coroutine, or give 'co_spawn' something that reports them
  // NOTE[strict]@-3:3: throw its error out of the event loop
  // UNSAFE[strict]@-4:   asio::co_spawn(loop, fails(), [](std::exception_ptr error) { if (error) std::rethrow_exception(error); });
}

void value_ok(asio::io_context &loop, std::string name) {
  asio::co_spawn(loop, owned(name), detached);
  asio::co_spawn(loop, guarded(), detached);
}

awaitable<void> accept_ok(tcp::acceptor &acceptor) {
  while (true)
    asio::co_spawn(
        acceptor.get_executor(),
        serve_owned(co_await acceptor.async_accept(asio::use_awaitable)),
        detached);
}

void runs_ok(int user) {
  asio::io_context loop;
  std::string name = std::to_string(user);
  asio::co_spawn(loop, greet(name), detached);
  loop.run();
}

void waits_ok(asio::io_context &loop, int user) {
  std::string name = std::to_string(user);
  asio::co_spawn(loop, greet(name), asio::use_future).get();
}

awaitable<void> awaited_ok(int user) {
  std::string name = std::to_string(user);
  co_await asio::co_spawn(co_await asio::this_coro::executor, greet(name),
                          asio::use_awaitable);
}

awaitable<void> copies_at_once(const std::string &name) noexcept {
  std::string own = name;
  co_await greet(own);
  co_await greet(own);
}

awaitable<void> in_place_ok(int user) {
  std::string name = std::to_string(user);
  asio::co_spawn(co_await asio::this_coro::executor, copies_at_once(name),
                 detached);
}

awaitable<void> reads_later(const std::string &name) {
  co_await guarded();
  co_await greet(name);
}

awaitable<void> in_place_bad(int user) {
  std::string name = std::to_string(user);
  // NOTE@-1:15: 'name' is destroyed at the end of its scope
  asio::co_spawn(co_await asio::this_coro::executor, reads_later(name),
  // WARN@-1:3: the detached task returned by 'reads_later' outlives 'name', which it refers to
  // NOTE@-2:66: 'name' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
                 detached);
}

void shared_ok(asio::io_context &loop) {
  auto session = std::make_shared<Session>();
  asio::co_spawn(loop, session->run(), detached);
}

void Session::start(asio::io_context &loop) {
  asio::co_spawn(loop, run(), detached);
}

// Closures are a matter of their captures.
void closure_ok(asio::io_context &loop, std::string name) {
  asio::co_spawn(
      loop, [&name]() -> awaitable<void> { co_await greet(name); }, detached);
}

class Starter {
public:
  explicit Starter(asio::io_context &loop) : loop(loop) {}
  void start(awaitable<void> task) {
    asio::co_spawn(loop, std::move(task), detached);
  }
  void fill(awaitable<void> task) { kept = std::move(task); }

private:
  asio::io_context &loop;
  awaitable<void> kept;
};

void own_function_bad(Starter &starter, int user) {
  std::string name = std::to_string(user);
  // NOTE@-1:15: 'name' is destroyed at the end of its scope
  starter.start(greet(name));
  // WARN@-1:3: the detached task returned by 'greet' outlives 'name', which it refers to
  // NOTE@-2:23: 'name' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

void own_function_that_keeps_it_ok(Starter &starter, int user) {
  std::string name = std::to_string(user);
  starter.fill(greet(name));
}
