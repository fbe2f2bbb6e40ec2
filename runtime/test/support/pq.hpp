#pragma once

#include "environment.hpp"
#include "run_test.hpp"

#include <corun/pq.hpp>

#include <boost/asio.hpp>
#include <gtest/gtest.h>

#include <exception>
#include <stdexcept>
#include <string>

namespace corun::test {

namespace pq = corun::pq;

inline std::string conninfo() { return environment("CORUN_TEST_PG"); }

inline unsigned short port_of(const pq::connection &c) {
  return static_cast<unsigned short>(std::stoi(PQport(c)));
}

inline corun::task<pq::connection> open() {
  auto c = co_await pq::connect(conninfo().c_str());
  if (PQstatus(c) != CONNECTION_OK)
    throw std::runtime_error(PQerrorMessage(c));
  co_return c;
}

inline std::string value(const pq::result &r, int row = 0, int column = 0) {
  return PQgetvalue(r, row, column);
}

// By reference: the library's functions would be given the result, and not
// clear it.
inline ExecStatusType status(const pq::result &r) { return PQresultStatus(r); }

inline corun::task<std::string> one(PGconn *c, const char *query) {
  const auto r = co_await pq::exec(c, query);
  EXPECT_EQ(PQresultStatus(r), PGRES_TUPLES_OK) << PQresultErrorMessage(r);
  co_return r &&PQntuples(r) > 0 ? value(r) : "";
}

// After whatever happened to `c` before.
inline corun::task<> expect_usable(PGconn *c) {
  EXPECT_EQ(co_await one(c, "SELECT 42"), "42");
}

// Cancels `work` as soon as `ready` on another connection answers 't'.
template <class T>
std::exception_ptr cancelled_when(asio::io_context &context,
                                  corun::task<T> work, std::string ready) {
  asio::cancellation_signal signal;
  std::exception_ptr error;
  bool done = false;
  auto watch = [&]() -> corun::task<> {
    auto other = co_await open();
    while (!done && co_await one(other, ready.c_str()) != "t") {
    }
    signal.emit(asio::cancellation_type::terminal);
  };
  asio::co_spawn(context, std::move(work),
                 asio::bind_cancellation_slot(
                     signal.slot(), [&](std::exception_ptr e, auto &&...) {
                       error = e;
                       done = true;
                     }));
  asio::co_spawn(context, watch(), asio::detached);
  context.run();
  context.restart();
  return error;
}

inline constexpr auto sleeping =
    "SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE "
    "'%pg_sleep(6%' AND state = 'active' AND pid <> pg_backend_pid()";

} // namespace corun::test
