#pragma once

#include <corun/detail/pool_state.hpp>
#include <corun/error.hpp>
#include <corun/race.hpp>
#include <corun/semaphore.hpp>
#include <corun/sleep.hpp>
#include <corun/task.hpp>

#include <boost/asio/this_coro.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace corun {

/// Lends resources that are dear to make, as connections are, and keeps them
/// for the next. Who finds all of them lent waits; the coroutine is suspended,
/// never the thread.
///
/// Fair: resources are lent in the order they were asked for. Of the idle ones
/// the last used is lent first, so that the others can pass their idle limit.
///
/// Thread safety: every member may be called from any thread and executor.
/// Resources go from one caller to the other, and are destroyed on the thread
/// that gives them back, finds them old or closes the pool: those that belong
/// to an executor are for callers of that executor. The pool may end before
/// its leases and those who wait; its end closes it. It must end or be closed
/// before the contexts of its resources.
///
/// \param T the resource; moving it does not throw.
///
/// \code
/// auto connect = []() -> corun::task<std::string> { co_return "connection"; };
/// corun::resource_pool<std::string> pool(connect);
/// auto connection = co_await pool.acquire();
/// std::cout << connection->size() << '\n';
/// \endcode
template <typename T> class resource_pool {
  using state = detail::pool_state<T>;

public:
  using options = pool_options<T>;
  /// Makes a resource.
  using factory = std::function<task<T>()>;

  /// Holds a resource, and gives it back to the pool when it ends.
  ///
  /// Thread safety: one lease is used by one thread at a time.
  class [[nodiscard]] lease {
  public:
    lease() noexcept = default;
    lease(lease &&other) noexcept
        : state_(std::move(other.state_)), permit_(std::move(other.permit_)),
          resource_(std::exchange(other.resource_, std::nullopt)) {}
    lease &operator=(lease &&other) noexcept {
      if (this != &other) {
        release();
        state_ = std::move(other.state_);
        permit_ = std::move(other.permit_);
        if (other.resource_)
          resource_.emplace(*std::exchange(other.resource_, std::nullopt));
      }
      return *this;
    }
    ~lease() { release(); }

    /// Whether it holds a resource.
    explicit operator bool() const noexcept { return resource_.has_value(); }

    T &operator*() noexcept { return *resource_; }
    const T &operator*() const noexcept { return *resource_; }
    T *operator->() noexcept { return &*resource_; }
    const T *operator->() const noexcept { return &*resource_; }

    /// Gives the resource back early; no effect where there is none.
    void release() noexcept {
      const auto owner = std::move(state_);
      if (!owner)
        return;
      owner->give_back(resource_);
      resource_.reset();
      permit_.release();
      owner->tell_maintainer();
    }

    /// Destroys the resource, as one that does not work any more; the pool
    /// makes another one when it is asked for.
    void discard() noexcept {
      resource_.reset();
      release();
    }

  private:
    friend resource_pool;
    /// In it, a resource has its place in the pool's count, made or not.
    lease(std::shared_ptr<state> owner, semaphore::permit permit) noexcept
        : state_(std::move(owner)), permit_(std::move(permit)) {}

    std::shared_ptr<state> state_;
    semaphore::permit permit_;
    std::optional<T> resource_;
  };

  /// \param make a function `task<T>()`, called on the executor of who asks
  ///   for a resource.
  /// \param o see `pool_options`. Nothing is made yet.
  /// Errors: `errc::invalid_argument` for an empty function, or options that
  /// cannot be.
  explicit resource_pool(factory make, options o = {})
      : state_(std::make_shared<state>(std::move(make), std::move(o))) {}
  resource_pool(const resource_pool &) = delete;
  resource_pool &operator=(const resource_pool &) = delete;
  ~resource_pool() { close(); }

  /// Waits until fewer than `max_size` are lent, and takes an idle resource
  /// that works, or makes one.
  ///
  /// Completion: the lease, on the caller's executor; without a suspension
  /// where there is an idle resource and no check. Errors: the exception of
  /// the function that makes resources is rethrown, and the next who waits
  /// goes on; `errc::closed` where the pool is or gets closed;
  /// `operation_aborted` when cancelled. Cancellation: terminal, partial and
  /// total end the wait; later on it goes to the making or the check. No
  /// resource is lost, but one whose check ended so is destroyed.
  ///
  /// \code
  /// auto connect = []() -> corun::task<int> { co_return 3; };
  /// corun::resource_pool<int> pool(connect);
  /// auto connection = co_await pool.acquire();
  /// if (*connection != 3)
  ///   connection.discard();
  /// \endcode
  task<lease> acquire() { return acquire(state_); }

  /// Cares for idle resources until the pool is closed: destroys those that
  /// have been idle for too long when their time is up, and makes new ones
  /// while fewer than `min_idle` are idle and there is room. Without it, old
  /// ones stay until the next `acquire`, and none is made before it is needed.
  ///
  /// Completion: when the pool is closed; on the caller's executor, which the
  /// resources are made on. Errors: an exception of the function that makes
  /// resources ends it and is rethrown: run it under `retry` to go on.
  /// `errc::busy` where it runs already; `operation_aborted` when cancelled.
  /// Cancellation: any type ends it; the pool stays as usable.
  ///
  /// \code
  /// auto connect = []() -> corun::task<int> { co_return 3; };
  /// corun::resource_pool<int> pool(connect);
  /// co_await corun::with_scope([&](corun::scope &scope) -> corun::task<> {
  ///   scope.spawn(pool.maintain());
  ///   auto connection = co_await pool.acquire();
  ///   pool.close();
  /// });
  /// \endcode
  task<> maintain() { return maintain(state_); }

  /// Ends the pool: who waits for a resource, or will, gets `errc::closed`.
  /// Idle resources are destroyed now, those that are lent when they come back.
  void close() { state_->close(); }

  bool is_closed() const { return state_->is_closed(); }

  /// Resources there are now: lent, idle or being made.
  std::size_t size() const { return state_->size(); }

  /// Resources that are idle now.
  ///
  /// \code
  /// auto connect = []() -> corun::task<int> { co_return 3; };
  /// corun::resource_pool<int> pool(connect);
  /// std::size_t lent = pool.size() - pool.idle();
  /// \endcode
  std::size_t idle() const { return state_->idle(); }

private:
  static task<lease> acquire(std::shared_ptr<state> state) {
    state->check_open();
    auto permit = co_await state->permits.acquire();
    for (;;) {
      state->check_open();
      auto found = state->take();
      lease taken(state, std::move(permit));
      if (!found) {
        taken.resource_.emplace(co_await state->make());
        state->check_open();
        co_return taken;
      }
      taken.resource_.emplace(*std::exchange(found, std::nullopt));
      std::exception_ptr error;
      if (co_await works(*state, *taken.resource_, error)) {
        state->check_open();
        co_return taken;
      }
      // The place in the queue is kept, the one in the count is not.
      permit = std::move(taken.permit_);
      taken.discard();
      if (error)
        std::rethrow_exception(error);
    }
  }

  /// Whether \p resource may be lent. \p error is set where the question was
  /// cancelled.
  static task<bool> works(state &state, T &resource,
                          std::exception_ptr &error) {
    if (!state.options.check)
      co_return true;
    std::exception_ptr failure;
    try {
      co_return co_await state.options.check(resource);
    } catch (...) {
      failure = std::current_exception();
    }
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != asio::cancellation_type::none)
      error = std::move(failure);
    co_return false;
  }

  static task<> maintain(std::shared_ptr<state> state) {
    if (!state->begin_maintenance())
      detail::throw_error(errc::busy, "corun::resource_pool::maintain");
    struct end {
      detail::pool_state<T> &of;
      ~end() { of.end_maintenance(); }
    } at_end{*state};
    for (;;) {
      state->changed.reset();
      const auto next = state->remove_old();
      if (state->is_closed())
        co_return;
      if (co_await add_idle(state))
        continue;
      if (next == decltype(next)::max())
        co_await state->changed.wait();
      else
        co_await race(sleep_until(next), state->changed.wait());
    }
  }

  /// Makes an idle resource, where one is needed and there is room.
  static task<bool> add_idle(std::shared_ptr<state> state) {
    auto permit = state->permits.try_acquire();
    if (!permit || !state->take_room())
      co_return false;
    lease made(state, std::move(*permit));
    made.resource_.emplace(co_await state->make());
    co_return true;
  }

  std::shared_ptr<state> state_;
};

} // namespace corun
