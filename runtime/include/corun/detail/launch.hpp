#pragma once

#include <corun/task.hpp>

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

/// The completion handler of a started task. A type of our own and not a
/// bound one: with no associated executor, co_spawn forwards a cancellation at
/// once. Otherwise it posts a pointer that may be dangling when it arrives.
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
  // co_spawn makes an empty T where the task throws.
  if constexpr (std::is_void_v<T> || std::is_default_constructible_v<T>)
    asio::co_spawn(executor, std::move(work), std::move(handler));
  else
    asio::co_spawn(executor, wrap(std::move(work)), std::move(handler));
}

} // namespace corun::detail
