#include "http_connection.hpp"

#include <corun/detail/deadline.hpp>

#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include <sys/socket.h>

namespace corun::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using std::chrono::steady_clock;

namespace {

time_limit left_until(steady_clock::time_point until) {
  if (until == steady_clock::time_point::max())
    return no_limit;
  return std::max(time_limit::zero(), until - steady_clock::now());
}

bool is_address(const std::string &host) {
  boost::system::error_code error;
  asio::ip::make_address(host, error);
  return !error;
}

} // namespace

task<std::unique_ptr<connection>>
connection::open(const origin &to, std::shared_ptr<asio::ssl::context> tls,
                 steady_clock::time_point until) {
  std::unique_ptr<connection> c(
      new connection(co_await connect(to.host, to.port, left_until(until))));
  if (!to.tls)
    co_return c;
  c->context_ = std::move(tls);
  c->tls_.emplace(c->socket_, *c->context_);
  // The name that the server chooses its certificate by; never an address.
  if (!is_address(to.host) &&
      !SSL_set_tlsext_host_name(c->tls_->native_handle(), to.host.c_str()))
    throw std::bad_alloc();
  if (SSL_get_verify_mode(c->tls_->native_handle()) != SSL_VERIFY_NONE)
    c->tls_->set_verify_callback(asio::ssl::host_name_verification(to.host));
  const std::string where = "corun::http: TLS handshake with " + to.host;
  co_await corun::detail::limited(
      where.c_str(), left_until(until),
      [&](auto token) {
        return c->tls_->async_handshake(asio::ssl::stream_base::client, token);
      },
      [&] { c->close(); });
  co_return c;
}

task<response> connection::exchange(request &message, std::uint64_t limit) {
  if (tls_)
    co_return co_await exchange_on(*tls_, message, limit);
  co_return co_await exchange_on(socket_, message, limit);
}

template <class Stream>
task<response> connection::exchange_on(Stream &stream, request &message,
                                       std::uint64_t limit) {
  namespace http = beast::http;
  answered_ = reusable_ = false;
  co_await http::async_write(stream, message, asio::use_awaitable);
  for (;;) {
    http::response_parser<http::string_body> parser;
    parser.body_limit(limit);
    // The response to HEAD has the fields of a body and no body.
    parser.skip(message.method() == verb::head);
    boost::system::error_code error;
    co_await http::async_read(stream, buffer_, parser,
                              asio::redirect_error(asio::use_awaitable, error));
    answered_ = answered_ || parser.got_some() || buffer_.size() > 0;
    if (error == http::error::body_limit)
      corun::detail::throw_error(errc::limit_exceeded,
                                 "corun::http: the response's body");
    if (error)
      corun::detail::throw_error(error, "corun::http: reading the response");
    const auto status = parser.get().result_int();
    // Interim responses announce the one that counts.
    if (status >= 100 && status < 200 && status != 101)
      continue;
    reusable_ = parser.keep_alive() && message.keep_alive() &&
                buffer_.size() == 0 && status != 101;
    co_return parser.release();
  }
}

bool connection::quiet() {
  char byte;
  const ssize_t n =
      ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

void connection::close() noexcept {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

} // namespace corun::http
