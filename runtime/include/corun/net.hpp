#pragma once

#include <corun/detail/abandonable.hpp>
#include <corun/detail/deadline.hpp>
#include <corun/error.hpp>
#include <corun/task.hpp>
#include <corun/thread_pool.hpp>
#include <corun/time_limit.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace corun {

namespace detail {

inline std::optional<unsigned short> port_number(const std::string &service) {
  unsigned short port = 0;
  const char *end = service.data() + service.size();
  const auto [last, error] = std::from_chars(service.data(), end, port);
  if (error != std::errc() || last != end)
    return std::nullopt;
  return port;
}

// Runs `start(token)` and has `stop()` end it when the limit passes.
template <class Start, class Stop>
auto limited(const char *where, time_limit limit, Start start, Stop stop)
    -> task<typename std::invoke_result_t<
        Start &, const boost::asio::use_awaitable_t<> &>::value_type> {
  using boost::asio::use_awaitable;
  require(limit >= time_limit::zero(),
          (std::string(where) + ": negative time limit").c_str());
  if (limit == no_limit)
    co_return co_await start(use_awaitable);
  const deadline clock(co_await boost::asio::this_coro::executor, limit, stop);
  try {
    co_return co_await start(use_awaitable);
  } catch (const boost::system::system_error &) {
    if (!clock.expired())
      throw;
  }
  throw_error(errc::timed_out, where);
}

} // namespace detail

/// Looks up `host` (a name or an address) and `service` (a name or a port).
///
/// Completes with all addresses, in the order to try. The lookup runs on
/// corun's pool of threads, several at once, unlike Asio's resolver, which has
/// one thread.
///
/// \param limit when passed: `errc::timed_out`.
/// Errors: of the resolver (`host_not_found` ...); `errc::invalid_argument` for
/// an empty host or a negative limit. Cancellation: any type; the wait ends at
/// once, the lookup itself in its own time. Thread safety: may be called from
/// any executor.
///
/// \code
/// using namespace std::chrono_literals;
/// for (const auto &entry : co_await corun::resolve("localhost", "http", 5s))
///   std::cout << entry.endpoint() << '\n';
/// \endcode
inline task<boost::asio::ip::tcp::resolver::results_type>
resolve(std::string host, std::string service, time_limit limit = no_limit) {
  using boost::asio::ip::tcp;
  detail::require(!host.empty(), "corun::resolve: empty host");
  detail::require(limit >= time_limit::zero(),
                  "corun::resolve: negative time limit");
  // Numbers need no lookup.
  boost::system::error_code no_number;
  const auto address = boost::asio::ip::make_address(host, no_number);
  const auto port = detail::port_number(service);
  if (!no_number && port)
    co_return tcp::resolver::results_type::create(tcp::endpoint(address, *port),
                                                  host, service);
  const std::string where = "corun::resolve: " + host;
  // Named: g++ 12 destroys a closure with captures twice that is written inside
  // the operand of an await.
  auto look_up = [host, service, where] {
    boost::system::error_code error;
    auto found = tcp::resolver(default_thread_pool().get_executor())
                     .resolve(host, service, error);
    if (error)
      detail::throw_error(error, where);
    return found;
  };
  co_return co_await detail::abandonable(
      default_thread_pool(), std::move(look_up), detail::time_after(limit),
      where.c_str());
}

/// Connects to `host` at `service`, trying each of its addresses.
///
/// Completes with a connected socket that belongs to the calling coroutine's
/// executor, Nagle's algorithm off.
///
/// \param limit for lookup and connecting together; when passed:
///   `errc::timed_out`.
/// Errors: of the lookup, or of the last address tried (`connection_refused`
/// ...). Cancellation: any type; the socket is closed. Thread safety: may be
/// called from any executor.
///
/// \code
/// using namespace std::chrono_literals;
/// auto socket = co_await corun::connect("localhost", "7", 2s);
/// co_await corun::write(socket, "hello\n");
/// \endcode
inline task<boost::asio::ip::tcp::socket>
connect(std::string host, std::string service, time_limit limit = no_limit) {
  const auto start = std::chrono::steady_clock::now();
  auto found = co_await resolve(host, service, limit);
  if (limit != no_limit)
    limit = std::max(time_limit::zero(),
                     limit - (std::chrono::steady_clock::now() - start));
  boost::asio::ip::tcp::socket socket(
      co_await boost::asio::this_coro::executor);
  const std::string where = "corun::connect: " + host + ":" + service;
  co_await detail::limited(
      where.c_str(), limit,
      [&](auto token) {
        return boost::asio::async_connect(socket, found, token);
      },
      [&] {
        boost::system::error_code ignored;
        socket.close(ignored);
      });
  socket.set_option(boost::asio::ip::tcp::no_delay(true));
  co_return socket;
}

/// Writes all of `data`, which is kept until completion.
///
/// Cancellation (terminal): part of it may have been sent. Other errors and
/// thread safety are those of the stream.
///
/// \code
/// auto socket = co_await corun::connect("localhost", "7");
/// co_await corun::write(socket, "hello\n");
/// \endcode
template <class Stream> task<> write(Stream &stream, std::string data) {
  co_await boost::asio::async_write(stream, boost::asio::buffer(data),
                                    boost::asio::use_awaitable);
}

/// Reads a stream by lines and by counts of bytes, over one buffer: what came
/// with a line, but after it, is there for the next read.
///
/// Errors: of the stream; `errc::limit_exceeded` for a line longer than the
/// limit; `eof` where exact bytes end early. Cancellation (any type): throws
/// `operation_aborted`; what had arrived stays in the buffer, so the next read
/// loses nothing. Thread safety: one operation at a time; the stream must
/// outlive this.
///
/// \code
/// auto socket = co_await corun::connect("localhost", "25");
/// corun::reader in(socket);
/// while (auto line = co_await in.read_line())
///   std::cout << *line << '\n';
/// \endcode
template <class Stream> class reader {
public:
  explicit reader(Stream &stream, std::size_t longest_line = 1 << 20)
      : stream_(stream), longest_line_(longest_line) {
    detail::require(longest_line > 0, "corun::reader: a longest line of zero");
  }

  /// The next line without its end (`\n` or `\r\n`); nullopt at the stream's
  /// end. A last line without an end counts.
  ///
  /// \code
  /// auto socket = co_await corun::connect("localhost", "25");
  /// corun::reader in(socket);
  /// auto greeting = co_await in.read_line();
  /// \endcode
  task<std::optional<std::string>> read_line() {
    std::size_t searched = 0;
    for (;;) {
      const auto end = buffer_.find('\n', searched);
      if (end != std::string::npos) {
        std::string line = buffer_.substr(0, end);
        buffer_.erase(0, end + 1);
        if (!line.empty() && line.back() == '\r')
          line.pop_back();
        co_return line;
      }
      searched = buffer_.size();
      if (searched > longest_line_)
        detail::throw_error(errc::limit_exceeded, "corun::reader::read_line");
      if (!co_await more()) {
        if (buffer_.empty())
          co_return std::nullopt;
        co_return std::exchange(buffer_, {});
      }
    }
  }

  /// Exactly `size` bytes; `eof` if the stream ends before.
  ///
  /// \code
  /// auto socket = co_await corun::connect("localhost", "7");
  /// corun::reader in(socket);
  /// std::string head = co_await in.read_exactly(16);
  /// std::size_t more = in.buffered().size();
  /// \endcode
  task<std::string> read_exactly(std::size_t size) {
    while (buffer_.size() < size)
      if (!co_await more())
        detail::throw_error(boost::asio::error::eof,
                            "corun::reader::read_exactly");
    std::string bytes = buffer_.substr(0, size);
    buffer_.erase(0, size);
    co_return bytes;
  }

  /// What has been read from the stream and not yet from this.
  const std::string &buffered() const noexcept { return buffer_; }

private:
  // False at the end of the stream.
  task<bool> more() {
    // A read after the end would wait for an event that has been.
    if (ended_)
      co_return false;
    char piece[8192];
    boost::system::error_code error;
    const std::size_t n = co_await stream_.async_read_some(
        boost::asio::buffer(piece),
        boost::asio::redirect_error(boost::asio::use_awaitable, error));
    // Kept also where an error came with it.
    buffer_.append(piece, n);
    ended_ = error == boost::asio::error::eof;
    if (ended_)
      co_return n > 0;
    if (error)
      detail::throw_error(error, "corun::reader");
    co_return true;
  }

  Stream &stream_;
  std::size_t longest_line_;
  std::string buffer_;
  bool ended_ = false;
};

} // namespace corun
