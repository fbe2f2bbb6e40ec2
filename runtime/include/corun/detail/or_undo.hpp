#pragma once

#include <corun/task.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <type_traits>
#include <utility>

namespace corun::detail {

// Awaits `work()`; if that ends with an exception, awaits `undo()` to its end,
// although the coroutine is or becomes cancelled, and rethrows. The coroutine's
// cancellation is left as it was. What `undo` throws is dropped: the exception
// that led there is what counts.
template <class Work, class Undo>
auto or_undo(Work work, Undo undo) -> std::invoke_result_t<Work &> {
  namespace asio = boost::asio;
  std::exception_ptr left;
  try {
    co_return co_await work();
  } catch (...) {
    left = std::current_exception();
  }
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  // Or the next await would throw instead of waiting.
  co_await asio::this_coro::throw_if_cancelled(false);
  try {
    co_await asio::co_spawn(
        co_await asio::this_coro::executor, undo(),
        asio::bind_cancellation_slot(asio::cancellation_slot(),
                                     asio::use_awaitable));
  } catch (const std::exception &) {
  }
  co_await asio::this_coro::throw_if_cancelled(throws);
  std::rethrow_exception(left);
}

} // namespace corun::detail
