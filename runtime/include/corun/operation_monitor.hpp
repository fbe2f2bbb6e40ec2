#pragma once

#include <corun/detail/histogram.hpp>
#include <corun/error.hpp>
#include <corun/task.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace corun {

/// How long the operations of one name have taken.
struct operation_statistics {
  std::string name;
  /// Operations that have ended, and those of them that ended by an exception
  /// (a cancellation is one).
  std::uint64_t count = 0;
  std::uint64_t failed = 0;
  /// Operations that have begun and not ended.
  std::uint64_t running = 0;
  std::chrono::nanoseconds total{};
  std::chrono::nanoseconds mean{};
  std::chrono::nanoseconds minimum{};
  std::chrono::nanoseconds maximum{};
  /// Percentiles are at most 1.6 % above the true one, and never above the
  /// maximum.
  std::chrono::nanoseconds p50{};
  std::chrono::nanoseconds p90{};
  std::chrono::nanoseconds p99{};
  std::chrono::nanoseconds p999{};
};

/// Counts and times operations by name: how often, how long, how many at once.
///
/// The time of an operation is that from its start to its end, suspensions
/// included. Each name costs about 19 KB. Thread safety: all members may be
/// called from any thread; a lock is taken to find the name, not to count. The
/// monitor must outlive the operations that it measures.
///
/// \code
/// corun::operation_monitor monitor;
/// co_await monitor.measure("rest",
///                          corun::sleep_for(std::chrono::milliseconds(5)));
/// std::cout << monitor.text();
/// \endcode
class operation_monitor {
public:
  operation_monitor() = default;
  operation_monitor(const operation_monitor &) = delete;
  operation_monitor &operator=(const operation_monitor &) = delete;

  /// Awaits \p work and counts it under \p name.
  ///
  /// Completion: the result of \p work. Errors: its exception, counted as
  /// failed; `errc::invalid_argument` for an empty name. Cancellation:
  /// forwarded to \p work.
  ///
  /// \code
  /// static corun::operation_monitor monitor;
  /// co_await monitor.measure("yield", corun::yield());
  /// \endcode
  template <typename T> task<T> measure(std::string name, task<T> work) {
    timer measured(*this, name);
    if constexpr (std::is_void_v<T>) {
      co_await std::move(work);
      measured.success();
    } else {
      T result = co_await std::move(work);
      measured.success();
      co_return result;
    }
  }

  /// Measures from its construction to its end, for what is no task: failed
  /// unless `success` has been called.
  ///
  /// Errors: the constructor throws `errc::invalid_argument` for an empty name.
  ///
  /// \code
  /// corun::operation_monitor monitor;
  /// corun::operation_monitor::timer measured(monitor, "parse");
  /// measured.success();
  /// \endcode
  class timer {
  public:
    timer(operation_monitor &monitor, std::string_view name)
        : into_(monitor.find(name)), start_(clock::now()) {
      into_.begin();
    }
    ~timer() {
      using std::chrono::duration_cast;
      into_.end(duration_cast<std::chrono::nanoseconds>(clock::now() - start_)
                    .count(),
                !success_);
    }
    timer(const timer &) = delete;
    timer &operator=(const timer &) = delete;

    void success() noexcept { success_ = true; }

  private:
    using clock = std::chrono::steady_clock;
    detail::histogram &into_;
    clock::time_point start_;
    bool success_ = false;
  };

  /// Counts an operation that took \p time.
  ///
  /// Errors: `errc::invalid_argument` for an empty name or a negative time.
  ///
  /// \code
  /// corun::operation_monitor monitor;
  /// monitor.record("query", std::chrono::microseconds(120));
  /// \endcode
  void record(std::string_view name, std::chrono::nanoseconds time,
              bool failed = false) {
    detail::require(time.count() >= 0,
                    "corun::operation_monitor::record: negative time");
    detail::histogram &into = find(name);
    into.begin();
    into.end(time.count(), failed);
  }

  /// What has been measured until now, by name in alphabetical order. While
  /// operations end at the same time, the figures of a name may be of slightly
  /// different moments.
  ///
  /// \code
  /// corun::operation_monitor monitor;
  /// for (const auto &operation : monitor.snapshot())
  ///   std::cout << operation.name << ' ' << operation.p99.count() << " ns\n";
  /// \endcode
  std::vector<operation_statistics> snapshot() const {
    std::vector<operation_statistics> all;
    std::lock_guard lock(mutex_);
    for (const auto &[name, it] : operations_)
      all.push_back(statistics_of(name, *it));
    return all;
  }

  /// A table for people, times in milliseconds.
  ///
  /// \code
  /// corun::operation_monitor monitor;
  /// std::cout << monitor.text();
  /// \endcode
  std::string text() const {
    std::string out = line("operation", "count", "failed", "running", "mean",
                           "min", "p50", "p90", "p99", "p99.9", "max");
    for (const auto &it : snapshot())
      out += line(it.name.c_str(), number(it.count), number(it.failed),
                  number(it.running), ms(it.mean), ms(it.minimum), ms(it.p50),
                  ms(it.p90), ms(it.p99), ms(it.p999), ms(it.maximum));
    return out;
  }

  /// An array for programs, times in seconds.
  ///
  /// \code
  /// corun::operation_monitor monitor;
  /// std::cout << monitor.json() << '\n';
  /// \endcode
  std::string json() const {
    std::string out = "[";
    for (const auto &it : snapshot()) {
      out += out.size() > 1 ? ",\n{" : "{";
      out += "\"name\":" + quoted(it.name);
      out += ",\"count\":" + number(it.count);
      out += ",\"failed\":" + number(it.failed);
      out += ",\"running\":" + number(it.running);
      const std::pair<const char *, std::chrono::nanoseconds> times[] = {
          {"total", it.total},     {"mean", it.mean}, {"minimum", it.minimum},
          {"maximum", it.maximum}, {"p50", it.p50},   {"p90", it.p90},
          {"p99", it.p99},         {"p999", it.p999}};
      for (const auto &[name, time] : times)
        out += ",\"" + std::string(name) + "\":" + decimal(time, 1e9, 9);
      out += '}';
    }
    return out + "]";
  }

private:
  detail::histogram &find(std::string_view name) {
    detail::require(!name.empty(), "corun::operation_monitor: empty name");
    std::lock_guard lock(mutex_);
    auto it = operations_.find(name);
    if (it == operations_.end())
      it =
          operations_
              .emplace(std::string(name), std::make_unique<detail::histogram>())
              .first;
    return *it->second;
  }

  static operation_statistics statistics_of(const std::string &name,
                                            const detail::histogram &from) {
    const auto all = from.read();
    operation_statistics it;
    it.name = name;
    it.count = all.count;
    it.failed = all.failed;
    it.running = all.running;
    it.total = std::chrono::nanoseconds(all.total);
    if (all.count == 0)
      return it;
    it.mean = it.total / static_cast<std::int64_t>(all.count);
    it.minimum = std::chrono::nanoseconds(all.minimum);
    it.maximum = std::chrono::nanoseconds(all.maximum);
    it.p50 = std::chrono::nanoseconds(all.percentile(0.5));
    it.p90 = std::chrono::nanoseconds(all.percentile(0.9));
    it.p99 = std::chrono::nanoseconds(all.percentile(0.99));
    it.p999 = std::chrono::nanoseconds(all.percentile(0.999));
    return it;
  }

  static std::string number(std::uint64_t n) { return std::to_string(n); }

  static std::string decimal(std::chrono::nanoseconds time, double unit,
                             int digits) {
    char out[64];
    std::snprintf(out, sizeof out, "%.*f", digits,
                  static_cast<double>(time.count()) / unit);
    return out;
  }

  static std::string ms(std::chrono::nanoseconds time) {
    return decimal(time, 1e6, 3);
  }

  template <typename... Cells>
  static std::string line(std::string name, const Cells &...cells) {
    name.resize(std::max<std::size_t>(name.size(), 24), ' ');
    const auto add = [&](std::string cell) {
      name.append(cell.size() < 11 ? 11 - cell.size() : 1, ' ');
      name += cell;
    };
    (add(cells), ...);
    return name + '\n';
  }

  static std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (char c : text) {
      if (static_cast<unsigned char>(c) < 0x20) {
        char code[8];
        std::snprintf(code, sizeof code, "\\u%04x", c);
        out += code;
        continue;
      }
      if (c == '"' || c == '\\')
        out += '\\';
      out += c;
    }
    return out + '"';
  }

  mutable std::mutex mutex_;
  // An operation's figures never move: they are written without the lock.
  std::map<std::string, std::unique_ptr<detail::histogram>, std::less<>>
      operations_;
};

} // namespace corun
