// How late a timer of one millisecond comes while the loop is busy with
// everything else that is measured here.
#include "support/bench.hpp"

#include <corun/corun.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
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

/// How much later than asked each of many waits of a millisecond ended.
task<std::vector<double>> measure(std::chrono::seconds total) {
  std::vector<double> late;
  const auto end = steady_clock::now() + total;
  while (steady_clock::now() < end) {
    const auto due = steady_clock::now() + 1ms;
    co_await corun::sleep_until(due);
    late.push_back(
        std::chrono::duration<double, std::milli>(steady_clock::now() - due)
            .count());
  }
  co_return late;
}

task<std::vector<double>> busy_measure(std::chrono::seconds total) {
  corun::mutex mutex;
  corun::channel<int> numbers(64);
  co_return co_await corun::with_scope(
      [&](corun::scope &scope) -> task<std::vector<double>> {
        scope.spawn(spawn_load());
        scope.spawn(gather_load());
        for (int i = 0; i < 8; ++i)
          scope.spawn(mutex_load(mutex));
        scope.spawn(send_load(numbers));
        scope.spawn(receive_load(numbers));
        scope.spawn(thread_load());
        auto late = co_await measure(total);
        scope.cancel();
        co_return late;
      });
}

void print(const char *name, std::vector<double> late) {
  std::sort(late.begin(), late.end());
  const auto at = [&](double part) {
    return late[static_cast<std::size_t>(part * (late.size() - 1))];
  };
  std::printf("%-28s median %.2f ms, 99th percentile %.2f ms, most %.2f ms%s\n",
              name, at(0.5), at(0.99), late.back(),
              at(0.99) > 5 ? "  over 5 ms" : "");
}

void latency(benchmark::State &state) {
  for (auto _ : state) {
    print("timer of 1 ms, idle loop", corun::run(measure(2s)));
    print("timer of 1 ms, busy loop", corun::run(busy_measure(4s)));
  }
}

const auto registered = benchmark::RegisterBenchmark("loop latency", latency)
                            ->Iterations(1)
                            ->Repetitions(1);

} // namespace
