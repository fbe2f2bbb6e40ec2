// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-function-name

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <string>

using boost::asio::awaitable;
using boost::asio::ip::tcp;

awaitable<std::string> fetch_bad(std::string url) { co_return url; }
// WARN@-1:24: 'fetch_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE@-2:24: names of such functions match '(co_|async_).*|.*(_async|Async)'

auto connect_bad(tcp::socket &socket, tcp::endpoint peer) {
// WARN@-1:6: 'connect_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE@-2:6: names of such functions match '(co_|async_).*|.*(_async|Async)'
  return socket.async_connect(peer, boost::asio::use_awaitable);
}

awaitable<std::string> async_fetch_ok(std::string url) { co_return url; }

auto async_connect_ok(tcp::socket &socket, tcp::endpoint peer) {
  return socket.async_connect(peer, boost::asio::use_awaitable);
}

tcp::endpoint endpoint_ok() { return {}; }
