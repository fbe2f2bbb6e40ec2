#include "support/pq.hpp"
#include "support/proxy.hpp"
#include "support/test.hpp"

#include <csignal>

namespace pq = corun::pq;

namespace {

TEST(PqCancel, TheServerStopsToo) {
  asio::io_context context(1);
  pq::connection c = run_test(open());
  const auto error =
      cancelled_when(context, pq::exec(c, "SELECT pg_sleep(60)"), sleeping);
  EXPECT_EQ(code_of(error), asio::error::operation_aborted);
  run_test(expect_usable(c));
}

TEST(PqCancel, APipelineStopsToo) {
  asio::io_context context(1);
  pq::connection c = run_test(open());
  const auto error = cancelled_when(
      context,
      pq::exec_pipeline(c,
                        {{"SELECT 1"}, {"SELECT pg_sleep(60)"}, {"SELECT 2"}}),
      sleeping);
  EXPECT_EQ(code_of(error), asio::error::operation_aborted);
  EXPECT_EQ(PQpipelineStatus(c), PQ_PIPELINE_OFF);
  run_test(expect_usable(c));
}

TEST(PqCancel, ByRequestOfAnotherTask) {
  asio::io_context context(1);
  pq::connection c = run_test(open());
  pq::result r;
  auto watch = [&]() -> corun::task<> {
    auto other = co_await open();
    while (co_await one(other, sleeping) != "t") {
    }
    EXPECT_TRUE(co_await pq::cancel(c));
  };
  asio::co_spawn(context, pq::exec(c, "SELECT pg_sleep(61)"),
                 [&](std::exception_ptr e, pq::result got) {
                   EXPECT_FALSE(e);
                   r = std::move(got);
                 });
  asio::co_spawn(context, watch(), asio::detached);
  context.run();
  EXPECT_STREQ(PQresultErrorField(r, PG_DIAG_SQLSTATE), "57014");
}

TEST(PqCancel, GetResultLeavesTheQuery) {
  asio::io_context context(1);
  pq::connection c = run_test(open());
  PQsendQuery(c, "SELECT pg_sleep(0.6), 'kept' -- pg_sleep(6");
  const auto error = cancelled_when(context, pq::get_result(c), sleeping);
  EXPECT_EQ(code_of(error), asio::error::operation_aborted);
  EXPECT_EQ(value(run_test(pq::get_result(c)), 0, 1), "kept");
}

TEST(PqCancel, AtEverySuspension) {
  cancel_everywhere([]() -> corun::task<> { co_await open(); });
  pq::connection c = run_test(open());
  const char *values[] = {"x"};
  cancel_everywhere(
      [&]() -> corun::task<> {
        co_await pq::exec(c, "SELECT 1; SELECT 2");
        co_await pq::exec_params(c, "SELECT $1::text", 1, nullptr, values,
                                 nullptr, nullptr, 0);
      },
      [&](bool) { run_test(expect_usable(c)); });
  cancel_everywhere(
      [&]() -> corun::task<> {
        std::vector<pq::statement> both{{"SELECT 1"}, {"SELECT 2"}};
        co_await pq::exec_pipeline(c, both);
      },
      [&](bool) { run_test(expect_usable(c)); });
  cancel_everywhere(
      [&]() -> corun::task<> {
        co_await pq::exec(c, "COPY (SELECT 1) TO STDOUT");
        char *row = nullptr;
        while (co_await pq::get_copy_data(c, &row) > 0)
          PQfreemem(row);
        co_await pq::get_result(c);
      },
      [&](bool) { run_test(expect_usable(c)); });
}

TEST(PqFaults, AStalledServerTimesOutAndCloses) {
  corun::test::proxy network(port_of(run_test(open())));
  asio::io_context context(1);
  auto c =
      run_test(pq::connect(("host=127.0.0.1 user=corun dbname=postgres port=" +
                            std::to_string(network.port()))
                               .c_str()));
  EXPECT_EQ(PQstatus(c), CONNECTION_OK) << PQerrorMessage(c);
  network.stall();
  asio::cancellation_signal signal;
  std::exception_ptr error;
  asio::co_spawn(
      context, pq::exec(c, "SELECT 1"),
      asio::bind_cancellation_slot(
          signal.slot(), [&](std::exception_ptr e, pq::result) { error = e; }));
  asio::steady_timer limit(context, 50ms);
  limit.async_wait([&](boost::system::error_code) {
    signal.emit(asio::cancellation_type::terminal);
  });
  const auto start = std::chrono::steady_clock::now();
  context.run();
  EXPECT_LT(std::chrono::steady_clock::now() - start, pq::cancel_grace + 2s);
  EXPECT_EQ(code_of(error), asio::error::operation_aborted);
  EXPECT_EQ(PQstatus(c), CONNECTION_BAD);
  EXPECT_EQ(error_of(pq::exec(c, "SELECT 1")), corun::errc::closed);
}

TEST(PqFaults, AStalledConnectTimesOut) {
  corun::test::proxy network(1);
  network.stall();
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(error_of(pq::connect(("host=127.0.0.1 connect_timeout=2 port=" +
                                  std::to_string(network.port()))
                                     .c_str())),
            corun::errc::timed_out);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
}

// Last: the server restarts all its processes after this.
TEST(PqFaults, TheServerDiesInMidQuery) {
  asio::io_context context(1);
  pq::connection c = run_test(open());
  pq::result r;
  auto kill = [&]() -> corun::task<> {
    auto other = co_await open();
    while (co_await one(other, sleeping) != "t") {
    }
    ::kill(PQbackendPID(c), SIGKILL);
  };
  asio::co_spawn(context, pq::exec(c, "SELECT pg_sleep(62)"),
                 [&](std::exception_ptr e, pq::result got) {
                   EXPECT_FALSE(e);
                   r = std::move(got);
                 });
  asio::co_spawn(context, kill(), asio::detached);
  context.run();
  EXPECT_EQ(PQresultStatus(r), PGRES_FATAL_ERROR);
  EXPECT_THAT(PQerrorMessage(c), testing::HasSubstr("closed the connection"));
  EXPECT_EQ(PQstatus(c), CONNECTION_BAD);
  EXPECT_EQ(error_of(pq::exec(c, "SELECT 1")), corun::errc::closed);
}

} // namespace
