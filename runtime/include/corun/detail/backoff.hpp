#pragma once

#include <corun/time_limit.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>

namespace corun::detail {

/// Exponentially growing waits.
class backoff {
public:
  /// Spreads waits, so that those who failed together do not come back
  /// together.
  struct spread {
    /// The share of the wait that chance decides, from 0 to 1.
    double share;
    std::uint64_t seed;
  };

  backoff(time_limit first, double factor, time_limit most, spread by)
      : next_(static_cast<double>(first.count())), factor_(factor),
        most_(static_cast<double>(most.count())), share_(by.share),
        random_(static_cast<std::minstd_rand::result_type>(by.seed ^
                                                           (by.seed >> 32))) {}

  time_limit next() {
    const double whole = std::min(next_, most_);
    next_ = whole * factor_;
    const double chance = std::uniform_real_distribution<>()(random_);
    const double wait = whole * (1 - share_ * chance);
    // The greatest count has no double: the next one above does not fit.
    if (wait >= static_cast<double>(time_limit::max().count()))
      return time_limit::max();
    return time_limit(static_cast<time_limit::rep>(wait));
  }

private:
  double next_;
  double factor_;
  double most_;
  double share_;
  std::minstd_rand random_;
};

} // namespace corun::detail
