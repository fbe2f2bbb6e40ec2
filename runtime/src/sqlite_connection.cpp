#include <corun/detail/offload.hpp>
#include <corun/sqlite.hpp>

#include <atomic>
#include <cstring>
#include <utility>

namespace corun::sqlite {

namespace {

using corun::detail::throw_error;

[[noreturn]] void throw_sqlite(int code, const std::string &where) {
  throw boost::system::system_error(code, error_category(), where);
}

struct finalizer {
  void operator()(sqlite3_stmt *s) const { sqlite3_finalize(s); }
};
using statement = std::unique_ptr<sqlite3_stmt, finalizer>;

// Binds what it visits as the parameter `at`; the values outlive the statement.
struct binder {
  sqlite3_stmt *to;
  int at;

  int operator()(std::monostate) const { return sqlite3_bind_null(to, at); }
  int operator()(std::int64_t i) const { return sqlite3_bind_int64(to, at, i); }
  int operator()(double d) const { return sqlite3_bind_double(to, at, d); }
  int operator()(const std::string &s) const {
    return sqlite3_bind_text64(to, at, s.data(), s.size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  }
  int operator()(const blob &b) const {
    return b.empty()
               ? sqlite3_bind_zeroblob(to, at, 0)
               : sqlite3_bind_blob64(to, at, b.data(), b.size(), SQLITE_STATIC);
  }
};

value column(sqlite3_stmt *s, int i) {
  switch (sqlite3_column_type(s, i)) {
  case SQLITE_INTEGER:
    return std::int64_t{sqlite3_column_int64(s, i)};
  case SQLITE_FLOAT:
    return sqlite3_column_double(s, i);
  case SQLITE_TEXT: {
    const auto *text = sqlite3_column_text(s, i);
    return std::string(reinterpret_cast<const char *>(text),
                       static_cast<std::size_t>(sqlite3_column_bytes(s, i)));
  }
  case SQLITE_BLOB: {
    blob bytes(static_cast<std::size_t>(sqlite3_column_bytes(s, i)));
    if (!bytes.empty())
      std::memcpy(bytes.data(), sqlite3_column_blob(s, i), bytes.size());
    return bytes;
  }
  default:
    return std::monostate{};
  }
}

} // namespace

class connection::implementation {
public:
  ~implementation() { sqlite3_close_v2(database_); }

  // Runs `f`, which throws what goes wrong, on the thread.
  template <class F> auto run(F f) {
    return corun::detail::offload(thread_, std::move(f));
  }

  // The same for statements, which a cancellation interrupts.
  template <class F>
  task<std::invoke_result_t<F &>> run_statement(const char *where, F f) {
    std::atomic<bool> stop = false;
    try {
      co_return co_await corun::detail::offload(
          thread_,
          [&] {
            // sqlite3_interrupt is lost on a statement that has not begun.
            sqlite3_progress_handler(
                database_, 1000,
                [](void *flag) -> int {
                  return static_cast<std::atomic<bool> *>(flag)->load();
                },
                &stop);
            const std::unique_ptr<sqlite3, remove_handler> removal(database_);
            return f();
          },
          [&] {
            stop = true;
            sqlite3_interrupt(database_);
          });
    } catch (const boost::system::system_error &e) {
      if (!stop || e.code().category() != error_category() ||
          (e.code().value() & 0xff) != SQLITE_INTERRUPT)
        throw;
    }
    throw_error(boost::asio::error::operation_aborted, where);
  }

  void open(const std::string &path, int flags) {
    const int code = sqlite3_open_v2(path.c_str(), &database_, flags, nullptr);
    if (database_)
      sqlite3_extended_result_codes(database_, 1);
    if (code != SQLITE_OK)
      fail("corun::sqlite::connection::open: " + path);
  }

  void exec(const std::string &sql) {
    if (sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) !=
        SQLITE_OK)
      fail("corun::sqlite::connection::exec");
  }

  rows query(const std::string &sql, const std::vector<parameter> &parameters) {
    const std::string where = "corun::sqlite::connection::query";
    const statement s = prepare(sql, where);
    if (sqlite3_bind_parameter_count(s.get()) !=
        static_cast<int>(parameters.size()))
      throw_error(errc::invalid_argument,
                  where + ": not as many parameters as in: " + sql);
    for (std::size_t i = 0; i < parameters.size(); ++i)
      if (std::visit(binder{s.get(), static_cast<int>(i) + 1},
                     parameters[i].get()) != SQLITE_OK)
        fail(where);
    rows found;
    const int columns = sqlite3_column_count(s.get());
    for (int i = 0; i < columns; ++i)
      found.columns.emplace_back(sqlite3_column_name(s.get(), i));
    for (;;) {
      const int code = sqlite3_step(s.get());
      if (code == SQLITE_DONE)
        return found;
      if (code != SQLITE_ROW)
        fail(where);
      auto &row = found.values.emplace_back();
      for (int i = 0; i < columns; ++i)
        row.push_back(column(s.get(), i));
    }
  }

  std::int64_t changes() const { return sqlite3_changes(database_); }
  std::int64_t last_insert_rowid() const {
    return sqlite3_last_insert_rowid(database_);
  }

  void close() {
    const int code = sqlite3_close_v2(std::exchange(database_, nullptr));
    if (code != SQLITE_OK)
      throw_sqlite(code, "corun::sqlite::connection::close");
  }

private:
  struct remove_handler {
    void operator()(sqlite3 *database) const {
      sqlite3_progress_handler(database, 0, nullptr, nullptr);
    }
  };

  [[noreturn]] void fail(const std::string &where) {
    throw_sqlite(sqlite3_extended_errcode(database_),
                 where + ": " + sqlite3_errmsg(database_));
  }

  statement prepare(const std::string &sql, const std::string &where) {
    sqlite3_stmt *s = nullptr;
    const char *tail = nullptr;
    if (sqlite3_prepare_v2(database_, sql.c_str(), -1, &s, &tail) != SQLITE_OK)
      fail(where);
    statement owned(s);
    if (!s)
      throw_error(errc::invalid_argument, where + ": no statement in: " + sql);
    if (tail && tail[std::strspn(tail, " \t\r\n;")] != '\0')
      throw_error(errc::invalid_argument,
                  where + ": more than one statement in: " + sql);
    return owned;
  }

  sqlite3 *database_ = nullptr;
  thread_pool thread_{1};
};

namespace {

template <class T>
const T &checked(const T &implementation, const char *where) {
  if (!implementation)
    throw_error(errc::closed, where);
  return implementation;
}

} // namespace

connection::connection() = default;
connection::connection(connection &&) noexcept = default;
connection &connection::operator=(connection &&) noexcept = default;
connection::~connection() = default;

task<connection> connection::open(std::string path, int flags) {
  corun::detail::require(!path.empty(),
                         "corun::sqlite::connection::open: empty path");
  connection c;
  const auto self = std::make_shared<implementation>();
  co_await self->run([&] { self->open(path, flags); });
  c.implementation_ = self;
  co_return c;
}

task<> connection::exec(std::string sql) {
  constexpr auto where = "corun::sqlite::connection::exec";
  const auto self = checked(implementation_, where);
  co_await self->run_statement(where, [&] { self->exec(sql); });
}

task<rows> connection::query(std::string sql,
                             std::vector<parameter> parameters) {
  constexpr auto where = "corun::sqlite::connection::query";
  const auto self = checked(implementation_, where);
  co_return co_await self->run_statement(
      where, [&] { return self->query(sql, parameters); });
}

task<std::int64_t> connection::changes() {
  constexpr auto where = "corun::sqlite::connection::changes";
  const auto self = checked(implementation_, where);
  co_return co_await self->run([&] { return self->changes(); });
}

task<std::int64_t> connection::last_insert_rowid() {
  constexpr auto where = "corun::sqlite::connection::last_insert_rowid";
  const auto self = checked(implementation_, where);
  co_return co_await self->run([&] { return self->last_insert_rowid(); });
}

task<> connection::close() {
  constexpr auto where = "corun::sqlite::connection::close";
  auto self = checked(implementation_, where);
  implementation_.reset();
  co_await self->run([&] { self->close(); });
}

} // namespace corun::sqlite
