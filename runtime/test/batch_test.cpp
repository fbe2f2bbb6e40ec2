#include "support/test.hpp"

#include <corun/batch.hpp>

using corun::batch;

namespace {

TEST(Batch, CutsTheRange) {
  std::vector<std::vector<int>> seen;
  auto keep = [&](std::vector<int> some) -> corun::task<std::size_t> {
    co_await corun::yield();
    seen.push_back(some);
    co_return some.size();
  };
  const auto sizes = run_test(batch(std::views::iota(0, 7), 3, keep));
  EXPECT_THAT(sizes, testing::ElementsAre(3, 3, 1));
  EXPECT_THAT(seen.back(), testing::ElementsAre(6));
  EXPECT_TRUE(run_test(batch(std::vector<int>(), 3, keep)).empty());
}

TEST(Batch, VoidFunctionsHaveNoResult) {
  int sum = 0;
  run_test(batch(std::vector{1, 2, 3}, 2,
                 [&](std::vector<int> some) -> corun::task<> {
                   for (int n : some)
                     sum += n;
                   co_return;
                 }));
  EXPECT_EQ(sum, 6);
}

TEST(Batch, SizeOfZeroIsAnError) {
  auto none = [](std::vector<int>) -> corun::task<> { co_return; };
  EXPECT_EQ(error_of(batch(std::vector{1}, 0, none)),
            corun::errc::invalid_argument);
}

TEST(Batch, ExceptionEndsIt) {
  int calls = 0;
  auto fails = [&](std::vector<int>) -> corun::task<> {
    if (++calls == 2)
      co_await corun::test::fail_after(1);
  };
  EXPECT_THROW(run_test(batch(std::views::iota(0, 9), 2, fails)),
               std::runtime_error);
  EXPECT_EQ(calls, 2);
}

TEST(Batch, IsCancelledAtEverySuspension) {
  cancel_everywhere([]() -> corun::task<> {
    co_await batch(std::views::iota(0, 5), 2,
                   [](std::vector<int>) { return corun::yield(); });
  });
}

} // namespace
