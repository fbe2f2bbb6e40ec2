// The same questions beside the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-unforwarded-token

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <stop_token>
#include <string>

namespace asio = boost::asio;
using asio::awaitable;
using asio::ip::tcp;

awaitable<std::string> download(std::string url, std::stop_token stop = {});
// NOTE@-1:24: its last parameter takes it
awaitable<void> upload(tcp::socket &socket, std::string text);
awaitable<void> upload(tcp::socket &socket, std::string text,
// NOTE@-1:17: this overload takes it
                       std::stop_token stop);

awaitable<std::size_t> size_bad(std::string url, std::stop_token stop) {
  co_return (co_await download(url)).size();
  // WARN@-1:23: 'download' is not given 'stop': it goes on when this function is told to stop
  // NOTE@-2:23: pass 'stop' as last argument
  // FIX@-3:   co_return (co_await download(url, stop)).size();
}

awaitable<void> overload_bad(tcp::socket &socket, std::stop_token stop) {
  co_await upload(socket, "text");
  // WARN@-1:12: 'upload' is not given 'stop': it goes on when this function is told to stop
  // NOTE@-2:12: pass 'stop' as last argument
  // NOTE@-3:12: pass 'stop'
  // UNSAFE@-4:   co_await upload(socket, "text", stop);
}

awaitable<std::size_t> size_ok(std::string url, std::stop_token stop) {
  co_return (co_await download(url, stop)).size();
}

awaitable<void> operations_ok(tcp::socket &socket, asio::steady_timer &timer,
                              std::stop_token stop) {
  co_await timer.async_wait(asio::use_awaitable);
  co_await asio::async_write(socket, asio::buffer("x", 1), asio::use_awaitable);
  co_await upload(socket, "text", stop);
}
