#include "http_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <chrono>
#include <iostream>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

namespace video_service
{
namespace
{

constexpr std::uint64_t largest_upload = 64 * 1024 * 1024;
constexpr std::chrono::seconds patience(30);

request from_http(http::request<http::string_body> message)
{
  std::string token(message[http::field::authorization]);
  token = token.starts_with("Bearer ") ? token.substr(7) : "";
  return {std::string(message.method_string()), std::string(message.target()), std::move(token),
          std::move(message.body())};
}

http::response<http::string_body> to_http(response answer, bool keep_alive)
{
  http::response<http::string_body> message(static_cast<http::status>(answer.status), 11);
  message.set(http::field::content_type, answer.content_type);
  message.keep_alive(keep_alive);
  message.body() = std::move(answer.body);
  message.prepare_payload();
  return message;
}

} // namespace

http_server::http_server(asio::io_context& loop, std::uint16_t port, api& endpoints)
    : acceptor_(loop, {asio::ip::address_v4::loopback(), port}), endpoints_(endpoints)
{
}

asio::awaitable<void> http_server::run()
{
  for (;;)
  {
    asio::ip::tcp::socket socket = co_await acceptor_.async_accept(asio::use_awaitable);
    asio::co_spawn(acceptor_.get_executor(), serve(std::move(socket)), asio::detached);
  }
}

asio::awaitable<void> http_server::serve(asio::ip::tcp::socket socket)
{
  beast::tcp_stream stream(std::move(socket));
  beast::flat_buffer buffer;
  try
  {
    for (bool keep_alive = true; keep_alive;)
    {
      http::request_parser<http::string_body> parser;
      parser.body_limit(largest_upload);
      stream.expires_after(patience);
      boost::system::error_code error;
      co_await http::async_read(stream, buffer, parser,
                                asio::redirect_error(asio::use_awaitable, error));
      if (error == http::error::end_of_stream)
        break;
      keep_alive = !error && parser.keep_alive();
      response answer;
      if (!error)
        answer = co_await endpoints_.handle(from_http(parser.release()));
      else if (error == http::error::body_limit)
        answer = failure(413, "a video may have 64 MiB");
      else if (error.category() == make_error_code(http::error::bad_method).category())
        answer = failure(400, "not an HTTP request: " + error.message());
      else
        throw boost::system::system_error(error);

      const auto message = to_http(std::move(answer), keep_alive);
      stream.expires_after(patience);
      co_await http::async_write(stream, message, asio::use_awaitable);
    }
    boost::system::error_code ignored;
    stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  }
  catch (const std::exception& error)
  {
    std::cerr << "connection closed: " << error.what() << '\n';
  }
}

} // namespace video_service
