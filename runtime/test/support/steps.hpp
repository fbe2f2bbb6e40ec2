#pragma once

#include <corun/sleep.hpp>
#include <corun/task.hpp>

#include <cstddef>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

namespace corun::test {

/// Yields \p steps times, then returns \p value.
template <typename T> task<T> after(int steps, T value) {
  for (int i = 0; i < steps; ++i)
    co_await yield();
  co_return value;
}

inline task<> after(int steps) {
  for (int i = 0; i < steps; ++i)
    co_await yield();
}

/// Yields \p steps times, then throws a `runtime_error`.
template <typename T = void>
task<T> fail_after(int steps, std::string message = "failed") {
  for (int i = 0; i < steps; ++i)
    co_await yield();
  throw std::runtime_error(message);
}

/// Waits until it is cancelled; counts itself in \p ended when it ends.
inline task<> forever(int &ended) {
  struct count {
    int &n;
    ~count() { ++n; }
  } at_end{ended};
  co_await sleep_for(std::chrono::hours(24));
}

/// Runs on although it is cancelled, for \p steps.
inline task<> stubborn(int steps, bool &done) {
  co_await asio::this_coro::throw_if_cancelled(false);
  for (int i = 0; i < steps; ++i)
    co_await asio::post(co_await asio::this_coro::executor, asio::deferred);
  done = true;
}

/// From 0 on.
inline std::vector<int> numbers(int count) {
  std::vector<int> all(static_cast<std::size_t>(count));
  std::iota(all.begin(), all.end(), 0);
  return all;
}

/// A result that can only be moved, and has no empty state.
class move_only {
public:
  explicit move_only(int n) : value_(std::make_unique<int>(n)) {}
  int get() const { return *value_; }

private:
  std::unique_ptr<int> value_;
};

} // namespace corun::test
