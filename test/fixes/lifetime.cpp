// What the fixes of checks/lifetime make of code on the real Boost.Asio compiles, is
// clean, and stays as it is: see test/tools/round_trip.py.
//
// REQUIRES: boost-asio
// RUN: %python %tools/round_trip.py --build %build --llvm-bin %llvm-bin --work %t %s

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <string>

namespace asio = boost::asio;
using asio::awaitable;

awaitable<void> send(std::string line);
awaitable<void> greet(const std::string &name);

// case: async-dangling-parameter | by value | corun: unsafe | boost-asio: unsafe
awaitable<void> greet(const std::string &name) {
  co_await send("hello " + name);
}
void greets(asio::io_context &io) {
  asio::co_spawn(io, greet(std::to_string(7)), asio::detached);
}

// case: async-dangling-parameter | by value, moved | corun: unsafe | boost-asio: unsafe
awaitable<void> serves(asio::ip::tcp::socket &&socket) {
  std::string data(64, ' ');
  co_await socket.async_read_some(asio::buffer(data), asio::use_awaitable);
}
void accepts(asio::ip::tcp::acceptor &acceptor) {
  asio::co_spawn(acceptor.get_executor(), serves(acceptor.accept()), asio::detached);
}

// case: async-capturing-lambda | parameters | corun: unsafe | boost-asio: unsafe
void starts(asio::io_context &io, std::string name) {
  auto socket = std::make_shared<asio::ip::tcp::socket>(io);
  asio::co_spawn(io, [name, socket]() -> awaitable<void> {
    co_await socket->async_wait(asio::ip::tcp::socket::wait_read, asio::use_awaitable);
    co_await send(name);
  }(), asio::detached);
}
