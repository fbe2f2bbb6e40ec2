// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-retry-without-backoff

// UNSAFE@-1:
// UNSAFE@-2: #include <algorithm>
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
// UNSAFE@-1: awaitable<void> connect_bad(tcp::socket &socket, tcp::endpoint server) {
// UNSAFE@-2:   std::chrono::milliseconds pause(100);
  for (;;) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
  // NOTE@-3:3: wait longer after each failure with 'boost::asio::steady_timer'
    try {
      co_await socket.async_connect(server, use_awaitable);
      // NOTE@-1:7: this is tried again
      co_return;
    } catch (const std::exception &error) {
    // NOTE@-1:7: a failure leads from here to the next attempt without a pause
      std::cerr << error.what() << '\n';
    }
    // UNSAFE@-1:     }
    // UNSAFE@-2:     co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, pause).async_wait(boost::asio::use_awaitable);
    // UNSAFE@-3:     pause = std::min(pause * 2, std::chrono::milliseconds(30'000));
  }
}

awaitable<void> resolve_and_connect_bad(tcp::socket &socket,
                                        tcp::resolver &resolver,
                                        std::string host) {
                                        // UNSAFE@-1:                                         std::string host) {
                                        // UNSAFE@-2:   std::chrono::milliseconds pause(100);
  while (true) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
  // NOTE@-3:3: wait longer after each failure with 'boost::asio::steady_timer'
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
    // UNSAFE@-1:     }
    // UNSAFE@-2:     co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, pause).async_wait(boost::asio::use_awaitable);
    // UNSAFE@-3:     pause = std::min(pause * 2, std::chrono::milliseconds(30'000));
  }
}

awaitable<void> error_code_bad(tcp::socket &socket, tcp::endpoint server) {
// UNSAFE@-1: awaitable<void> error_code_bad(tcp::socket &socket, tcp::endpoint server) {
// UNSAFE@-2:   std::chrono::milliseconds pause(100);
  for (int attempt = 0; attempt < 5; ++attempt) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
  // NOTE@-3:3: wait longer after each failure with 'boost::asio::steady_timer'
    auto [error] =
        co_await socket.async_connect(server, asio::as_tuple(use_awaitable));
        // NOTE@-1:9: this is tried again
    if (!error)
    // NOTE@-1:5: a failure leads from here to the next attempt without a pause
      break;
    std::cerr << error.message() << '\n';
    // UNSAFE@-1:     std::cerr << error.message() << '\n';
    // UNSAFE@-2:     co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, pause).async_wait(boost::asio::use_awaitable);
    // UNSAFE@-3:     pause = std::min(pause * 2, std::chrono::milliseconds(30'000));
  }
}

awaitable<void> redirected_bad(tcp::socket &socket, tcp::endpoint server) {
  boost::system::error_code error;
  // UNSAFE@-1:   boost::system::error_code error;
  // UNSAFE@-2:   std::chrono::milliseconds pause(100);
  while (true) {
  // WARN@-1:3: this loop tries again at once: while the other side fails, it spins and adds to its load
  // NOTE@-2:3: wait between attempts, longer each time: 'corun::retry'
  // NOTE@-3:3: wait longer after each failure with 'boost::asio::steady_timer'
    co_await socket.async_connect(
    // NOTE@-1:5: this is tried again
        server, asio::redirect_error(use_awaitable, error));
    if (!error)
    // NOTE@-1:5: a failure leads from here to the next attempt without a pause
      co_return;
      // UNSAFE@-1:       co_return;
      // UNSAFE@-2:     co_await boost::asio::steady_timer(co_await boost::asio::this_coro::executor, pause).async_wait(boost::asio::use_awaitable);
      // UNSAFE@-3:     pause = std::min(pause * 2, std::chrono::milliseconds(30'000));
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
