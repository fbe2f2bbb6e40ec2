#include "support/test.hpp"

#include <corun/retry.hpp>

using corun::retry;
using corun::retry_policy;

namespace {

boost::system::system_error refused() {
  return boost::system::system_error(asio::error::connection_refused, "here");
}

/// Fails \p failures times, then gives the number of the call.
struct flaky {
  std::size_t failures;
  std::size_t calls = 0;

  corun::task<std::size_t> operator()() {
    co_await corun::yield();
    if (++calls <= failures)
      throw refused();
    co_return calls;
  }
};

retry_policy quick() {
  retry_policy policy;
  policy.first_wait = 1us;
  return policy;
}

TEST(Retry, TriesUntilItEndsWell) {
  EXPECT_EQ(run_test(retry(quick(), flaky{0})), 1u);
  EXPECT_EQ(run_test(retry(quick(), flaky{4})), 5u);
}

TEST(Retry, LastErrorIsThrownWhenTheAttemptsAreUsedUp) {
  std::size_t calls = 0;
  auto fails = [&](std::size_t attempt) -> corun::task<> {
    EXPECT_EQ(attempt, ++calls);
    co_await corun::yield();
    throw boost::system::system_error(attempt == 3
                                          ? asio::error::connection_reset
                                          : asio::error::connection_refused);
  };
  auto policy = quick();
  policy.attempts = 3;
  EXPECT_EQ(error_of(retry(policy, fails)), asio::error::connection_reset);
  EXPECT_EQ(calls, 3u);
}

TEST(Retry, OnlyTransientErrorsAreTriedAgain) {
  int calls = 0;
  auto broken = [&]() -> corun::task<int> {
    ++calls;
    co_return co_await fail_after<int>(1);
  };
  EXPECT_THROW(run_test(retry(quick(), broken)), std::runtime_error);
  EXPECT_EQ(calls, 1);
  auto aborted = [&]() -> corun::task<> {
    ++calls;
    throw boost::system::system_error(asio::error::operation_aborted);
    co_return;
  };
  EXPECT_EQ(error_of(retry(quick(), aborted)), asio::error::operation_aborted);
  EXPECT_EQ(calls, 2);
}

TEST(Retry, PredicateDecides) {
  int calls = 0;
  auto broken = [&]() -> corun::task<int> {
    ++calls;
    throw std::runtime_error("broken");
    co_return 0;
  };
  auto policy = quick();
  policy.retry_on = [&](const std::exception_ptr &) { return calls < 3; };
  EXPECT_THROW(run_test(retry(policy, broken)), std::runtime_error);
  EXPECT_EQ(calls, 3);
  policy.retry_on = [](const std::exception_ptr &) -> bool {
    throw std::logic_error("the predicate");
  };
  EXPECT_THROW(run_test(retry(policy, broken)), std::logic_error);
}

TEST(Retry, FunctionThatThrowsInsteadOfReturningATask) {
  int calls = 0;
  auto no_task = [&]() -> corun::task<> {
    if (++calls < 3)
      throw refused();
    return after(1);
  };
  run_test(retry(quick(), no_task));
  EXPECT_EQ(calls, 3);
}

TEST(Retry, ResultsThatOnlyMove) {
  auto make = [](std::size_t n) -> corun::task<move_only> {
    if (n == 1)
      throw refused();
    co_return move_only(7);
  };
  EXPECT_EQ(run_test(retry(quick(), make)).get(), 7);
}

TEST(Retry, TotalTimeEndsAnAttempt) {
  int ended = 0;
  auto policy = quick();
  policy.total_time = 2ms;
  auto hangs = [&] { return forever(ended); };
  EXPECT_EQ(error_of(retry(policy, hangs)), corun::errc::timed_out);
  EXPECT_EQ(ended, 1);
}

TEST(Retry, WaitPastTheTotalTimeIsNotBegun) {
  retry_policy policy;
  policy.first_wait = policy.longest_wait = 1h;
  policy.jitter = corun::jitter::none;
  policy.total_time = 30min;
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(error_of(retry(policy, flaky{1})), asio::error::connection_refused);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 10min);
}

TEST(Retry, UnlimitedAttempts) {
  auto policy = quick();
  policy.attempts = retry_policy::unlimited;
  policy.longest_wait = 1us;
  EXPECT_EQ(run_test(retry(policy, flaky{100})), 101u);
}

TEST(Retry, BadPoliciesAreErrors) {
  auto bad = [](auto change) {
    retry_policy policy;
    change(policy);
    flaky never{0};
    try {
      run_test(retry(policy, std::ref(never)));
    } catch (const boost::system::system_error &e) {
      EXPECT_THAT(e.what(), testing::HasSubstr("corun::retry: "));
      EXPECT_EQ(never.calls, 0u);
      return e.code() == corun::errc::invalid_argument;
    }
    return false;
  };
  EXPECT_TRUE(bad([](auto &p) { p.attempts = 0; }));
  EXPECT_TRUE(bad([](auto &p) { p.first_wait = -1ns; }));
  EXPECT_TRUE(bad([](auto &p) { p.factor = 0.5; }));
  EXPECT_TRUE(bad([](auto &p) { p.factor = std::nan(""); }));
  EXPECT_TRUE(bad([](auto &p) { p.longest_wait = 1ms; }));
  EXPECT_TRUE(bad([](auto &p) { p.total_time = -1ns; }));
}

TEST(Retry, CancelledItTriesNoMore) {
  for (auto failure : {std::size_t(1), std::size_t(3)}) {
    std::shared_ptr<flaky> work;
    auto policy = quick();
    policy.retry_on = [](const std::exception_ptr &) { return true; };
    cancel_everywhere(
        [&]() -> corun::task<> {
          work = std::make_shared<flaky>(flaky{failure});
          co_await retry(policy, std::ref(*work));
        },
        [&](bool ended_well) {
          if (ended_well) {
            EXPECT_EQ(work->calls, failure + 1);
          }
        });
  }
}

TEST(Retry, CancelledUnderATotalTime) {
  auto policy = quick();
  policy.total_time = 1h;
  cancel_everywhere(
      [&]() -> corun::task<> { co_await retry(policy, flaky{2}); });
}

TEST(Retry, CancelledAttemptIsNotTriedAgain) {
  int calls = 0;
  auto policy = quick();
  policy.retry_on = [](const std::exception_ptr &) { return true; };
  auto hides = [&]() -> corun::task<> {
    ++calls;
    int ended = 0;
    try {
      co_await forever(ended);
    } catch (...) {
    }
    throw refused();
  };
  EXPECT_EQ(error_of(corun::with_timeout(retry(policy, hides), 1ms)),
            asio::error::connection_refused);
  EXPECT_EQ(calls, 1);
}

TEST(Backoff, GrowsToItsLimit) {
  corun::detail::backoff waits(100ms, 2, 1s, {0, 1});
  for (auto expected : {100ms, 200ms, 400ms, 800ms, 1000ms, 1000ms})
    EXPECT_EQ(waits.next(), expected);
  corun::detail::backoff longest(corun::no_limit, 10, corun::no_limit, {0, 1});
  EXPECT_EQ(longest.next(), corun::no_limit);
  EXPECT_EQ(longest.next(), corun::no_limit);
  corun::detail::backoff none(0ms, 2, 1s, {1, 1});
  EXPECT_EQ(none.next(), 0ms);
}

TEST(Backoff, JitterStaysInItsRange) {
  retry_policy policy;
  policy.first_wait = policy.longest_wait = 1s;
  for (auto [kind, least] : {std::pair(corun::jitter::full, 0ms),
                             std::pair(corun::jitter::equal, 500ms)}) {
    policy.jitter = kind;
    policy.seed = 42;
    auto waits = corun::detail::backoff_of(policy);
    auto again = corun::detail::backoff_of(policy);
    policy.seed = 43;
    auto other = corun::detail::backoff_of(policy);
    corun::time_limit low = 1s, high = 0s;
    int same = 0;
    for (int i = 0; i < 1000; ++i) {
      const auto wait = waits.next();
      EXPECT_EQ(wait, again.next());
      same += wait == other.next();
      low = std::min(low, wait);
      high = std::max(high, wait);
    }
    EXPECT_GE(low, least);
    EXPECT_LT(low, least + 50ms);
    EXPECT_LE(high, 1s);
    EXPECT_GT(high, 950ms);
    EXPECT_LT(same, 10);
  }
}

TEST(Transient, KnowsErrorsOfAllKinds) {
  using corun::is_transient;
  EXPECT_TRUE(is_transient(asio::error::connection_refused));
  EXPECT_TRUE(is_transient(asio::error::eof));
  EXPECT_TRUE(is_transient(asio::error::host_not_found_try_again));
  EXPECT_TRUE(is_transient(corun::make_error_code(corun::errc::timed_out)));
  EXPECT_FALSE(is_transient(asio::error::operation_aborted));
  EXPECT_FALSE(is_transient(asio::error::host_not_found));
  EXPECT_FALSE(is_transient(corun::make_error_code(corun::errc::closed)));
  EXPECT_FALSE(is_transient(boost::system::error_code()));
  EXPECT_FALSE(is_transient(std::exception_ptr()));
  EXPECT_FALSE(is_transient(std::make_exception_ptr(3)));
  EXPECT_TRUE(is_transient(std::make_exception_ptr(
      std::system_error(std::make_error_code(std::errc::connection_reset)))));
  EXPECT_FALSE(is_transient(std::make_exception_ptr(
      std::system_error(std::make_error_code(std::errc::permission_denied)))));
}

} // namespace
