// What the fixes of checks/cost make of code on the real Boost.Asio compiles, is
// clean, and stays as it is: see test/tools/round_trip.py.
//
// REQUIRES: boost-asio
// RUN: %python %tools/round_trip.py --build %build --llvm-bin %llvm-bin --work %t %s

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

namespace asio = boost::asio;
using asio::awaitable;

awaitable<std::string> async_fetch(const std::string &url);
awaitable<int> async_count(std::string table);

// case: async-redundant-await | the task itself | corun: unsafe | boost-asio: unsafe
awaitable<std::string> async_fetch_page(const std::string &url) {
  co_return co_await async_fetch(url);
}

// case: async-sequential-awaits | one await of both | corun: unsafe | boost-asio: none
awaitable<std::size_t> async_sizes() {
  std::string head = co_await async_fetch("/head");
  std::string body = co_await async_fetch("/body");
  co_return head.size() + body.size();
}
