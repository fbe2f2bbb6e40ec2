// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-misused-task

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <exception>
#include <functional>

namespace asio = boost::asio;
using asio::awaitable;

awaitable<void> notify();
void work();

void post_bad(asio::io_context &loop) {
  asio::post(loop, []() -> awaitable<void> { co_await notify(); });
  // WARN@-1:20: a coroutine stands where a plain function is expected: it never runs
  // NOTE@-2:3: 'post' ignores what it returns
  // NOTE@-3:20: call it in a plain function that hands its task to something that runs it
}

void function_bad(asio::io_context &loop) { asio::post(loop, notify); }
// WARN@-1:62: a coroutine stands where a plain function is expected: it never runs
// NOTE@-2:45: 'post' ignores what it returns
// NOTE@-3:62: call it in a plain function that hands its task to something that runs it

void pool_bad(asio::thread_pool &pool) {
  asio::post(pool, []() -> awaitable<void> { co_await notify(); });
  // WARN@-1:20: a coroutine stands where a plain function is expected: it never runs
  // NOTE@-2:3: 'post' ignores what it returns
  // NOTE@-3:20: call it in a plain function that hands its task to something that runs it
}

void timer_bad(asio::steady_timer &timer) {
  timer.async_wait([](boost::system::error_code) -> awaitable<void> {
  // WARN@-1:20: a coroutine stands where a plain function is expected: it never runs
  // NOTE@-2:3: 'async_wait' ignores what it returns
  // NOTE@-3:20: call it in a plain function that hands its task to something that runs it
    co_await notify();
  });
}

void bound_bad(asio::steady_timer &timer,
               asio::strand<asio::io_context::executor_type> &strand) {
  timer.async_wait(asio::bind_executor(
  // NOTE@-1:3: 'async_wait' ignores what it returns
      strand, [](boost::system::error_code) { return notify(); }));
      // WARN@-1:15: a coroutine stands where a plain function is expected: it never runs
      // NOTE@-2:15: call it in a plain function that hands its task to something that runs it
}

void socket_bad(asio::ip::tcp::socket &socket, std::string &text) {
  asio::async_read(socket, asio::buffer(text),
  // NOTE@-1:3: 'async_read' ignores what it returns
                   [](boost::system::error_code, std::size_t)
                   // WARN@-1:20: a coroutine stands where a plain function is expected: it never runs
                   // NOTE@-2:20: call it in a plain function that hands its task to something that runs it
                       -> awaitable<void> { co_await notify(); });
}

void wrapped_bad(std::function<void()> &out) {
  out = std::function<void()>(notify);
  // WARN@-1:31: a coroutine stands where a plain function is expected: it never runs
  // NOTE@-2:9: 'std::function' expects a function that returns nothing
  // NOTE@-3:31: call it in a plain function that hands its task to something that runs it
}

void spawned_ok(asio::io_context &loop) {
  asio::co_spawn(loop, notify, asio::detached);
  asio::co_spawn(
      loop, []() -> awaitable<void> { co_await notify(); },
      [](std::exception_ptr) {});
}

void posted_ok(asio::io_context &loop, asio::steady_timer &timer) {
  asio::post(loop, work);
  timer.async_wait([&loop](boost::system::error_code) {
    asio::co_spawn(loop, notify(), asio::detached);
  });
}
