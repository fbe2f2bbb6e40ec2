#pragma once

#include <corun/error.hpp>
#include <corun/net.hpp>
#include <corun/task.hpp>

#include <boost/asio/ssl/context.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/verb.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

/// An HTTP/1.1 client on Boost.Beast.
///
/// Link `corun::http`.
namespace corun::http {

using request = boost::beast::http::request<boost::beast::http::string_body>;
using response = boost::beast::http::response<boost::beast::http::string_body>;
using boost::beast::http::field;
using boost::beast::http::fields;
using boost::beast::http::verb;

struct options {
  /// For one request with its redirects: lookup, connecting, sending and
  /// receiving together.
  time_limit timeout = std::chrono::seconds(30);
  /// Of `timeout`, for lookup, connecting and the TLS handshake.
  time_limit connect_timeout = std::chrono::seconds(10);
  /// Redirects that a request follows; with 0 they are given as they are.
  unsigned max_redirects = 10;
  /// The longest body, in bytes, that is taken.
  std::uint64_t body_limit = 64 << 20;
  /// Open connections that wait for a next request to the same origin.
  std::size_t max_idle_per_origin = 16;
  /// How long they wait.
  time_limit idle_limit = std::chrono::seconds(30);
  /// Sent where a request has no User-Agent.
  std::string user_agent = "corun";
  /// For https; null: TLS 1.2 and later, the system's authorities, the server's
  /// name and certificate checked. A context given here decides all of that
  /// except for the name, which is checked as long as it verifies peers.
  std::shared_ptr<boost::asio::ssl::context> tls = nullptr;
};

/// Sends requests over connections that it keeps and uses again.
///
/// Contract: a request gives the server's response whatever its status. A
/// kept connection that turns out closed is replaced once, for methods that
/// may be repeated. Redirects (301, 302, 303, 307, 308) are followed as
/// browsers do it: 303, and 301 or 302 after POST, go on with GET;
/// Authorization and Cookie are not taken to another origin, and https is not
/// left for http. Bodies are as sent (no compression is asked for).
///
/// Errors: `boost::system::system_error`: `errc::invalid_argument` (an URL that
/// is none, or of another scheme, or a negative limit), `errc::timed_out`,
/// `errc::limit_exceeded` (redirects, body), `errc::protocol_error` (a redirect
/// without a target, or from https to http), and those of lookup, connection,
/// TLS and Beast.
///
/// Cancellation (terminal): the connection in use is closed and the task throws
/// `operation_aborted`; the client stays usable.
///
/// Thread safety: a client may be used from any number of coroutines, executors
/// and threads; not destroyed while a request is under way.
///
/// \code
/// corun::http::client client;
/// auto page = co_await client.get("http://localhost/");
/// if (page.result_int() == 200)
///   std::cout << page.body();
/// \endcode
class client {
public:
  explicit client(options o = {});
  client(const client &) = delete;
  client &operator=(const client &) = delete;
  ~client();

  /// Sends a GET for `url` (`http://` or `https://`), with `headers`.
  ///
  /// \code
  /// corun::http::client client;
  /// corun::http::fields headers;
  /// headers.set(corun::http::field::accept, "text/html");
  /// auto page = co_await client.get("http://localhost/", headers);
  /// \endcode
  task<response> get(std::string url, fields headers = {});

  /// Sends a POST of `body` to `url`.
  ///
  /// \code
  /// corun::http::client client;
  /// auto answer = co_await client.post("http://localhost/orders", "{}",
  ///                                    "application/json");
  /// \endcode
  task<response> post(std::string url, std::string body,
                      std::string content_type, fields headers = {});

  /// Sends `message`, of any method, to `url`; its target is taken from there,
  /// and Host, User-Agent and Content-Length are set where they are missing.
  ///
  /// \code
  /// corun::http::client client;
  /// corun::http::request remove(corun::http::verb::delete_, "", 11);
  /// auto answer = co_await client.send("http://localhost/orders/1", remove);
  /// \endcode
  task<response> send(std::string url, request message);

  /// Connections that are open and wait for a request.
  std::size_t idle_connections() const;

  /// Closes them.
  ///
  /// \code
  /// corun::http::client client;
  /// if (client.idle_connections() > 4)
  ///   client.close_idle();
  /// \endcode
  void close_idle();

private:
  class implementation;
  std::shared_ptr<implementation> implementation_;
};

} // namespace corun::http
