#pragma once

#include <corun/detail/aborted.hpp>
#include <corun/detail/launch.hpp>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/recycling_allocator.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace corun::detail {

/// Tasks that run for one coroutine, the parent, which is suspended until the
/// last of them has ended. Everything happens on the parent's executor.
///
/// The children's completion handlers own the group, and the group owns the
/// suspended parent: whatever ends the children ends the parent too.
class group : public std::enable_shared_from_this<group> {
public:
  group(const group &) = delete;
  group &operator=(const group &) = delete;
  virtual ~group() = default;

  /// Starts a child. When it has ended: `finish(exception_ptr, optional<T>)`.
  template <typename T, typename Finish>
  void start(task<T> work, Finish finish) {
    const std::size_t number = take_seat();
    seat &its = seats_[number];
    ++running_;
    its.launching = true;
    launch(executor_, its.signal.slot(), std::move(work),
           [self = shared_from_this(), number,
            finish = std::move(finish)](auto error, auto value) mutable {
             self->free_.push_back(number);
             finish(error, std::move(value));
             self->leave();
           });
    its.launching = false;
    if (is_cancelled())
      its.signal.emit(cancelled_);
  }

  /// Starts children with `start_one(0)` to `start_one(count - 1)`, some at a
  /// time: in between, what else waits for the loop has its turn. Where the
  /// group was asked to end by then, the rest never starts.
  template <typename StartOne>
  void start_all(std::size_t count, StartOne start_one) {
    start_from(0, count, std::move(start_one));
  }

  /// Asks all children to end, those that start later too.
  void cancel(asio::cancellation_type type = asio::cancellation_type::all) {
    cancelled_ = cancelled_ | type;
    // By index: what a cancellation runs may start another child.
    for (std::size_t i = 0; i < seats_.size(); ++i)
      if (!seats_[i].launching)
        seats_[i].signal.emit(type);
  }

  bool is_cancelled() const noexcept {
    return cancelled_ != asio::cancellation_type::none;
  }

  /// Keeps the first exception, and cancels the others for it. That a child
  /// ends as it was asked to is no failure.
  void fail(std::exception_ptr error) {
    if (ended_as_asked(error) || failure_)
      return;
    failure_ = std::move(error);
    cancel();
  }

  /// Whether \p error is the answer to a cancellation; remembered.
  bool ended_as_asked(const std::exception_ptr &error) {
    if (!is_cancelled() || !is_aborted(error))
      return false;
    aborted_ = true;
    return true;
  }

  /// Whether any child has ended as it was asked to.
  bool has_aborted() const noexcept { return aborted_; }

  /// Whether the parent still waits.
  bool is_running() const noexcept { return running_ != 0; }

  std::exception_ptr failure() const noexcept { return failure_; }

  /// Whether the parent has been asked to end.
  bool parent_cancelled() const noexcept { return parent_cancelled_; }

  const asio::any_io_executor &executor() const noexcept { return executor_; }

protected:
  explicit group(asio::any_io_executor executor)
      : executor_(std::move(executor)) {}

  /// The last child has ended, or there was none.
  virtual void resume_parent() = 0;

  void parent_cancel(asio::cancellation_type type) {
    if (type == asio::cancellation_type::none)
      return;
    parent_cancelled_ = true;
    cancel(type);
  }

  void enter() noexcept { ++running_; }

  bool is_last() const noexcept { return running_ == 1; }

  void leave() {
    if (--running_ == 0)
      resume_parent();
  }

private:
  struct seat {
    asio::cancellation_signal signal;
    /// The child has not returned from its first run. co_spawn cannot end a
    /// task that is cancelled before it was ever suspended: the exception
    /// would leave the loop. Such a cancellation waits until `start` goes on.
    bool launching = false;
  };

  static constexpr std::size_t started_at_a_time = 64;

  template <typename StartOne>
  void start_from(std::size_t first, std::size_t count, StartOne start_one) {
    const std::size_t last = std::min(count, first + started_at_a_time);
    for (; first < last; ++first)
      start_one(first);
    if (first == count)
      return;
    if (is_cancelled()) {
      aborted_ = true;
      return;
    }
    enter();
    asio::post(executor_, [self = shared_from_this(), first, count,
                           start_one = std::move(start_one)]() mutable {
      try {
        self->start_from(first, count, std::move(start_one));
      } catch (...) {
        self->fail(std::current_exception());
      }
      self->leave();
    });
  }

  std::size_t take_seat() {
    if (free_.empty()) {
      seats_.emplace_back();
      return seats_.size() - 1;
    }
    const std::size_t number = free_.back();
    free_.pop_back();
    return number;
  }

  asio::any_io_executor executor_;
  std::size_t running_ = 0;
  std::deque<seat> seats_;
  std::vector<std::size_t> free_;
  asio::cancellation_type cancelled_ = asio::cancellation_type::none;
  bool parent_cancelled_ = false;
  bool aborted_ = false;
  std::exception_ptr failure_;
};

/// How a group ended, for the parent.
struct group_end {
  std::exception_ptr failure;
  bool parent_cancelled = false;
  bool aborted = false;

  /// Throws what ended the group early; \p where names the operation.
  void check(const char *where) const {
    if (failure)
      std::rethrow_exception(failure);
    if (aborted)
      throw boost::system::system_error(asio::error::operation_aborted, where);
  }
};

template <typename Handler> class group_of final : public group {
public:
  group_of(asio::any_io_executor executor, Handler handler)
      : group(std::move(executor)), handler_(std::move(handler)) {}

  template <typename Body> void run(Body body) {
    auto slot = asio::get_associated_cancellation_slot(*handler_);
    if (slot.is_connected())
      slot.assign([weak = weak_from_this()](asio::cancellation_type type) {
        if (auto self = std::static_pointer_cast<group_of>(weak.lock()))
          self->parent_cancel(type);
      });
    enter();
    body(*this);
    // The parent's initiating function is still on the stack: it may not be
    // resumed from here.
    if (is_last())
      asio::post(executor(), [self = shared_from_this()] {
        static_cast<group_of &>(*self).leave();
      });
    else
      leave();
  }

private:
  void resume_parent() override {
    auto handler = *std::exchange(handler_, std::nullopt);
    std::move(handler)(group_end{failure(), parent_cancelled(), has_aborted()});
  }

  std::optional<Handler> handler_;
};

/// The operation `void(group_end)`: `body(group&)` starts children, the caller
/// is resumed when all have ended.
template <typename Body> auto async_group(Body body) {
  return asio::async_initiate<const asio::deferred_t, void(group_end)>(
      [](auto &&handler, Body body) {
        using handler_type = std::decay_t<decltype(handler)>;
        asio::any_io_executor executor(asio::get_associated_executor(handler));
        using state = group_of<handler_type>;
        std::allocate_shared<state>(asio::recycling_allocator<state>(),
                                    std::move(executor),
                                    std::forward<decltype(handler)>(handler))
            ->run(std::move(body));
      },
      asio::deferred, std::move(body));
}

} // namespace corun::detail
