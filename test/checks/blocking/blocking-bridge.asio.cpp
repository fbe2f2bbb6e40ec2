// REQUIRES: boost-asio
// RUN: %check_test %s async-blocking-bridge
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
// UNSAFE@-1: #include <boost/asio/io_context.hpp>
// UNSAFE@-2: #include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <thread>

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<int> number() { co_return 1; }

asio::awaitable<void> run_bad(asio::io_context &io) {
  io.run();
  // WARN@-1:3: 'run' blocks the event loop: it runs the event loop inside itself
  // NOTE@-2:3: use 'co_await the operation' instead
  co_return;
}

asio::awaitable<void> run_for_bad(asio::io_context &io) {
  io.run_for(100ms);
  // WARN@-1:3: 'run_for' blocks the event loop: it runs the event loop inside itself
  // NOTE@-2:3: use 'co_await the operation' instead
  co_return;
}

asio::awaitable<void> run_one_bad(asio::io_context &io) {
  io.run_one();
  // WARN@-1:3: 'run_one' blocks the event loop: it runs the event loop inside itself
  // NOTE@-2:3: use 'co_await the operation' instead
  co_return;
}

asio::awaitable<void> poll_ok(asio::io_context &io) {
  io.poll();
  co_return;
}

asio::awaitable<void> run_on_thread_ok(asio::io_context &io) {
  std::thread([&io] { io.run(); }).detach();
  co_return;
}

asio::awaitable<void> stop_ok(asio::io_context &io) {
  io.stop();
  co_return;
}

void worker_ok(asio::io_context &io) { io.run(); }

int main() {
  asio::io_context io;
  asio::co_spawn(io, number(), asio::detached);
  io.run();
}

asio::awaitable<int> use_future_bad(asio::io_context &io) {
  co_return asio::co_spawn(io, number(), asio::use_future).get();
  // WARN@-1:13: 'get' blocks the event loop: it waits for the result
  // NOTE@-2:13: await the work with 'co_await' instead of waiting for it
  // NOTE@-3:13: await the operation instead
  // UNSAFE@-4:   co_return co_await asio::co_spawn(io, number(), boost::asio::use_awaitable);
}

asio::awaitable<int> named_future_bad(asio::io_context &io) {
  std::future<int> reply = asio::co_spawn(io, number(), asio::use_future);
  co_return reply.get();
  // WARN@-1:13: 'get' blocks the event loop: it waits for the result
  // NOTE@-2:13: await the work with 'co_await' instead of waiting for it
}

asio::awaitable<int> named_future_checked_ok(asio::io_context &io) {
  std::future<int> reply = asio::co_spawn(io, number(), asio::use_future);
  if (reply.wait_for(0s) == std::future_status::ready)
    co_return reply.get();
  co_return 0;
}
