// PostgreSQL: one query after the other, and 64 at once.
#include "support/bench.hpp"

#include <corun/gather.hpp>
#include <corun/pq.hpp>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <stdexcept>
#include <thread>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace pq = corun::pq;
using corun::task;
using corun::bench::compare;
using corun::bench::operations;

constexpr int queries = 50;
constexpr int connections = 64;

void check(PGresult *r) {
  if (PQresultStatus(r) != PGRES_TUPLES_OK)
    throw std::runtime_error(PQresultErrorMessage(r));
}

pq::connection opened() {
  pq::connection c(PQconnectdb(corun::bench::setting("CORUN_TEST_PG")));
  if (PQstatus(c) != CONNECTION_OK)
    throw std::runtime_error(PQerrorMessage(c));
  return c;
}

// Opened once, before the clock runs: PostgreSQL starts a process for each.
std::vector<pq::connection> &all() {
  static auto opened_once = [] {
    std::vector<pq::connection> some;
    for (int i = 0; i < connections; ++i)
      some.push_back(opened());
    return some;
  }();
  return opened_once;
}

void blocking_queries(PGconn *c) {
  for (int i = 0; i < queries; ++i)
    check(pq::result(PQexec(c, "SELECT 1")));
}

task<> corun_queries(PGconn *c) {
  for (int i = 0; i < queries; ++i)
    check(co_await pq::exec(c, "SELECT 1"));
}

// What a program writes with libpq's asynchronous calls and Asio alone.
task<> asio_queries(PGconn *c) {
  asio::posix::stream_descriptor socket(co_await asio::this_coro::executor,
                                        PQsocket(c));
  struct release {
    asio::posix::stream_descriptor &of;
    ~release() { of.release(); }
  } const released{socket};
  for (int i = 0; i < queries; ++i) {
    PQsendQuery(c, "SELECT 1");
    pq::result last;
    for (;;) {
      while (PQisBusy(c)) {
        co_await socket.async_wait(asio::posix::stream_descriptor::wait_read,
                                   asio::use_awaitable);
        PQconsumeInput(c);
      }
      pq::result next(PQgetResult(c));
      if (!next)
        break;
      last = std::move(next);
    }
    check(last);
  }
}

void many_threads() {
  std::vector<std::thread> threads;
  for (auto &c : all())
    threads.emplace_back([&c] { blocking_queries(c); });
  for (auto &each : threads)
    each.join();
}

task<> many_tasks() {
  std::vector<task<>> tasks;
  for (auto &c : all())
    tasks.push_back(corun_queries(c));
  co_await corun::gather(std::move(tasks));
}

[[maybe_unused]] const bool registered = [] {
  compare("SELECT 1, beside PQexec", "plain", [](auto &s) {
    auto &c = all().front();
    for (auto _ : s)
      blocking_queries(c);
    s.SetItemsProcessed(s.iterations() * queries);
  });
  compare("SELECT 1, beside PQexec", "corun", [](auto &s) {
    operations(s, queries, [] { return corun_queries(all().front()); });
  });
  compare("SELECT 1, beside libpq on Asio", "plain", [](auto &s) {
    operations(s, queries, [] { return asio_queries(all().front()); });
  });
  compare("SELECT 1, beside libpq on Asio", "corun", [](auto &s) {
    operations(s, queries, [] { return corun_queries(all().front()); });
  });
  compare("64 x SELECT 1, 64 threads", "plain", [](auto &s) {
    all();
    for (auto _ : s)
      many_threads();
    s.SetItemsProcessed(s.iterations() * queries * connections);
  });
  compare("64 x SELECT 1, 64 threads", "corun", [](auto &s) {
    all();
    operations(s, queries * connections, [] { return many_tasks(); });
  });
  return true;
}();

} // namespace
