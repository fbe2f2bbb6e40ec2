// How late a timer of one millisecond comes while the loop is busy with
// everything else that is measured here.
#include "support/bench.hpp"

#include <corun/corun.hpp>
#include <corun/http.hpp>
#include <corun/pq.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
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

task<> query_load(corun::pq::connection connection) {
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

task<std::vector<double>> busy_measure(std::chrono::seconds total) {
  corun::mutex mutex;
  corun::channel<int> numbers(64);
  corun::http::client client;
  auto connections = co_await connect(64);
  co_return co_await corun::with_scope(
      [&](corun::scope &scope) -> task<std::vector<double>> {
        scope.spawn(spawn_load());
        scope.spawn(gather_load());
        for (int i = 0; i < 8; ++i)
          scope.spawn(mutex_load(mutex));
        scope.spawn(send_load(numbers));
        scope.spawn(receive_load(numbers));
        scope.spawn(thread_load());
        for (int i = 0; i < 16; ++i)
          scope.spawn(http_load(client));
        for (auto &connection : connections)
          scope.spawn(query_load(std::move(connection)));
        auto late = co_await measure(total);
        scope.cancel();
        co_return late;
      });
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

/// Whether less than a hundredth are later than 5 ms.
bool print(const char *name, std::vector<double> late) {
  std::ranges::sort(late);
  const auto at = [&](double part) {
    return late[static_cast<std::size_t>(part *
                                         static_cast<double>(late.size() - 1))];
  };
  std::printf("%-36s %11.3f %11.3f %12.3f\n", name, at(0.5), at(0.99),
              late.back());
  return at(0.99) < 5;
}

} // namespace

bool corun::bench::measure_latency() {
  std::printf("\n%-36s %11s %11s %12s\n", "a timer of 1 ms, ms too late",
              "median", "99th in 100", "most");
  const bool idle = print("idle loop", corun::run(measure(2s)));
  std::vector<double> thread;
  std::vector<double> busy;
  {
    std::jthread beside([&](std::stop_token stop) {
      thread = measure_thread(std::move(stop));
    });
    busy = corun::run(busy_measure(4s));
  }
  print("a thread that sleeps, beside", std::move(thread));
  const bool under = print("loop with all of the above", std::move(busy));
  if (!under)
    std::printf("over 5 ms\n");
  return idle && under;
}
