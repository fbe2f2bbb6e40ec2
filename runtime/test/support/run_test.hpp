#pragma once

#include <corun/error.hpp>
#include <corun/task.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <variant>

namespace corun::test {

/// Ends the process when a test hangs, so that it fails instead of stopping
/// the run.
class watchdog {
public:
  explicit watchdog(std::chrono::seconds limit = std::chrono::seconds(60))
      : thread_([this, limit] {
          std::unique_lock lock(mutex_);
          if (ended_.wait_for(lock, limit, [this] { return done_; }))
            return;
          const auto *info =
              testing::UnitTest::GetInstance()->current_test_info();
          std::fprintf(stderr, "watchdog: %s.%s is not done after %lld s\n",
                       info ? info->test_suite_name() : "?",
                       info ? info->name() : "?",
                       static_cast<long long>(limit.count()));
          std::abort();
        }) {}

  ~watchdog() {
    {
      std::lock_guard lock(mutex_);
      done_ = true;
    }
    ended_.notify_all();
    thread_.join();
  }

  watchdog(const watchdog &) = delete;
  watchdog &operator=(const watchdog &) = delete;

private:
  std::mutex mutex_;
  std::condition_variable ended_;
  bool done_ = false;
  std::thread thread_;
};

/// Runs \p work on a context of its own until the context has nothing left to
/// do, under a watchdog; returns its result or rethrows its exception.
template <typename T>
T run_test(task<T> work,
           std::chrono::seconds limit = std::chrono::seconds(60)) {
  watchdog guard(limit);
  asio::io_context context(1);
  std::exception_ptr error;
  bool done = false;
  using result =
      std::conditional_t<std::is_void_v<T>, std::monostate, std::optional<T>>;
  result value;
  asio::co_spawn(
      context,
      [](task<T> inner, result &into) -> task<> {
        if constexpr (std::is_void_v<T>)
          co_await std::move(inner);
        else
          into.emplace(co_await std::move(inner));
      }(std::move(work), value),
      [&](std::exception_ptr e) {
        error = e;
        done = true;
      });
  context.run();
  EXPECT_TRUE(done) << "the task still waits, and nothing can wake it";
  if (error)
    std::rethrow_exception(error);
  if constexpr (!std::is_void_v<T>)
    return std::move(value).value();
}

/// The code of the `system_error` that \p error is; no error where it is null.
/// Other exceptions pass.
inline boost::system::error_code code_of(const std::exception_ptr &error) {
  try {
    if (error)
      std::rethrow_exception(error);
  } catch (const boost::system::system_error &e) {
    return e.code();
  }
  return {};
}

/// The same of what \p work ends with.
template <typename T> boost::system::error_code error_of(task<T> work) {
  try {
    (void)run_test(std::move(work));
  } catch (...) {
    return code_of(std::current_exception());
  }
  return {};
}

/// The same of what the call `make()` throws, or its task.
template <typename Make> boost::system::error_code thrown(Make make) {
  return error_of([](Make &f) -> task<> { co_await f(); }(make));
}

/// Two coroutines use what serves one at a time: \p first is not disturbed.
template <typename T, typename U>
void expect_busy(task<T> first, task<U> second) {
  asio::io_context context(1);
  std::exception_ptr one, two;
  asio::co_spawn(context, std::move(first),
                 [&](std::exception_ptr e, auto &&...) { one = e; });
  asio::co_spawn(context, std::move(second),
                 [&](std::exception_ptr e, auto &&...) { two = e; });
  context.run();
  EXPECT_FALSE(one);
  EXPECT_EQ(code_of(two), errc::busy);
}

/// Runs `make()` again and again, each time cancelled one handler of the loop
/// later than the time before, until it ends before its cancellation: so every
/// suspension point is hit. Uncancelled it must end by itself; each run must
/// end well or with `operation_aborted`; `check(ended_well)` runs after each.
template <typename Make, typename Check>
void cancel_everywhere(
    Make make, Check check,
    asio::cancellation_type type = asio::cancellation_type::terminal) {
  watchdog guard;
  for (int step = 0;; ++step) {
    asio::io_context context(1);
    asio::cancellation_signal signal;
    bool done = false;
    std::exception_ptr error;
    asio::co_spawn(
        context,
        [](Make &made) -> task<> {
          co_await asio::this_coro::reset_cancellation_state(
              asio::enable_total_cancellation());
          co_await made();
        }(make),
        asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr e) {
          error = e;
          done = true;
        }));
    for (int i = 0; i < step && !done; ++i)
      context.run_one();
    const bool ended_before = done;
    if (!done) {
      signal.emit(type);
      context.run();
    }
    ASSERT_TRUE(done) << "cancelled at step " << step << " it never ends";
    bool ended_well = !error;
    if (error) {
      try {
        std::rethrow_exception(error);
      } catch (const boost::system::system_error &e) {
        ASSERT_EQ(e.code(), asio::error::operation_aborted)
            << "cancelled at step " << step << ": " << e.what();
      }
    }
    ASSERT_NO_FATAL_FAILURE(check(ended_well));
    if (ended_before) {
      ASSERT_TRUE(ended_well);
      ASSERT_GT(step, 1) << "the task has no suspension point";
      return;
    }
  }
}

template <typename Make> void cancel_everywhere(Make make) {
  cancel_everywhere(std::move(make), [](bool) {});
}

} // namespace corun::test
