// Boost 1.81 declares many members in base classes with other names than the
// ones users write.
//
// REQUIRES: boost-asio
// RUN: %build/bin/call-dump %s -- -w -std=c++20 \
// RUN:   | FileCheck %s --implicit-check-not=blocks
#define BOOST_THREAD_VERSION 4
#include <boost/asio.hpp>
#include <boost/process.hpp>
#include <boost/thread/future.hpp>

namespace asio = boost::asio;
using asio::ip::tcp;

void futures_bad(boost::future<int> &f) {
  f.wait();
  // CHECK: [[#@LINE-1]]: blocks boost::future::wait
  f.get();
  // CHECK: [[#@LINE-1]]: blocks boost::future::get
}

void sockets_bad(tcp::socket &s, tcp::endpoint e, char *b) {
  s.connect(e);
  // CHECK: [[#@LINE-1]]: blocks boost::asio::basic_stream_socket::connect
  s.read_some(asio::buffer(b, 1));
  // CHECK: [[#@LINE-1]]: blocks boost::asio::basic_stream_socket::read_some
  asio::read(s, asio::buffer(b, 1));
  // CHECK: [[#@LINE-1]]: blocks boost::asio::read
}

void timers_bad(asio::steady_timer &t) {
  t.wait();
  // CHECK: [[#@LINE-1]]: blocks boost::asio::basic_waitable_timer::wait
}

void processes_bad() {
  boost::process::child c("/bin/true");
  // CHECK: [[#@LINE-1]]: blocks boost::process::child::child
  c.wait();
  // CHECK: [[#@LINE-1]]: blocks boost::process::child::wait
}

asio::awaitable<void> asynchronous_ok(tcp::socket &s, tcp::endpoint e,
                                      asio::steady_timer &t, char *b) {
  co_await s.async_connect(e, asio::use_awaitable);
  co_await s.async_read_some(asio::buffer(b, 1), asio::use_awaitable);
  co_await t.async_wait(asio::use_awaitable);
  boost::process::child none;
}

void loops_bad(asio::io_context &io, asio::awaitable<void> task) {
  // CHECK: [[#@LINE-1]]: type boost::asio::awaitable (asio)
  asio::co_spawn(io, std::move(task), asio::detached);
  // CHECK: [[#@LINE-1]]: sink boost::asio::co_spawn (asio)
  io.run();
  // CHECK: [[#@LINE-1]]: bridge boost::asio::io_context::run (asio)
}
