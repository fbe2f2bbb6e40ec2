#pragma once

#include "run_test.hpp"

#include <corun/sleep.hpp>

#include <atomic>
#include <deque>
#include <memory>
#include <thread>
#include <vector>

namespace corun::test {

struct stress_result {
  int ended = 0;
  int aborted = 0;
};

/// Runs `make(number)` for many coroutines on loops of many threads, and
/// cancels each second one somewhere on its way. Returns when all have ended;
/// one that hangs is the watchdog's.
template <typename Make>
stress_result stress(Make make, int threads = 4, int each = 16) {
  watchdog guard(std::chrono::seconds(120));
  std::atomic<int> ended{0}, aborted{0};
  std::deque<asio::cancellation_signal> signals(threads * each);
  std::vector<std::unique_ptr<asio::io_context>> contexts;
  for (int t = 0; t < threads; ++t) {
    auto &context =
        *contexts.emplace_back(std::make_unique<asio::io_context>(1));
    for (int i = 0; i < each; ++i) {
      const int number = t * each + i;
      asio::co_spawn(context, make(number),
                     asio::bind_cancellation_slot(signals[number].slot(),
                                                  [&](std::exception_ptr e) {
                                                    ++(e ? aborted : ended);
                                                  }));
      if (i % 2)
        asio::co_spawn(
            context,
            [](asio::cancellation_signal &signal, int steps) -> task<> {
              for (int n = 0; n < steps; ++n)
                co_await yield();
              signal.emit(asio::cancellation_type::terminal);
            }(signals[number], 7 * i),
            asio::detached);
    }
  }
  std::vector<std::thread> pool;
  for (auto &context : contexts)
    pool.emplace_back([&context] { context->run(); });
  for (auto &thread : pool)
    thread.join();
  return {ended, aborted};
}

} // namespace corun::test
