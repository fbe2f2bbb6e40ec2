#include "pq_wait.hpp"

#include <corun/detail/exclusive.hpp>
#include <corun/detail/offload.hpp>
#include <corun/thread_pool.hpp>

#include <optional>

// COPY, notifications and cancel requests.

namespace corun::pq {

namespace {

using corun::detail::exclusive;
using detail::fd_waiter;

// A connection held by one task, with its socket.
struct session {
  session(const boost::asio::any_io_executor &executor, PGconn *c,
          const char *where)
      : use(checked(c, where), where),
        socket(detail::socket_of(c, executor, where)) {
    PQsetnonblocking(c, 1);
  }

  exclusive use;
  fd_waiter &socket;

private:
  static PGconn *checked(PGconn *c, const char *where) {
    if (!c)
      detail::throw_error(errc::invalid_argument,
                          std::string(where) + ": null PGconn*");
    detail::require_open(c, where);
    return c;
  }
};

} // namespace

task<int> flush(PGconn *c) {
  session s(co_await boost::asio::this_coro::executor, c, "corun::pq::flush");
  co_return co_await detail::flush(c, s.socket) ? 0 : -1;
}

task<int> put_copy_data(PGconn *c, const char *data, int bytes) {
  constexpr auto where = "corun::pq::put_copy_data";
  detail::require(data && bytes >= 0,
                  "corun::pq::put_copy_data: null data or a negative size");
  // Copied before it waits, as for the other functions.
  return [](PGconn *c, std::string row) -> task<int> {
    session s(co_await boost::asio::this_coro::executor, c, where);
    // What went before leaves first, so that little gathers in libpq.
    if (!co_await detail::flush(c, s.socket))
      co_return -1;
    for (;;) {
      const int put =
          PQputCopyData(c, row.data(), static_cast<int>(row.size()));
      if (put != 0)
        co_return put;
      co_await s.socket.writable();
    }
  }(c, std::string(data, static_cast<std::size_t>(bytes)));
}

task<int> put_copy_end(PGconn *c, const char *error_message) {
  return [](PGconn *c, std::optional<std::string> message) -> task<int> {
    session s(co_await boost::asio::this_coro::executor, c,
              "corun::pq::put_copy_end");
    for (;;) {
      const int put = PQputCopyEnd(c, message ? message->c_str() : nullptr);
      if (put < 0)
        co_return -1;
      if (put > 0)
        co_return co_await detail::flush(c, s.socket) ? 1 : -1;
      co_await s.socket.writable();
    }
  }(c, error_message ? std::optional<std::string>(error_message)
                     : std::nullopt);
}

task<int> get_copy_data(PGconn *c, char **row, int) {
  detail::require(row, "corun::pq::get_copy_data: null char**");
  session s(co_await boost::asio::this_coro::executor, c,
            "corun::pq::get_copy_data");
  co_return co_await detail::next_row(c, s.socket, row);
}

task<notification> wait_notify(PGconn *c) {
  constexpr auto where = "corun::pq::wait_notify";
  session s(co_await boost::asio::this_coro::executor, c, where);
  for (;;) {
    if (PGnotify *note = PQnotifies(c))
      co_return notification(note);
    co_await s.socket.readable();
    if (!PQconsumeInput(c))
      detail::throw_error(errc::closed,
                          std::string(where) + ": " + PQerrorMessage(c));
  }
}

task<int> cancel(PGcancel *request, char *error, int error_size) {
  detail::require(request, "corun::pq::cancel: null PGcancel*");
  detail::require(error && error_size > 0,
                  "corun::pq::cancel: no error buffer");
  return corun::detail::offload(default_thread_pool(), [=] {
    return PQcancel(request, error, error_size);
  });
}

task<bool> cancel(PGconn *c) {
  detail::require(c, "corun::pq::cancel: null PGconn*");
  const std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> request(
      PQgetCancel(c), &PQfreeCancel);
  if (!request)
    co_return false;
  char error[256];
  co_return co_await cancel(request.get(), error, sizeof error) == 1;
}

} // namespace corun::pq
