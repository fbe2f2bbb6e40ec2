#pragma once

#include <corun/detail/aborted.hpp>
#include <corun/detail/launch.hpp>
#include <corun/detail/waiter.hpp>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>

#include <atomic>
#include <cstdio>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace corun::detail {

/// The last resort for an exception, where the context that should report it
/// has ended.
inline void print_exception(const std::exception_ptr &error) noexcept {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception &e) {
    std::fprintf(stderr, "corun: exception of a spawned task: %s\n", e.what());
  } catch (...) {
    std::fputs("corun: exception of a spawned task\n", stderr);
  }
}

/// Gives an exception that nobody awaits to the context's handler, or throws
/// it out of the context's run function.
inline void report(context_state &context, std::exception_ptr error) {
  if (auto handler = context.on_exception())
    handler(std::move(error));
  else
    std::rethrow_exception(std::move(error));
}

/// What a spawned task and its handle share.
class spawn_base : public context_state::spawned {
public:
  void request_cancel(asio::cancellation_type type) final {
    asio::any_io_executor executor;
    {
      std::lock_guard lock(mutex_);
      if (ended_)
        return;
      cancel_requested_ = true;
      executor = executor_;
    }
    if (!context_->enter())
      return;
    asio::dispatch(executor, [self = boost::intrusive_ptr<spawn_base>(this),
                              type] { self->signal_.emit(type); });
    context_->resumed();
  }

  std::exception_ptr take_exception() noexcept final {
    std::lock_guard lock(mutex_);
    return std::exchange(error_, nullptr);
  }

  bool hold() noexcept final {
    int now = references_.load(std::memory_order_relaxed);
    while (now > 0)
      if (references_.compare_exchange_weak(now, now + 1))
        return true;
    return false;
  }

  void drop() noexcept final { intrusive_ptr_release(this); }

  bool has_ended() const noexcept {
    std::lock_guard lock(mutex_);
    return ended_;
  }

  /// Marks the result as taken; false where it has been before.
  bool begin_join() noexcept {
    std::lock_guard lock(mutex_);
    return !std::exchange(joined_, true);
  }

  /// No one will join: an exception goes to the context.
  void detach() noexcept {
    std::exception_ptr error;
    asio::any_io_executor executor;
    {
      std::lock_guard lock(mutex_);
      detached_ = true;
      if (joined_ || !error_ || !ended_)
        return;
      error = std::exchange(error_, nullptr);
      executor = std::exchange(executor_, {});
    }
    context_->remove(*this);
    if (!context_->enter())
      return print_exception(error);
    asio::post(executor,
               [context = context_, error] { report(*context, error); });
    context_->resumed();
  }

  auto async_end() {
    using ended = std::monostate;
    return async_suspend<ended>(
        [this](waiter_ptr<ended> it) {
          {
            std::lock_guard lock(mutex_);
            if (!ended_) {
              joiner_ = std::move(it);
              return;
            }
            if (!it->claim())
              return;
          }
          it->complete({});
        },
        // The task may use what its joiner owns: the join waits for its end.
        [self = boost::intrusive_ptr<spawn_base>(this)](
            const waiter_ptr<ended> &, asio::cancellation_type type) {
          self->request_cancel(type);
        });
  }

  friend void intrusive_ptr_add_ref(spawn_base *it) noexcept {
    it->references_.fetch_add(1, std::memory_order_relaxed);
  }
  friend void intrusive_ptr_release(spawn_base *it) noexcept {
    if (it->references_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      it->context_->remove(*it);
      delete it;
    }
  }

protected:
  explicit spawn_base(asio::any_io_executor executor)
      : context_(state_of(executor)), executor_(std::move(executor)) {}
  virtual ~spawn_base() = default;

  /// The task has ended, its result is stored. Runs on its executor.
  void end(std::exception_ptr error) {
    waiter_ptr<std::monostate> joiner;
    std::exception_ptr unhandled;
    {
      std::lock_guard lock(mutex_);
      ended_ = true;
      if (joiner_ && joiner_->claim())
        joiner = std::move(joiner_);
      joiner_.reset();
      const bool as_asked = cancel_requested_ && error && is_aborted(error);
      if (detached_ && !joined_ && error && !as_asked)
        unhandled = std::move(error);
      else if (joined_ || !as_asked)
        error_ = std::move(error);
      else
        aborted_ = true;
      // Kept where a later detach has to report.
      if (!error_ || joined_)
        executor_ = {};
    }
    if (joiner || !error_pending())
      context_->remove(*this);
    if (joiner)
      joiner->complete({});
    if (unhandled)
      report(*context_, std::move(unhandled));
  }

  std::exception_ptr joined_error() {
    std::lock_guard lock(mutex_);
    if (aborted_)
      return std::make_exception_ptr(boost::system::system_error(
          asio::error::operation_aborted, "corun::spawned::join"));
    return std::exchange(error_, nullptr);
  }

  /// The context destroys the task instead of running it to its end.
  void end_destroyed() noexcept {
    {
      std::lock_guard lock(mutex_);
      cancel_requested_ = true;
    }
    end(std::make_exception_ptr(boost::system::system_error(
        asio::error::operation_aborted, "the task's context has ended")));
  }

  /// Lists the task with its context, once it can be cancelled. False where
  /// it must be at once.
  bool enlist() {
    std::lock_guard lock(mutex_);
    return ended_ || context_->add(*this);
  }

  asio::any_io_executor executor_of_start() const { return executor_; }
  asio::cancellation_slot slot() noexcept { return signal_.slot(); }

  std::shared_ptr<context_state> context_;

private:
  bool error_pending() const noexcept {
    std::lock_guard lock(mutex_);
    return error_ != nullptr && !joined_;
  }

  mutable std::mutex mutex_;
  asio::any_io_executor executor_;
  asio::cancellation_signal signal_;
  std::exception_ptr error_;
  waiter_ptr<std::monostate> joiner_;
  std::atomic<int> references_{0};
  bool ended_ = false;
  bool aborted_ = false;
  bool detached_ = false;
  bool joined_ = false;
  bool cancel_requested_ = false;
};

template <typename T> class spawn_state final : public spawn_base {
public:
  explicit spawn_state(asio::any_io_executor executor)
      : spawn_base(std::move(executor)) {}

  void start(task<T> work) {
    launch(executor_of_start(), slot(), std::move(work), finisher(this));
    if (!enlist())
      request_cancel(asio::cancellation_type::all);
  }

  T result() {
    if (auto error = joined_error())
      std::rethrow_exception(error);
    if constexpr (!std::is_void_v<T>)
      return *std::exchange(value_, std::nullopt);
  }

private:
  /// Tells the end even where the context destroys the task instead of running
  /// it to its end.
  class finisher {
  public:
    explicit finisher(spawn_state *state) : state_(state) {}
    finisher(finisher &&) noexcept = default;
    ~finisher() {
      if (state_)
        state_->end_destroyed();
    }

    void operator()(std::exception_ptr error, std::optional<stored<T>> value) {
      const auto state = std::move(state_);
      state->value_ = std::move(value);
      state->end(std::move(error));
    }

  private:
    boost::intrusive_ptr<spawn_state> state_;
  };

  std::optional<stored<T>> value_;
};

} // namespace corun::detail
