#include "support/test.hpp"

#include <corun/timeout.hpp>

using corun::with_deadline;
using corun::with_timeout;

namespace {

TEST(Timeout, GivesTheResultInTime) {
  EXPECT_EQ(run_test(with_timeout(after(3, 5), 1h)), 5);
  run_test(with_timeout(after(3), std::chrono::hours::max()));
  auto moved = []() -> corun::task<move_only> { co_return move_only(3); };
  EXPECT_EQ(run_test(with_timeout(moved(), 1h)).get(), 3);
}

TEST(Timeout, CancelsTheWork) {
  int ended = 0;
  EXPECT_EQ(error_of(with_timeout(forever(ended), 5ms)),
            corun::errc::timed_out);
  EXPECT_EQ(error_of(with_timeout(forever(ended), 0ms)),
            corun::errc::timed_out);
  EXPECT_EQ(ended, 2);
  EXPECT_EQ(make_error_code(corun::errc::timed_out), std::errc::timed_out);
}

TEST(Timeout, NegativeLimitIsAnError) {
  int ended = 0;
  EXPECT_EQ(error_of(with_timeout(forever(ended), -1ms)),
            corun::errc::invalid_argument);
  EXPECT_EQ(error_of(with_timeout(forever(ended), std::chrono::hours::min())),
            corun::errc::invalid_argument);
}

TEST(Timeout, WaitsForWorkThatDoesNotEndAtOnce) {
  bool done = false;
  auto work = [&]() -> corun::task<int> {
    int ended = 0;
    try {
      co_await forever(ended);
    } catch (...) {
    }
    co_await stubborn(3, done);
    co_return 1;
  };
  // It has a result in spite of the cancellation.
  auto forgiving = [&]() -> corun::task<int> {
    co_await asio::this_coro::throw_if_cancelled(false);
    co_return co_await work();
  };
  EXPECT_EQ(run_test(with_timeout(forgiving(), 1ms)), 1);
  EXPECT_TRUE(done);
}

TEST(Timeout, ExceptionsPass) {
  EXPECT_THROW(run_test(with_timeout(fail_after(2), 1h)), std::runtime_error);
  auto cleanup = []() -> corun::task<> {
    int ended = 0;
    try {
      co_await forever(ended);
    } catch (...) {
      throw std::logic_error("in its cleanup");
    }
  };
  EXPECT_THROW(run_test(with_timeout(cleanup(), 1ms)), std::logic_error);
}

TEST(Timeout, NestedTheInnerOneIsToldApart) {
  int ended = 0;
  auto inner = [&]() -> corun::task<int> {
    try {
      co_await with_timeout(forever(ended), 1ms);
    } catch (const boost::system::system_error &e) {
      EXPECT_EQ(e.code(), corun::errc::timed_out);
    }
    co_return 3;
  };
  EXPECT_EQ(run_test(with_timeout(inner(), 1h)), 3);
  EXPECT_EQ(error_of(with_timeout(with_timeout(forever(ended), 1h), 1ms)),
            corun::errc::timed_out);
}

TEST(Timeout, DeadlineOnAnyClock) {
  int ended = 0;
  EXPECT_EQ(error_of(with_deadline(forever(ended),
                                   std::chrono::steady_clock::now() + 1ms)),
            corun::errc::timed_out);
  EXPECT_EQ(error_of(with_deadline(forever(ended),
                                   std::chrono::system_clock::now() - 1h)),
            corun::errc::timed_out);
  EXPECT_EQ(run_test(with_deadline(after(2, 4),
                                   std::chrono::system_clock::now() + 1h)),
            4);
}

TEST(Timeout, IsCancelledAtEverySuspension) {
  cancel_everywhere(
      []() -> corun::task<> { co_await with_timeout(after(4, 1), 1h); });
}

TEST(Timeout, ContextThatEndsTakesItAlong) {
  int ended = 0;
  {
    asio::io_context context(1);
    asio::co_spawn(context, with_timeout(forever(ended), 1h), asio::detached);
    context.poll();
  }
  EXPECT_EQ(ended, 1);
}

} // namespace
