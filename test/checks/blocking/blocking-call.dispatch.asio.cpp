// REQUIRES: boost-asio
// RUN: %check_test %s async-blocking-call
// On its own loop `dispatch` runs the work before it returns, and its future is
// complete. Which loop the caller is on, nobody sees.
#include <boost/asio/awaitable.hpp>
// UNSAFE@-1: #include <boost/asio/awaitable.hpp>
// UNSAFE@-2: #include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
// UNSAFE@-1: #include <boost/asio/post.hpp>
// UNSAFE@-2: #include <boost/asio/system_executor.hpp>
// UNSAFE@-3: #include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

namespace asio = boost::asio;

void kick();

void on_main_thread(asio::io_context &main_loop) {
  auto done = asio::dispatch(main_loop, asio::use_future([] { kick(); }));
  done.wait();
}

asio::awaitable<void> heartbeat_ok(asio::io_context &main_loop) {
  on_main_thread(main_loop);
  co_return;
}

asio::awaitable<void> posted_bad(asio::io_context &main_loop) {
  auto done = asio::post(main_loop, asio::use_future([] { kick(); }));
  done.wait();
  // WARN@-1:3: 'wait' blocks the event loop: it waits for the result
  // NOTE@-2:3: run it on a thread pool and await the result
  // NOTE@-3:3: run it on a thread of 'boost::asio::system_executor'
  // UNSAFE@-4:   co_await boost::asio::co_spawn(boost::asio::system_executor(), [&]() -> boost::asio::awaitable<void> { done.wait(); co_return; }, boost::asio::use_awaitable);
  co_return;
}
