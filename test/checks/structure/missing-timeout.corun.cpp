// What the fix target corun makes of awaits without a limit.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-missing-timeout -- -isystem %S/../../../runtime/include

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
// UNSAFE@-1: #include <boost/asio/write.hpp>
// UNSAFE@-2: #include <chrono>
// UNSAFE@-3: #include <corun/timeout.hpp>
#include <string>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

awaitable<std::size_t> fill_bad(tcp::socket &peer, std::string &into) {
  std::size_t size =
      co_await asio::async_read(peer, asio::buffer(into), use_awaitable);
      // WARN@-1:16: 'async_read' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
      // NOTE@-2:16: bound its time: 'corun::with_timeout'
      // NOTE@-3:16: give it 30 seconds with 'corun::with_timeout'
      // UNSAFE@-4:       co_await corun::with_timeout(asio::async_read(peer, asio::buffer(into), use_awaitable), std::chrono::seconds(30));
  co_return size;
}

awaitable<void> exchange_bad(tcp::socket &peer, std::string text) {
  co_await asio::async_write(peer, asio::buffer(text), use_awaitable);
  // WARN@-1:12: 'async_write' has no time limit: a peer that falls silent keeps this coroutine and its socket for as long as the system lets it
  // NOTE@-2:12: bound its time: 'corun::with_timeout'
  // NOTE@-3:12: give it 30 seconds with 'corun::with_timeout'
  // UNSAFE@-4:   co_await corun::with_timeout(asio::async_write(peer, asio::buffer(text), use_awaitable), std::chrono::seconds(30));
  co_await asio::async_read(peer, asio::buffer(text), use_awaitable);
  // NOTE@-1:12: neither has this
  // UNSAFE@-2:   co_await corun::with_timeout(asio::async_read(peer, asio::buffer(text), use_awaitable), std::chrono::seconds(30));
}

void start_ok(tcp::socket &peer, std::string &into) {
  asio::co_spawn(peer.get_executor(), fill_bad(peer, into),
                 [](std::exception_ptr, std::size_t) {});
  asio::co_spawn(peer.get_executor(), exchange_bad(peer, into),
                 asio::detached);
}
