#pragma once

#include "pq_socket.hpp"

#include <boost/asio/this_coro.hpp>

#include <string>

// What libpq's waiting functions do inside, with the wait left to the loop.

namespace corun::pq::detail {

using corun::detail::fd_waiter;
using corun::detail::require;
using corun::detail::throw_error;

inline void require_open(PGconn *c, const char *where) {
  if (PQstatus(c) == CONNECTION_BAD || PQsocket(c) < 0)
    throw_error(errc::closed,
                std::string(where) + ": the connection is not open");
}

/// Sends what libpq has queued. False if the connection broke, which the next
/// result tells.
inline task<bool> flush(PGconn *c, fd_waiter &socket) {
  for (;;) {
    const int left = PQflush(c);
    if (left <= 0)
      co_return left == 0;
    // The server may not read on before somebody reads what it sends.
    co_await socket.ready();
    if (!PQconsumeInput(c))
      co_return false;
  }
}

/// PQgetResult.
inline task<result> next_result(PGconn *c, fd_waiter &socket) {
  // A coroutine less in the usual case that all is sent.
  const int left = PQflush(c);
  if (left == 0 || (left > 0 && co_await flush(c, socket))) {
    while (PQisBusy(c)) {
      co_await socket.readable();
      if (!PQconsumeInput(c))
        break;
    }
  }
  co_return result(PQgetResult(c));
}

/// Whether nothing is under way, so that PQgetResult would say so at once.
inline bool idle(PGconn *c) {
  const auto status = PQtransactionStatus(c);
  return status != PQTRANS_ACTIVE && status != PQTRANS_UNKNOWN;
}

/// PQgetCopyData.
inline task<int> next_row(PGconn *c, fd_waiter &socket, char **row) {
  for (;;) {
    const int bytes = PQgetCopyData(c, row, 1);
    if (bytes != 0)
      co_return bytes;
    co_await socket.readable();
    if (!PQconsumeInput(c))
      co_return -2;
  }
}

/// Reads and drops the results of whatever was sent before, ending a COPY.
inline task<> discard_results(PGconn *c, fd_waiter &socket, const char *why) {
  for (;;) {
    const result r = co_await next_result(c, socket);
    if (!r)
      co_return;
    const auto status = PQresultStatus(r);
    if (status == PGRES_COPY_IN || status == PGRES_COPY_BOTH)
      PQputCopyEnd(c, why);
    if (status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
      char *row = nullptr;
      while (co_await next_row(c, socket, &row) > 0)
        PQfreemem(row);
    }
    if (PQstatus(c) == CONNECTION_BAD)
      co_return;
  }
}

/// After a cancelled query: has the server cancel it too, and reads the rest.
/// The connection is idle afterwards, or closed.
task<> abandon(PGconn *c);

} // namespace corun::pq::detail
