#pragma once

#include <corun/detail/aborted.hpp>
#include <corun/detail/backoff.hpp>
#include <corun/error.hpp>
#include <corun/outcome.hpp>
#include <corun/sleep.hpp>
#include <corun/task.hpp>
#include <corun/time_limit.hpp>
#include <corun/timeout.hpp>
#include <corun/transient.hpp>

#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <random>
#include <type_traits>
#include <utility>

namespace corun {

/// How chance changes the waits between attempts. Those who failed together,
/// since a server went away, shall not come back together.
enum class jitter {
  /// The wait as it is.
  none,
  /// From half of the wait to all of it.
  equal,
  /// From nothing to all of the wait.
  full,
};

/// How `retry` tries again.
///
/// Thread safety: a value; each call of `retry` has its own copy.
///
/// \code
/// corun::retry_policy patient;
/// patient.attempts = corun::retry_policy::unlimited;
/// patient.total_time = std::chrono::minutes(2);
/// patient.jitter = corun::jitter::equal;
/// \endcode
struct retry_policy {
  static constexpr std::size_t unlimited =
      std::numeric_limits<std::size_t>::max();

  /// Calls in all, the first among them; above zero.
  std::size_t attempts = 5;
  /// The wait after the first attempt; not negative.
  time_limit first_wait = std::chrono::milliseconds(100);
  /// Each wait is so many times the one before; finite, at least 1.
  double factor = 2;
  /// No wait is longer; at least `first_wait`.
  time_limit longest_wait = std::chrono::seconds(30);
  corun::jitter jitter = corun::jitter::full;
  /// For all attempts and waits together; not negative. An attempt that runs
  /// when it has passed is cancelled, and a wait that would last longer is not
  /// begun.
  time_limit total_time = no_limit;
  /// Which errors are tried again; empty: those that `is_transient` knows.
  std::function<bool(const std::exception_ptr &)> retry_on = nullptr;
  /// Makes the same jitter each time, for tests.
  std::optional<std::uint64_t> seed = std::nullopt;
};

namespace detail {

inline void check(const retry_policy &policy) {
  require(policy.attempts > 0, "corun::retry: attempts is zero");
  require(policy.first_wait >= time_limit::zero(),
          "corun::retry: first_wait is negative");
  require(std::isfinite(policy.factor) && policy.factor >= 1,
          "corun::retry: factor is below 1 or not finite");
  require(policy.longest_wait >= policy.first_wait,
          "corun::retry: longest_wait is below first_wait");
  require(policy.total_time >= time_limit::zero(),
          "corun::retry: total_time is negative");
}

inline backoff backoff_of(const retry_policy &policy) {
  const double share = policy.jitter == jitter::none    ? 0
                       : policy.jitter == jitter::equal ? 0.5
                                                        : 1;
  return backoff(policy.first_wait, policy.factor, policy.longest_wait,
                 {share, policy.seed ? *policy.seed : std::random_device()()});
}

template <typename Fn> auto attempt(Fn &fn, std::size_t number) {
  if constexpr (std::is_invocable_v<Fn &, std::size_t>)
    return std::invoke(fn, number);
  else
    return std::invoke(fn);
}

template <typename Fn>
using attempt_task = decltype(attempt(std::declval<Fn &>(), std::size_t()));

/// The outcome of one call of \p fn, ended where \p deadline passes.
template <typename Fn, typename T = typename attempt_task<Fn>::value_type>
task<outcome<T>> try_once(Fn &fn, std::size_t number,
                          std::chrono::steady_clock::time_point deadline) {
  try {
    const auto executor = co_await asio::this_coro::executor;
    auto work = attempt(fn, number);
    if (deadline != std::chrono::steady_clock::time_point::max()) {
      auto timer = std::make_shared<asio::steady_timer>(executor, deadline);
      work = with_timer(std::move(work), std::move(timer), "corun::retry");
    }
    if constexpr (std::is_void_v<T>) {
      co_await std::move(work);
      co_return outcome<T>(std::monostate());
    } else {
      co_return outcome<T>(co_await std::move(work));
    }
  } catch (...) {
    co_return outcome<T>(std::current_exception());
  }
}

} // namespace detail

/// Calls \p fn and awaits its task, again and again, until one ends well or
/// \p policy says that it is enough. Waits between the attempts, each time
/// longer.
///
/// \param policy see `retry_policy`. Where it has a `retry_on`, give it a name
///   first: g++ 12 destroys it twice in the operand of a `co_await`.
/// \param fn a function `task<R>()`, or `task<R>(std::size_t)` that gets the
///   number of the attempt, the first being 1. Called on the caller's executor.
/// Completion: the result of the first attempt that ends well, on the caller's
/// executor. Errors: the error of the last attempt is rethrown, once the
/// attempts or the time are used up, or it is none that is tried again; where
/// the total time ended that attempt, it is `errc::timed_out`.
/// `errc::invalid_argument` for a policy that cannot be. Cancellation goes to
/// the attempt or ends the wait, and no further attempt is made, whatever the
/// policy says. Thread safety: runs on the caller's executor.
///
/// \code
/// auto fetch = [](std::size_t attempt) -> corun::task<int> {
///   if (attempt < 3)
///     throw boost::system::system_error(
///         boost::asio::error::connection_refused);
///   co_return 42;
/// };
/// corun::retry_policy policy;
/// policy.first_wait = std::chrono::milliseconds(1);
/// int answer = co_await corun::retry(policy, fetch);
/// \endcode
template <typename Fn>
detail::attempt_task<Fn> retry(retry_policy policy, Fn fn) {
  detail::check(policy);
  const auto deadline = detail::time_after(policy.total_time);
  std::optional<detail::backoff> waits;
  for (std::size_t number = 1;; ++number) {
    auto result = co_await detail::try_once(fn, number, deadline);
    if (result) {
      if constexpr (std::is_void_v<
                        typename detail::attempt_task<Fn>::value_type>)
        co_return;
      else
        co_return std::move(result).value();
    }
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != asio::cancellation_type::none ||
        number == policy.attempts ||
        !(policy.retry_on ? policy.retry_on(result.error())
                          : is_transient(result.error())))
      std::rethrow_exception(result.error());
    if (!waits)
      waits.emplace(detail::backoff_of(policy));
    const auto until = detail::time_after(waits->next());
    if (until >= deadline && policy.total_time != no_limit)
      std::rethrow_exception(result.error());
    co_await sleep_until(until);
  }
}

} // namespace corun
