#pragma once

#include <corun/error.hpp>
#include <corun/event.hpp>
#include <corun/semaphore.hpp>
#include <corun/task.hpp>
#include <corun/time_limit.hpp>

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace corun {

/// How a `resource_pool` keeps its resources.
///
/// Thread safety: a value.
///
/// \code
/// corun::pool_options<std::string> options;
/// options.max_size = 4;
/// options.idle_limit = std::chrono::minutes(1);
/// options.check = [](std::string &connection) -> corun::task<bool> {
///   co_return !connection.empty();
/// };
/// \endcode
template <typename T> struct pool_options {
  /// Resources in all, lent, idle or being made; above zero.
  std::size_t max_size = 8;
  /// So many idle ones stay although the idle limit has passed, and
  /// `resource_pool::maintain` makes as many; at most `max_size`.
  std::size_t min_idle = 0;
  /// What has been idle for longer is not lent any more; not negative.
  time_limit idle_limit = no_limit;
  /// Asked before an idle resource is lent: whether it still works. One for
  /// which the answer is false or an exception is destroyed; the exception is
  /// dropped. Empty: all work.
  std::function<task<bool>(T &)> check = nullptr;
};

namespace detail {

/// What a pool and its leases share.
template <typename T> class pool_state {
  static_assert(std::is_nothrow_move_constructible_v<T>,
                "a resource may not be lost on its way: moving it must not "
                "throw");

public:
  using factory = std::function<task<T>()>;
  using time_point = std::chrono::steady_clock::time_point;

  pool_state(factory make, pool_options<T> o)
      : options(std::move(o)), make(std::move(make)),
        permits(options.max_size) {
    require(static_cast<bool>(this->make),
            "corun::resource_pool: no function that makes resources");
    require(options.max_size > 0, "corun::resource_pool: max_size is zero");
    require(options.min_idle <= options.max_size,
            "corun::resource_pool: min_idle is above max_size");
    require(options.idle_limit >= time_limit::zero(),
            "corun::resource_pool: idle_limit is negative");
  }

  std::size_t size() const {
    std::lock_guard lock(mutex_);
    return size_;
  }

  std::size_t idle() const {
    std::lock_guard lock(mutex_);
    return idle_.size();
  }

  bool is_closed() const {
    std::lock_guard lock(mutex_);
    return closed_;
  }

  void check_open() const {
    if (is_closed())
      throw_error(errc::closed, "corun::resource_pool::acquire");
  }

  /// Takes the resource that has been idle for the shortest time. Where there
  /// is none, counts one that the caller, who has a permit, will make.
  std::optional<T> take() {
    std::optional<T> taken;
    std::vector<T> old;
    bool tell = false;
    {
      std::lock_guard lock(mutex_);
      remove_old(old);
      if (idle_.empty()) {
        ++size_;
      } else {
        taken.emplace(std::move(idle_.back().resource));
        idle_.pop_back();
        tell = idle_.size() < options.min_idle;
      }
    }
    if (tell)
      changed.set();
    return taken;
  }

  /// Counts an idle resource that the caller, who has a permit, will make;
  /// false where there is no need or no room.
  bool take_room() {
    std::lock_guard lock(mutex_);
    if (closed_ || idle_.size() >= options.min_idle ||
        size_ >= options.max_size)
      return false;
    ++size_;
    return true;
  }

  /// Takes \p resource back; what is left in it is no part of the pool any
  /// more.
  void give_back(std::optional<T> &resource) noexcept {
    std::lock_guard lock(mutex_);
    if (resource && !closed_) {
      try {
        idle_.push_back(
            {std::move(*resource), std::chrono::steady_clock::now()});
        return;
      } catch (const std::bad_alloc &) {
      }
    }
    --size_;
  }

  /// Whether `maintain` has to look, after a resource came back or went.
  void tell_maintainer() {
    {
      std::lock_guard lock(mutex_);
      const bool first_too_much = options.idle_limit != no_limit &&
                                  idle_.size() == options.min_idle + 1;
      if (idle_.size() >= options.min_idle && !first_too_much)
        return;
    }
    changed.set();
  }

  /// Destroys what has been idle for too long; when the next one will have
  /// been, the last moment there is where there is none.
  time_point remove_old() {
    std::vector<T> old;
    std::lock_guard lock(mutex_);
    remove_old(old);
    return idle_.size() > options.min_idle
               ? time_after(options.idle_limit, idle_.front().since)
               : time_point::max();
  }

  void close() {
    std::deque<idle_resource> idle;
    {
      std::lock_guard lock(mutex_);
      if (closed_)
        return;
      closed_ = true;
      idle.swap(idle_);
      size_ -= idle.size();
    }
    // Lets all who wait go on, and find the pool closed.
    permits.release(std::numeric_limits<std::size_t>::max() - options.max_size);
    changed.set();
  }

  /// Nobody else maintains the pool.
  bool begin_maintenance() {
    std::lock_guard lock(mutex_);
    return !std::exchange(maintained_, true);
  }
  void end_maintenance() noexcept {
    std::lock_guard lock(mutex_);
    maintained_ = false;
  }

  const pool_options<T> options;
  const factory make;
  /// One for each resource that is lent, being made or checked.
  semaphore permits;
  /// There is something to do for `maintain`.
  event changed;

private:
  struct idle_resource {
    T resource;
    time_point since;
  };

  /// With the lock held; the caller destroys \p old after its release.
  void remove_old(std::vector<T> &old) {
    if (options.idle_limit == no_limit)
      return;
    const auto now = std::chrono::steady_clock::now();
    while (idle_.size() > options.min_idle &&
           time_after(options.idle_limit, idle_.front().since) <= now) {
      old.push_back(std::move(idle_.front().resource));
      idle_.pop_front();
      --size_;
    }
  }

  mutable std::mutex mutex_;
  /// Those idle for the longest time first.
  std::deque<idle_resource> idle_;
  std::size_t size_ = 0;
  bool closed_ = false;
  bool maintained_ = false;
};

} // namespace detail

} // namespace corun
