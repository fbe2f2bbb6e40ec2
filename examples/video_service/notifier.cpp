#include "notifier.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <chrono>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

namespace video_service
{

notifier::notifier(std::uint16_t port) : port_(port) {}

asio::awaitable<void> notifier::announce(std::string event)
{
  if (port_ == 0)
    co_return;
  const asio::ip::tcp::endpoint subscriber(asio::ip::address_v4::loopback(), port_);
  http::request<http::string_body> message(http::verb::post, "/events", 11, event);
  message.set(http::field::host, "127.0.0.1");
  message.prepare_payload();

  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer pause(executor);
  for (int attempt = 1; attempt <= 3; ++attempt)
  {
    boost::system::error_code error;
    beast::tcp_stream stream(executor);
    stream.expires_after(std::chrono::seconds(2));
    co_await stream.async_connect(subscriber, asio::redirect_error(asio::use_awaitable, error));
    if (!error)
      co_await http::async_write(stream, message, asio::redirect_error(asio::use_awaitable, error));
    if (!error || error == asio::error::operation_aborted)
      co_return;

    // A pause that lets the loop go on: fine, unlike sleep_for.
    pause.expires_after(std::chrono::milliseconds(50 * attempt));
    co_await pause.async_wait(asio::use_awaitable);
  }
}

} // namespace video_service
