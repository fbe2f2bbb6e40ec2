// What the fixes of checks/structure make of code on the real Boost.Asio compiles, is
// clean, and stays as it is: see test/tools/round_trip.py.
//
// REQUIRES: boost-asio
// RUN: %python %tools/round_trip.py --build %build --llvm-bin %llvm-bin --work %t %s

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdio>
#include <exception>
#include <stop_token>
#include <string>
#include <vector>

namespace asio = boost::asio;
using asio::awaitable;
using asio::ip::tcp;

// case: async-missing-timeout | a limit around it | corun: unsafe | boost-asio: none
awaitable<std::size_t> fills(tcp::socket &peer, std::string &into) {
  co_return co_await asio::async_read(peer, asio::buffer(into), asio::use_awaitable);
}
void starts(tcp::socket &peer, std::string &into) {
  asio::co_spawn(peer.get_executor(), fills(peer, into), [](std::exception_ptr, std::size_t) {});
}

awaitable<std::string> download(std::string url, std::stop_token stop = {});
awaitable<void> upload(std::string text);
awaitable<void> upload(std::string text, std::stop_token stop);

// case: async-unforwarded-token | the parameter with a default | corun: safe | boost-asio: safe
awaitable<std::size_t> downloads(std::string url, std::stop_token stop) {
  co_return (co_await download(url)).size();
}

// case: async-unforwarded-token | the overload | corun: unsafe | boost-asio: unsafe
awaitable<void> uploads(std::stop_token stop) {
  co_await upload("text");
}

// case: async-retry-without-backoff | the attempts in a retry | corun: unsafe | boost-asio: unsafe
awaitable<void> uploads_once(std::string text) {
  for (;;) {
    try {
      co_await upload(text);
      break;
    } catch (const std::exception &error) {
      std::fprintf(stderr, "%s\n", error.what());
    }
  }
  std::fprintf(stderr, "done\n");
}
awaitable<std::string> downloads_again(std::string url) {
  while (true) {
    try {
      co_return co_await download(url);
    } catch (...) {
      std::fprintf(stderr, "again\n");
    }
  }
}
awaitable<void> uploads_soon(std::string text) {
  for (int attempt = 0; attempt < 10; ++attempt) {
    try {
      co_await upload(text);
      co_return;
    } catch (const std::exception &error) {
      std::fprintf(stderr, "%s\n", error.what());
    }
  }
}

// case: async-retry-without-backoff | a pause that doubles | corun: unsafe | boost-asio: unsafe
awaitable<bool> gives_up(tcp::socket &socket, tcp::endpoint server) {
  for (int attempt = 0; attempt < 5; ++attempt) {
    try {
      co_await socket.async_connect(server, asio::use_awaitable);
      co_return true;
    } catch (const boost::system::system_error &error) {
      std::fprintf(stderr, "%d: %s\n", attempt, error.what());
    }
  }
  co_return false;
}
awaitable<bool> gives_up_twice(tcp::socket &first, tcp::socket &second, tcp::endpoint server) {
  for (int attempt = 0; attempt < 5; ++attempt) {
    try {
      co_await first.async_connect(server, asio::use_awaitable);
      co_return true;
    } catch (const boost::system::system_error &error) {
      std::fprintf(stderr, "%d: %s\n", attempt, error.what());
    }
  }
  for (int attempt = 0; attempt < 5; ++attempt) {
    try {
      co_await second.async_connect(server, asio::use_awaitable);
      co_return true;
    } catch (const boost::system::system_error &error) {
      std::fprintf(stderr, "%d: %s\n", attempt, error.what());
    }
  }
  co_return false;
}

// case: async-unbounded-spawn | a permit for each task | corun: unsafe | boost-asio: none
awaitable<void> uploads_all(std::vector<std::string> texts) {
  auto executor = co_await asio::this_coro::executor;
  for (const std::string &text : texts)
    asio::co_spawn(executor, upload(text), asio::detached);
}
