#pragma once

#include <corun/detail/aborted.hpp>
#include <corun/detail/circuit.hpp>
#include <corun/error.hpp>
#include <corun/task.hpp>
#include <corun/time_limit.hpp>

#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>

namespace corun {

/// How a `circuit_breaker` judges.
///
/// Thread safety: a value.
///
/// \code
/// corun::circuit_options options;
/// options.share = corun::failure_share{0.5, 20};
/// options.open_time = std::chrono::seconds(5);
/// options.on_change = [](corun::circuit_state, corun::circuit_state now) {
///   if (now == corun::circuit_state::open)
///     std::cerr << "the service is down\n";
/// };
/// \endcode
struct circuit_options {
  /// So many failures in a row open it; above zero. Without effect where there
  /// is a `share`.
  std::size_t failures = 5;
  /// Opens it where so many of the last calls failed.
  std::optional<failure_share> share = std::nullopt;
  /// How long it lets nothing through before it tries again; not negative.
  time_limit open_time = std::chrono::seconds(30);
  /// When it tries again: how many calls it lets through, and how many must
  /// end well to close it; above zero.
  std::size_t probes = 1;
  /// Which exceptions count as failures; empty: all. An exception that is no
  /// failure counts as an answer of the service, so as a success.
  std::function<bool(const std::exception_ptr &)> is_failure = nullptr;
  /// Told of each change, from which state to which: in their order, never two
  /// at a time, on the thread of a call. It must not throw: the program would
  /// end. It may ask the breaker for its state.
  std::function<void(circuit_state, circuit_state)> on_change = nullptr;
};

/// Keeps calls from a service that is known to fail: after a number of
/// failures it is open, and calls fail at once instead of waiting for what
/// will not come. After a while it is half open: it lets a few calls through,
/// and closes where they end well or opens again where one fails.
///
/// Thread safety: every member may be called from any thread and executor. It
/// must outlive its calls.
///
/// \param Clock measures the open time: a steady one, or a test's own.
///
/// \code
/// corun::circuit_breaker breaker;
/// auto ask = []() -> corun::task<int> { co_return 42; };
/// try {
///   int answer = co_await breaker.run(ask);
/// } catch (const boost::system::system_error &e) {
///   if (e.code() == corun::errc::circuit_open)
///     std::cout << "not asked\n";
/// }
/// \endcode
template <typename Clock> class basic_circuit_breaker {
public:
  using options = circuit_options;

  /// Closed. Errors: `errc::invalid_argument` for options that cannot be.
  explicit basic_circuit_breaker(options o = {})
      : options_(checked(std::move(o))),
        circuit_({options_.failures, options_.share, options_.probes}) {}
  basic_circuit_breaker(const basic_circuit_breaker &) = delete;
  basic_circuit_breaker &operator=(const basic_circuit_breaker &) = delete;

  /// Open also when the open time has passed, until a call comes.
  ///
  /// \code
  /// corun::circuit_breaker breaker;
  /// bool down = breaker.state() == corun::circuit_state::open;
  /// \endcode
  circuit_state state() const {
    std::lock_guard lock(mutex_);
    return circuit_.state();
  }

  /// Calls \p fn and awaits its task, unless the breaker is open.
  ///
  /// \param fn a function `task<R>()`, called on the caller's executor.
  /// Completion: the result of the task, on the caller's executor. Errors:
  /// `errc::circuit_open`, without a call, where the breaker is open, or half
  /// open and all its probes are out; else the exceptions of \p fn are
  /// rethrown, and counted. Cancellation goes to the task. A call that ends
  /// with `operation_aborted`, or with any exception once it has been
  /// cancelled, counts as neither success nor failure; nor does one that began
  /// before the breaker last changed its state.
  ///
  /// \code
  /// corun::circuit_breaker breaker;
  /// auto ask = []() -> corun::task<int> { co_return 42; };
  /// int answer = co_await breaker.run(ask);
  /// \endcode
  template <typename Fn> std::invoke_result_t<Fn &> run(Fn fn) {
    using value_type = typename std::invoke_result_t<Fn &>::value_type;
    call it(*this);
    std::exception_ptr error;
    try {
      if constexpr (std::is_void_v<value_type>) {
        co_await std::invoke(fn);
        it.end(ending::success);
        co_return;
      } else {
        auto result = co_await std::invoke(fn);
        it.end(ending::success);
        co_return result;
      }
    } catch (...) {
      error = std::current_exception();
    }
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() == asio::cancellation_type::none &&
        !detail::is_aborted(error))
      it.end(!options_.is_failure || options_.is_failure(error)
                 ? ending::failure
                 : ending::success);
    std::rethrow_exception(error);
  }

private:
  using ending = detail::circuit::ending;

  /// A call that has been let through. One that is destroyed with its context
  /// has been neither a success nor a failure.
  class call {
  public:
    explicit call(basic_circuit_breaker &owner)
        : owner_(owner), period_(owner.begin()) {}
    call(const call &) = delete;
    call &operator=(const call &) = delete;
    ~call() { end(ending::neither); }

    void end(ending how) {
      if (!std::exchange(ended_, true))
        owner_.end(period_, how);
    }

  private:
    basic_circuit_breaker &owner_;
    std::uint64_t period_;
    bool ended_ = false;
  };

  static options checked(options o) {
    detail::require(o.failures > 0 || o.share,
                    "corun::circuit_breaker: failures is zero");
    detail::require(!o.share || (o.share->share > 0 && o.share->share <= 1),
                    "corun::circuit_breaker: the share is not in (0, 1]");
    detail::require(!o.share || o.share->calls > 0,
                    "corun::circuit_breaker: the share of zero calls");
    detail::require(o.open_time >= time_limit::zero(),
                    "corun::circuit_breaker: open_time is negative");
    detail::require(o.probes > 0, "corun::circuit_breaker: probes is zero");
    return o;
  }

  std::uint64_t begin() {
    std::unique_lock lock(mutex_);
    const auto before = circuit_.state();
    if (before == circuit_state::open &&
        Clock::now() - opened_ >= options_.open_time)
      circuit_.half_open();
    const bool may = circuit_.begin();
    const auto period = circuit_.period();
    tell(lock, before);
    if (!may)
      detail::throw_error(errc::circuit_open, "corun::circuit_breaker::run");
    return period;
  }

  void end(std::uint64_t period, ending how) {
    std::unique_lock lock(mutex_);
    if (period != circuit_.period())
      return;
    const auto before = circuit_.state();
    circuit_.end(how);
    if (circuit_.period() != period && circuit_.state() == circuit_state::open)
      opened_ = Clock::now();
    tell(lock, before);
  }

  /// Who finds nobody telling tells, also what comes meanwhile.
  void tell(std::unique_lock<std::mutex> &lock, circuit_state before) noexcept {
    if (before == circuit_.state() || !options_.on_change)
      return;
    untold_.emplace_back(before, circuit_.state());
    if (std::exchange(telling_, true))
      return;
    while (!untold_.empty()) {
      const auto [from, to] = untold_.front();
      untold_.pop_front();
      lock.unlock();
      options_.on_change(from, to);
      lock.lock();
    }
    telling_ = false;
  }

  const options options_;
  mutable std::mutex mutex_;
  detail::circuit circuit_;
  typename Clock::time_point opened_{};
  std::deque<std::pair<circuit_state, circuit_state>> untold_;
  bool telling_ = false;
};

using circuit_breaker = basic_circuit_breaker<std::chrono::steady_clock>;

} // namespace corun
