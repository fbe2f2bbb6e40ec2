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
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <stop_token>
#include <string>

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
