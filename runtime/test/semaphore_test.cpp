#include "support/stress.hpp"
#include "support/test.hpp"

#include <corun/semaphore.hpp>

using corun::semaphore;

namespace {

TEST(Semaphore, CountsPermits) {
  run_test([]() -> corun::task<> {
    semaphore three(3);
    auto two = co_await three.acquire(2);
    EXPECT_EQ(two.count(), 2u);
    EXPECT_EQ(three.available(), 1u);
    EXPECT_FALSE(three.try_acquire(2));
    auto one = co_await three.acquire();
    EXPECT_FALSE(three.try_acquire());
    two.release();
    EXPECT_EQ(three.available(), 2u);
    one = semaphore::permit();
    EXPECT_EQ(three.available(), 3u);
    (void)co_await three.acquire(3);
    EXPECT_EQ(three.available(), 3u);
  }());
}

TEST(Semaphore, DetachedPermitsAreReleasedByHand) {
  semaphore one(1);
  one.try_acquire()->detach();
  EXPECT_EQ(one.available(), 0u);
  one.release();
  one.release(4);
  EXPECT_EQ(one.available(), 5u);
}

TEST(Semaphore, BadCountsAreErrors) {
  semaphore one(1);
  EXPECT_EQ(error_of(one.acquire(0)), corun::errc::invalid_argument);
  EXPECT_THROW(one.release(0), boost::system::system_error);
  EXPECT_THROW(one.release(std::numeric_limits<std::size_t>::max()),
               boost::system::system_error);
  EXPECT_EQ(one.available(), 1u);
}

TEST(Semaphore, IsFairToWhoWantsMuch) {
  asio::io_context context(1);
  semaphore two(2);
  std::string order;
  auto use = [&](char id, std::size_t count) -> corun::task<> {
    auto permit = co_await two.acquire(count);
    order += id;
    co_await corun::yield();
  };
  asio::co_spawn(context, use('a', 1), asio::detached);
  asio::co_spawn(context, use('B', 2), asio::detached);
  asio::co_spawn(context, use('c', 1), asio::detached);
  context.run();
  EXPECT_EQ(order, "aBc");
}

TEST(Semaphore, CancelledLetsThoseBehindItMoveUp) {
  watchdog guard;
  asio::io_context context(1);
  semaphore two(2);
  auto held = two.try_acquire();
  asio::cancellation_signal signal;
  bool got = false;
  auto want = [&](std::size_t n, bool &flag) -> corun::task<> {
    auto permit = co_await two.acquire(n);
    flag = true;
  };
  bool unused = false;
  asio::co_spawn(
      context, want(2, unused),
      asio::bind_cancellation_slot(signal.slot(), [](std::exception_ptr) {}));
  asio::co_spawn(context, want(1, got), asio::detached);
  context.poll();
  EXPECT_FALSE(got);
  signal.emit(asio::cancellation_type::terminal);
  context.run();
  EXPECT_TRUE(got);
  EXPECT_FALSE(unused);
  EXPECT_EQ(two.available(), 1u);
}

TEST(Semaphore, CancelledAtEverySuspensionItLosesNoPermit) {
  auto two = std::make_shared<semaphore>(2);
  cancel_everywhere(
      [=]() -> corun::task<> {
        auto other = [](std::shared_ptr<semaphore> s) -> corun::task<> {
          auto permit = co_await s->acquire(2);
          co_await corun::yield();
          co_await corun::yield();
        };
        asio::co_spawn(co_await asio::this_coro::executor, other(two),
                       asio::detached);
        auto permit = co_await two->acquire();
        co_await corun::yield();
      },
      [=](bool) { EXPECT_EQ(two->available(), 2u); });
}

TEST(Semaphore, LosesNoWaiterAmongManyThreads) {
  semaphore three(3);
  std::atomic<int> inside{0};
  const auto result = stress([&](int number) -> corun::task<> {
    for (int i = 0; i < 100; ++i) {
      const int count = 1 + (number + i) % 3;
      auto permit = co_await three.acquire(count);
      EXPECT_LE(inside += count, 3);
      inside -= count;
    }
  });
  EXPECT_EQ(result.ended + result.aborted, 64);
  EXPECT_GE(result.ended, 32);
  EXPECT_EQ(three.available(), 3u);
}

} // namespace
