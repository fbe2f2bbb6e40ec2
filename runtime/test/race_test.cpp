#include "support/test.hpp"

#include <corun/race.hpp>

using corun::race;

namespace {

TEST(Race, FirstToEndWins) {
  int ended = 0;
  run_test([](int &n) -> corun::task<> {
    auto result =
        co_await race(forever(n), after(2, 7), after(9, std::string("late")));
    EXPECT_EQ(result.index(), 1u);
    EXPECT_EQ(std::get<1>(result), 7);
    auto none = co_await race(after(1), forever(n));
    EXPECT_EQ(none.index(), 0u);
    auto moved = []() -> corun::task<move_only> { co_return move_only(3); };
    auto only = co_await race(forever(n), moved());
    EXPECT_EQ(std::get<1>(only).get(), 3);
  }(ended));
  EXPECT_EQ(ended, 3);
}

TEST(Race, ExceptionOfTheFirstIsRethrown) {
  int ended = 0;
  EXPECT_THROW(run_test(race(forever(ended), fail_after(1), after(5))),
               std::runtime_error);
  EXPECT_EQ(ended, 1);
}

TEST(Race, ExceptionOfALoserIsDropped) {
  auto result = run_test(race(after(1, 5), fail_after<int>(2)));
  EXPECT_EQ(result.index(), 0u);
}

TEST(Race, WaitsForTheLosers) {
  bool done = false;
  run_test(race(after(1), stubborn(6, done)));
  EXPECT_TRUE(done);
}

TEST(Race, RangeTellsWhoWon) {
  int ended = 0;
  std::vector<corun::task<>> tasks;
  tasks.push_back(forever(ended));
  tasks.push_back(after(3));
  tasks.push_back(after(1));
  EXPECT_EQ(run_test(race(std::move(tasks))).index, 2u);
  EXPECT_EQ(ended, 1);
  std::vector<corun::task<int>> numbers;
  numbers.push_back(after(1, 9));
  EXPECT_EQ(run_test(race(std::move(numbers))).value, 9);
}

TEST(Race, NoneStartsBehindTheWinner) {
  int begun = 0;
  auto child = [&](int i) -> corun::task<int> {
    ++begun;
    co_return i;
  };
  std::vector<corun::task<int>> tasks;
  for (int i = 0; i < 1000; ++i)
    tasks.push_back(child(i));
  EXPECT_EQ(run_test(race(std::move(tasks))).index, 0u);
  EXPECT_LT(begun, 1000);
}

TEST(Race, OfNobodyIsAnError) {
  EXPECT_EQ(error_of(race(std::vector<corun::task<int>>())),
            corun::errc::invalid_argument);
}

TEST(Race, IsCancelledAtEverySuspension) {
  int begun = 0, ended = 0;
  cancel_everywhere(
      [&]() -> corun::task<> {
        ++begun;
        co_await race(forever(ended), after(3));
      },
      [&](bool) { ASSERT_LE(ended, begun); });
  EXPECT_GT(ended, 2);
}

} // namespace
