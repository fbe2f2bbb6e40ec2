#pragma once

#include <corun/detail/spawn_state.hpp>
#include <corun/error.hpp>
#include <corun/task.hpp>

#include <boost/asio/is_executor.hpp>

#include <functional>
#include <type_traits>
#include <utility>

namespace corun {

/// The handle of a spawned task. When it ends, the task goes on: it is
/// detached, not cancelled.
///
/// Thread safety: one handle is used by one thread at a time; the task may run
/// on any other. A handle may outlive the task and its context.
template <typename T = void> class spawned {
public:
  spawned() noexcept = default;
  spawned(spawned &&) noexcept = default;
  spawned &operator=(spawned &&other) noexcept {
    if (this != &other) {
      detach();
      state_ = std::move(other.state_);
    }
    return *this;
  }
  ~spawned() { detach(); }

  /// Whether there is a task.
  explicit operator bool() const noexcept { return state_ != nullptr; }

  /// Whether the task has ended.
  bool has_ended() const noexcept { return state_ && state_->has_ended(); }

  /// Asks the task to end. It ends with `operation_aborted`, unless it catches
  /// that or is done already; join it to learn when.
  void cancel(asio::cancellation_type type = asio::cancellation_type::all) {
    if (state_)
      state_->request_cancel(type);
  }

  /// Lets go of the task. Its exception goes where `spawn` says.
  ///
  /// \code
  /// auto executor = co_await boost::asio::this_coro::executor;
  /// auto beside = corun::spawn(executor, corun::yield());
  /// if (!beside.has_ended())
  ///   beside.detach();
  /// \endcode
  void detach() noexcept {
    if (auto state = std::exchange(state_, nullptr))
      state->detach();
  }

  /// Waits for the task's end.
  ///
  /// Completion: the task's result, on the caller's executor. Errors: the
  /// task's exception is rethrown; `operation_aborted` where the task has been
  /// cancelled or its context has ended; `errc::invalid_argument` for an empty
  /// or already joined handle. Cancellation is handed to the task, and the
  /// join waits for its end all the same: what the task refers to in the
  /// caller stays alive.
  ///
  /// \code
  /// auto executor = co_await boost::asio::this_coro::executor;
  /// using namespace std::chrono_literals;
  /// auto nap = corun::spawn(executor, corun::sleep_for(1h));
  /// nap.cancel();
  /// try {
  ///   co_await nap.join();
  /// } catch (const boost::system::system_error &) {
  ///   std::cout << "cancelled\n";
  /// }
  /// \endcode
  task<T> join() { return join(joiner(std::exchange(state_, nullptr))); }

private:
  using state_ptr = boost::intrusive_ptr<detail::spawn_state<T>>;

  friend class runner;
  template <typename U>
  friend spawned<U> spawn(const asio::any_io_executor &, task<U>);

  explicit spawned(state_ptr state) noexcept : state_(std::move(state)) {}

  /// A join that is destroyed before it began leaves the task detached.
  struct joiner {
    explicit joiner(state_ptr s) noexcept : state(std::move(s)) {}
    joiner(joiner &&) noexcept = default;
    ~joiner() {
      if (state)
        state->detach();
    }
    state_ptr state;
  };

  static task<T> join(joiner it) {
    detail::require(it.state != nullptr,
                    "corun::spawned::join: no task, or already joined");
    const state_ptr state = std::move(it.state);
    if (!state->begin_join(co_await asio::this_coro::executor))
      co_await state->async_end();
    co_return state->result();
  }

  state_ptr state_;
};

/// Starts \p work on \p executor, beside the caller.
///
/// An exception of \p work is never lost. It goes to who joins the handle.
/// Where nobody can join it any more, because the handle is gone or thrown
/// away, it is unhandled: under `corun::run` it cancels the main task and is
/// rethrown from there; elsewhere it goes to the handler that
/// `on_unhandled_exception` set for the context, and without one leaves the
/// context's run function, as an exception of any other handler does. A task
/// that ends with `operation_aborted` because it was asked to has no
/// exception. Where the context itself has ended, the message is written to
/// the standard error stream.
///
/// \param executor where the task runs; it must be serial: a context run by
///   one thread, or a strand.
/// \param work runs to its first suspension before `spawn` returns, where the
///   caller is on a thread of that executor's context and the executor is free.
/// Completion: the handle, at once. Cancellation: `spawned::cancel`.
/// Thread safety: a function without shared state.
///
/// \code
/// auto executor = co_await boost::asio::this_coro::executor;
/// auto task = corun::spawn(executor, corun::yield());
/// co_await task.join();
/// \endcode
template <typename T>
spawned<T> spawn(const asio::any_io_executor &executor, task<T> work) {
  using state = detail::spawn_state<T>;
  auto shared = state::make(executor);
  shared->start(std::move(work));
  return spawned<T>(std::move(shared));
}

/// As above, on a context's executor.
template <typename Context, typename T>
  requires std::is_convertible_v<Context &, asio::execution_context &>
spawned<T> spawn(Context &context, task<T> work) {
  return spawn(asio::any_io_executor(context.get_executor()), std::move(work));
}

/// Sets who gets the exceptions of spawned tasks that nobody can join any more
/// on the executors of \p context. The handler is called on the executor of
/// the task; what it throws leaves the context's run function. An empty one
/// restores the default. `corun::run` sets its own.
///
/// \code
/// boost::asio::io_context context;
/// corun::on_unhandled_exception(context, [](std::exception_ptr) {
///   std::cerr << "a task failed\n";
/// });
/// \endcode
inline void
on_unhandled_exception(asio::execution_context &context,
                       std::function<void(std::exception_ptr)> handler) {
  detail::state_of(context)->on_exception(std::move(handler));
}

} // namespace corun
