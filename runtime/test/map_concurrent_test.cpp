#include "support/test.hpp"

#include <corun/map_concurrent.hpp>

using corun::map_concurrent;

namespace {

struct gauge {
  int now = 0, most = 0, calls = 0;

  corun::task<int> square(int n) {
    ++calls;
    most = std::max(most, ++now);
    co_await after(n % 5);
    --now;
    co_return n *n;
  }
};

TEST(MapConcurrent, KeepsTheOrderAndTheLimit) {
  for (std::size_t limit : {1, 3, 100, 1000}) {
    gauge g;
    std::vector<int> numbers(100);
    std::iota(numbers.begin(), numbers.end(), 0);
    const auto squares = run_test(
        map_concurrent(numbers, limit, [&](int n) { return g.square(n); }));
    ASSERT_EQ(squares.size(), 100u);
    for (int i = 0; i < 100; ++i)
      EXPECT_EQ(squares[i], i * i);
    EXPECT_LE(g.most, static_cast<int>(limit));
    EXPECT_GE(g.most, static_cast<int>(std::min<std::size_t>(limit, 80)));
    EXPECT_EQ(g.calls, 100);
  }
}

TEST(MapConcurrent, TakesViewsAndEmptyRanges) {
  auto same = [](int n) -> corun::task<move_only> { co_return move_only(n); };
  const auto values = run_test(
      map_concurrent(std::views::iota(0, 10) |
                         std::views::filter([](int n) { return n % 2 == 0; }),
                     2, same));
  ASSERT_EQ(values.size(), 5u);
  EXPECT_EQ(values[4].get(), 8);
  EXPECT_TRUE(run_test(map_concurrent(std::vector<int>(), 2, same)).empty());
}

TEST(MapConcurrent, VoidTasksHaveNoResult) {
  int sum = 0;
  run_test(map_concurrent(std::vector{1, 2, 3}, 2, [&](int n) -> corun::task<> {
    co_await corun::yield();
    sum += n;
  }));
  EXPECT_EQ(sum, 6);
}

TEST(MapConcurrent, LimitOfZeroIsAnError) {
  auto same = [](int n) -> corun::task<int> { co_return n; };
  EXPECT_EQ(error_of(map_concurrent(std::vector{1}, 0, same)),
            corun::errc::invalid_argument);
}

TEST(MapConcurrent, FirstExceptionStopsTheRest) {
  int ended = 0, calls = 0;
  auto call = [&](int n) -> corun::task<> {
    ++calls;
    return n == 2 ? fail_after(1) : forever(ended);
  };
  EXPECT_THROW(run_test(map_concurrent(std::views::iota(0, 50), 4, call)),
               std::runtime_error);
  EXPECT_EQ(calls, 4);
  EXPECT_EQ(ended, 3);
}

TEST(MapConcurrent, ExceptionOfTheFunctionItself) {
  int ended = 0;
  auto call = [&](int n) -> corun::task<> {
    if (n == 2)
      throw std::logic_error("no task");
    return n == 0 ? after(1) : forever(ended);
  };
  EXPECT_THROW(run_test(map_concurrent(std::views::iota(0, 50), 2, call)),
               std::logic_error);
  EXPECT_EQ(ended, 1);
}

TEST(MapConcurrent, IsCancelledAtEverySuspension) {
  gauge g;
  cancel_everywhere([&]() -> corun::task<> {
    co_await map_concurrent(std::views::iota(0, 9), 3,
                            [&](int n) { return g.square(n); });
  });
  EXPECT_GT(g.calls, 9);
}

} // namespace
