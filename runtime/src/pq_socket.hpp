#pragma once

#include <corun/detail/fd_waiter.hpp>
#include <corun/pq.hpp>

namespace corun::pq::detail {

/// What waits for the socket of `c` on `executor`. It is kept with the
/// connection, since registering with the reactor costs more system calls than
/// a query, and ends with the connection or with the execution context.
///
/// One task at a time; the result is good until the task ends.
corun::detail::fd_waiter &
socket_of(PGconn *c, const boost::asio::any_io_executor &executor,
          const char *where);

/// Forgets it: for a connection that has another socket or none.
void drop_socket(PGconn *c);

} // namespace corun::pq::detail
