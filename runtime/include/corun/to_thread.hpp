#pragma once

#include <corun/detail/launch.hpp>
#include <corun/detail/waiter.hpp>
#include <corun/error.hpp>
#include <corun/task.hpp>
#include <corun/thread_pool.hpp>

#include <boost/asio/post.hpp>

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace corun {

namespace detail {

/// What a function on another thread is called with: its arguments, and before
/// them a stop token where it takes one.
template <typename Fn, typename... Args>
inline constexpr bool takes_stop_token =
    std::is_invocable_v<Fn, std::stop_token, Args...>;

// What cannot be called has no type here, and is no error: clang 19 asks before
// it looks whether an overload is for this call at all.
template <typename Fn, typename... Args>
struct thread_call : std::invoke_result<Fn, Args...> {};
template <typename Fn, typename... Args>
  requires takes_stop_token<Fn, Args...>
struct thread_call<Fn, Args...>
    : std::invoke_result<Fn, std::stop_token, Args...> {};

template <typename Fn, typename... Args>
using thread_call_result =
    typename thread_call<std::decay_t<Fn>, std::decay_t<Args>...>::type;

/// The value, an exception, or the code of why there is neither.
template <typename T>
using thread_result =
    std::variant<boost::system::error_code, stored<T>, std::exception_ptr>;

/// One call on a pool's thread.
template <typename T> class thread_job {
public:
  using result_type = thread_result<T>;

  /// \p stop has no state where the function takes no token.
  explicit thread_job(std::stop_source stop) : stop_(std::move(stop)) {}
  virtual ~thread_job() = default;

  void submit(thread_pool &pool, waiter_ptr<result_type> caller,
              std::shared_ptr<thread_job> self) {
    caller_ = std::move(caller);
    asio::post(pool.get_executor(),
               [ticket = ticket(std::move(self))]() mutable {
                 std::exchange(ticket.job, nullptr)->run();
               });
  }

  /// Ends a call that has not begun.
  void cancel(boost::system::error_code why) {
    auto expected = state::queued;
    if (!state_.compare_exchange_strong(expected, state::done))
      return;
    finish(result_type(std::in_place_index<0>, why));
  }

  void request_stop() { stop_.request_stop(); }

  /// Returns when no thread runs the function, nor will.
  void wait() {
    cancel(asio::error::operation_aborted);
    state_.wait(state::running);
  }

protected:
  virtual result_type call(std::stop_token stop) noexcept = 0;
  /// Destroys the function and its arguments.
  virtual void clear() noexcept = 0;

private:
  enum class state { queued, running, done };

  /// The pool's hold on the job: a pool that ends drops it.
  struct ticket {
    explicit ticket(std::shared_ptr<thread_job> it) : job(std::move(it)) {}
    ticket(ticket &&) noexcept = default;
    ~ticket() {
      if (job)
        job->cancel(errc::closed);
    }
    std::shared_ptr<thread_job> job;
  };

  void run() {
    auto expected = state::queued;
    if (!state_.compare_exchange_strong(expected, state::running))
      return;
    finish(call(stop_.get_token()));
  }

  void finish(result_type result) {
    // Before the caller goes on: they may refer to what it owns.
    clear();
    auto caller = std::move(caller_);
    const bool mine = caller->claim();
    state_.store(state::done);
    state_.notify_all();
    if (mine)
      caller->complete(std::move(result));
  }

  std::atomic<state> state_{state::queued};
  std::stop_source stop_;
  waiter_ptr<result_type> caller_;
};

template <typename T, typename Fn, typename... Args>
class thread_job_of final : public thread_job<T> {
public:
  using result_type = typename thread_job<T>::result_type;

  thread_job_of(Fn &&fn, Args &&...args)
      : thread_job<T>(takes_stop_token<Fn, Args...>
                          ? std::stop_source()
                          : std::stop_source(std::nostopstate)),
        call_(std::in_place, std::move(fn), std::move(args)...) {}

private:
  result_type call(std::stop_token stop) noexcept override {
    try {
      auto run = [&](Fn &fn, Args &...args) -> T {
        if constexpr (takes_stop_token<Fn, Args...>)
          return std::invoke(std::move(fn), std::move(stop),
                             std::move(args)...);
        else
          return std::invoke(std::move(fn), std::move(args)...);
      };
      if constexpr (std::is_void_v<T>) {
        std::apply(run, *call_);
        return result_type(std::in_place_index<1>);
      } else {
        return result_type(std::in_place_index<1>, std::apply(run, *call_));
      }
    } catch (...) {
      return result_type(std::in_place_index<2>, std::current_exception());
    }
  }

  void clear() noexcept override { call_.reset(); }

  std::optional<std::tuple<Fn, Args...>> call_;
};

/// Keeps a caller whose context ends until the function has ended: it may
/// refer to what the caller owns.
template <typename T> struct thread_guard {
  explicit thread_guard(std::shared_ptr<thread_job<T>> it)
      : job(std::move(it)) {}
  thread_guard(thread_guard &&) noexcept = default;
  ~thread_guard() {
    if (job)
      job->wait();
  }
  std::shared_ptr<thread_job<T>> job;
};

template <typename Fn, typename... Args>
task<thread_call_result<Fn, Args...>> run_on_thread(thread_pool &pool, Fn fn,
                                                    Args... args) {
  using T = thread_call_result<Fn, Args...>;
  static_assert(!std::is_reference_v<T>,
                "the function returns a reference: return a value, a pointer "
                "or a std::reference_wrapper");
  using job_type = thread_job_of<T, Fn, Args...>;
  using result_type = typename job_type::result_type;
  std::shared_ptr<thread_job<T>> job =
      std::make_shared<job_type>(std::move(fn), std::move(args)...);
  // Named: g++ 12 destroys a lambda twice that stands in a co_await expression.
  auto start = [&pool, job](waiter_ptr<result_type> it) {
    job->submit(pool, std::move(it), job);
  };
  auto cancel = [job](const waiter_ptr<result_type> &,
                      asio::cancellation_type) {
    job->request_stop();
    job->cancel(asio::error::operation_aborted);
  };
  auto operation = async_suspend<result_type>(
      std::move(start), std::move(cancel), thread_guard<T>(job));
  auto result = co_await std::move(operation);
  if (result.index() == 0)
    throw_error(std::get<0>(result), "corun::to_thread");
  if (result.index() == 2)
    std::rethrow_exception(std::get<2>(std::move(result)));
  if constexpr (!std::is_void_v<T>)
    co_return std::get<1>(std::move(result));
}

} // namespace detail

/// Runs a blocking function on a thread of \p pool; the caller is suspended
/// and resumed on its own executor.
///
/// \param pool must live until the call has ended.
/// \param fn, args copied or moved to the thread as `std::thread` does it;
///   `std::ref` for references. Where \p fn takes a `std::stop_token` as its
///   first parameter, it gets one that a cancellation requests to stop. They
///   are destroyed before the caller goes on.
/// Completion: the function's result, which may be movable only, on the
/// caller's executor. Errors: its exception is rethrown; `errc::closed` where
/// the pool ends before the function begins.
/// Cancellation (terminal, partial, total): a function that has not begun is
/// dropped, and the call throws `operation_aborted`. One that runs cannot be
/// stopped from outside and is never abandoned, since it may refer to the
/// caller's variables: the call waits for it and gives its result. Also where
/// the caller's context is destroyed: that waits for the function.
/// Thread safety: may be called on any executor.
///
/// With g++ 12, give a lambda that captures by value a name before the
/// `co_await`: that compiler destroys it twice when it is written inside.
///
/// \code
/// corun::thread_pool pool(2);
/// auto add = [](int a, int b) { return a + b; };
/// int sum = co_await corun::to_thread(pool, add, 1, 2);
/// \endcode
template <typename Fn, typename... Args>
task<detail::thread_call_result<Fn, Args...>>
to_thread(thread_pool &pool, Fn &&fn, Args &&...args) {
  return detail::run_on_thread<std::decay_t<Fn>, std::decay_t<Args>...>(
      pool, std::forward<Fn>(fn), std::forward<Args>(args)...);
}

/// As above, on the default pool.
///
/// \code
/// std::vector<int> big = {3, 1, 2};
/// co_await corun::to_thread([&] { std::sort(big.begin(), big.end()); });
/// \endcode
template <typename Fn, typename... Args>
  requires(!std::is_same_v<std::remove_cvref_t<Fn>, thread_pool>)
task<detail::thread_call_result<Fn, Args...>> to_thread(Fn &&fn,
                                                        Args &&...args) {
  return to_thread(default_thread_pool(), std::forward<Fn>(fn),
                   std::forward<Args>(args)...);
}

} // namespace corun
