// REQUIRES: boost-asio
// RUN: %check_test %s async-sync-variant
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <string>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using boost::system::error_code;

class client {
public:
  std::string request(const std::string &target);
  template <typename CompletionToken>
  auto async_request(const std::string &target, CompletionToken &&token) {
  // NOTE@-1:8: the asynchronous variant is declared here
    return asio::async_initiate<CompletionToken, void(error_code)>(
        [](auto handler) { std::move(handler)(error_code()); }, token);
  }

  template <typename MutableBufferSequence>
  std::size_t read_some(const MutableBufferSequence &buffers);
  template <typename MutableBufferSequence>
  std::size_t read_some(const MutableBufferSequence &buffers, error_code &error);
  template <typename MutableBufferSequence, typename ReadHandler>
  void async_read_some(const MutableBufferSequence &buffers,
  // NOTE@-1:8: the asynchronous variant is declared here
  // NOTE@-2:8: the asynchronous variant is declared here
                       ReadHandler &&handler) {}

  int ping();
  awaitable<int> async_ping();
  // NOTE@-1:18: the asynchronous variant is declared here
  // NOTE@-2:18: the asynchronous variant is declared here
};

awaitable<void> token_bad(client &api) {
  api.request("/");
  // WARN@-1:3: 'request' is called on the event loop although there is the asynchronous 'async_request'
  // NOTE@-2:3: await 'async_request' instead
  co_return;
}

awaitable<void> template_bad(client &api, char (&data)[64]) {
  api.read_some(asio::buffer(data));
  // WARN@-1:3: 'read_some' is called on the event loop although there is the asynchronous 'async_read_some'
  // NOTE@-2:3: await 'async_read_some' instead
  co_return;
}

awaitable<void> error_code_bad(client &api, char (&data)[64]) {
  error_code error;
  api.read_some(asio::buffer(data), error);
  // WARN@-1:3: 'read_some' is called on the event loop although there is the asynchronous 'async_read_some'
  // NOTE@-2:3: await 'async_read_some' instead
  co_return;
}

awaitable<int> awaitable_bad(client &api) { co_return api.ping(); }
// WARN@-1:55: 'ping' is called on the event loop although there is the asynchronous 'async_ping'
// NOTE@-2:55: await 'async_ping' instead
// NOTE@-3:55: await 'async_ping' instead
// UNSAFE@-4: awaitable<int> awaitable_bad(client &api) { co_return co_await api.async_ping(); }

void handler_bad(client &api, asio::steady_timer &timer) {
  timer.async_wait([&](auto) { api.ping(); });
  // WARN@-1:32: 'ping' is called on the event loop although there is the asynchronous 'async_ping'
  // NOTE@-2:32: start 'async_ping' instead
}

awaitable<int> awaits_ok(client &api) { co_return co_await api.async_ping(); }

awaitable<void> token_ok(client &api) {
  co_await api.async_request("/", use_awaitable);
}

// async-sync-io reports these lines.
awaitable<void> catalogued_ok(asio::ip::tcp::socket &socket, char (&data)[64]) {
  socket.read_some(asio::buffer(data));
  co_return;
}
awaitable<void> timer_ok(asio::steady_timer &timer) {
  timer.wait();
  co_return;
}

void posted_to_pool_ok(client &api, asio::thread_pool &pool) {
  asio::post(pool, [&] { api.ping(); });
}

int main() {
  client api;
  api.ping();
}
