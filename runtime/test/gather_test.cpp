#include "support/test.hpp"

#include <corun/gather.hpp>

using corun::gather;

namespace {

corun::task<move_only> moved(int n) {
  co_await corun::yield();
  co_return move_only(n);
}

TEST(Gather, GivesResultsInTheOrderOfArguments) {
  run_test([]() -> corun::task<> {
    auto [a, none, b, c] = co_await gather(
        after(5, 1), after(2), after(1, std::string("two")), moved(3));
    static_assert(std::is_same_v<decltype(none), std::monostate>);
    EXPECT_EQ(a, 1);
    EXPECT_EQ(b, "two");
    EXPECT_EQ(c.get(), 3);
  }());
}

TEST(Gather, VoidTasksHaveNoResult) {
  static_assert(
      std::is_same_v<decltype(gather(after(1), after(2))), corun::task<>>);
  run_test(gather(after(1), after(0), after(3)));
}

TEST(Gather, RangeGivesResultsInItsOrder) {
  std::vector<corun::task<int>> tasks;
  for (int i = 0; i < 1000; ++i)
    tasks.push_back(after(i % 7, i));
  const auto values = run_test(gather(std::move(tasks)));
  ASSERT_EQ(values.size(), 1000u);
  for (int i = 0; i < 1000; ++i)
    EXPECT_EQ(values[i], i);
}

TEST(Gather, RangeOfTypesWithoutEmptyState) {
  std::vector<corun::task<move_only>> tasks;
  tasks.push_back(moved(4));
  tasks.push_back(moved(5));
  const auto values = run_test(gather(std::move(tasks)));
  EXPECT_EQ(values[1].get(), 5);
}

TEST(Gather, NothingToGather) {
  EXPECT_TRUE(run_test(gather(std::vector<corun::task<int>>())).empty());
  run_test(gather(std::vector<corun::task<>>()));
}

TEST(Gather, TasksThatNeverSuspendDoNotGrowTheStack) {
  run_test([]() -> corun::task<> {
    for (int i = 0; i < 20'000; ++i)
      co_await gather(after(0), after(0));
  }());
}

TEST(Gather, FirstExceptionCancelsTheOthersAndWaits) {
  int ended = 0;
  bool done = false;
  try {
    run_test(gather(forever(ended), fail_after(2, "first"),
                    fail_after<int>(3, "second"), stubborn(9, done)));
    ADD_FAILURE();
  } catch (const std::runtime_error &e) {
    EXPECT_STREQ(e.what(), "first");
  }
  EXPECT_EQ(ended, 1);
  EXPECT_TRUE(done);
}

TEST(Gather, ExceptionBeforeTheFirstSuspension) {
  int ended = 0;
  EXPECT_THROW(run_test(gather(fail_after(0), forever(ended))),
               std::runtime_error);
  EXPECT_THROW(run_test(gather(forever(ended), fail_after(0))),
               std::runtime_error);
  EXPECT_EQ(ended, 2);
}

TEST(Gather, ExceptionAtEverySuspension) {
  for (int step = 0; step < 4; ++step) {
    int ended = 0;
    std::vector<corun::task<>> tasks;
    tasks.push_back(forever(ended));
    tasks.push_back(fail_after(step));
    tasks.push_back(forever(ended));
    EXPECT_THROW(run_test(gather(std::move(tasks))), std::runtime_error);
    EXPECT_EQ(ended, 2);
  }
}

TEST(Gather, OwnCancellationErrorIsAFailure) {
  auto aborted = []() -> corun::task<> {
    co_await corun::yield();
    throw boost::system::system_error(asio::error::operation_aborted);
  };
  int ended = 0;
  EXPECT_EQ(error_of(gather(aborted(), forever(ended))),
            asio::error::operation_aborted);
  EXPECT_EQ(ended, 1);
}

TEST(Gather, IsCancelledAtEverySuspension) {
  int begun = 0, ended = 0;
  auto child = [&](int steps) -> corun::task<int> {
    ++begun;
    struct count {
      int &n;
      ~count() { ++n; }
    } at_end{ended};
    co_await after(steps);
    co_return steps;
  };
  cancel_everywhere(
      [&]() -> corun::task<> {
        co_await gather(child(3), after(1), child(0));
        std::vector<corun::task<int>> tasks;
        for (int i = 0; i < 5; ++i)
          tasks.push_back(child(i));
        co_await gather(std::move(tasks));
      },
      [&](bool) { ASSERT_EQ(begun, ended); });
  EXPECT_GT(ended, 20);
}

TEST(Gather, ResultsWinOverACancellationThatCameTooLate) {
  asio::io_context context(1);
  asio::cancellation_signal signal;
  bool a = false, b = false, ended_well = false;
  asio::co_spawn(
      context, gather(stubborn(3, a), stubborn(5, b)),
      asio::bind_cancellation_slot(
          signal.slot(), [&](std::exception_ptr e) { ended_well = !e; }));
  context.poll_one();
  signal.emit(asio::cancellation_type::terminal);
  context.run();
  EXPECT_TRUE(a && b && ended_well);
}

TEST(Gather, LetsTheLoopRunWhileItStartsMany) {
  int begun = 0, begun_before = 0;
  auto child = [&](int) -> corun::task<> {
    ++begun;
    co_await corun::yield();
  };
  run_test([&]() -> corun::task<> {
    std::vector<corun::task<>> tasks;
    for (int i = 0; i < 1000; ++i)
      tasks.push_back(child(i));
    asio::post(co_await asio::this_coro::executor,
               [&] { begun_before = begun; });
    co_await gather(std::move(tasks));
  }());
  EXPECT_EQ(begun, 1000);
  EXPECT_GT(begun_before, 0);
  EXPECT_LT(begun_before, 1000);
}

TEST(Gather, WhatNeverStartedEndsWithIt) {
  int begun = 0, destroyed = 0;
  auto child = [&](int i) -> corun::task<int> {
    ++begun;
    if (i == 3)
      throw std::runtime_error("third");
    co_await corun::yield();
    co_return i;
  };
  struct count {
    int &n;
    ~count() { ++n; }
  };
  auto held = [&](std::unique_ptr<count>, int i) -> corun::task<int> {
    co_return co_await child(i);
  };
  std::vector<corun::task<int>> tasks;
  for (int i = 0; i < 1000; ++i)
    tasks.push_back(held(std::make_unique<count>(destroyed), i));
  EXPECT_THROW(run_test(gather(std::move(tasks))), std::runtime_error);
  EXPECT_GT(begun, 3);
  EXPECT_LT(begun, 1000);
  EXPECT_EQ(destroyed, 1000);
}

TEST(Gather, ManyAreCancelledAtEverySuspension) {
  int begun = 0, ended = 0;
  auto child = [&](int) -> corun::task<> {
    ++begun;
    struct count {
      int &n;
      ~count() { ++n; }
    } at_end{ended};
    co_await corun::yield();
  };
  cancel_everywhere(
      [&]() -> corun::task<> {
        std::vector<corun::task<>> tasks;
        for (int i = 0; i < 200; ++i)
          tasks.push_back(child(i));
        co_await gather(std::move(tasks));
      },
      [&](bool) { ASSERT_EQ(begun, ended); });
  EXPECT_GT(ended, 200);
}

TEST(Gather, ContextThatEndsTakesItAlong) {
  int ended = 0;
  {
    asio::io_context context(1);
    asio::co_spawn(context, gather(forever(ended), forever(ended)),
                   asio::detached);
    context.poll();
    EXPECT_EQ(ended, 0);
  }
  EXPECT_EQ(ended, 2);
}

TEST(Gather, RunsOnAStrandOfSeveralThreads) {
  corun::test::watchdog guard;
  asio::thread_pool pool(3);
  std::atomic<int> total{0};
  for (int i = 0; i < 8; ++i)
    asio::co_spawn(
        asio::make_strand(pool),
        [](std::atomic<int> &sum) -> corun::task<> {
          int plain = 0;
          auto add = [&]() -> corun::task<> {
            for (int n = 0; n < 50; ++n) {
              ++plain;
              co_await corun::yield();
            }
          };
          co_await gather(add(), add(), add());
          sum += plain;
        }(total),
        asio::detached);
  pool.join();
  EXPECT_EQ(total, 8 * 150);
}

} // namespace
