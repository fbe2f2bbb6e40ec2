#include "sqlite_calls.hpp"

#include <corun/detail/blocking_pool.hpp>

#include <boost/asio/strand.hpp>

#include <array>
#include <cstring>

namespace corun::sqlite {

namespace {

using corun::detail::require;
using strand = boost::asio::strand<boost::asio::thread_pool::executor_type>;

// One call at a time for each connection, without a record of connections that
// code closes behind our back: a fixed set of strands over the pool.
const strand &strand_of(const void *database) {
  static const auto strands = [] {
    std::array<std::unique_ptr<strand>, 61> all;
    for (auto &each : all)
      each = std::make_unique<strand>(
          boost::asio::make_strand(corun::detail::blocking_pool()));
    return all;
  }();
  return *strands[(reinterpret_cast<std::uintptr_t>(database) >> 4) %
                  strands.size()];
}

template <class F>
task<int> on_strand(sqlite3 *database, const char *where, F f) {
  co_return co_await detail::interruptible(strand_of(database), database, where,
                                           std::move(f));
}

template <class F> task<int> uninterrupted(const void *database, F f) {
  return corun::detail::offload(strand_of(database), std::move(f));
}

} // namespace

task<int> open(const char *path, sqlite3 **database) {
  return open(path, database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
              nullptr);
}

task<int> open(const char *path, sqlite3 **database, int flags,
               const char *vfs) {
  require(path && *path, "corun::sqlite::open: empty path");
  require(database, "corun::sqlite::open: null sqlite3**");
  return uninterrupted(database, [path = std::string(path), database, flags,
                                  vfs = std::string(vfs ? vfs : "")] {
    return sqlite3_open_v2(path.c_str(), database, flags,
                           vfs.empty() ? nullptr : vfs.c_str());
  });
}

task<int> close(sqlite3 *database) {
  return uninterrupted(database,
                       [database] { return sqlite3_close(database); });
}

task<int> exec(sqlite3 *database, const char *sql,
               int (*callback)(void *, int, char **, char **), void *argument,
               char **error) {
  require(database, "corun::sqlite::exec: null sqlite3*");
  require(sql, "corun::sqlite::exec: null text");
  return on_strand(
      database, "corun::sqlite::exec", [=, text = std::string(sql)] {
        return sqlite3_exec(database, text.c_str(), callback, argument, error);
      });
}

task<int> prepare(sqlite3 *database, const char *sql, int bytes,
                  sqlite3_stmt **statement, const char **tail) {
  require(database, "corun::sqlite::prepare: null sqlite3*");
  require(sql && statement, "corun::sqlite::prepare: null text or statement");
  return on_strand(database, "corun::sqlite::prepare", [=] {
    return sqlite3_prepare_v2(database, sql, bytes, statement, tail);
  });
}

task<int> step(sqlite3_stmt *statement) {
  require(statement, "corun::sqlite::step: null sqlite3_stmt*");
  return on_strand(sqlite3_db_handle(statement), "corun::sqlite::step",
                   [statement] { return sqlite3_step(statement); });
}

task<int> finalize(sqlite3_stmt *statement) {
  // SQLite takes a null statement, and so does this.
  sqlite3 *database = statement ? sqlite3_db_handle(statement) : nullptr;
  return uninterrupted(database,
                       [statement] { return sqlite3_finalize(statement); });
}

const boost::system::error_category &error_category() noexcept {
  struct category final : boost::system::error_category {
    const char *name() const noexcept override { return "sqlite"; }
    std::string message(int value) const override {
      return sqlite3_errstr(value);
    }
  };
  static const category instance;
  return instance;
}

} // namespace corun::sqlite
