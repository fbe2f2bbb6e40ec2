#pragma once

#include <corun/detail/aborted.hpp>
#include <corun/detail/launch.hpp>
#include <corun/detail/spawn_state.hpp>
#include <corun/error.hpp>
#include <corun/loop_thread.hpp>
#include <corun/task.hpp>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace corun {

/// How `run` runs.
struct run_options {
  /// Threads that run the loop, the caller's among them. With more than one,
  /// the main task runs on a strand; `parallel_executor` gives further ones.
  unsigned threads = 1;
  /// Whether SIGINT and SIGTERM cancel the main task.
  bool signals = true;
};

namespace detail {

class runner {
public:
  explicit runner(run_options options)
      : options_((require(options.threads > 0, "corun::run: threads is zero"),
                  options)),
        context_(static_cast<int>(options.threads)), signals_(context_),
        executor_(options.threads == 1
                      ? asio::any_io_executor(context_.get_executor())
                      : asio::any_io_executor(
                            asio::make_strand(context_.get_executor()))) {
    state_of(context_)->on_exception(
        [this](std::exception_ptr error) { fail(std::move(error)); });
    state_of(context_)->parallel(
        [this] { return asio::make_strand(context_.get_executor()); });
  }

  template <typename T> T run(task<T> work) {
    std::exception_ptr error;
    std::optional<stored<T>> result;
    if (options_.signals) {
      signals_.add(SIGINT);
      signals_.add(SIGTERM);
      await_signal();
    }
    launch(executor_, main_.slot(), std::move(work), [&](auto e, auto value) {
      error = e;
      result = std::move(value);
      finish();
    });
    run_threads();
    state_of(context_)->for_each_spawned([this](context_state::spawned &it) {
      if (auto left = it.take_exception())
        fail(std::move(left));
    });
    if (failure_) {
      if (error && !is_aborted(error))
        print_exception(error);
      std::rethrow_exception(failure_);
    }
    if (error)
      std::rethrow_exception(error);
    if (!result)
      throw_error(asio::error::operation_aborted, "corun::run: interrupted");
    if constexpr (!std::is_void_v<T>)
      return std::move(*result);
  }

  /// The signal that ended the main task early; 0 where none did.
  int interrupted_by() const noexcept { return interrupted_; }

private:
  void await_signal() {
    signals_.async_wait([this](boost::system::error_code code, int number) {
      if (code)
        return;
      // Asked once, everything ends in its order; asked twice, at once.
      if (interrupted_.exchange(number) != 0) {
        context_.stop();
        return;
      }
      cancel_main();
      await_signal();
    });
  }

  void cancel_main() {
    asio::dispatch(executor_,
                   [this] { main_.emit(asio::cancellation_type::all); });
  }

  void finish() {
    // From here on a signal has its default effect again.
    asio::dispatch(context_, [this] {
      boost::system::error_code ignored;
      signals_.clear(ignored);
      signals_.cancel(ignored);
    });
    state_of(context_)->close();
  }

  /// The first failure ends the program, the others are told.
  void fail(std::exception_ptr error) {
    {
      std::lock_guard lock(mutex_);
      if (!failure_) {
        failure_ = std::move(error);
        error = nullptr;
      }
    }
    if (error)
      print_exception(error);
    else
      cancel_main();
  }

  void run_one_thread() {
    for (;;) {
      try {
        loop_thread marked;
        context_.run();
        return;
      } catch (...) {
        fail(std::current_exception());
      }
    }
  }

  void run_threads() {
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < options_.threads; ++i)
      others.emplace_back([this] { run_one_thread(); });
    run_one_thread();
  }

  const run_options options_;
  std::mutex mutex_;
  std::exception_ptr failure_;
  std::atomic<int> interrupted_{0};
  asio::cancellation_signal main_;
  asio::io_context context_;
  asio::signal_set signals_;
  asio::any_io_executor executor_;
};

} // namespace detail

/// Runs \p main on a loop of its own until it and all it spawned have ended.
///
/// When the main task ends, tasks that still run are cancelled and waited for.
/// SIGINT or SIGTERM cancels the main task; a second one stops the loop at
/// once, destroying what is suspended. An unhandled exception of a spawned
/// task cancels the main task.
///
/// Blocks the calling thread: never call it from a coroutine.
///
/// Completion: the result of \p main. Errors: its exception, or the first one
/// of a spawned task that nobody joined, is rethrown after everything has
/// ended (a second one is written to the standard error stream);
/// `operation_aborted` where a signal ended it; `errc::invalid_argument` for
/// zero threads. Thread safety: calls are independent of each other, but only
/// one at a time should handle signals.
///
/// \code
/// corun::task<int> answer() { co_return 42; }
/// int main() { return corun::run(answer()) == 42 ? 0 : 1; }
/// \endcode
template <typename T> T run(task<T> main, run_options options = {}) {
  return detail::runner(options).run(std::move(main));
}

/// The body of a program's `main`: runs \p main as `run` does and makes an
/// exit status of how it ends. Its result, or zero for a `task<>`; after an
/// exception, whose message it writes to the standard error stream,
/// `EXIT_FAILURE`; 128 and the signal's number where a signal ended it.
///
/// Errors: none, it does not throw. Cancellation and thread safety: as `run`.
///
/// \code
/// corun::task<> program() { co_await corun::yield(); }
/// int main() { return corun::run_main(program()); }
/// \endcode
template <typename T>
  requires std::is_void_v<T> || std::is_same_v<T, int>
int run_main(task<T> main, run_options options = {}) noexcept {
  int interrupted = 0;
  try {
    detail::runner runner(options);
    try {
      if constexpr (std::is_void_v<T>) {
        runner.run(std::move(main));
        return EXIT_SUCCESS;
      } else {
        return runner.run(std::move(main));
      }
    } catch (...) {
      interrupted = runner.interrupted_by();
      if (interrupted == 0 || !detail::is_aborted(std::current_exception()))
        throw;
    }
  } catch (const std::exception &e) {
    std::fprintf(stderr, "error: %s\n", e.what());
    return EXIT_FAILURE;
  } catch (...) {
    std::fputs("error: an exception of unknown type\n", stderr);
    return EXIT_FAILURE;
  }
  return 128 + interrupted;
}

/// A new strand of the loop that `run` runs with several threads: what is
/// spawned there runs, after its first suspension, beside the caller on
/// another thread.
///
/// \param executor one of that loop, for example the caller's.
/// Errors: `errc::not_supported` where \p executor is not of a loop of `run`.
/// Thread safety: a function without shared state.
///
/// \code
/// auto executor = co_await boost::asio::this_coro::executor;
/// auto strand = corun::parallel_executor(executor);
/// co_await corun::spawn(strand, corun::yield()).join();
/// \endcode
inline asio::any_io_executor
parallel_executor(const asio::any_io_executor &executor) {
  auto make = detail::state_of(executor)->parallel();
  if (!make)
    detail::throw_error(errc::not_supported,
                        "corun::parallel_executor: no loop of corun::run");
  return make();
}

} // namespace corun
