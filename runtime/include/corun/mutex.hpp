#pragma once

#include <corun/detail/waiter.hpp>
#include <corun/task.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <atomic>
#include <mutex>
#include <optional>
#include <utility>

namespace corun {

/// Mutual exclusion between coroutines: waiting for it suspends the coroutine,
/// never the thread, and it may be held over a suspension.
///
/// Fair: coroutines get it in the order they asked. Not recursive.
///
/// Thread safety: every member may be called from any thread and executor. It
/// must outlive its guards and those who wait for it.
///
/// \code
/// corun::mutex mutex;
/// int balance = 0;
/// {
///   auto guard = co_await mutex.lock();
///   ++balance;
/// }
/// \endcode
class mutex {
public:
  /// Holds the mutex, and unlocks it when it ends.
  class [[nodiscard]] guard {
  public:
    guard() noexcept = default;
    guard(guard &&other) noexcept : owner_(std::exchange(other.owner_, {})) {}
    guard &operator=(guard &&other) noexcept {
      guard(std::move(other)).swap(*this);
      return *this;
    }
    ~guard() { unlock(); }

    /// Whether it holds the mutex.
    explicit operator bool() const noexcept { return owner_; }

    /// Unlocks early; no effect where it holds nothing.
    void unlock() noexcept {
      if (mutex *owner = std::exchange(owner_, nullptr))
        owner->release();
    }

    void swap(guard &other) noexcept { std::swap(owner_, other.owner_); }

  private:
    friend mutex;
    explicit guard(mutex *owner) noexcept : owner_(owner) {}

    mutex *owner_ = nullptr;
  };

  mutex() = default;
  mutex(const mutex &) = delete;
  mutex &operator=(const mutex &) = delete;

  /// Waits until no other coroutine holds the mutex, and takes it. Does not
  /// suspend where it is free.
  ///
  /// Completion: the guard, on the caller's executor. Errors:
  /// `operation_aborted` when cancelled. Cancellation: terminal, partial and
  /// total end the wait; the mutex goes to the next in line.
  ///
  /// \code
  /// corun::mutex mutex;
  /// auto guard = co_await mutex.lock();
  /// guard.unlock();
  /// \endcode
  task<guard> lock() {
    // Only a guess: what `start` finds counts.
    if (!held())
      if (auto taken = try_lock())
        co_return std::move(*taken);
    auto taken = co_await detail::async_suspend<guard>(
        [this](detail::waiter_ptr<guard> it) { start(std::move(it)); },
        [this](const detail::waiter_ptr<guard> &it, auto) {
          if (it->claim())
            abort(*it);
        });
    if (!taken)
      throw boost::system::system_error(asio::error::operation_aborted,
                                        "corun::mutex::lock");
    co_return taken;
  }

  /// Takes the mutex where it is free; nothing where it is held.
  ///
  /// \code
  /// corun::mutex mutex;
  /// if (auto guard = mutex.try_lock())
  ///   std::cout << "taken\n";
  /// \endcode
  std::optional<guard> try_lock() {
    std::lock_guard lock(mutex_);
    if (held())
      return std::nullopt;
    hold(true);
    return guard(this);
  }

private:
  bool held() const noexcept { return held_.load(std::memory_order_relaxed); }
  void hold(bool now) noexcept { held_.store(now, std::memory_order_relaxed); }

  void start(detail::waiter_ptr<guard> it) {
    {
      std::lock_guard lock(mutex_);
      if (held()) {
        waiters_.push(std::move(it));
        return;
      }
      if (!it->claim())
        return;
      hold(true);
    }
    it->complete(guard(this));
  }

  void abort(detail::waiter<guard> &it) {
    {
      std::lock_guard lock(mutex_);
      waiters_.remove(it);
    }
    it.complete(guard());
  }

  void release() noexcept {
    detail::waiter_ptr<guard> next;
    {
      std::lock_guard lock(mutex_);
      next = waiters_.claim_first();
      if (!next)
        hold(false);
    }
    if (next)
      next->complete(guard(this));
  }

  std::mutex mutex_;
  /// Changed under the lock only.
  std::atomic<bool> held_{false};
  detail::waiter_queue<guard> waiters_;
};

} // namespace corun
