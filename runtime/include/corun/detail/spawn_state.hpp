#pragma once

#include <corun/detail/aborted.hpp>
#include <corun/detail/launch.hpp>
#include <corun/detail/parked_handler.hpp>
#include <corun/detail/recycled.hpp>
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
    cancel_requested_ = true;
    // Who starts the task sees the request when it can be cancelled.
    if (!started_)
      return;
    asio::any_io_executor executor;
    {
      std::lock_guard lock(mutex_);
      if (ended_)
        return;
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

  /// Marks the result as taken, by a coroutine on \p executor. Whether it is
  /// there already.
  bool begin_join(const asio::any_io_executor &executor) noexcept {
    std::lock_guard lock(mutex_);
    joined_ = true;
    hosted_ = !ended_ && executor == executor_;
    return ended_;
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
    unlist();
    if (!context_->enter())
      return print_exception(error);
    asio::post(executor,
               [context = context_, error] { report(*context, error); });
    context_->resumed();
  }

  auto async_end() {
    return asio::async_initiate<const asio::deferred_t, void(std::monostate)>(
        [this](auto &&handler) {
          park(std::forward<decltype(handler)>(handler));
        },
        asio::deferred);
  }

  friend void intrusive_ptr_add_ref(spawn_base *it) noexcept {
    it->references_.fetch_add(1, std::memory_order_relaxed);
  }
  friend void intrusive_ptr_release(spawn_base *it) noexcept {
    if (it->references_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      it->unlist();
      it->destroy();
    }
  }

protected:
  explicit spawn_base(const asio::any_io_executor &executor)
      : context_(state_of(executor)), executor_(executor) {}
  ~spawn_base() = default;

  virtual void destroy() noexcept = 0;

  /// The task has ended, its result is stored. Runs on its executor.
  void end(std::exception_ptr error, bool destroyed = false) {
    waiter_ptr<std::monostate> joiner;
    std::exception_ptr unhandled;
    bool pending;
    {
      std::lock_guard lock(mutex_);
      ended_ = true;
      if (joiner_ && joiner_->claim())
        joiner = std::move(joiner_);
      joiner_.reset();
      // That a task ends as it was asked to concerns only who joins it.
      const bool as_asked = destroyed || cancel_requested_;
      if (error && !joined_ && as_asked && is_aborted(error))
        aborted_ = true;
      else if (error && !joined_ && detached_)
        unhandled = std::move(error);
      else
        error_ = std::move(error);
      pending = error_ && !joined_;
      // Kept where a later detach has to report.
      if (!pending)
        executor_ = {};
    }
    if (!pending)
      unlist();
    if (joiner)
      joiner->complete({});
    else if (destroyed)
      hosted_joiner_.reset();
    else if (hosted_joiner_)
      hosted_joiner_.resume();
    if (unhandled)
      report(*context_, std::move(unhandled));
  }

  /// The context destroys the task instead of running it to its end.
  void end_destroyed() noexcept {
    end(std::make_exception_ptr(boost::system::system_error(
            asio::error::operation_aborted, "the task's context has ended")),
        true);
  }

  /// Throws what the task ended with. After its end, for who joins it.
  void check() const {
    if (error_)
      std::rethrow_exception(error_);
    if (aborted_)
      throw boost::system::system_error(asio::error::operation_aborted,
                                        "corun::spawned::join");
  }

  const asio::any_io_executor &executor() const noexcept { return executor_; }
  asio::cancellation_slot slot() noexcept { return signal_.slot(); }

  /// Before the start: lists the task with its context.
  void enlist() {
    listed_ = true;
    if (!context_->add(*this))
      cancel_requested_ = true;
  }

  /// After the start: the task can be cancelled from here on.
  void started() {
    started_ = true;
    if (cancel_requested_)
      request_cancel(asio::cancellation_type::all);
  }

  std::shared_ptr<context_state> context_;

private:
  template <typename Handler> void park(Handler &&handler) {
    using handler_type = std::decay_t<Handler>;
    auto slot = asio::get_associated_cancellation_slot(handler);
    if (slot.is_connected())
      // The task may use what its joiner owns: the join waits for its end.
      slot.assign([self = boost::intrusive_ptr<spawn_base>(this)](
                      asio::cancellation_type type) {
        if (type != asio::cancellation_type::none)
          self->request_cancel(type);
      });
    if (hosted_) {
      hosted_joiner_.emplace(std::forward<Handler>(handler));
      return;
    }
    auto it = waiter_of<std::monostate, handler_type>::make(
        std::forward<Handler>(handler));
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
  }

  /// Once the context need not know of the task any more.
  void unlist() noexcept {
    if (std::exchange(listed_, false))
      context_->remove(*this);
  }

  mutable std::mutex mutex_;
  asio::any_io_executor executor_;
  asio::cancellation_signal signal_;
  std::exception_ptr error_;
  waiter_ptr<std::monostate> joiner_;
  /// A joiner on the task's own executor. It needs no lock, and no place in
  /// its context's list: the context destroys the task, and that the joiner.
  parked_handler hosted_joiner_;
  /// The handle's and the task's.
  std::atomic<int> references_{2};
  std::atomic<bool> started_{false};
  std::atomic<bool> cancel_requested_{false};
  bool listed_ = false;
  bool ended_ = false;
  bool aborted_ = false;
  bool detached_ = false;
  bool joined_ = false;
  bool hosted_ = false;
};

template <typename T>
class spawn_state final : public spawn_base, public recycled<spawn_state<T>> {
public:
  static boost::intrusive_ptr<spawn_state>
  make(const asio::any_io_executor &executor) {
    return {new spawn_state(executor), false};
  }

  /// Once, by who made it.
  void start(task<T> work) {
    enlist();
    launch(executor(), slot(), std::move(work), finisher(this));
    started();
  }

  T result() {
    check();
    if constexpr (!std::is_void_v<T>)
      return *std::exchange(value_, std::nullopt);
  }

private:
  explicit spawn_state(const asio::any_io_executor &executor)
      : spawn_base(executor) {}
  ~spawn_state() = default;

  void destroy() noexcept override { delete this; }

  /// Tells the end even where the context destroys the task instead of running
  /// it to its end.
  class finisher {
  public:
    explicit finisher(spawn_state *state) : state_(state, false) {}
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
