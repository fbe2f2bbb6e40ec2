// Errors by value in the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-ignored-result
// RUN: %check_test %s async-ignored-result --tag strict --option StrictMode=true

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <string>
#include <tuple>

namespace asio = boost::asio;
using asio::awaitable;
using asio::ip::tcp;
constexpr auto tuple_awaitable = asio::as_tuple(asio::use_awaitable);

awaitable<void> statement_bad(tcp::socket &socket, std::string text) {
  co_await asio::async_write(socket, asio::buffer(text), tuple_awaitable);
  // WARN[strict]@-1:3: the outcome of 'async_write' is ignored
  // NOTE[strict]@-2:3: look at it, or say '(void)' to ignore it
}

awaitable<void> variable_bad(tcp::socket &socket, std::string text) {
  auto result = co_await asio::async_write(socket, asio::buffer(text),
  // WARN[strict]@-1:17: the outcome of 'async_write' is never read
  // NOTE[strict]@-2:8: 'result' holds it and is never used
  // NOTE[strict]@-3:17: look at it, or say '(void)' to ignore it
                                           asio::as_tuple(asio::use_awaitable));
}

awaitable<void> bindings_bad(tcp::socket &socket, std::string text) {
  auto [error, count] =
  // NOTE[strict]@-1:8: none of these is used
      co_await asio::async_write(socket, asio::buffer(text), tuple_awaitable);
      // WARN[strict]@-1:7: the outcome of 'async_write' is never read
      // NOTE[strict]@-2:7: look at it, or say '(void)' to ignore it
}

awaitable<std::size_t> unread_error_bad(tcp::socket &socket,
                                        std::string &text) {
  auto [error, count] =
  // NOTE[strict]@-1:9: 'error' is never used
      co_await socket.async_read_some(asio::buffer(text), tuple_awaitable);
      // WARN[strict]@-1:7: the outcome of 'async_read_some' is never read
      // NOTE[strict]@-2:7: look at it before the other values
  co_return count;
}

awaitable<void> redirected_bad(tcp::socket &socket, std::string text) {
  boost::system::error_code error;
  // NOTE[strict]@-1:29: 'error' takes its error and is never read
  co_await asio::async_write(
  // WARN[strict]@-1:3: the outcome of 'async_write' is never read
  // NOTE[strict]@-2:3: read it after the await, or let the operation throw
      socket, asio::buffer(text),
      asio::redirect_error(asio::use_awaitable, error));
}

awaitable<std::size_t> redirected_value_bad(tcp::socket &socket,
                                            std::string &text) {
  boost::system::error_code error;
  // NOTE[strict]@-1:29: 'error' takes its error and is never read
  auto count = co_await socket.async_read_some(
  // WARN[strict]@-1:16: the outcome of 'async_read_some' is never read
  // NOTE[strict]@-2:16: read it after the await, or let the operation throw
      asio::buffer(text), asio::redirect_error(asio::use_awaitable, error));
  co_return count;
}

awaitable<void> read_ok(tcp::socket &socket, std::string text) {
  auto [error, count] =
      co_await asio::async_write(socket, asio::buffer(text), tuple_awaitable);
  if (error || count < text.size())
    co_return;
}

awaitable<void> redirected_ok(tcp::socket &socket, std::string text) {
  boost::system::error_code error;
  co_await asio::async_write(
      socket, asio::buffer(text),
      asio::redirect_error(asio::use_awaitable, error));
  if (error)
    co_return;
}

awaitable<void> said_so_ok(tcp::socket &socket, std::string text) {
  (void)co_await asio::async_write(socket, asio::buffer(text), tuple_awaitable);
  std::ignore =
      co_await asio::async_write(socket, asio::buffer(text), tuple_awaitable);
  boost::system::error_code ignored;
  co_await asio::async_write(
      socket, asio::buffer(text),
      asio::redirect_error(asio::use_awaitable, ignored));
}

awaitable<void> timer_ok(asio::steady_timer &timer) {
  co_await timer.async_wait(tuple_awaitable);
  boost::system::error_code error;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
}

awaitable<void> throwing_ok(tcp::socket &socket, std::string text) {
  co_await asio::async_write(socket, asio::buffer(text), asio::use_awaitable);
}

// What the file always does, it means.
awaitable<void> first_of_a_habit_strict_bad(tcp::socket &socket, std::string text) {
  co_await socket.async_send(asio::buffer(text), tuple_awaitable);
  // WARN[strict]@-1:3: the outcome of 'async_send' is ignored
  // NOTE[strict]@-2:3: look at it, or say '(void)' to ignore it
}

awaitable<void> rest_of_a_habit_strict_bad(tcp::socket &socket, std::string text) {
  co_await socket.async_send(asio::buffer(text), tuple_awaitable);
  // WARN[strict]@-1:3: the outcome of 'async_send' is ignored
  // NOTE[strict]@-2:3: look at it, or say '(void)' to ignore it
  co_await socket.async_send(asio::buffer(text), tuple_awaitable);
  // WARN[strict]@-1:3: the outcome of 'async_send' is ignored
  // NOTE[strict]@-2:3: look at it, or say '(void)' to ignore it
  auto [error, sent] =
      co_await socket.async_send(asio::buffer(text), tuple_awaitable);
  if (error)
    co_await socket.async_send(asio::buffer(text), tuple_awaitable);
    // WARN[strict]@-1:5: the outcome of 'async_send' is ignored
    // NOTE[strict]@-2:5: look at it, or say '(void)' to ignore it
}

awaitable<std::size_t> as_often_as_not_bad(tcp::socket &socket, std::string &text) {
  co_await socket.async_read_some(asio::buffer(text), tuple_awaitable);
  // WARN[strict]@-1:3: the outcome of 'async_read_some' is ignored
  // NOTE[strict]@-2:3: look at it, or say '(void)' to ignore it
  co_await socket.async_read_some(asio::buffer(text), tuple_awaitable);
  // WARN[strict]@-1:3: the outcome of 'async_read_some' is ignored
  // NOTE[strict]@-2:3: look at it, or say '(void)' to ignore it
  auto [error, size] =
      co_await socket.async_read_some(asio::buffer(text), tuple_awaitable);
  auto [again, more] =
      co_await socket.async_read_some(asio::buffer(text), tuple_awaitable);
  co_return error || again ? 0 : size + more;
}

// Error codes matter where the file looks at those of the same operation more
// often than not, whichever way it ignores one.
awaitable<bool> connects_ok(tcp::socket &socket, tcp::endpoint peer) {
  auto [error] = co_await socket.async_connect(peer, tuple_awaitable);
  boost::system::error_code again;
  co_await socket.async_connect(
      peer, asio::redirect_error(asio::use_awaitable, again));
  co_return !error && !again;
}

awaitable<void> connects_bad(tcp::socket &socket, tcp::endpoint peer) {
  co_await socket.async_connect(peer, tuple_awaitable);
  // WARN@-1:3: the outcome of 'async_connect' is ignored
  // NOTE@-2:3: look at it, or say '(void)' to ignore it
}

awaitable<bool> reads_ok(tcp::socket &socket, std::string &text) {
  auto [error, size] = co_await asio::async_read(socket, asio::buffer(text),
                                                 tuple_awaitable);
  auto [again, more] = co_await asio::async_read(socket, asio::buffer(text),
                                                 tuple_awaitable);
  co_return !error && !again && size + more == text.size();
}

awaitable<void> reads_bad(tcp::socket &socket, std::string &text) {
  auto [error, size] = co_await asio::async_read(socket, asio::buffer(text),
  // WARN@-1:24: the outcome of 'async_read' is never read
  // NOTE@-2:8: none of these is used
  // NOTE@-3:24: look at it, or say '(void)' to ignore it
                                                 tuple_awaitable);
}

awaitable<bool> receives_ok(tcp::socket &socket, std::string &text) {
  boost::system::error_code error;
  co_await socket.async_receive(
      asio::buffer(text), asio::redirect_error(asio::use_awaitable, error));
  boost::system::error_code again;
  co_await socket.async_receive(
      asio::buffer(text), asio::redirect_error(asio::use_awaitable, again));
  co_return !error && !again;
}

awaitable<std::size_t> receives_bad(tcp::socket &socket, std::string &text) {
  boost::system::error_code error;
  // NOTE@-1:29: 'error' takes its error and is never read
  co_return co_await socket.async_receive(
  // WARN@-1:13: the outcome of 'async_receive' is never read
  // NOTE@-2:13: read it after the await, or let the operation throw
      asio::buffer(text), asio::redirect_error(asio::use_awaitable, error));
}

awaitable<void> commented_ok(tcp::socket &socket, std::string text) {
  co_await asio::async_write(socket, asio::buffer(text),
                             tuple_awaitable); // Ignored: the peer may be gone.
}

// What only tells the outcome in another way has none of its own.
template <class Operation> Operation told_otherwise(Operation operation);

awaitable<std::tuple<boost::system::error_code>> close_stream(tcp::socket &socket);
awaitable<std::tuple<boost::system::error_code>> open_stream(tcp::socket &socket);

awaitable<void> wrapped_ok(tcp::socket &socket) {
  co_await told_otherwise(close_stream(socket));
}

awaitable<void> wrapped_bad(tcp::socket &socket) {
  co_await told_otherwise(open_stream(socket));
  // WARN[strict]@-1:3: the outcome of 'open_stream' is ignored
  // NOTE[strict]@-2:3: look at it, or say '(void)' to ignore it
}

using woken = asio::experimental::channel<void(boost::system::error_code)>;

awaitable<void> channel_ok(woken &signal) {
  co_await signal.async_receive(tuple_awaitable);
}
