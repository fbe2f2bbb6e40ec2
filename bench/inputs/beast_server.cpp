// A server as Beast's own documentation has it: what one translation unit of a
// web service costs to parse.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast.hpp>
#include <fstream>
#include <string>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::use_awaitable;

static asio::awaitable<void> session(beast::tcp_stream stream) {
  beast::flat_buffer buffer;
  for (;;) {
    http::request<http::string_body> request;
    co_await http::async_read(stream, buffer, request, use_awaitable);
    http::response<http::string_body> response(http::status::ok,
                                               request.version());
    std::ofstream log("requests.log", std::ios::app);
    log << std::string(request.target()) << '\n';
    response.body() = "hello";
    response.prepare_payload();
    co_await http::async_write(stream, response, use_awaitable);
    if (!request.keep_alive())
      break;
  }
}

static asio::awaitable<void> listen(asio::ip::tcp::endpoint endpoint) {
  auto executor = co_await asio::this_coro::executor;
  asio::ip::tcp::acceptor acceptor(executor, endpoint);
  for (;;)
    asio::co_spawn(executor,
                   session(beast::tcp_stream(
                       co_await acceptor.async_accept(use_awaitable))),
                   asio::detached);
}

int main() {
  asio::io_context io;
  asio::co_spawn(io, listen({asio::ip::tcp::v4(), 8080}), asio::detached);
  io.run();
}
