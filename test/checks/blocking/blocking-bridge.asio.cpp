// REQUIRES: boost-asio
// RUN: %check_test %s async-blocking-bridge
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <thread>

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<int> number() { co_return 1; }

asio::awaitable<void> run_bad(asio::io_context &io) {
  io.run();
  co_return;
}

asio::awaitable<void> run_for_bad(asio::io_context &io) {
  io.run_for(100ms);
  co_return;
}

asio::awaitable<void> run_one_bad(asio::io_context &io) {
  io.run_one();
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
}

asio::awaitable<int> named_future_bad(asio::io_context &io) {
  std::future<int> reply = asio::co_spawn(io, number(), asio::use_future);
  co_return reply.get();
}

asio::awaitable<int> named_future_checked_ok(asio::io_context &io) {
  std::future<int> reply = asio::co_spawn(io, number(), asio::use_future);
  if (reply.wait_for(0s) == std::future_status::ready)
    co_return reply.get();
  co_return 0;
}
