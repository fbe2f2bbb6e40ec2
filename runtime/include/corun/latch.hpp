#pragma once

#include <corun/error.hpp>
#include <corun/event.hpp>
#include <corun/task.hpp>

#include <cstddef>
#include <mutex>

namespace corun {

/// Counts down to zero once; coroutines wait for that. Waiting suspends the
/// coroutine, never the thread.
///
/// Thread safety: every member may be called from any thread and executor. It
/// must outlive those who wait for it.
///
/// \code
/// corun::latch done(2);
/// done.count_down();
/// done.count_down();
/// co_await done.wait();
/// \endcode
class latch {
public:
  /// \param count with zero, nobody waits.
  explicit latch(std::size_t count) noexcept
      : left_(count), zero_(count == 0) {}
  latch(const latch &) = delete;
  latch &operator=(const latch &) = delete;

  /// Counts \p by down. Errors: `errc::invalid_argument` where less is left;
  /// the latch stays as it was.
  void count_down(std::size_t by = 1) {
    {
      std::lock_guard lock(mutex_);
      detail::require(by <= left_, "corun::latch::count_down: below zero");
      left_ -= by;
      if (left_ > 0)
        return;
    }
    zero_.set();
  }

  /// Whether it has come to zero.
  ///
  /// \code
  /// corun::latch done(1);
  /// done.count_down();
  /// bool all = done.try_wait();
  /// \endcode
  bool try_wait() const { return zero_.is_set(); }

  /// Waits until it has come to zero.
  ///
  /// Completion: on the caller's executor; at once, without a suspension,
  /// where it has. Errors: `operation_aborted` when cancelled. Cancellation:
  /// terminal, partial and total end the wait, and count nothing.
  ///
  /// \code
  /// corun::latch done(0);
  /// co_await done.wait();
  /// \endcode
  task<> wait() { return zero_.wait(); }

  /// Counts \p by down, then waits. Errors and cancellation: as both; what it
  /// has counted stays counted.
  ///
  /// \code
  /// corun::latch done(1);
  /// co_await done.arrive_and_wait();
  /// \endcode
  task<> arrive_and_wait(std::size_t by = 1) {
    count_down(by);
    co_await zero_.wait();
  }

private:
  std::mutex mutex_;
  std::size_t left_;
  event zero_;
};

} // namespace corun
