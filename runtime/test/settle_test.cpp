#include "support/test.hpp"

#include <corun/settle.hpp>

using corun::settle;

namespace {

TEST(Settle, KeepsEveryOutcome) {
  run_test([]() -> corun::task<> {
    auto moved = []() -> corun::task<move_only> { co_return move_only(3); };
    auto [good, bad, none, only] = co_await settle(
        after(5, 1), fail_after<int>(1, "bad"), after(3), moved());
    EXPECT_TRUE(good);
    EXPECT_EQ(good.value(), 1);
    EXPECT_FALSE(good.error());
    EXPECT_FALSE(bad.has_value());
    EXPECT_TRUE(bad.error());
    EXPECT_THROW(bad.value(), std::runtime_error);
    EXPECT_THROW(std::as_const(bad).value(), std::runtime_error);
    EXPECT_TRUE(none);
    EXPECT_EQ(std::move(only).value().get(), 3);
  }());
}

TEST(Settle, RangeKeepsItsOrder) {
  std::vector<corun::task<int>> tasks;
  for (int i = 0; i < 20; ++i)
    tasks.push_back(i % 3 ? after(20 - i, i) : fail_after<int>(i));
  auto outcomes = run_test(settle(std::move(tasks)));
  ASSERT_EQ(outcomes.size(), 20u);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(outcomes[i].has_value(), i % 3 != 0);
    if (outcomes[i]) {
      EXPECT_EQ(outcomes[i].value(), i);
    }
  }
  EXPECT_TRUE(run_test(settle(std::vector<corun::task<>>())).empty());
}

TEST(Settle, IsCancelledAtEverySuspension) {
  cancel_everywhere([]() -> corun::task<> {
    auto [a, b] = co_await settle(after(4, 1), fail_after(2));
    EXPECT_TRUE(a);
    EXPECT_FALSE(b);
  });
}

TEST(Settle, ManyAreCancelledAtEverySuspension) {
  cancel_everywhere([]() -> corun::task<> {
    std::vector<corun::task<int>> tasks;
    for (int i = 0; i < 200; ++i)
      tasks.push_back(i % 3 ? after(1, i) : fail_after<int>(1));
    auto outcomes = co_await settle(std::move(tasks));
    EXPECT_TRUE(outcomes[199]);
    EXPECT_FALSE(outcomes[198]);
  });
}

} // namespace
