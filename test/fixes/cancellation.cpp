// What the fixes for cancellation make of code on the real Boost.Asio compiles, is
// clean, and stays as it is: see test/tools/round_trip.py.
//
// REQUIRES: boost-asio
// RUN: %python %tools/round_trip.py --build %build --llvm-bin %llvm-bin --work %t %s

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdio>
#include <exception>
#include <utility>

namespace asio = boost::asio;
using asio::awaitable;
using asio::ip::tcp;

awaitable<void> session(tcp::socket socket);

// case: async-swallowed-cancellation | rethrowing it first | corun: unsafe | boost-asio: unsafe
awaitable<void> listens(tcp::acceptor &acceptor) {
  for (;;) {
    try {
      co_await session(co_await acceptor.async_accept(asio::use_awaitable));
    } catch (const boost::system::system_error &error) {
      std::fprintf(stderr, "accept: %s\n", error.what());
    }
  }
}
awaitable<void> listens_to_all(tcp::acceptor &acceptor) {
  for (;;) {
    try {
      co_await session(co_await acceptor.async_accept(asio::use_awaitable));
    } catch (const std::exception &error) {
      std::fprintf(stderr, "accept: %s\n", error.what());
    }
  }
}
