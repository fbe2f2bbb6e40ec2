#pragma once

#include <corun/detail/waiter.hpp>
#include <corun/error.hpp>
#include <corun/task.hpp>

#include <boost/asio/error.hpp>

#include <cstddef>
#include <limits>
#include <mutex>
#include <optional>
#include <utility>

namespace corun {

/// Counts permits. Waiting for them suspends the coroutine, never the thread.
///
/// Fair: in the order they asked; who waits for many permits lets nobody pass.
///
/// Thread safety: every member may be called from any thread and executor. It
/// must outlive its permits and those who wait for it.
///
/// \code
/// corun::semaphore connections(10);
/// auto permit = co_await connections.acquire();
/// \endcode
class semaphore {
public:
  /// Holds permits, and gives them back when it ends.
  class [[nodiscard]] permit {
  public:
    permit() noexcept = default;
    permit(permit &&other) noexcept
        : owner_(std::exchange(other.owner_, nullptr)),
          count_(std::exchange(other.count_, 0)) {}
    permit &operator=(permit &&other) noexcept {
      permit moved(std::move(other));
      std::swap(owner_, moved.owner_);
      std::swap(count_, moved.count_);
      return *this;
    }
    ~permit() { release(); }

    /// Whether it holds permits.
    explicit operator bool() const noexcept { return owner_; }
    /// How many it holds.
    std::size_t count() const noexcept { return count_; }

    /// Gives the permits back early; no effect where it holds none.
    void release() noexcept {
      if (semaphore *owner = std::exchange(owner_, nullptr))
        owner->give_back(std::exchange(count_, 0));
    }

    /// Keeps the permits taken: somebody will call `semaphore::release`.
    ///
    /// \code
    /// corun::semaphore connections(4);
    /// auto two = co_await connections.acquire(2);
    /// std::size_t held = two.count();
    /// two.detach();
    /// connections.release(held);
    /// \endcode
    void detach() noexcept {
      owner_ = nullptr;
      count_ = 0;
    }

  private:
    friend semaphore;
    permit(semaphore *owner, std::size_t count) noexcept
        : owner_(owner), count_(count) {}

    semaphore *owner_ = nullptr;
    std::size_t count_ = 0;
  };

  /// \param permits there are at the beginning; with zero, `release` makes the
  ///   first.
  explicit semaphore(std::size_t permits) noexcept : free_(permits) {}
  semaphore(const semaphore &) = delete;
  semaphore &operator=(const semaphore &) = delete;

  /// Waits until \p count permits are free, and takes them.
  ///
  /// Completion: the permit, on the caller's executor; at once, without a
  /// suspension, where they are free. Errors: `errc::invalid_argument` for a
  /// count of zero; `operation_aborted` when cancelled. Cancellation: terminal,
  /// partial and total end the wait; no permit is lost.
  ///
  /// \code
  /// corun::semaphore memory(1024);
  /// auto pages = co_await memory.acquire(16);
  /// \endcode
  task<permit> acquire(std::size_t count = 1) {
    if (auto taken = try_acquire(count))
      co_return std::move(*taken);
    auto taken = co_await detail::async_suspend<permit>(
        [this, count](waiter_ptr it) {
          it->note = count;
          start(std::move(it));
        },
        [this](const waiter_ptr &it, auto) {
          if (it->claim())
            abort(*it);
        });
    if (!taken)
      detail::throw_error(asio::error::operation_aborted,
                          "corun::semaphore::acquire");
    co_return taken;
  }

  /// Takes \p count permits where `acquire` would not suspend. Errors:
  /// `errc::invalid_argument` for a count of zero.
  ///
  /// \code
  /// corun::semaphore connections(4);
  /// if (auto one = connections.try_acquire())
  ///   std::cout << connections.available() << " left\n";
  /// \endcode
  std::optional<permit> try_acquire(std::size_t count = 1) {
    detail::require(count > 0, "corun::semaphore::acquire: the count is zero");
    std::lock_guard lock(mutex_);
    if (!waiters_.empty() || free_ < count)
      return std::nullopt;
    free_ -= count;
    return permit(this, count);
  }

  /// Adds \p count permits, new or detached ones. Errors:
  /// `errc::invalid_argument` for a count of zero, or where it overflows.
  ///
  /// \code
  /// corun::semaphore ready(0);
  /// ready.release();
  /// \endcode
  void release(std::size_t count = 1) {
    detail::require(count > 0, "corun::semaphore::release: the count is zero");
    {
      std::lock_guard lock(mutex_);
      detail::require(count <= std::numeric_limits<std::size_t>::max() - free_,
                      "corun::semaphore::release: too many permits");
    }
    give_back(count);
  }

  /// Permits that are free now.
  std::size_t available() const {
    std::lock_guard lock(mutex_);
    return free_;
  }

private:
  using queue = detail::waiter_queue<permit>;
  using waiter_ptr = detail::waiter_ptr<permit>;

  void start(waiter_ptr it) {
    queue granted;
    {
      std::lock_guard lock(mutex_);
      waiters_.push(std::move(it));
      grant_first(granted);
    }
    complete(granted);
  }

  void abort(detail::waiter<permit> &it) {
    queue granted;
    {
      std::lock_guard lock(mutex_);
      waiters_.remove(it);
      // There may be enough for those behind it, who want less.
      grant_first(granted);
    }
    it.complete({});
    complete(granted);
  }

  void give_back(std::size_t count) noexcept {
    queue granted;
    {
      std::lock_guard lock(mutex_);
      free_ += count;
      grant_first(granted);
    }
    complete(granted);
  }

  void grant_first(queue &granted) noexcept {
    while (!waiters_.empty() && waiters_.front().note <= free_) {
      auto it = waiters_.pop();
      if (!it->claim())
        continue;
      free_ -= it->note;
      granted.push(std::move(it));
    }
  }

  void complete(queue &granted) {
    while (!granted.empty()) {
      const auto it = granted.pop();
      it->complete(permit(this, it->note));
    }
  }

  mutable std::mutex mutex_;
  std::size_t free_;
  queue waiters_;
};

} // namespace corun
