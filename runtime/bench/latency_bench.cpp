// How late a timer of one millisecond comes while the loop is busy with what
// else is measured here: with each, and with all at once.
#include "support/bench.hpp"

#include <corun/corun.hpp>
#include <corun/http.hpp>
#include <corun/pq.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace asio = boost::asio;
using corun::task;
using std::chrono::steady_clock;
using namespace std::chrono_literals;

task<> child() { co_await corun::yield(); }

task<> spawn_load() {
  auto executor = co_await asio::this_coro::executor;
  for (;;)
    co_await corun::spawn(executor, child()).join();
}

task<> gather_load() {
  for (;;) {
    std::vector<task<>> tasks;
    for (int i = 0; i < 1000; ++i)
      tasks.push_back(child());
    co_await corun::gather(std::move(tasks));
  }
}

task<> mutex_load(corun::mutex &mutex) {
  for (;;) {
    auto guard = co_await mutex.lock();
    co_await corun::yield();
  }
}

task<> send_load(corun::channel<int> &numbers) {
  for (int i = 0;; ++i)
    co_await numbers.send(i);
}

task<> receive_load(corun::channel<int> &numbers) {
  while (co_await numbers.next()) {
  }
}

task<> thread_load() {
  for (;;)
    co_await corun::to_thread([] {});
}

task<> http_load(corun::http::client &client) {
  const std::string url = std::string("http://127.0.0.1:") +
                          corun::bench::setting("CORUN_TEST_HTTP_PORT") +
                          "/hello";
  for (;;)
    co_await client.get(url);
}

task<> query_load(PGconn *connection) {
  for (;;)
    co_await corun::pq::exec(connection, "SELECT 1");
}

task<std::vector<corun::pq::connection>> connect(int count) {
  std::vector<corun::pq::connection> all;
  while (count-- > 0)
    all.push_back(
        co_await corun::pq::connect(corun::bench::setting("CORUN_TEST_PG")));
  co_return all;
}

double milliseconds_since(steady_clock::time_point due) {
  return std::chrono::duration<double, std::milli>(steady_clock::now() - due)
      .count();
}

/// How much later than asked each of many waits of a millisecond ended.
task<std::vector<double>> measure(std::chrono::seconds total) {
  std::vector<double> late;
  const auto end = steady_clock::now() + total;
  while (steady_clock::now() < end) {
    const auto due = steady_clock::now() + 1ms;
    co_await corun::sleep_until(due);
    late.push_back(milliseconds_since(due));
  }
  co_return late;
}

/// What the loads share.
struct shared {
  corun::mutex mutex;
  corun::channel<int> numbers{64};
  corun::http::client client;
  std::vector<corun::pq::connection> connections;
};

struct load {
  const char *name;
  void (*start)(corun::scope &, shared &);
};

const load loads[] = {
    {"spawn", [](auto &scope, auto &) { scope.spawn(spawn_load()); }},
    {"gather of 1000", [](auto &scope, auto &) { scope.spawn(gather_load()); }},
    {"mutex contended by 8",
     [](auto &scope, auto &with) {
       for (int i = 0; i < 8; ++i)
         scope.spawn(mutex_load(with.mutex));
     }},
    {"channel",
     [](auto &scope, auto &with) {
       scope.spawn(send_load(with.numbers));
       scope.spawn(receive_load(with.numbers));
     }},
    {"to_thread", [](auto &scope, auto &) { scope.spawn(thread_load()); }},
    {"HTTP, 64 connections",
     [](auto &scope, auto &with) {
       for (int i = 0; i < 64; ++i)
         scope.spawn(http_load(with.client));
     }},
    {"SELECT 1, 64 connections",
     [](auto &scope, auto &with) {
       for (auto &connection : with.connections)
         scope.spawn(query_load(connection));
     }},
};

task<std::vector<double>> measure_beside(std::span<const load> busy,
                                         std::chrono::seconds total) {
  shared with;
  with.connections = co_await connect(64);
  auto body = [&](corun::scope &scope) -> task<std::vector<double>> {
    for (const load &each : busy)
      each.start(scope, with);
    auto late = co_await measure(total);
    scope.cancel();
    co_return late;
  };
  co_return co_await corun::with_scope(body);
}

/// The same without a loop, on a thread: what the system itself is late.
std::vector<double> measure_thread(std::stop_token stop) {
  std::vector<double> late;
  while (!stop.stop_requested()) {
    const auto due = steady_clock::now() + 1ms;
    std::this_thread::sleep_until(due);
    late.push_back(milliseconds_since(due));
  }
  return late;
}

void print(const char *name, std::vector<double> late) {
  std::ranges::sort(late);
  const auto at = [&](double part) {
    return late[static_cast<std::size_t>(part *
                                         static_cast<double>(late.size() - 1))];
  };
  std::printf("%-36s %11.3f %11.3f %12.3f%s\n", name, at(0.5), at(0.99),
              late.back(), at(0.99) < 5 ? "" : "  over 5 ms");
  std::fflush(stdout);
}

} // namespace

void corun::bench::measure_latency() {
  std::printf("\n%-36s %11s %11s %12s\n", "a timer of 1 ms, ms too late",
              "median", "99th in 100", "most");
  print("idle loop", corun::run(measure(1s)));
  for (const load &each : loads)
    print(each.name, corun::run(measure_beside({&each, 1}, 1s)));
  std::vector<double> thread;
  {
    std::jthread beside([&](std::stop_token stop) {
      thread = measure_thread(std::move(stop));
    });
    print("all of these at once", corun::run(measure_beside(loads, 4s)));
  }
  print("a thread that sleeps, beside them", std::move(thread));
}
