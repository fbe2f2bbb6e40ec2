#pragma once

#include <chrono>

namespace corun {

/// A limit of time for an operation; none where it says `no_limit`.
///
/// \code
/// corun::time_limit patience = std::chrono::seconds(30);
/// \endcode
using time_limit = std::chrono::steady_clock::duration;

inline constexpr time_limit no_limit = time_limit::max();

namespace detail {

/// When \p limit has passed from \p now on; the last moment there is where
/// that is too far.
constexpr std::chrono::steady_clock::time_point
time_after(time_limit limit, std::chrono::steady_clock::time_point now =
                                 std::chrono::steady_clock::now()) {
  const auto last = std::chrono::steady_clock::time_point::max();
  return limit < last - now ? now + limit : last;
}

} // namespace detail

} // namespace corun
