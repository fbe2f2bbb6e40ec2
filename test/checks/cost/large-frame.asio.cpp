// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-large-frame
// RUN: %if libc++ %{ %check_test %s async-large-frame --tag libc++ -- -stdlib=libc++ %}

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <vector>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using tcp = asio::ip::tcp;

awaitable<void> echo_bad(tcp::socket socket) {
  char data[65536];
  // WARN@-1:8: 'data' lives over a suspension and takes 65536 bytes of the coroutine's frame, which every call allocates
  // NOTE@-2:8: keep it in a container of the size that is needed, or end its scope before the coroutine is suspended
  for (;;) {
    std::size_t got =
        co_await socket.async_read_some(asio::buffer(data), use_awaitable);
        // NOTE@-1:9: the coroutine can be suspended here
    co_await async_write(socket, asio::buffer(data, got), use_awaitable);
    // NOTE@-1:5: the coroutine can be suspended here
  }
}

awaitable<void> echo_ok(tcp::socket socket) {
  char data[1024];
  for (;;) {
    std::size_t got =
        co_await socket.async_read_some(asio::buffer(data), use_awaitable);
    co_await async_write(socket, asio::buffer(data, got), use_awaitable);
  }
}

awaitable<void> on_heap_ok(tcp::socket socket) {
  std::vector<char> data(65536);
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
}

void start_bad(asio::io_context &context, tcp::socket &socket) {
  asio::co_spawn(
      context,
      [&]() -> awaitable<void> {
        std::array<char, 20000> data;
        // WARN@-1:33: 'data' lives over a suspension and takes 20000 bytes of the coroutine's frame, which every call allocates
        // NOTE@-2:33: keep it in a container of the size that is needed, or end its scope before the coroutine is suspended
        co_await socket.async_read_some(asio::buffer(data), use_awaitable);
        // NOTE@-1:9: the coroutine can be suspended here
      },
      asio::detached);
}
