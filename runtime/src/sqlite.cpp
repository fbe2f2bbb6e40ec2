#include <corun/detail/offload.hpp>
#include <corun/mutex.hpp>
#include <corun/sqlite.hpp>

#include <array>
#include <atomic>
#include <utility>

namespace corun::sqlite {

namespace {

using corun::detail::require;
// One call at a time for each connection, without a record of connections,
// which code closes behind our back: connections that share a mutex wait for
// each other, no more.
mutex &mutex_of(const void *database) {
  static auto &all = *new std::array<mutex, 61>;
  return all[(reinterpret_cast<std::uintptr_t>(database) >> 4) % all.size()];
}

template <class F, class Interrupt = corun::detail::no_interrupt>
task<int> in_turn(const void *database, F f, Interrupt interrupt = {}) {
  const auto turn = co_await mutex_of(database).lock();
  co_return co_await corun::detail::offload(default_thread_pool(), std::move(f),
                                            std::move(interrupt));
}

// A cancellation interrupts the connection; what it interrupted throws.
template <class F>
task<int> interruptible(sqlite3 *database, const char *where, F f) {
  std::atomic<bool> interrupted = false;
  const int code =
      co_await in_turn(database, std::move(f), [database, &interrupted] {
        interrupted = true;
        sqlite3_interrupt(database);
      });
  if (interrupted && (code & 0xff) == SQLITE_INTERRUPT)
    corun::detail::throw_error(boost::asio::error::operation_aborted, where);
  co_return code;
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
  return in_turn(database, [path = std::string(path), database, flags,
                            vfs = std::string(vfs ? vfs : "")] {
    return sqlite3_open_v2(path.c_str(), database, flags,
                           vfs.empty() ? nullptr : vfs.c_str());
  });
}

task<int> close(sqlite3 *database) {
  return in_turn(database, [database] { return sqlite3_close(database); });
}

task<int> exec(sqlite3 *database, const char *sql,
               int (*callback)(void *, int, char **, char **), void *argument,
               char **error) {
  require(database, "corun::sqlite::exec: null sqlite3*");
  require(sql, "corun::sqlite::exec: null text");
  return interruptible(
      database, "corun::sqlite::exec", [=, text = std::string(sql)] {
        return sqlite3_exec(database, text.c_str(), callback, argument, error);
      });
}

task<int> prepare(sqlite3 *database, const char *sql, int bytes,
                  sqlite3_stmt **statement, const char **tail) {
  require(database, "corun::sqlite::prepare: null sqlite3*");
  require(sql && statement, "corun::sqlite::prepare: null text or statement");
  return interruptible(database, "corun::sqlite::prepare", [=] {
    return sqlite3_prepare_v2(database, sql, bytes, statement, tail);
  });
}

task<int> step(sqlite3_stmt *statement) {
  require(statement, "corun::sqlite::step: null sqlite3_stmt*");
  return interruptible(sqlite3_db_handle(statement), "corun::sqlite::step",
                       [statement] { return sqlite3_step(statement); });
}

task<int> finalize(sqlite3_stmt *statement) {
  // SQLite takes a null statement, and so does this.
  sqlite3 *database = statement ? sqlite3_db_handle(statement) : nullptr;
  return in_turn(database, [statement] { return sqlite3_finalize(statement); });
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
