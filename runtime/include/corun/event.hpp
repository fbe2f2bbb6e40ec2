#pragma once

#include <corun/detail/waiter.hpp>
#include <corun/error.hpp>
#include <corun/task.hpp>

#include <boost/asio/error.hpp>

#include <mutex>
#include <utility>

namespace corun {

/// A flag that coroutines wait for. It stays set until it is reset. Waiting
/// for it suspends the coroutine, never the thread.
///
/// Thread safety: every member may be called from any thread and executor. It
/// must outlive those who wait for it.
///
/// \code
/// corun::event ready;
/// ready.set();
/// co_await ready.wait();
/// \endcode
class event {
public:
  explicit event(bool set = false) noexcept : set_(set) {}
  event(const event &) = delete;
  event &operator=(const event &) = delete;

  /// Whether `wait` would go on at once.
  bool is_set() const {
    std::lock_guard lock(mutex_);
    return set_;
  }

  /// Sets the flag, and lets everybody who waits go on.
  void set() {
    queue all;
    {
      std::lock_guard lock(mutex_);
      set_ = true;
      waiters_.claim_all(all);
    }
    all.complete_all(true);
  }

  /// Takes the flag back. Who has been let go on by `set` does.
  ///
  /// \code
  /// corun::event ready;
  /// ready.set();
  /// if (ready.is_set())
  ///   ready.reset();
  /// \endcode
  void reset() {
    std::lock_guard lock(mutex_);
    set_ = false;
  }

  /// Waits until the flag is set.
  ///
  /// Completion: on the caller's executor; at once, without a suspension,
  /// where it is set. Errors: `operation_aborted` when cancelled.
  /// Cancellation: terminal, partial and total end the wait.
  ///
  /// \code
  /// corun::event ready(true);
  /// co_await ready.wait();
  /// \endcode
  task<> wait() {
    if (is_set())
      co_return;
    const bool seen = co_await detail::async_suspend<bool>(
        [this](detail::waiter_ptr<bool> it) {
          {
            std::lock_guard lock(mutex_);
            if (!set_) {
              waiters_.push(std::move(it));
              return;
            }
            if (!it->claim())
              return;
          }
          it->complete(true);
        },
        [this](const detail::waiter_ptr<bool> &it, auto) {
          if (!it->claim())
            return;
          {
            std::lock_guard lock(mutex_);
            waiters_.remove(*it);
          }
          it->complete(false);
        });
    if (!seen)
      detail::throw_error(asio::error::operation_aborted, "corun::event::wait");
  }

private:
  using queue = detail::waiter_queue<bool>;

  mutable std::mutex mutex_;
  bool set_;
  queue waiters_;
};

} // namespace corun
