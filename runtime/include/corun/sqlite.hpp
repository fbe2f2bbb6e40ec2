#pragma once

#include <corun/error.hpp>
#include <corun/task.hpp>

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// SQLite without blocking the loop. SQLite has no asynchronous interface: its
/// functions run on threads, one at a time for each connection.
///
/// Two ways: the functions with SQLite's own names and handles, for code that
/// has them, on corun's pool; and connection, which owns a handle and a thread.
///
/// Errors: the functions give SQLite's result codes. A null handle is a
/// `boost::system::system_error` with `errc::invalid_argument`.
///
/// Cancellation: a call that has not begun never runs; one that runs is
/// interrupted (`sqlite3_interrupt`), which ends it with `SQLITE_INTERRUPT`.
/// The task throws `operation_aborted` in the first case and where the call
/// ended interrupted; a call that was faster completes. The connection stays
/// usable; a transaction in progress may have been rolled back, as SQLite
/// documents.
///
/// Thread safety: all may be called from any executor; calls on one connection
/// wait for each other. SQLite must be built thread-safe, as it is by default.
///
/// Link `corun::sqlite`.
namespace corun::sqlite {

/// The counterpart of `sqlite3_open`. `*database` must stay until completion;
/// what is there then is to be closed even on failure.
///
/// \code
/// sqlite3 *database = nullptr;
/// if (co_await corun::sqlite::open("shop.db", &database) == SQLITE_OK)
///   co_await corun::sqlite::exec(database, "CREATE TABLE t (i INTEGER)",
///                                nullptr, nullptr, nullptr);
/// co_await corun::sqlite::close(database);
/// \endcode
task<int> open(const char *path, sqlite3 **database);

/// The counterpart of `sqlite3_open_v2`.
task<int> open(const char *path, sqlite3 **database, int flags,
               const char *vfs);

/// The counterpart of `sqlite3_close`; `SQLITE_BUSY` if statements are left.
/// Not interrupted by a cancellation once it runs.
task<int> close(sqlite3 *database);

/// The counterpart of `sqlite3_exec`. `callback` is called on a thread of the
/// pool, and `*error` belongs to the caller, as with SQLite.
task<int> exec(sqlite3 *database, const char *sql,
               int (*callback)(void *, int, char **, char **), void *argument,
               char **error);

/// The counterpart of `sqlite3_prepare_v2`; `sql` must stay until completion
/// and for as long as `*tail` is used.
task<int> prepare(sqlite3 *database, const char *sql, int bytes,
                  sqlite3_stmt **statement, const char **tail);

/// The counterpart of `sqlite3_step`.
task<int> step(sqlite3_stmt *statement);

/// The counterpart of `sqlite3_finalize`.
///
/// \code
/// sqlite3 *database = nullptr;
/// co_await corun::sqlite::open("shop.db", &database);
/// sqlite3_stmt *all = nullptr;
/// co_await corun::sqlite::prepare(database, "SELECT i FROM t", -1, &all,
///                                 nullptr);
/// while (co_await corun::sqlite::step(all) == SQLITE_ROW)
///   std::cout << sqlite3_column_int(all, 0) << '\n';
/// co_await corun::sqlite::finalize(all);
/// co_await corun::sqlite::close(database);
/// \endcode
task<int> finalize(sqlite3_stmt *statement);

/// Bytes, as distinct from text.
using blob = std::vector<std::byte>;

/// A value as SQLite stores it; `std::monostate` is NULL.
using value =
    std::variant<std::monostate, std::int64_t, double, std::string, blob>;

/// The rows of a query, all in memory.
struct rows {
  std::vector<std::string> columns;
  std::vector<std::vector<value>> values;

  std::size_t size() const noexcept { return values.size(); }
  bool empty() const noexcept { return values.empty(); }
  const std::vector<value> &operator[](std::size_t row) const {
    return values[row];
  }
};

/// The category "sqlite" of result codes, extended ones included.
///
/// \code
/// auto db = co_await corun::sqlite::connection::open("shop.db");
/// try {
///   co_await db.exec("NOT SQL");
/// } catch (const boost::system::system_error &e) {
///   if (e.code().category() == corun::sqlite::error_category())
///     std::cerr << e.what() << '\n';
/// }
/// \endcode
const boost::system::error_category &error_category() noexcept;

/// A connection with a thread of its own.
///
/// Contract: statements run in the order in which they are awaited. Errors are
/// `boost::system::system_error` with SQLite's (extended) code in
/// error_category() and SQLite's message; `errc::closed` after close().
/// Cancellation: as above, with `operation_aborted`.
///
/// \code
/// auto db = co_await corun::sqlite::connection::open("shop.db");
/// co_await db.exec("CREATE TABLE IF NOT EXISTS t (i INTEGER, s TEXT)");
/// std::vector<corun::sqlite::connection::parameter> row = {1, "one"};
/// co_await db.query("INSERT INTO t VALUES (?, ?)", row);
/// auto found = co_await db.query("SELECT s FROM t WHERE i = 1");
/// if (!found.empty())
///   std::cout << std::get<std::string>(found[0][0]) << '\n';
/// \endcode
class connection {
public:
  /// What a statement's parameter can be made of.
  class parameter {
  public:
    parameter(std::nullptr_t) {}
    parameter(int i) : value_(std::int64_t{i}) {}
    parameter(std::int64_t i) : value_(i) {}
    parameter(double d) : value_(d) {}
    parameter(const char *s) : value_(std::string(s)) {}
    parameter(std::string s) : value_(std::move(s)) {}
    parameter(blob b) : value_(std::move(b)) {}
    const value &get() const noexcept { return value_; }

  private:
    value value_;
  };

  /// A connection that is not open.
  connection();
  connection(connection &&) noexcept;
  connection &operator=(connection &&) noexcept;
  /// Closes on the calling thread; close() does it without blocking.
  ~connection();

  /// Opens `path`, creating the file if `flags` say so (SQLite's flags).
  static task<connection> open(std::string path,
                               int flags = SQLITE_OPEN_READWRITE |
                                           SQLITE_OPEN_CREATE);

  /// Runs all statements of `sql`, dropping their rows.
  task<> exec(std::string sql);

  /// Runs the one statement `sql` with `parameters`, and gives its rows.
  task<rows> query(std::string sql, std::vector<parameter> parameters = {});

  /// Rows that the last INSERT, UPDATE or DELETE changed.
  task<std::int64_t> changes();

  /// The row id of the last INSERT.
  ///
  /// \code
  /// auto db = co_await corun::sqlite::connection::open("shop.db");
  /// co_await db.query("INSERT INTO t VALUES (2, 'two')");
  /// std::int64_t row = co_await db.last_insert_rowid();
  /// std::int64_t count = co_await db.changes();
  /// co_await db.close();
  /// \endcode
  task<std::int64_t> last_insert_rowid();

  /// Closes when what was awaited before has ended.
  task<> close();

  bool is_open() const noexcept { return implementation_ != nullptr; }

private:
  class implementation;
  std::shared_ptr<implementation> implementation_;
};

} // namespace corun::sqlite
