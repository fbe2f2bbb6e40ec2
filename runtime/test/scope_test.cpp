#include "support/test.hpp"

#include <corun/scope.hpp>

using corun::scope;
using corun::with_scope;

namespace {

TEST(Scope, JoinsItsChildren) {
  int sum = 0;
  auto add = [&](int n) -> corun::task<> {
    co_await after(n);
    sum += n;
  };
  const int result = run_test(with_scope([&](scope &s) -> corun::task<int> {
    for (int n : {3, 1, 2})
      s.spawn(add(n));
    co_return 5;
  }));
  EXPECT_EQ(sum, 6);
  EXPECT_EQ(result, 5);
}

TEST(Scope, ChildrenSpawnChildren) {
  int ended = 0;
  run_test(with_scope([&](scope &s) -> corun::task<> {
    auto child = [&](auto &self, int depth) -> corun::task<> {
      co_await corun::yield();
      if (depth > 0)
        for (int i = 0; i < 2; ++i)
          s.spawn(self(self, depth - 1));
      ++ended;
    };
    // The children call it after the body has ended.
    static auto keep = child;
    s.spawn(keep(keep, 4));
    co_await corun::yield();
  }));
  EXPECT_EQ(ended, 31);
}

TEST(Scope, FirstFailureCancelsTheOthers) {
  int ended = 0;
  try {
    run_test(with_scope([&](scope &s) -> corun::task<> {
      s.spawn(forever(ended));
      s.spawn(fail_after(2, "first"));
      s.spawn(fail_after(4, "second"));
      co_await forever(ended);
    }));
    ADD_FAILURE();
  } catch (const std::runtime_error &e) {
    EXPECT_STREQ(e.what(), "first");
  }
  EXPECT_EQ(ended, 2);
}

TEST(Scope, FailureOfTheBodyCancelsTheChildren) {
  int ended = 0;
  EXPECT_THROW(run_test(with_scope([&](scope &s) -> corun::task<> {
                 s.spawn(forever(ended));
                 co_await fail_after(1);
               })),
               std::runtime_error);
  // The function itself throws, before there is a task.
  auto throws = [](scope &) -> corun::task<int> {
    throw std::logic_error("no body");
  };
  EXPECT_THROW(run_test(with_scope(throws)), std::logic_error);
  EXPECT_EQ(ended, 1);
}

TEST(Scope, WaitsForChildrenThatDoNotEndAtOnce) {
  bool done = false;
  EXPECT_THROW(run_test(with_scope([&](scope &s) -> corun::task<> {
                 s.spawn(stubborn(5, done));
                 co_await fail_after(1);
               })),
               std::runtime_error);
  EXPECT_TRUE(done);
}

TEST(Scope, CancelIsNoFailure) {
  int ended = 0;
  run_test(with_scope([&](scope &s) -> corun::task<> {
    s.spawn(forever(ended));
    s.spawn(forever(ended));
    co_await corun::yield();
    s.cancel();
    EXPECT_TRUE(s.is_cancelled());
    s.spawn(forever(ended));
  }));
  EXPECT_EQ(ended, 3);
}

TEST(Scope, CancelledFromAChildABodyHasNoResult) {
  int ended = 0;
  EXPECT_EQ(error_of(with_scope([&](scope &s) -> corun::task<int> {
              auto child = [](scope &in) -> corun::task<> {
                in.cancel();
                co_return;
              };
              s.spawn(child(s));
              co_await forever(ended);
              co_return 1;
            })),
            asio::error::operation_aborted);
}

TEST(Scope, IsCancelledAtEverySuspension) {
  int begun = 0, ended = 0;
  auto child = [&](int steps) -> corun::task<> {
    ++begun;
    struct count {
      int &n;
      ~count() { ++n; }
    } at_end{ended};
    co_await after(steps);
  };
  for (auto type :
       {asio::cancellation_type::terminal, asio::cancellation_type::partial,
        asio::cancellation_type::total})
    cancel_everywhere(
        [&] {
          return with_scope([&](scope &s) -> corun::task<> {
            s.spawn(child(3));
            s.spawn(child(1));
            co_await child(2);
          });
        },
        [&](bool) { ASSERT_EQ(begun, ended); }, type);
  EXPECT_GT(ended, 10);
}

TEST(Scope, ContextThatEndsTakesItAlong) {
  int ended = 0;
  asio::io_context context(1);
  asio::co_spawn(context, with_scope([&](scope &s) -> corun::task<> {
                   s.spawn(forever(ended));
                   co_await forever(ended);
                 }),
                 asio::detached);
  context.poll();
}

} // namespace
