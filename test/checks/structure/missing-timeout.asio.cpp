// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-missing-timeout

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <chrono>
#include <string>
#include <utility>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;

awaitable<std::string> greeting_bad(tcp::socket &socket) {
  std::string line;
  co_await asio::async_read_until(socket, asio::dynamic_buffer(line), '\n',
  // WARN@-1:12: 'async_read_until' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
  // NOTE@-2:12: bound its time: 'corun::with_timeout'
                                  use_awaitable);
  co_await asio::async_write(socket, asio::buffer(line), use_awaitable);
  // NOTE@-1:12: neither has this
  co_return line;
}

awaitable<void> reaches_bad(tcp::socket &socket, std::string host) {
  tcp::resolver resolver(co_await asio::this_coro::executor);
  auto endpoints = co_await resolver.async_resolve(host, "80", use_awaitable);
  // WARN@-1:29: 'async_resolve' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
  // NOTE@-2:29: bound its time: 'corun::with_timeout'
  co_await asio::async_connect(socket, endpoints, use_awaitable);
  // NOTE@-1:12: neither has this
}

awaitable<std::size_t> receives_bad(tcp::socket &socket, char *buffer) {
  co_return co_await socket.async_read_some(asio::buffer(buffer, 64),
  // WARN@-1:22: 'async_read_some' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
  // NOTE@-2:22: bound its time: 'corun::with_timeout'
                                            use_awaitable);
}

awaitable<void> raced_ok(tcp::socket &socket) {
  std::string line;
  asio::steady_timer limit(socket.get_executor(), std::chrono::seconds(5));
  co_await (asio::async_read_until(socket, asio::dynamic_buffer(line), '\n',
                                   use_awaitable) ||
            limit.async_wait(use_awaitable));
}

awaitable<std::string> limited_ok(tcp::socket &socket) {
  std::string line;
  co_await asio::async_read_until(socket, asio::dynamic_buffer(line), '\n',
                                  use_awaitable);
  co_return line;
}
awaitable<void> after(std::chrono::milliseconds time);
awaitable<void> limits_ok(tcp::socket &socket) {
  co_await (limited_ok(socket) || after(std::chrono::seconds(5)));
}

awaitable<void> stream_expires_ok(boost::beast::tcp_stream &stream) {
  stream.expires_after(std::chrono::seconds(30));
  std::string line;
  co_await asio::async_read_until(stream, asio::dynamic_buffer(line), '\n',
                                  use_awaitable);
}

class Session {
public:
  awaitable<void> read_ok() {
    std::string line;
    co_await asio::async_read_until(Socket, asio::dynamic_buffer(line), '\n',
                                    use_awaitable);
  }

private:
  tcp::socket Socket;
  asio::steady_timer Idle;
};

awaitable<void> accepts_ok(tcp::acceptor &acceptor) {
  for (;;)
    co_await acceptor.async_accept(use_awaitable);
}

awaitable<void> waits_ok(asio::steady_timer &timer) {
  co_await timer.async_wait(use_awaitable);
}

awaitable<std::string> terminal_ok(asio::posix::stream_descriptor &descriptor) {
  std::string line;
  co_await asio::async_read_until(descriptor, asio::dynamic_buffer(line), '\n',
                                  use_awaitable);
  co_return line;
}

awaitable<void> made_here_bad(tcp::socket &socket) {
  boost::beast::tcp_stream stream(std::move(socket));
  std::string line;
  co_await asio::async_read_until(stream, asio::dynamic_buffer(line), '\n',
  // WARN@-1:12: 'async_read_until' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
  // NOTE@-2:12: bound its time: 'corun::with_timeout'
                                  use_awaitable);
}

awaitable<void> limited_by_its_maker_ok(boost::beast::tcp_stream &stream) {
  std::string line;
  co_await asio::async_read_until(stream, asio::dynamic_buffer(line), '\n',
                                  use_awaitable);
}

// Who starts it stands in another file.
awaitable<std::size_t> FN_elsewhere(tcp::socket &socket, char *buffer) {
  co_return co_await socket.async_read_some(asio::buffer(buffer, 64),
                                            use_awaitable);
}

template <typename Task> void start(tcp::socket &socket, Task task) {
  asio::co_spawn(socket.get_executor(), std::move(task), asio::detached);
}
void starts_ok(tcp::socket &socket, char *buffer) {
  start(socket, greeting_bad(socket));
  start(socket, reaches_bad(socket, "localhost"));
  start(socket, receives_bad(socket, buffer));
  start(socket, made_here_bad(socket));
}
void starts_limited_ok(tcp::socket &socket, boost::beast::tcp_stream &stream,
                       Session &session) {
  start(socket, raced_ok(socket));
  start(socket, limits_ok(socket));
  start(socket, stream_expires_ok(stream));
  start(socket, limited_by_its_maker_ok(stream));
  start(socket, session.read_ok());
}
void starts_others_ok(tcp::socket &socket, tcp::acceptor &acceptor,
                      asio::posix::stream_descriptor &descriptor) {
  start(socket, accepts_ok(acceptor));
  start(socket, terminal_ok(descriptor));
}

void starts_a_lambda_bad(tcp::socket &socket) {
  asio::co_spawn(
      socket.get_executor(),
      [&socket]() -> awaitable<void> {
        char buffer[64];
        co_await socket.async_read_some(asio::buffer(buffer), use_awaitable);
        // WARN@-1:18: 'async_read_some' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
        // NOTE@-2:18: bound its time: 'corun::with_timeout'
      },
      asio::detached);
}
