#ifndef VIDEO_SERVICE_HTTP_SERVER_HPP
#define VIDEO_SERVICE_HTTP_SERVER_HPP

#include "api.hpp"
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>

namespace video_service
{

/// Serves \p endpoints over HTTP/1.1 on loopback.
class http_server
{
public:
  /// Listens at once; port 0 takes a free one.
  http_server(boost::asio::io_context& loop, std::uint16_t port, api& endpoints);

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  boost::asio::awaitable<void> run();

private:
  boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket socket);

  boost::asio::ip::tcp::acceptor acceptor_;
  api& endpoints_;
};

} // namespace video_service

#endif // VIDEO_SERVICE_HTTP_SERVER_HPP
