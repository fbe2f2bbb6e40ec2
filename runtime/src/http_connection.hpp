#pragma once

#include "http_origin.hpp"

#include <boost/asio/execution_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <chrono>
#include <memory>
#include <optional>

namespace corun::http {

/// One connection to an origin, plain or TLS; used by one task at a time.
class connection {
public:
  /// Connects, and shakes hands where the origin wants TLS, until `until`.
  static task<std::unique_ptr<connection>>
  open(const origin &to, std::shared_ptr<boost::asio::ssl::context> tls,
       std::chrono::steady_clock::time_point until);

  /// Sends `message` and reads the response.
  task<response> exchange(request &message, std::uint64_t body_limit);

  /// Whether a byte of the last exchange's response arrived.
  bool answered() const noexcept { return answered_; }

  /// Whether it can take another request after the last one.
  bool reusable() const noexcept { return reusable_; }

  /// Whether the server has neither closed it nor said something unasked.
  bool quiet();

  void close() noexcept;

private:
  explicit connection(boost::asio::ip::tcp::socket socket)
      : socket_(std::move(socket)) {}

  template <class Stream>
  task<response> exchange_on(Stream &stream, request &message,
                             std::uint64_t body_limit);

  boost::asio::ip::tcp::socket socket_;
  std::shared_ptr<boost::asio::ssl::context> context_;
  // Over socket_.
  std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket &>> tls_;
  boost::beast::flat_buffer buffer_;
  bool answered_ = false;
  bool reusable_ = false;
};

} // namespace corun::http
