#pragma once

#include <corun/error.hpp>
#include <corun/pq/handles.hpp>
#include <corun/task.hpp>

#include <libpq-fe.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

/// libpq without blocking: each function that waits for the server under its
/// own name, with its own arguments, on the caller's own `PGconn *`.
///
/// Contract: `co_await corun::pq::exec(c, q)` does what `PQexec(c, q)` does and
/// gives the same `PGresult *`, owned (see result). Errors of the server and
/// of the connection stay where libpq puts them: in the result's status and in
/// `PQerrorMessage`. The functions use libpq's asynchronous calls and wait for
/// the connection's socket; they leave the connection in libpq's non-blocking
/// mode (`PQisnonblocking`), which its blocking functions do not mind.
///
/// Arguments are copied before the function returns; a task may outlive them.
///
/// Errors: what libpq cannot tell is a `boost::system::system_error`:
/// `errc::invalid_argument` for a null handle or text, `errc::closed` for a
/// connection that is not open when the task starts, `errc::busy` while
/// another task waits on the connection.
///
/// Cancellation (terminal): a query under way is cancelled on the server by a
/// cancel request, its results are read and dropped, then the task throws
/// `operation_aborted`; the connection can be used again. A server that does
/// not answer within cancel_grace loses the connection: its socket is shut
/// down, `PQstatus` says `CONNECTION_BAD`, later calls `errc::closed`.
///
/// Thread safety: distinct connections are independent; one connection is for
/// one task at a time.
///
/// Link `corun::pq`.
namespace corun::pq {

/// How long a cancelled query's server may take to answer the cancel request.
inline constexpr std::chrono::seconds cancel_grace{2};

/// The counterpart of `PQconnectdb`: opens a connection, host names resolved
/// and passwords hashed on a thread of the pool.
///
/// Completes with a connection that succeeded or, as with libpq, failed: ask
/// `PQstatus`. `connect_timeout` of the connection string counts for each host
/// in it; when it has passed the task throws `errc::timed_out`.
///
/// Cancellation: closes the half-open connection.
///
/// \code
/// auto c = co_await corun::pq::connect("host=/run/postgresql dbname=shop");
/// if (PQstatus(c) != CONNECTION_OK)
///   throw std::runtime_error(PQerrorMessage(c));
/// auto r = co_await corun::pq::exec(c, "SELECT 1");
/// std::cout << PQgetvalue(r, 0, 0) << '\n';
/// \endcode
task<connection> connect(const char *conninfo);

/// The counterpart of `PQconnectdbParams`.
task<connection> connect(const char *const *keywords, const char *const *values,
                         int expand_dbname);

/// The counterpart of `PQsetdbLogin`.
task<connection> connect(const char *host, const char *port,
                         const char *options, const char *tty,
                         const char *database, const char *login,
                         const char *password);

/// The counterpart of `PQreset`: closes and opens the connection again. Ask
/// `PQstatus` whether it did. Cancellation leaves the connection closed.
///
/// \code
/// auto c = co_await corun::pq::connect("");
/// if (PQstatus(c) == CONNECTION_BAD)
///   co_await corun::pq::reset(c);
/// \endcode
task<> reset(PGconn *connection);

/// The counterpart of `PQexec`: runs `query`, which may hold several commands,
/// and gives the last result, or the one that starts a COPY.
///
/// \code
/// auto c = co_await corun::pq::connect("");
/// auto r = co_await corun::pq::exec(c, "SELECT now()");
/// if (PQresultStatus(r) != PGRES_TUPLES_OK)
///   throw std::runtime_error(PQresultErrorMessage(r));
/// \endcode
task<result> exec(PGconn *connection, const char *query);

/// The counterpart of `PQexecParams`; the arrays have `count` elements or are
/// null, as in libpq.
///
/// \code
/// auto c = co_await corun::pq::connect("");
/// const char *values[] = {"42"};
/// auto r = co_await corun::pq::exec_params(c, "SELECT $1::int + 1", 1,
/// nullptr,
///                                          values, nullptr, nullptr, 0);
/// \endcode
task<result> exec_params(PGconn *connection, const char *command, int count,
                         const Oid *types, const char *const *values,
                         const int *lengths, const int *formats,
                         int result_format);

/// The counterpart of `PQprepare`.
task<result> prepare(PGconn *connection, const char *name, const char *query,
                     int count, const Oid *types);

/// The counterpart of `PQexecPrepared`.
///
/// \code
/// auto c = co_await corun::pq::connect("");
/// co_await corun::pq::prepare(c, "next", "SELECT $1::int + 1", 1, nullptr);
/// const char *values[] = {"42"};
/// auto r = co_await corun::pq::exec_prepared(c, "next", 1, values, nullptr,
///                                            nullptr, 0);
/// \endcode
task<result> exec_prepared(PGconn *connection, const char *name, int count,
                           const char *const *values, const int *lengths,
                           const int *formats, int result_format);

/// The counterpart of `PQdescribePrepared`.
task<result> describe_prepared(PGconn *connection, const char *name);

/// The counterpart of `PQdescribePortal`.
///
/// \code
/// auto c = co_await corun::pq::connect("");
/// auto statement = co_await corun::pq::describe_prepared(c, "next");
/// int parameters = PQnparams(statement);
/// auto portal = co_await corun::pq::describe_portal(c, "cursor");
/// int columns = PQnfields(portal);
/// \endcode
task<result> describe_portal(PGconn *connection, const char *name);

/// The counterpart of `PQgetResult`: the next result of what was sent with
/// `PQsend...`; an empty one when there is no more. Cancellation only ends the
/// wait: the query goes on and its result can be fetched later.
///
/// \code
/// auto c = co_await corun::pq::connect("");
/// PQsendQuery(c, "SELECT * FROM t");
/// PQsetSingleRowMode(c);
/// co_await corun::pq::flush(c);
/// while (auto row = co_await corun::pq::get_result(c))
///   std::cout << PQntuples(row) << '\n';
/// \endcode
task<result> get_result(PGconn *connection);

/// The counterpart of `PQflush`, until all is sent: 0, or -1 on failure.
task<int> flush(PGconn *connection);

/// The counterpart of `PQputCopyData`: 1, or -1 on failure. Waits while the
/// server takes no more. Cancellation: the data may have been sent or not; the
/// COPY goes on.
task<int> put_copy_data(PGconn *connection, const char *data, int bytes);

/// The counterpart of `PQputCopyEnd`: ends the COPY, with an error on the
/// server if `error_message` is not null. Its result comes from get_result().
///
/// \code
/// auto c = co_await corun::pq::connect("");
/// co_await corun::pq::exec(c, "COPY t FROM STDIN");
/// co_await corun::pq::put_copy_data(c, "1\\tone\\n", 6);
/// co_await corun::pq::put_copy_end(c);
/// auto done = co_await corun::pq::get_result(c);
/// \endcode
task<int> put_copy_end(PGconn *connection, const char *error_message = nullptr);

/// The counterpart of `PQgetCopyData`: the bytes of one row in `*row`, to be
/// freed with `PQfreemem`; -1 at the end, -2 on failure. The third argument of
/// libpq's function is accepted and ignored. Cancellation loses no row.
///
/// \code
/// auto c = co_await corun::pq::connect("");
/// co_await corun::pq::exec(c, "COPY t TO STDOUT");
/// char *row = nullptr;
/// while (int bytes = co_await corun::pq::get_copy_data(c, &row)) {
///   if (bytes < 0)
///     break;
///   std::cout << std::string(row, static_cast<std::size_t>(bytes));
///   PQfreemem(row);
/// }
/// \endcode
task<int> get_copy_data(PGconn *connection, char **row, int = 0);

/// Waits for the next notification that `LISTEN` asked for. `errc::closed` if
/// the connection ends meanwhile. Cancellation loses no notification.
///
/// \code
/// auto c = co_await corun::pq::connect("");
/// co_await corun::pq::exec(c, "LISTEN orders");
/// auto note = co_await corun::pq::wait_notify(c);
/// std::cout << note->extra << '\n';
/// \endcode
task<notification> wait_notify(PGconn *connection);

/// The counterpart of `PQcancel`, on a thread: 1 when the request was sent,
/// else 0 with the reason in `error`. Cancelling the task does not stop it.
task<int> cancel(PGcancel *request, char *error, int error_size);

/// Asks the server to cancel what `connection` runs, for a task that another
/// one waits for. False if the request could not be sent.
///
/// \code
/// auto c = co_await corun::pq::connect("");
/// auto slow = [&]() -> corun::task<> {
///   co_await corun::pq::exec(c, "SELECT pg_sleep(60)");
/// };
/// auto stop = [&]() -> corun::task<> { co_await corun::pq::cancel(c); };
/// co_await corun::gather(slow(), stop());
/// \endcode
task<bool> cancel(PGconn *connection);

/// One command of a pipeline: text parameters, `nullopt` for NULL.
struct statement {
  std::string text;
  std::vector<std::optional<std::string>> parameters = {};
};

/// Sends all `statements` in one go and gives their results in order, in
/// libpq's pipeline mode: one round trip instead of one for each. They are one
/// transaction unless they say otherwise; after one that fails the others'
/// results are `PGRES_PIPELINE_ABORTED`.
///
/// \code
/// auto c = co_await corun::pq::connect("");
/// std::vector<corun::pq::statement> both;
/// both.push_back({"INSERT INTO t VALUES ($1)", {"1"}});
/// both.push_back({"SELECT count(*) FROM t"});
/// auto results = co_await corun::pq::exec_pipeline(c, std::move(both));
/// \endcode
task<std::vector<result>> exec_pipeline(PGconn *connection,
                                        std::vector<statement> statements);

} // namespace corun::pq
