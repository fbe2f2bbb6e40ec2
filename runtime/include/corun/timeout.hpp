#pragma once

#include <corun/detail/group.hpp>
#include <corun/error.hpp>
#include <corun/sleep.hpp>
#include <corun/task.hpp>

#include <boost/asio/basic_waitable_timer.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace corun {

namespace detail {

/// Runs \p work until \p timer expires.
template <typename T, typename Timer>
task<T> with_timer(task<T> work, std::shared_ptr<Timer> timer,
                   const char *where) {
  std::optional<stored<T>> result;
  std::exception_ptr error;
  bool expired = false;
  const auto end = co_await async_group([&](group &group) {
    group.start(std::move(work), [&, timer](std::exception_ptr e, auto value) {
      timer->cancel();
      result = std::move(value);
      error = std::move(e);
    });
    timer->async_wait([weak = group.weak_from_this(), &group,
                       &expired](boost::system::error_code code) {
      // Whoever sees the group sees the caller's frame, which it owns.
      const auto alive = weak.lock();
      if (!alive || code || !group.is_running())
        return;
      expired = true;
      group.cancel();
    });
  });
  if (error && expired && !end.parent_cancelled && is_aborted(error))
    throw_error(errc::timed_out, where);
  if (error)
    std::rethrow_exception(error);
  if constexpr (!std::is_void_v<T>)
    co_return std::move(*result);
}

} // namespace detail

/// Runs \p work, and cancels it where it has not ended at \p deadline.
///
/// \param deadline a point in time of any standard clock; in the past: \p work
///   still starts, and is cancelled at its first suspension.
/// Completion: the result of \p work, on the caller's executor, once it has
/// ended: work that does not honour cancellation is waited for. Errors:
/// `errc::timed_out` where the deadline ended it; any exception of its own is
/// rethrown. A result that arrives in spite of the cancellation is returned.
/// Cancellation goes to \p work. Thread safety: runs on the caller's executor.
///
/// \code
/// auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(2);
/// co_await corun::with_deadline(corun::yield(), deadline);
/// \endcode
template <typename T, typename Clock, typename Duration>
task<T> with_deadline(task<T> work,
                      std::chrono::time_point<Clock, Duration> deadline) {
  auto timer = std::make_shared<asio::basic_waitable_timer<Clock>>(
      co_await asio::this_coro::executor);
  timer->expires_at(std::chrono::ceil<typename Clock::duration>(deadline));
  co_return co_await detail::with_timer(std::move(work), std::move(timer),
                                        "corun::with_deadline");
}

/// Runs \p work, and cancels it where it has not ended after \p limit.
///
/// \param limit from the moment of the call; not negative. With zero, \p work
///   still starts, and is cancelled at its first suspension.
/// Completion and cancellation: as `with_deadline`. Errors: as there;
/// `errc::invalid_argument` for a negative limit. Thread safety: runs on the
/// caller's executor.
///
/// \code
/// using namespace std::chrono_literals;
/// try {
///   co_await corun::with_timeout(corun::sleep_for(1h), 50ms);
/// } catch (const boost::system::system_error &e) {
///   if (e.code() == corun::errc::timed_out)
///     std::cout << "too slow\n";
/// }
/// \endcode
template <typename T, typename Rep, typename Period>
task<T> with_timeout(task<T> work, std::chrono::duration<Rep, Period> limit) {
  const auto ticks = detail::saturated(limit);
  detail::require(ticks >= ticks.zero(),
                  "corun::with_timeout: the limit is negative");
  auto timer =
      std::make_shared<asio::steady_timer>(co_await asio::this_coro::executor);
  timer->expires_after(ticks);
  co_return co_await detail::with_timer(std::move(work), std::move(timer),
                                        "corun::with_timeout");
}

} // namespace corun
