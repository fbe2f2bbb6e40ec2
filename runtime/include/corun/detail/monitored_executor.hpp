#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/require.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace corun::detail {

namespace asio = boost::asio;

/// What one thread does, for the monitor that looks on.
struct handler_slot {
  /// When the handler began, in nanoseconds; zero between handlers.
  std::atomic<std::int64_t> started{0};
  /// Which handler it is.
  std::atomic<std::uint64_t> number{0};
  /// A handler may run others within itself.
  int depth = 0;
  // Written by the thread alone.
  std::atomic<std::uint64_t> handlers{0};
  std::atomic<std::int64_t> total{0};
  std::atomic<std::int64_t> longest{0};
};

/// Times handlers. See `loop_monitor`.
class handler_watch {
public:
  /// From its construction to its end a handler runs.
  class scope {
  public:
    explicit scope(handler_watch &watch)
        : watch_(watch), slot_(watch.slot_of_thread()) {
      if (slot_.depth++ != 0)
        return;
      slot_.number.store(load(slot_.number) + 1, std::memory_order_relaxed);
      slot_.started.store(now(), std::memory_order_release);
    }

    ~scope() {
      if (--slot_.depth != 0)
        return;
      const auto ns = now() - load(slot_.started);
      slot_.started.store(0, std::memory_order_release);
      slot_.handlers.store(load(slot_.handlers) + 1, std::memory_order_relaxed);
      slot_.total.store(load(slot_.total) + ns, std::memory_order_relaxed);
      if (ns > load(slot_.longest))
        slot_.longest.store(ns, std::memory_order_relaxed);
      if (ns >= watch_.limit_)
        watch_.held(slot_, ns);
    }

    scope(const scope &) = delete;
    scope &operator=(const scope &) = delete;

  private:
    handler_watch &watch_;
    handler_slot &slot_;
  };

  static std::int64_t now() noexcept {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
  }

protected:
  explicit handler_watch(std::int64_t limit) : limit_(limit) {}
  ~handler_watch() = default;

  /// The calling thread is new to this monitor.
  virtual handler_slot &add_thread() = 0;
  /// A handler has held its loop.
  virtual void held(handler_slot &slot, std::int64_t ns) noexcept = 0;

  const std::int64_t limit_;
  /// Another monitor may stand at the address of one that is gone.
  const std::uint64_t id_ = next_id();

private:
  template <typename T> static T load(const std::atomic<T> &from) noexcept {
    return from.load(std::memory_order_relaxed);
  }

  static std::uint64_t next_id() noexcept {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
  }

  handler_slot &slot_of_thread() {
    struct known {
      std::uint64_t id = 0;
      handler_slot *slot = nullptr;
    };
    thread_local known last;
    if (last.id != id_)
      last = {id_, &add_thread()};
    return *last.slot;
  }
};

/// Runs on another executor, and tells the monitor of each function. On that
/// of an io_context it is as small as what `any_io_executor` keeps in place.
template <typename Inner> class monitored_executor {
public:
  monitored_executor(Inner inner, handler_watch &watch) noexcept
      : inner_(std::move(inner)), watch_(&watch) {}

  template <typename Property>
    requires asio::can_query<const Inner &, Property>::value
  auto query(const Property &property) const
      -> asio::query_result<const Inner &, Property>::type {
    return asio::query(inner_, property);
  }

  template <typename Property>
    requires asio::can_require<const Inner &, Property>::value
  auto require(const Property &property) const {
    return watched(asio::require(inner_, property));
  }

  template <typename Property>
    requires asio::can_prefer<const Inner &, Property>::value
  auto prefer(const Property &property) const {
    return watched(asio::prefer(inner_, property));
  }

  template <typename Function> void execute(Function &&function) const {
    inner_.execute(
        [watch = watch_, run = std::decay_t<Function>(
                             std::forward<Function>(function))]() mutable {
          handler_watch::scope measured(*watch);
          std::move(run)();
        });
  }

  bool operator==(const monitored_executor &other) const noexcept {
    return watch_ == other.watch_ && inner_ == other.inner_;
  }

private:
  template <typename Other>
  monitored_executor<Other> watched(Other inner) const {
    return {std::move(inner), *watch_};
  }

  Inner inner_;
  handler_watch *watch_;
};

} // namespace corun::detail
