// REQUIRES: boost-asio
// RUN: %check_test %s async-sync-io
#include <boost/asio/awaitable.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <cerrno>
#include <unistd.h>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

asio::awaitable<void> connect_bad(tcp::socket &socket, tcp::endpoint peer) {
  socket.connect(peer);
  // WARN@-1:3: 'connect' blocks the event loop: it waits until the connection stands
  // NOTE@-2:3: use 'co_await boost::asio::ip::tcp::socket::async_connect' instead
  // NOTE@-3:3: use 'async_connect' instead
  // UNSAFE@-4:   co_await socket.async_connect(peer, boost::asio::use_awaitable);
  co_return;
}

asio::awaitable<void> async_connect_ok(tcp::socket &socket,
                                       tcp::endpoint peer) {
  co_await socket.async_connect(peer, asio::use_awaitable);
}

asio::awaitable<void> read_some_bad(tcp::socket &socket) {
  char data[16];
  socket.read_some(asio::buffer(data));
  // WARN@-1:3: 'read_some' blocks the event loop: it waits for data from the peer
  // NOTE@-2:3: use 'co_await boost::asio::ip::tcp::socket::async_read_some' instead
  // NOTE@-3:3: use 'async_read_some' instead
  // UNSAFE@-4:   co_await socket.async_read_some(asio::buffer(data), boost::asio::use_awaitable);
  co_return;
}

asio::awaitable<void> non_blocking_socket_ok(tcp::socket &socket) {
  char data[16];
  boost::system::error_code ec;
  socket.non_blocking(true);
  socket.read_some(asio::buffer(data), ec);
  co_return;
}

asio::awaitable<void> echo_ok(tcp::socket &socket) {
  char data[16];
  std::size_t n = co_await socket.async_read_some(asio::buffer(data),
                                                  asio::use_awaitable);
  co_await asio::async_write(socket, asio::buffer(data, n),
                             asio::use_awaitable);
}

asio::awaitable<void> write_bad(tcp::socket &socket) {
  asio::write(socket, asio::buffer("x", 1));
  // WARN@-1:3: 'write' blocks the event loop: it waits until all data are written
  // NOTE@-2:3: use 'co_await boost::asio::async_write' instead
  // NOTE@-3:3: use 'async_write' instead
  // UNSAFE@-4:   co_await asio::async_write(socket, asio::buffer("x", 1), boost::asio::use_awaitable);
  co_return;
}

asio::awaitable<void> read_bad(tcp::socket &socket) {
  char data[16];
  asio::read(socket, asio::buffer(data));
  // WARN@-1:3: 'read' blocks the event loop: it waits until all data have come
  // NOTE@-2:3: use 'co_await boost::asio::async_read' instead
  // NOTE@-3:3: use 'async_read' instead
  // UNSAFE@-4:   co_await asio::async_read(socket, asio::buffer(data), boost::asio::use_awaitable);
  co_return;
}

asio::awaitable<void> resolve_bad(tcp::resolver &resolver) {
  auto results = resolver.resolve("example.org", "80");
  // WARN@-1:18: 'resolve' blocks the event loop: it waits for the name servers
  // NOTE@-2:18: use 'co_await boost::asio::ip::tcp::resolver::async_resolve' instead
  // NOTE@-3:18: use 'async_resolve' instead
  // UNSAFE@-4:   auto results = co_await resolver.async_resolve("example.org", "80", boost::asio::use_awaitable);
  (void)results;
  co_return;
}

asio::awaitable<void> async_resolve_ok(tcp::resolver &resolver) {
  auto results =
      co_await resolver.async_resolve("example.org", "80", asio::use_awaitable);
  (void)results;
}

asio::awaitable<void> accept_bad(tcp::acceptor &acceptor) {
  tcp::socket peer = acceptor.accept();
  // WARN@-1:22: 'accept' blocks the event loop: it waits for a client
  // NOTE@-2:22: use 'co_await boost::asio::ip::tcp::acceptor::async_accept' instead
  // NOTE@-3:22: use 'async_accept' instead
  // UNSAFE@-4:   tcp::socket peer = co_await acceptor.async_accept(boost::asio::use_awaitable);
  co_return;
}

asio::awaitable<void> waits_until_ready_ok(tcp::socket &socket) {
  char buffer[16];
  co_await socket.async_wait(tcp::socket::wait_read, asio::use_awaitable);
  ::recv(socket.native_handle(), buffer, sizeof buffer, 0);
}

asio::awaitable<void> async_accept_ok(tcp::acceptor &acceptor) {
  tcp::socket peer = co_await acceptor.async_accept(asio::use_awaitable);
}

asio::awaitable<void> close_ok(tcp::socket &socket) {
  boost::system::error_code ec;
  socket.shutdown(tcp::socket::shutdown_both, ec);
  socket.close(ec);
  co_return;
}

asio::awaitable<void> beast_bad(beast::tcp_stream &stream) {
  beast::flat_buffer buffer;
  http::request<http::string_body> request;
  http::read(stream, buffer, request);
  // WARN@-1:3: 'read' blocks the event loop: it waits for the peer's message
  // NOTE@-2:3: use 'co_await boost::beast::http::async_read' instead
  // NOTE@-3:3: use 'async_read' instead
  // UNSAFE@-4:   co_await http::async_read(stream, buffer, request, boost::asio::use_awaitable);
  co_return;
}

asio::awaitable<void> beast_ok(beast::tcp_stream &stream) {
  beast::flat_buffer buffer;
  http::request<http::string_body> request;
  co_await http::async_read(stream, buffer, request, asio::use_awaitable);
}

asio::awaitable<void>
websocket_bad(beast::websocket::stream<beast::tcp_stream> &stream) {
  beast::flat_buffer buffer;
  stream.read(buffer);
  // WARN@-1:3: 'read' blocks the event loop: it waits for the WebSocket peer
  // NOTE@-2:3: use 'co_await boost::beast::websocket::stream::async_read' instead
  // NOTE@-3:3: use 'async_read' instead
  // UNSAFE@-4:   co_await stream.async_read(buffer, boost::asio::use_awaitable);
  co_return;
}

/// The device is in non-blocking mode: who reads from it waits until it has
/// something, and stops when it has no more.
ssize_t read_packet(int device, char *into, std::size_t size) {
  return ::read(device, into, size);
  // NOTE@-1:10: 'read' reads from the file or device on the calling thread
}
asio::awaitable<void> device_ok(asio::posix::stream_descriptor &device) {
  char packet[1500];
  co_await device.async_wait(asio::posix::descriptor_base::wait_read,
                             asio::use_awaitable);
  while (read_packet(device.native_handle(), packet, sizeof packet) > 0 ||
         errno != EAGAIN)
    ;
}

asio::awaitable<void> device_bad(asio::posix::stream_descriptor &device) {
  char packet[1500];
  read_packet(device.native_handle(), packet, sizeof packet);
  // WARN@-1:3: 'read_packet' blocks the event loop through 'read'
  // NOTE@-2:3: run 'read_packet' on a thread pool and await the result, or make it a coroutine
  co_return;
}
