#pragma once

#include <corun/task.hpp>

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>

namespace corun {

namespace detail {

/// \p wait in the steady clock's ticks, rounded up; the longest or shortest
/// there is where it does not fit.
template <typename Rep, typename Period>
std::chrono::steady_clock::duration
saturated(std::chrono::duration<Rep, Period> wait) noexcept {
  using target = std::chrono::steady_clock::duration;
  using wide = std::chrono::duration<long double, target::period>;
  const wide ticks = wait;
  // A floating point duration may be not a number: no wait.
  if (!(ticks > wide(target::min())))
    return ticks <= wide(target::min()) ? target::min() : target::zero();
  if (ticks >= wide(target::max()))
    return target::max();
  return std::chrono::ceil<target>(wait);
}

} // namespace detail

/// Suspends the calling coroutine until \p deadline has passed on its clock;
/// other work of the executor goes on. The awaited counterpart of
/// `std::this_thread::sleep_until`.
///
/// \param deadline a point in time of any standard clock; in the past: returns
///   at once, without a suspension. Where the clock is set while the coroutine
///   waits, a wait on `system_clock` follows it.
/// Errors: `operation_aborted` when cancelled. Cancellation: terminal, partial
/// and total end the wait. Thread safety: a function without shared state.
///
/// \code
/// auto tomorrow = std::chrono::system_clock::now() + std::chrono::hours(24);
/// co_await corun::sleep_until(tomorrow);
/// \endcode
template <typename Clock, typename Duration>
task<> sleep_until(std::chrono::time_point<Clock, Duration> deadline) {
  if (deadline <= Clock::now())
    co_return;
  asio::basic_waitable_timer<Clock> timer(co_await asio::this_coro::executor);
  timer.expires_at(std::chrono::ceil<typename Clock::duration>(deadline));
  co_await timer.async_wait(asio::deferred);
}

/// Suspends the calling coroutine for \p wait; other work of the executor goes
/// on. The awaited counterpart of `std::this_thread::sleep_for`.
///
/// \param wait any `std::chrono` duration. As with the standard function, zero
///   and below is no wait: the call returns at once, without a suspension. A
///   duration too long for the clock waits as long as the clock can count.
/// Errors: `operation_aborted` when cancelled. Cancellation: terminal, partial
/// and total end the wait. Thread safety: a function without shared state.
///
/// \code
/// using namespace std::chrono_literals;
/// co_await corun::sleep_for(50ms);
/// \endcode
template <typename Rep, typename Period>
task<> sleep_for(std::chrono::duration<Rep, Period> wait) {
  const auto ticks = detail::saturated(wait);
  if (ticks <= ticks.zero())
    co_return;
  asio::steady_timer timer(co_await asio::this_coro::executor);
  timer.expires_after(ticks);
  co_await timer.async_wait(asio::deferred);
}

/// Lets the other work that is ready on the calling coroutine's executor run,
/// then goes on: for a long computation on the loop.
///
/// Errors: `operation_aborted` when the coroutine has been cancelled.
/// Cancellation: seen before and after; the wait itself is too short to end.
/// Thread safety: a function without shared state.
///
/// \code
/// for (int row = 0; row < 1000; ++row)
///   co_await corun::yield();
/// \endcode
inline task<> yield() {
  const auto executor = co_await asio::this_coro::executor;
  co_await asio::post(executor, asio::deferred);
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none &&
      co_await asio::this_coro::throw_if_cancelled())
    throw boost::system::system_error(asio::error::operation_aborted,
                                      "corun::yield");
}

} // namespace corun
