#include "support/temporary_directory.hpp"
#include "support/test.hpp"

#include <corun/sqlite.hpp>

namespace sqlite = corun::sqlite;
using sqlite::connection;

namespace {

// Counts for ever, until it is interrupted.
constexpr auto endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT "
                         "i + 1 FROM n) SELECT count(*) FROM n";

std::int64_t number(const sqlite::value &v) {
  return std::get<std::int64_t>(v);
}

// Runs `work` and cancels it once `begun` says that it runs.
template <class T>
boost::system::error_code cancelled(corun::task<T> work,
                                    std::function<bool()> begun) {
  asio::io_context context(1);
  asio::cancellation_signal signal;
  boost::system::error_code code;
  asio::co_spawn(context, std::move(work),
                 asio::bind_cancellation_slot(
                     signal.slot(), [&](std::exception_ptr e, auto &&...) {
                       try {
                         if (e)
                           std::rethrow_exception(e);
                       } catch (const boost::system::system_error &error) {
                         code = error.code();
                       }
                     }));
  context.poll();
  while (!begun())
    std::this_thread::yield();
  signal.emit(asio::cancellation_type::terminal);
  context.run();
  return code;
}

TEST(Sqlite, QueriesWithRows) {
  run_test([]() -> corun::task<> {
    auto db = co_await connection::open(":memory:");
    co_await db.exec("CREATE TABLE t (i INTEGER, d REAL, s TEXT, b BLOB); "
                     "CREATE INDEX x ON t (i)");
    const sqlite::blob bytes{std::byte{0}, std::byte{255}};
    // Named: g++ 12 cannot compile such a list inside of an await.
    const std::vector<connection::parameter> first = {
        1, 2.5, std::string("a\0b", 3), bytes};
    const std::vector<connection::parameter> second = {
        std::int64_t{1} << 40, nullptr, "", sqlite::blob{}};
    co_await db.query("INSERT INTO t VALUES (?, ?, ?, ?)", first);
    co_await db.query("INSERT INTO t VALUES (?, ?, ?, ?)", second);
    EXPECT_EQ(co_await db.last_insert_rowid(), 2);
    const auto found = co_await db.query("SELECT * FROM t ORDER BY i");
    EXPECT_THAT(found.columns, testing::ElementsAre("i", "d", "s", "b"));
    EXPECT_EQ(found.size(), 2u);
    EXPECT_EQ(number(found[0][0]), 1);
    EXPECT_EQ(std::get<double>(found[0][1]), 2.5);
    EXPECT_EQ(std::get<std::string>(found[0][2]), std::string("a\0b", 3));
    EXPECT_EQ(std::get<sqlite::blob>(found[0][3]), bytes);
    EXPECT_EQ(number(found[1][0]), std::int64_t{1} << 40);
    EXPECT_TRUE(std::holds_alternative<std::monostate>(found[1][1]));
    EXPECT_EQ(std::get<std::string>(found[1][2]), "");
    EXPECT_TRUE(std::get<sqlite::blob>(found[1][3]).empty());
    co_await db.exec("DELETE FROM t");
    EXPECT_EQ(co_await db.changes(), 2);
    EXPECT_TRUE((co_await db.query("SELECT * FROM t;  ")).empty());
    co_await db.close();
    EXPECT_FALSE(db.is_open());
  }());
}

TEST(Sqlite, ManyTasksOnOneConnection) {
  asio::io_context context(1);
  int done = 0;
  auto work = [&]() -> corun::task<> {
    auto db = co_await connection::open(":memory:");
    co_await db.exec("CREATE TABLE t (i INTEGER)");
    const auto executor = co_await asio::this_coro::executor;
    for (int i = 0; i < 50; ++i)
      asio::co_spawn(
          executor,
          [&, i]() -> corun::task<> {
            const std::vector<connection::parameter> row = {i};
            co_await db.query("INSERT INTO t VALUES (?)", row);
            ++done;
          },
          asio::detached);
    while (done < 50)
      co_await asio::post(executor, asio::use_awaitable);
    const auto sum = co_await db.query("SELECT sum(i) FROM t");
    EXPECT_EQ(number(sum[0][0]), 49 * 50 / 2);
  };
  asio::co_spawn(context, work(),
                 [](std::exception_ptr e) { EXPECT_FALSE(e); });
  context.run();
  EXPECT_EQ(done, 50);
}

TEST(Sqlite, OneThreadForEachConnection) {
  run_test([]() -> corun::task<> {
    auto first = co_await connection::open(":memory:");
    auto second = co_await connection::open(":memory:");
    asio::cancellation_signal stop;
    const auto executor = co_await asio::this_coro::executor;
    bool ended = false;
    asio::co_spawn(executor, first.exec(endless),
                   asio::bind_cancellation_slot(
                       stop.slot(), [&](std::exception_ptr) { ended = true; }));
    EXPECT_EQ(number((co_await second.query("SELECT 2"))[0][0]), 2);
    EXPECT_FALSE(ended);
    while (!ended) {
      stop.emit(asio::cancellation_type::terminal);
      co_await asio::post(executor, asio::use_awaitable);
    }
    EXPECT_EQ(number((co_await first.query("SELECT 1"))[0][0]), 1);
  }());
}

TEST(Sqlite, Errors) {
  temporary_directory in;
  EXPECT_EQ(error_of(connection::open("")), corun::errc::invalid_argument);
  EXPECT_EQ(
      error_of(connection::open(in.path() / "none" / "x")),
      boost::system::error_code(SQLITE_CANTOPEN, sqlite::error_category()));
  connection closed;
  EXPECT_EQ(error_of(closed.exec("SELECT 1")), corun::errc::closed);
  EXPECT_EQ(error_of(closed.query("SELECT 1")), corun::errc::closed);
  EXPECT_EQ(error_of(closed.changes()), corun::errc::closed);
  EXPECT_EQ(error_of(closed.last_insert_rowid()), corun::errc::closed);
  EXPECT_EQ(error_of(closed.close()), corun::errc::closed);

  auto db = run_test(connection::open(":memory:"));
  const auto code = [&](std::string sql) {
    return error_of(db.query(std::move(sql)));
  };
  EXPECT_EQ(code("nonsense").category(), sqlite::error_category());
  EXPECT_EQ(code(""), corun::errc::invalid_argument);
  EXPECT_EQ(code("SELECT 1; SELECT 2"), corun::errc::invalid_argument);
  EXPECT_EQ(code("SELECT ?"), corun::errc::invalid_argument);
  run_test(
      db.exec("CREATE TABLE t (i INTEGER UNIQUE); INSERT INTO t VALUES (1)"));
  EXPECT_EQ(code("INSERT INTO t VALUES (1)").value(), SQLITE_CONSTRAINT_UNIQUE);
  try {
    run_test(db.exec("SELECT * FROM missing"));
    ADD_FAILURE();
  } catch (const boost::system::system_error &e) {
    EXPECT_THAT(e.what(), testing::HasSubstr("no such table: missing"));
  }
}

TEST(Sqlite, AFullDisk) {
  auto db = run_test(connection::open(":memory:"));
  run_test(db.exec("PRAGMA max_page_count = 4; CREATE TABLE t (b BLOB)"));
  EXPECT_EQ(
      error_of(db.exec("INSERT INTO t VALUES (zeroblob(1000000))")).value(),
      SQLITE_FULL);
  EXPECT_EQ(number(run_test(db.query("SELECT count(*) FROM t"))[0][0]), 0);
}

TEST(SqliteCancel, InterruptsWhatRuns) {
  auto db = run_test(connection::open(":memory:"));
  // Whether it has begun or not: both must end, and soon.
  for (int i = 0; i < 50; ++i)
    EXPECT_EQ(cancelled(db.exec(endless), [] { return true; }),
              asio::error::operation_aborted);
  EXPECT_EQ(number(run_test(db.query("SELECT 3"))[0][0]), 3);
}

TEST(SqliteCancel, AtEverySuspension) {
  cancel_everywhere([]() -> corun::task<> {
    auto db = co_await connection::open(":memory:");
    co_await db.exec("CREATE TABLE t (i INTEGER)");
    const std::vector<connection::parameter> row = {1};
    co_await db.query("INSERT INTO t VALUES (?)", row);
    co_await db.close();
  });
}

TEST(SqliteHandles, ActAsSqlitesOwn) {
  temporary_directory in;
  run_test([](std::string path) -> corun::task<> {
    sqlite3 *db = nullptr;
    EXPECT_EQ(co_await sqlite::open(path.c_str(), &db), SQLITE_OK);
    EXPECT_EQ(co_await sqlite::exec(
                  db, "CREATE TABLE t (i); INSERT INTO t VALUES (7)", nullptr,
                  nullptr, nullptr),
              SQLITE_OK);
    int seen = 0;
    const auto callback = [](void *to, int, char **values, char **) {
      *static_cast<int *>(to) = std::atoi(values[0]);
      return 0;
    };
    co_await sqlite::exec(db, "SELECT i FROM t", callback, &seen, nullptr);
    EXPECT_EQ(seen, 7);
    char *message = nullptr;
    EXPECT_EQ(co_await sqlite::exec(db, "x", nullptr, nullptr, &message),
              SQLITE_ERROR);
    EXPECT_THAT(message, testing::HasSubstr("syntax error"));
    sqlite3_free(message);

    sqlite3_stmt *s = nullptr;
    EXPECT_EQ(co_await sqlite::prepare(db, "SELECT i FROM t", -1, &s, nullptr),
              SQLITE_OK);
    EXPECT_EQ(co_await sqlite::step(s), SQLITE_ROW);
    EXPECT_EQ(sqlite3_column_int(s, 0), 7);
    EXPECT_EQ(co_await sqlite::step(s), SQLITE_DONE);
    EXPECT_EQ(co_await sqlite::close(db), SQLITE_BUSY);
    EXPECT_EQ(co_await sqlite::finalize(s), SQLITE_OK);
    EXPECT_EQ(co_await sqlite::finalize(nullptr), SQLITE_OK);
    EXPECT_EQ(co_await sqlite::close(db), SQLITE_OK);
    EXPECT_EQ(co_await sqlite::close(nullptr), SQLITE_OK);
    EXPECT_EQ(
        co_await sqlite::open(path.c_str(), &db, SQLITE_OPEN_READONLY, nullptr),
        SQLITE_OK);
    EXPECT_EQ(
        co_await sqlite::exec(db, "DELETE FROM t", nullptr, nullptr, nullptr),
        SQLITE_READONLY);
    co_await sqlite::close(db);
  }(in.path() / "db"));
}

TEST(SqliteHandles, BadInput) {
  const auto thrown = [](auto make) {
    return error_of([](auto f) -> corun::task<> { co_await f(); }(make));
  };
  const auto invalid = corun::errc::invalid_argument;
  EXPECT_EQ(thrown([] { return sqlite::open("x", nullptr); }), invalid);
  EXPECT_EQ(thrown([] { return sqlite::step(nullptr); }), invalid);
  EXPECT_EQ(thrown([] {
              return sqlite::exec(nullptr, "", nullptr, nullptr, nullptr);
            }),
            invalid);
  EXPECT_EQ(
      thrown([] { return sqlite::prepare(nullptr, "", -1, nullptr, nullptr); }),
      invalid);
  sqlite3 *db = nullptr;
  EXPECT_EQ(thrown([&] { return sqlite::open("", &db); }), invalid);
}

// The statement says by calling a function that it runs.
TEST(SqliteHandles, CancelInterruptsWhatRuns) {
  sqlite3 *db = nullptr;
  ASSERT_EQ(run_test(sqlite::open(":memory:", &db)), SQLITE_OK);
  std::atomic<bool> running = false;
  sqlite3_create_function(
      db, "running", 1, SQLITE_UTF8, &running,
      [](sqlite3_context *c, int, sqlite3_value **) {
        static_cast<std::atomic<bool> *>(sqlite3_user_data(c))->store(true);
        sqlite3_result_int(c, 1);
      },
      nullptr, nullptr);
  const auto sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + "
                   "running(i) FROM n) SELECT count(*) FROM n";
  EXPECT_EQ(cancelled(sqlite::exec(db, sql, nullptr, nullptr, nullptr),
                      [&] { return running.load(); }),
            asio::error::operation_aborted);
  EXPECT_EQ(run_test(sqlite::exec(db, "SELECT 1", nullptr, nullptr, nullptr)),
            SQLITE_OK);
  EXPECT_EQ(run_test(sqlite::close(db)), SQLITE_OK);
}

} // namespace
