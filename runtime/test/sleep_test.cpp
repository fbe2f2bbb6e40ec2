#include "support/test.hpp"

#include <corun/sleep.hpp>

using std::chrono::steady_clock;

namespace {

TEST(Sleep, WaitsAtLeastAsLong) {
  const auto start = steady_clock::now();
  run_test(corun::sleep_for(20ms));
  EXPECT_GE(steady_clock::now() - start, 20ms);
}

TEST(Sleep, DoesNotHoldTheLoop) {
  asio::io_context context(1);
  std::vector<int> order;
  auto nap = [&](int id, std::chrono::milliseconds wait) -> corun::task<> {
    co_await corun::sleep_for(wait);
    order.push_back(id);
  };
  asio::co_spawn(context, nap(2, 40ms), asio::detached);
  asio::co_spawn(context, nap(1, 5ms), asio::detached);
  context.run();
  EXPECT_THAT(order, testing::ElementsAre(1, 2));
}

TEST(Sleep, ReturnsAtOnceForZeroAndBelow) {
  run_test([]() -> corun::task<> {
    co_await corun::sleep_for(0s);
    co_await corun::sleep_for(-1h);
    co_await corun::sleep_for(std::chrono::hours::min());
    co_await corun::sleep_for(std::chrono::duration<double>(std::nan("")));
    co_await corun::sleep_until(steady_clock::now() - 1h);
    co_await corun::sleep_until(std::chrono::system_clock::time_point::min());
  }());
}

TEST(Sleep, RoundsUpWhatIsFinerThanTheClock) {
  using half = std::chrono::duration<int, std::ratio<1, 2'000'000'000>>;
  EXPECT_EQ(corun::detail::saturated(half(1)), 1ns);
}

TEST(Sleep, WaitsForeverWhereTheClockCannotCount) {
  asio::io_context context(1);
  asio::cancellation_signal signal;
  std::exception_ptr error;
  asio::co_spawn(context, corun::sleep_for(std::chrono::hours::max()),
                 asio::bind_cancellation_slot(
                     signal.slot(), [&](std::exception_ptr e) { error = e; }));
  context.poll();
  EXPECT_FALSE(context.stopped());
  signal.emit(asio::cancellation_type::terminal);
  context.run();
  EXPECT_TRUE(error);
}

TEST(Sleep, UntilFollowsAnyClock) {
  run_test([]() -> corun::task<> {
    const auto steady = steady_clock::now() + 5ms;
    co_await corun::sleep_until(steady);
    EXPECT_GE(steady_clock::now(), steady);
    const auto wall = std::chrono::system_clock::now() + 5ms;
    co_await corun::sleep_until(wall);
    EXPECT_GE(std::chrono::system_clock::now(), wall);
    co_await corun::sleep_until(
        std::chrono::time_point_cast<std::chrono::seconds>(wall));
  }());
}

TEST(Sleep, IsCancelledAtEverySuspension) {
  cancel_everywhere([]() -> corun::task<> {
    co_await corun::sleep_for(1ms);
    co_await corun::sleep_until(steady_clock::now() + 1ms);
    co_await corun::yield();
  });
}

TEST(Yield, LetsOthersRun) {
  asio::io_context context(1);
  std::string order;
  auto loop = [&](char id) -> corun::task<> {
    for (int i = 0; i < 3; ++i) {
      order += id;
      co_await corun::yield();
    }
  };
  asio::co_spawn(context, loop('a'), asio::detached);
  asio::co_spawn(context, loop('b'), asio::detached);
  context.run();
  EXPECT_EQ(order, "ababab");
}

} // namespace
