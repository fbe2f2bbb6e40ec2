#pragma once

#include <corun/detail/task_registry.hpp>
#include <corun/task.hpp>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace corun::detail {

/// What stands for a result of type T: nothing to carry is `std::monostate`.
template <typename T>
using stored = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

/// Runs functions in place.
struct inline_executor {
  template <typename Function> void execute(Function &&function) const {
    std::forward<Function>(function)();
  }

  bool operator==(const inline_executor &) const noexcept = default;
};

/// The completion handler of a started task. See `associated_executor` below.
template <typename T, typename Finish> struct launch_handler {
  using cancellation_slot_type = asio::cancellation_slot;

  cancellation_slot_type get_cancellation_slot() const noexcept { return slot; }

  void operator()(std::exception_ptr error) {
    finish(error, std::optional<T>(std::in_place));
  }

  void operator()(std::exception_ptr error, T value) {
    std::optional<T> result;
    if (!error)
      result.emplace(std::move(value));
    finish(error, std::move(result));
  }

  void operator()(std::exception_ptr error, std::optional<T> value) {
    finish(error, std::move(value));
  }

  asio::cancellation_slot slot;
  Finish finish;
};

template <typename T> task<std::optional<T>> wrap(task<T> work) {
  co_return std::optional<T>(co_await std::move(work));
}

/// Starts \p work on \p executor; emitting at \p slot cancels it. When it has
/// ended, and its frame is gone, calls `finish(exception_ptr,
/// optional<stored<T>>)` there.
template <typename T, typename Finish>
void launch(const asio::any_io_executor &executor, asio::cancellation_slot slot,
            task<T> work, Finish finish) {
  launch_handler<stored<T>, Finish> handler{slot, std::move(finish)};
  if (task_registry::enabled().load(std::memory_order_relaxed)) [[unlikely]]
    work = trace_task(std::move(work), {});
  // co_spawn makes an empty T where the task throws.
  if constexpr (std::is_void_v<T> || std::is_default_constructible_v<T>)
    asio::co_spawn(executor, std::move(work), std::move(handler));
  else
    asio::co_spawn(executor, wrap(std::move(work)), std::move(handler));
}

} // namespace corun::detail

/// co_spawn calls its handler when it is on the task's executor already: it
/// need not be dispatched there once more. And, as for handlers without an
/// executor of their own, co_spawn is to forward a cancellation at once: else
/// it dispatches a pointer that may be dangling when it arrives.
template <typename T, typename Finish, typename Executor>
struct boost::asio::associated_executor<
    corun::detail::launch_handler<T, Finish>, Executor> {
  using type = corun::detail::inline_executor;
  using asio_associated_executor_is_unspecialised = void;

  static type get(const corun::detail::launch_handler<T, Finish> &,
                  const Executor & = Executor()) noexcept {
    return {};
  }
};
