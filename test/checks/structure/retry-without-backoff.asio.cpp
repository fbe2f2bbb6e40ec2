// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-retry-without-backoff

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <iostream>
#include <vector>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

awaitable<void> connect_bad(tcp::socket &socket, tcp::endpoint server) {
  for (;;) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    try {
      co_await socket.async_connect(server, use_awaitable);
      // NOTE@-1:7: this is tried again
      co_return;
    } catch (const std::exception &error) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
      std::cerr << error.what() << '\n';
    }
  }
}

awaitable<void> resolve_and_connect_bad(tcp::socket &socket,
                                        tcp::resolver &resolver,
                                        std::string host) {
  while (true) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    try {
      auto endpoints =
          co_await resolver.async_resolve(host, "80", use_awaitable);
          // NOTE@-1:11: this is tried again
      co_await asio::async_connect(socket, endpoints, use_awaitable);
      break;
    } catch (const boost::system::system_error &error) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
      std::cerr << error.what() << '\n';
    }
  }
}

awaitable<void> error_code_bad(tcp::socket &socket, tcp::endpoint server) {
  for (int attempt = 0; attempt < 5; ++attempt) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    auto [error] =
        co_await socket.async_connect(server, asio::as_tuple(use_awaitable));
        // NOTE@-1:9: this is tried again
    if (!error)
    // NOTE@-1:5: a failure leads from here to the next attempt without a pause
      break;
    std::cerr << error.message() << '\n';
  }
}

awaitable<void> redirected_bad(tcp::socket &socket, tcp::endpoint server) {
  boost::system::error_code error;
  while (true) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
    co_await socket.async_connect(
    // NOTE@-1:5: this is tried again
        server, asio::redirect_error(use_awaitable, error));
    if (!error)
    // NOTE@-1:5: a failure leads from here to the next attempt without a pause
      co_return;
  }
}

awaitable<void> timer_ok(tcp::socket &socket, tcp::endpoint server) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (;;) {
    try {
      co_await socket.async_connect(server, use_awaitable);
      co_return;
    } catch (const std::exception &error) {
      std::cerr << error.what() << '\n';
    }
    timer.expires_after(std::chrono::seconds(1));
    co_await timer.async_wait(use_awaitable);
  }
}

awaitable<void> endpoints_ok(tcp::socket &socket,
                             std::vector<tcp::endpoint> servers) {
  for (const tcp::endpoint &server : servers) {
    auto [error] =
        co_await socket.async_connect(server, asio::as_tuple(use_awaitable));
    if (!error)
      break;
  }
}

awaitable<void> accepts_ok(tcp::acceptor &acceptor) {
  for (;;) {
    try {
      tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
      std::cerr << socket.remote_endpoint() << '\n';
    } catch (const std::exception &error) {
      std::cerr << error.what() << '\n';
    }
  }
}
