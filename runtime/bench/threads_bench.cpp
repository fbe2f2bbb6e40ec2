// Work on another thread and back. The time that passes, not the processor's.
#include "support/bench.hpp"

#include <corun/channel.hpp>
#include <corun/to_thread.hpp>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace {

namespace asio = boost::asio;
using corun::task;
using corun::bench::compare;
using corun::bench::operations;

constexpr int trips = 100;
constexpr int threads = 2;

int work(int n) { return n + 1; }

task<> plain_round_trips(asio::thread_pool &pool) {
  auto here = co_await asio::this_coro::executor;
  int n = 0;
  for (int i = 0; i < trips; ++i) {
    co_await asio::post(asio::bind_executor(pool, asio::use_awaitable));
    n = work(n);
    co_await asio::post(asio::bind_executor(here, asio::use_awaitable));
  }
  benchmark::DoNotOptimize(n);
}

task<> corun_round_trips(corun::thread_pool &pool) {
  int n = 0;
  for (int i = 0; i < trips; ++i)
    n = co_await corun::to_thread(pool, work, n);
  benchmark::DoNotOptimize(n);
}

[[maybe_unused]] const bool registered = [] {
  compare("to_thread, round trip", "plain", [](auto &s) {
    asio::thread_pool pool(threads);
    operations(s, trips, [&] { return plain_round_trips(pool); });
  });
  compare("to_thread, round trip", "corun", [](auto &s) {
    corun::thread_pool pool(threads);
    operations(s, trips, [&] { return corun_round_trips(pool); });
  });
  return true;
}();

} // namespace
