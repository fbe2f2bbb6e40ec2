// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-sequential-awaits

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <string>
#include <vector>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

awaitable<std::string> fetch(std::string url);
awaitable<std::string> get_line(tcp::socket &socket);

awaitable<std::string> two_pages_bad() {
  std::string head = co_await fetch("/head");
  // NOTE@-1:22: this does not depend on the others
  std::string body = co_await fetch("/body");
  // WARN@-1:22: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:22: run them together: 'corun::gather'
  co_return head + body;
}

awaitable<std::vector<std::string>> pages_bad(std::vector<std::string> urls) {
  std::vector<std::string> pages;
  for (const std::string &url : urls)
  // WARN@-1:3: each round waits for the one before: the loop takes the sum of the times of its awaits
  // NOTE@-2:3: run several at a time: 'corun::map_concurrent'
    pages.push_back(co_await fetch(url));
    // NOTE@-1:21: this needs nothing that another round gives
  co_return pages;
}

awaitable<std::string> two_sockets_bad(tcp::socket &a, tcp::socket &b) {
  std::string first = co_await get_line(a);
  // NOTE@-1:23: this does not depend on the others
  std::string second = co_await get_line(b);
  // WARN@-1:24: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:24: run them together: 'corun::gather'
  co_return first + second;
}

awaitable<std::string> one_socket_ok(tcp::socket &socket) {
  std::string first = co_await get_line(socket);
  std::string second = co_await get_line(socket);
  co_return first + second;
}

awaitable<void> operations_ok(tcp::resolver &resolver, tcp::socket &socket) {
  auto endpoints = co_await resolver.async_resolve("a", "80", use_awaitable);
  co_await socket.async_connect(*endpoints.begin(), use_awaitable);
  std::string line;
  std::size_t size = co_await asio::async_read_until(
      socket, asio::dynamic_buffer(line), '\n', use_awaitable);
  std::size_t more = co_await asio::async_read_until(
      socket, asio::dynamic_buffer(line), '\n', use_awaitable);
  line.resize(size + more);
}

awaitable<std::string> follows_ok() {
  std::string url = co_await fetch("/index");
  std::string page = co_await fetch(url);
  co_return page;
}
