#pragma once

#include <corun/detail/waiter.hpp>
#include <corun/task.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <cstddef>
#include <mutex>
#include <optional>
#include <utility>

namespace corun {

/// A mutex that many readers or one writer hold. Waiting for it suspends the
/// coroutine, never the thread, and it may be held over a suspension.
///
/// Fair: in the order they asked, so a waiting writer lets no later reader
/// pass. Not recursive.
///
/// Thread safety: every member may be called from any thread and executor. It
/// must outlive its guards and those who wait for it.
///
/// \code
/// corun::shared_mutex mutex;
/// {
///   auto reading = co_await mutex.lock_shared();
/// }
/// auto writing = co_await mutex.lock();
/// \endcode
class shared_mutex {
  enum class mode : std::uintptr_t { exclusive, shared };

  template <mode Mode> class basic_guard {
  public:
    basic_guard() noexcept = default;
    basic_guard(basic_guard &&other) noexcept
        : owner_(std::exchange(other.owner_, nullptr)) {}
    basic_guard &operator=(basic_guard &&other) noexcept {
      basic_guard moved(std::move(other));
      std::swap(owner_, moved.owner_);
      return *this;
    }
    ~basic_guard() { unlock(); }

    /// Whether it holds the mutex.
    explicit operator bool() const noexcept { return owner_; }

    /// Unlocks early; no effect where it holds nothing.
    void unlock() noexcept {
      if (shared_mutex *owner = std::exchange(owner_, nullptr))
        owner->release(Mode);
    }

  private:
    friend shared_mutex;
    explicit basic_guard(shared_mutex *owner) noexcept : owner_(owner) {}

    shared_mutex *owner_ = nullptr;
  };

public:
  /// Holds the mutex for writing, and unlocks it when it ends.
  using guard = basic_guard<mode::exclusive>;
  /// Holds the mutex for reading, and unlocks it when it ends.
  using shared_guard = basic_guard<mode::shared>;

  shared_mutex() = default;
  shared_mutex(const shared_mutex &) = delete;
  shared_mutex &operator=(const shared_mutex &) = delete;

  /// Waits until nobody else holds the mutex, and takes it for writing.
  ///
  /// Completion: the guard, on the caller's executor; at once, without a
  /// suspension, where it is free. Errors: `operation_aborted` when cancelled.
  /// Cancellation: terminal, partial and total end the wait; those behind it
  /// in line move up.
  ///
  /// \code
  /// corun::shared_mutex mutex;
  /// auto writing = co_await mutex.lock();
  /// \endcode
  task<guard> lock() {
    return acquire<mode::exclusive>("corun::shared_mutex::lock");
  }

  /// Waits until no writer holds the mutex or waits before the caller, and
  /// takes it for reading. Otherwise as `lock`.
  ///
  /// \code
  /// corun::shared_mutex mutex;
  /// auto reading = co_await mutex.lock_shared();
  /// \endcode
  task<shared_guard> lock_shared() {
    return acquire<mode::shared>("corun::shared_mutex::lock_shared");
  }

  /// Takes the mutex for writing where it is free; otherwise nothing.
  std::optional<guard> try_lock() { return try_acquire<mode::exclusive>(); }

  /// Takes the mutex for reading where `lock_shared` would not suspend.
  ///
  /// \code
  /// corun::shared_mutex mutex;
  /// if (auto reading = mutex.try_lock_shared())
  ///   std::cout << "nobody writes\n";
  /// \endcode
  std::optional<shared_guard> try_lock_shared() {
    return try_acquire<mode::shared>();
  }

private:
  /// What a waiter gets: a hold of either kind. It gives back what nobody took.
  struct grant {
    guard exclusive;
    shared_guard shared;
  };
  using queue = detail::waiter_queue<grant>;
  using waiter_ptr = detail::waiter_ptr<grant>;

  template <mode Mode> task<basic_guard<Mode>> acquire(const char *where) {
    if (auto taken = try_acquire<Mode>())
      co_return std::move(*taken);
    auto granted = co_await detail::async_suspend<grant>(
        [this](waiter_ptr it) {
          it->note = static_cast<std::uintptr_t>(Mode);
          start(std::move(it));
        },
        [this](const waiter_ptr &it, auto) {
          if (it->claim())
            abort(*it);
        });
    auto taken = [&] {
      if constexpr (Mode == mode::exclusive)
        return std::move(granted.exclusive);
      else
        return std::move(granted.shared);
    }();
    if (!taken)
      throw boost::system::system_error(asio::error::operation_aborted, where);
    co_return taken;
  }

  template <mode Mode> std::optional<basic_guard<Mode>> try_acquire() {
    std::lock_guard lock(mutex_);
    if (!waiters_.empty() || !fits(Mode))
      return std::nullopt;
    take(Mode);
    return basic_guard<Mode>(this);
  }

  bool fits(mode wanted) const noexcept {
    return !writer_ && (wanted == mode::shared || readers_ == 0);
  }

  void take(mode wanted) noexcept {
    if (wanted == mode::shared)
      ++readers_;
    else
      writer_ = true;
  }

  void start(waiter_ptr it) {
    queue granted;
    {
      std::lock_guard lock(mutex_);
      waiters_.push(std::move(it));
      grant_first(granted);
    }
    complete(granted);
  }

  void abort(detail::waiter<grant> &it) {
    queue granted;
    {
      std::lock_guard lock(mutex_);
      waiters_.remove(it);
      // A writer that gives up may have been all that held readers back.
      grant_first(granted);
    }
    it.complete({});
    complete(granted);
  }

  void release(mode held) noexcept {
    queue granted;
    {
      std::lock_guard lock(mutex_);
      if (held == mode::shared)
        --readers_;
      else
        writer_ = false;
      grant_first(granted);
    }
    complete(granted);
  }

  void grant_first(queue &granted) noexcept {
    while (!waiters_.empty()) {
      const auto wanted = static_cast<mode>(waiters_.front().note);
      if (!fits(wanted))
        return;
      auto it = waiters_.pop();
      if (!it->claim())
        continue;
      take(wanted);
      granted.push(std::move(it));
    }
  }

  void complete(queue &granted) {
    while (!granted.empty()) {
      const auto it = granted.pop();
      grant result;
      if (static_cast<mode>(it->note) == mode::shared)
        result.shared = shared_guard(this);
      else
        result.exclusive = guard(this);
      it->complete(std::move(result));
    }
  }

  std::mutex mutex_;
  std::size_t readers_ = 0;
  bool writer_ = false;
  queue waiters_;
};

} // namespace corun
