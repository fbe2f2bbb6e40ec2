#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace corun::detail {

/// Times in nanoseconds, in buckets as HdrHistogram has them: exact below 128,
/// above that 64 buckets for each power of two. Any number of threads may
/// write.
class histogram {
public:
  static constexpr int precision = 6;
  /// Up to 2^43 ns: more than two hours. What is longer is in the last one.
  static constexpr int largest = 43;
  static constexpr std::size_t buckets = (largest - precision + 1) << precision;

  struct figures {
    std::uint64_t count = 0;
    std::uint64_t failed = 0;
    std::uint64_t running = 0;
    std::int64_t total = 0;
    std::int64_t minimum = 0;
    std::int64_t maximum = 0;
    std::array<std::uint64_t, buckets> in{};

    /// The upper end of the bucket that holds the \p part.
    std::int64_t percentile(double part) const {
      const auto rank =
          std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(
                                         part * static_cast<double>(count))));
      std::uint64_t seen = 0;
      for (std::size_t i = 0; i < buckets; ++i) {
        seen += in[i];
        if (seen >= rank)
          return std::clamp(upper(i), minimum, maximum);
      }
      return maximum;
    }
  };

  void begin() noexcept { running_.fetch_add(1, std::memory_order_relaxed); }

  void end(std::int64_t ns, bool failed) noexcept {
    in_[index(ns)].fetch_add(1, std::memory_order_relaxed);
    total_.fetch_add(ns, std::memory_order_relaxed);
    if (failed)
      failed_.fetch_add(1, std::memory_order_relaxed);
    auto least = minimum_.load(std::memory_order_relaxed);
    while (ns < least && !minimum_.compare_exchange_weak(
                             least, ns, std::memory_order_relaxed)) {
    }
    auto most = maximum_.load(std::memory_order_relaxed);
    while (ns > most && !maximum_.compare_exchange_weak(
                            most, ns, std::memory_order_relaxed)) {
    }
    // Who reads that it has ended reads its time too.
    running_.fetch_sub(1, std::memory_order_release);
  }

  figures read() const {
    figures all;
    all.running = running_.load(std::memory_order_acquire);
    all.failed = failed_.load(std::memory_order_relaxed);
    all.total = total_.load(std::memory_order_relaxed);
    all.minimum = minimum_.load(std::memory_order_relaxed);
    all.maximum = maximum_.load(std::memory_order_relaxed);
    // The count is that of the buckets, so that percentiles always add up.
    for (std::size_t i = 0; i < buckets; ++i)
      all.count += all.in[i] = in_[i].load(std::memory_order_relaxed);
    // Between two writes of one that ends now.
    all.minimum = std::min(all.minimum, all.maximum);
    return all;
  }

private:
  static std::size_t index(std::int64_t ns) noexcept {
    const auto value =
        static_cast<std::uint64_t>(std::max<std::int64_t>(ns, 0));
    const int width = std::bit_width(value);
    if (width <= precision + 1)
      return static_cast<std::size_t>(value);
    if (width > largest)
      return buckets - 1;
    const int shift = width - precision - 1;
    return (static_cast<std::size_t>(shift) << precision) +
           static_cast<std::size_t>(value >> shift);
  }

  static std::int64_t upper(std::size_t index) noexcept {
    if (index < std::size_t{2} << precision)
      return static_cast<std::int64_t>(index);
    if (index == buckets - 1)
      return std::numeric_limits<std::int64_t>::max();
    const auto shift = (index >> precision) - 1;
    const auto mantissa = (index & ((std::size_t{1} << precision) - 1)) +
                          (std::size_t{1} << precision);
    return static_cast<std::int64_t>(((mantissa + 1) << shift) - 1);
  }

  std::array<std::atomic<std::uint64_t>, buckets> in_{};
  std::atomic<std::uint64_t> running_{0};
  std::atomic<std::uint64_t> failed_{0};
  std::atomic<std::int64_t> total_{0};
  std::atomic<std::int64_t> minimum_{std::numeric_limits<std::int64_t>::max()};
  std::atomic<std::int64_t> maximum_{0};
};

} // namespace corun::detail
