#include "support/pq.hpp"
#include "support/test.hpp"

namespace pq = corun::pq;

namespace {

TEST(Pq, RunsQueries) {
  run_test([]() -> corun::task<> {
    auto c = co_await open();
    auto r = co_await pq::exec(c, "SELECT 1 AS a, 'x' AS b");
    EXPECT_EQ(PQntuples(r), 1);
    EXPECT_EQ(value(r, 0, 1), "x");
    // The last of several results, as PQexec.
    EXPECT_EQ(co_await one(c, "SELECT 1; SELECT 2"), "2");
    const auto bad = co_await pq::exec(c, "SELECT nothing");
    EXPECT_EQ(PQresultStatus(bad), PGRES_FATAL_ERROR);
    EXPECT_THAT(PQerrorMessage(c), testing::HasSubstr("nothing"));
    const auto empty = co_await pq::exec(c, "");
    EXPECT_EQ(PQresultStatus(empty), PGRES_EMPTY_QUERY);
    co_await expect_usable(c);
  }());
}

TEST(Pq, ConnectsInEachForm) {
  run_test([]() -> corun::task<> {
    auto by_socket =
        co_await pq::connect(environment("CORUN_TEST_PG_SOCKET").c_str());
    EXPECT_EQ(PQstatus(by_socket), CONNECTION_OK);
    const auto info = conninfo();
    const char *keywords[] = {"dbname", "application_name", nullptr};
    const char *values[] = {info.c_str(), "corun", nullptr};
    auto by_arrays = co_await pq::connect(keywords, values, 1);
    EXPECT_EQ(co_await one(by_arrays, "SHOW application_name"), "corun");
    auto by_login =
        co_await pq::connect("localhost", PQport(by_socket), nullptr, nullptr,
                             "postgres", "corun", nullptr);
    EXPECT_EQ(PQstatus(by_login), CONNECTION_OK) << PQerrorMessage(by_login);
    co_await expect_usable(by_login);
  }());
}

// The edits that a fix makes must compile and own what they owned before.
TEST(Pq, ResultsPassForTheLibrarysOwn) {
  run_test([]() -> corun::task<> {
    PGconn *raw = co_await pq::connect(conninfo().c_str());
    PGresult *r = co_await pq::exec(raw, "SELECT 1");
    EXPECT_STREQ(PQgetvalue(r, 0, 0), "1");
    PQclear(r);
    auto owned = co_await pq::exec(raw, "SELECT 2");
    PQclear(owned);
    EXPECT_EQ(owned.get(), nullptr);
    // Asking an unnamed one does not take it.
    EXPECT_TRUE(co_await pq::exec(raw, "SELECT 0"));
    PQclear(co_await pq::exec(raw, "SELECT 3"));
    const std::unique_ptr<PGresult, decltype(&PQclear)> unique(
        co_await pq::exec(raw, "SELECT 4"), &PQclear);
    EXPECT_STREQ(PQgetvalue(unique.get(), 0, 0), "4");
    PQfinish(raw);
    auto c = co_await open();
    PQfinish(c);
    EXPECT_EQ(c.get(), nullptr);
  }());
}

TEST(Pq, ParametersAndPreparedStatements) {
  run_test([]() -> corun::task<> {
    auto c = co_await open();
    const char *values[] = {"20", nullptr};
    auto r = co_await pq::exec_params(c, "SELECT $1::int + 1, $2::text", 2,
                                      nullptr, values, nullptr, nullptr, 0);
    EXPECT_EQ(value(r), "21");
    EXPECT_EQ(PQgetisnull(r, 0, 1), 1);
    const char binary[] = {0, 0, 1, 0};
    const char *bytes[] = {binary};
    const int lengths[] = {4};
    const int formats[] = {1};
    const Oid types[] = {23};
    r = co_await pq::exec_params(c, "SELECT $1", 1, types, bytes, lengths,
                                 formats, 0);
    EXPECT_EQ(value(r), "256");
    r = co_await pq::prepare(c, "twice", "SELECT $1 * 2", 1, types);
    EXPECT_EQ(PQresultStatus(r), PGRES_COMMAND_OK);
    r = co_await pq::exec_prepared(c, "twice", 1, values, nullptr, nullptr, 0);
    EXPECT_EQ(value(r), "40");
    r = co_await pq::describe_prepared(c, "twice");
    EXPECT_EQ(PQnparams(r), 1);
    r = co_await pq::exec(c, "BEGIN; DECLARE p CURSOR FOR SELECT 1, 2");
    r = co_await pq::describe_portal(c, "p");
    EXPECT_EQ(PQnfields(r), 2);
  }());
}

// Arguments may be gone when a task starts.
TEST(Pq, KeepsItsArguments) {
  run_test([]() -> corun::task<> {
    auto c = co_await open();
    auto later = [&] {
      std::string text = "SELECT $1::text || ', a text too long for the stack'";
      std::string first(50, 'v');
      const char *values[] = {first.c_str()};
      return pq::exec_params(c, text.c_str(), 1, nullptr, values, nullptr,
                             nullptr, 0);
    }();
    EXPECT_THAT(value(co_await std::move(later)), testing::StartsWith("vvvv"));
  }());
}

TEST(Pq, DropsWhatWasLeftBefore) {
  run_test([]() -> corun::task<> {
    auto c = co_await open();
    PQsendQuery(c, "SELECT 1; SELECT 2");
    co_await expect_usable(c);
    co_await pq::exec(c, "CREATE TEMP TABLE t (i int)");
    auto r = co_await pq::exec(c, "COPY t FROM STDIN");
    EXPECT_EQ(PQresultStatus(r), PGRES_COPY_IN);
    co_await expect_usable(c);
    r = co_await pq::exec(c, "COPY (SELECT 1) TO STDOUT");
    EXPECT_EQ(PQresultStatus(r), PGRES_COPY_OUT);
    co_await expect_usable(c);
  }());
}

TEST(Pq, MovesMuchBothWays) {
  run_test([]() -> corun::task<> {
    auto c = co_await open();
    const std::string much(4 << 20, 'x');
    EXPECT_EQ((co_await one(c, ("SELECT '" + much + "'").c_str())).size(),
              much.size());
    // The server sends while it still reads: both must go on.
    std::string many;
    for (int i = 0; i < 200; ++i)
      many += "SELECT repeat('y', 100000), '" + std::string(20000, 'z') + "';";
    EXPECT_EQ((co_await one(c, many.c_str())).size(), 100000u);
  }());
}

TEST(Pq, Copies) {
  run_test([]() -> corun::task<> {
    auto c = co_await open();
    co_await pq::exec(c, "CREATE TEMP TABLE t (i int, s text)");
    co_await pq::exec(c, "COPY t FROM STDIN");
    for (int i = 0; i < 5000; ++i) {
      const auto row = std::to_string(i) + "\t" + std::string(1000, 'r') + "\n";
      EXPECT_EQ(co_await pq::put_copy_data(c, row.data(),
                                           static_cast<int>(row.size())),
                1);
    }
    EXPECT_EQ(co_await pq::put_copy_end(c), 1);
    EXPECT_EQ(status(co_await pq::get_result(c)), PGRES_COMMAND_OK);
    EXPECT_FALSE(co_await pq::get_result(c));
    EXPECT_EQ(co_await one(c, "SELECT count(*) FROM t"), "5000");

    co_await pq::exec(c, "COPY (SELECT i FROM t ORDER BY i) TO STDOUT");
    int rows = 0;
    char *row = nullptr;
    while (co_await pq::get_copy_data(c, &row) > 0) {
      EXPECT_EQ(row, std::to_string(rows++) + "\n");
      PQfreemem(row);
    }
    EXPECT_EQ(rows, 5000);
    co_await pq::exec(c, "COPY t FROM STDIN");
    EXPECT_EQ(co_await pq::put_copy_end(c, "no"), 1);
    EXPECT_EQ(status(co_await pq::get_result(c)), PGRES_FATAL_ERROR);
    co_await expect_usable(c);
  }());
}

TEST(Pq, Notifies) {
  run_test([]() -> corun::task<> {
    auto listening = co_await open();
    auto sending = co_await open();
    co_await pq::exec(listening, "LISTEN orders");
    co_await pq::exec(sending, "NOTIFY orders, 'first'; NOTIFY orders, 'next'");
    EXPECT_STREQ((co_await pq::wait_notify(listening))->extra, "first");
    EXPECT_STREQ((co_await pq::wait_notify(listening))->extra, "next");
  }());
}

TEST(Pq, Pipelines) {
  run_test([]() -> corun::task<> {
    auto c = co_await open();
    std::vector<pq::statement> all;
    all.push_back({"CREATE TEMP TABLE t (i int)"});
    all.push_back({"INSERT INTO t VALUES ($1)", {"7"}});
    all.push_back({"SELECT i, $1::text FROM t", {std::nullopt}});
    auto results = co_await pq::exec_pipeline(c, all);
    EXPECT_EQ(results.size(), 3u);
    EXPECT_EQ(value(results[2]), "7");
    EXPECT_EQ(PQgetisnull(results[2], 0, 1), 1);

    all = {{"SELECT 1"}, {"SELECT nothing"}, {"SELECT 2"}};
    results = co_await pq::exec_pipeline(c, all);
    EXPECT_EQ(PQresultStatus(results[0]), PGRES_TUPLES_OK);
    EXPECT_EQ(PQresultStatus(results[1]), PGRES_FATAL_ERROR);
    EXPECT_EQ(PQresultStatus(results[2]), PGRES_PIPELINE_ABORTED);
    EXPECT_TRUE((co_await pq::exec_pipeline(c, {})).empty());
    co_await expect_usable(c);
  }());
}

TEST(Pq, ManyConnectionsOnOneThread) {
  asio::io_context context(1);
  int done = 0;
  auto worker = [&]() -> corun::task<> {
    auto c = co_await open();
    for (int i = 0; i < 20; ++i)
      EXPECT_EQ(co_await one(c, "SELECT 7"), "7");
    ++done;
  };
  for (int i = 0; i < 40; ++i)
    asio::co_spawn(context, worker(),
                   [](std::exception_ptr e) { EXPECT_FALSE(e); });
  context.run();
  EXPECT_EQ(done, 40);
}

TEST(PqErrors, NullAndClosed) {
  const auto invalid = corun::errc::invalid_argument;
  EXPECT_EQ(thrown([] { return pq::exec(nullptr, "x"); }), invalid);
  EXPECT_EQ(thrown([] { return pq::connect(nullptr); }), invalid);
  EXPECT_EQ(thrown([] { return pq::reset(nullptr); }), invalid);
  EXPECT_EQ(thrown([] { return pq::get_result(nullptr); }), invalid);
  EXPECT_EQ(thrown([] { return pq::wait_notify(nullptr); }), invalid);
  EXPECT_EQ(thrown([] { return pq::cancel(static_cast<PGconn *>(nullptr)); }),
            invalid);
  EXPECT_EQ(thrown([] { return pq::put_copy_end(nullptr); }), invalid);
  EXPECT_EQ(thrown([] { return pq::exec_pipeline(nullptr, {}); }), invalid);
  auto c = run_test(open());
  PGconn *raw = c;
  for (const auto &code :
       {thrown([raw] { return pq::exec(raw, nullptr); }),
        thrown([raw] { return pq::prepare(raw, nullptr, "", 0, nullptr); }),
        thrown([raw] {
          return pq::exec_prepared(raw, "", -1, nullptr, nullptr, nullptr, 0);
        }),
        thrown([raw] { return pq::get_copy_data(raw, nullptr); }),
        thrown([raw] { return pq::put_copy_data(raw, nullptr, 0); })})
    EXPECT_EQ(code, invalid);
}

TEST(PqErrors, AConnectionThatFailedIsClosed) {
  auto c = run_test(pq::connect("host=127.0.0.1 port=1 dbname=x"));
  EXPECT_EQ(PQstatus(c), CONNECTION_BAD);
  EXPECT_THAT(PQerrorMessage(c), testing::HasSubstr("refused"));
  EXPECT_EQ(error_of(pq::exec(c, "SELECT 1")), corun::errc::closed);
  EXPECT_EQ(error_of(pq::flush(c)), corun::errc::closed);
  EXPECT_EQ(error_of(pq::wait_notify(c)), corun::errc::closed);
  auto nonsense = run_test(pq::connect("no such option = 1"));
  EXPECT_EQ(PQstatus(nonsense), CONNECTION_BAD);
}

// Two coroutines that share what blocking code could share.
TEST(PqErrors, TwoTasksOnOneConnection) {
  auto c = run_test(open());
  expect_busy(pq::exec(c, "SELECT pg_sleep(0.05)"), pq::exec(c, "SELECT 2"));
}

TEST(PqErrors, Resets) {
  run_test([]() -> corun::task<> {
    auto c = co_await open();
    auto other = co_await open();
    co_await pq::exec(other, ("SELECT pg_terminate_backend(" +
                              std::to_string(PQbackendPID(c)) + ", 5000)")
                                 .c_str());
    const auto r = co_await pq::exec(c, "SELECT 1");
    EXPECT_EQ(PQresultStatus(r), PGRES_FATAL_ERROR);
    EXPECT_EQ(PQstatus(c), CONNECTION_BAD);
    co_await pq::reset(c);
    co_await expect_usable(c);
  }());
}

} // namespace
