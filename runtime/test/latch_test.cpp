#include "support/stress.hpp"
#include "support/test.hpp"

#include <corun/latch.hpp>

using corun::latch;

namespace {

TEST(Latch, OpensAtZero) {
  asio::io_context context(1);
  latch three(3);
  int woken = 0;
  auto wait = [&]() -> corun::task<> {
    co_await three.wait();
    ++woken;
  };
  asio::co_spawn(context, wait(), asio::detached);
  context.poll();
  three.count_down();
  EXPECT_FALSE(three.try_wait());
  three.count_down(2);
  EXPECT_TRUE(three.try_wait());
  context.run();
  EXPECT_EQ(woken, 1);
}

TEST(Latch, OfZeroIsOpen) {
  run_test([]() -> corun::task<> {
    latch open(0);
    co_await open.wait();
    co_await open.arrive_and_wait(0);
  }());
}

TEST(Latch, BelowZeroIsAnError) {
  latch two(2);
  EXPECT_THROW(two.count_down(3), boost::system::system_error);
  two.count_down(2);
  EXPECT_THROW(two.count_down(), boost::system::system_error);
  EXPECT_TRUE(two.try_wait());
}

TEST(Latch, IsCancelledAtEverySuspension) {
  cancel_everywhere([]() -> corun::task<> {
    auto two = std::make_shared<latch>(2);
    auto other = [](std::shared_ptr<latch> l) -> corun::task<> {
      co_await corun::yield();
      co_await l->arrive_and_wait();
    };
    asio::co_spawn(co_await asio::this_coro::executor, other(two),
                   asio::detached);
    co_await two->arrive_and_wait();
  });
}

TEST(Latch, LosesNoWaiterAmongManyThreads) {
  constexpr int rounds = 100;
  std::deque<latch> latches;
  for (int i = 0; i < rounds; ++i)
    latches.emplace_back(8);
  const auto result = stress([&](int number) -> corun::task<> {
    // Eight that are never cancelled open it, the others only wait.
    for (latch &each : latches)
      if (number < 16 && number % 2 == 0)
        co_await each.arrive_and_wait();
      else
        co_await each.wait();
  });
  EXPECT_EQ(result.ended + result.aborted, 64);
  EXPECT_GE(result.ended, 32);
}

} // namespace
