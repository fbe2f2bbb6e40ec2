#include "support/test.hpp"

#include <corun/spawn.hpp>

namespace {

TEST(Spawn, JoinGivesTheResult) {
  run_test([]() -> corun::task<> {
    auto executor = co_await asio::this_coro::executor;
    auto number = corun::spawn(executor, after(3, 42));
    auto text = corun::spawn(executor, after(1, std::string("text")));
    auto moved = corun::spawn(
        executor, []() -> corun::task<move_only> { co_return move_only(7); }());
    auto none = corun::spawn(executor, after(2));
    EXPECT_FALSE(number.has_ended());
    EXPECT_EQ(co_await number.join(), 42);
    EXPECT_EQ(co_await text.join(), "text");
    EXPECT_EQ((co_await moved.join()).get(), 7);
    co_await none.join();
  }());
}

TEST(Spawn, JoinRethrows) {
  run_test([]() -> corun::task<> {
    auto executor = co_await asio::this_coro::executor;
    auto early = corun::spawn(executor, fail_after(0));
    auto late = corun::spawn(executor, fail_after<move_only>(5));
    co_await after(2);
    EXPECT_TRUE(early.has_ended());
    EXPECT_THROW(co_await early.join(), std::runtime_error);
    EXPECT_THROW(co_await late.join(), std::runtime_error);
  }());
}

TEST(Spawn, EmptyAndJoinedHandlesAreErrors) {
  run_test([]() -> corun::task<> {
    corun::spawned<int> empty;
    EXPECT_FALSE(empty);
    empty.cancel();
    try {
      co_await empty.join();
      ADD_FAILURE();
    } catch (const boost::system::system_error &e) {
      EXPECT_EQ(e.code(), corun::errc::invalid_argument);
      EXPECT_THAT(e.what(), testing::HasSubstr("corun::spawned::join"));
    }
    auto once = corun::spawn(co_await asio::this_coro::executor, after(1));
    co_await once.join();
    EXPECT_THROW(co_await once.join(), boost::system::system_error);
  }());
}

TEST(Spawn, CancelEndsTheTask) {
  run_test([]() -> corun::task<> {
    int ended = 0;
    auto task =
        corun::spawn(co_await asio::this_coro::executor, forever(ended));
    task.cancel();
    try {
      co_await task.join();
      ADD_FAILURE();
    } catch (const boost::system::system_error &e) {
      EXPECT_EQ(e.code(), asio::error::operation_aborted);
    }
    EXPECT_EQ(ended, 1);
  }());
}

TEST(Spawn, CancelledJoinWaitsForTheTask) {
  int joined = 0;
  cancel_everywhere([&]() -> corun::task<> {
    // The task writes to our frame until its very end.
    bool done = false;
    auto task = corun::spawn(co_await asio::this_coro::executor,
                             corun::test::stubborn(3, done));
    try {
      co_await task.join();
    } catch (...) {
      ADD_FAILURE() << "the task does not throw";
    }
    EXPECT_TRUE(done);
    ++joined;
  });
  EXPECT_GT(joined, 2);
}

TEST(Spawn, IsCancelledAtEverySuspension) {
  int ended = 0, begun = 0;
  cancel_everywhere([&]() -> corun::task<> {
    ++begun;
    struct count {
      int &n;
      ~count() { ++n; }
    } at_end{ended};
    auto task = corun::spawn(co_await asio::this_coro::executor, after(4, 1));
    co_await task.join();
  });
  EXPECT_EQ(ended, begun);
}

TEST(Spawn, UnhandledExceptionLeavesTheContext) {
  asio::io_context context(1);
  corun::spawn(context, fail_after(2, "nobody joins"));
  try {
    context.run();
    ADD_FAILURE();
  } catch (const std::runtime_error &e) {
    EXPECT_STREQ(e.what(), "nobody joins");
  }
}

TEST(Spawn, UnhandledExceptionOfAHandleDroppedLater) {
  asio::io_context context(1);
  {
    auto handle = corun::spawn(context, fail_after(0, "dropped"));
    context.run();
    EXPECT_TRUE(handle.has_ended());
    context.restart();
  }
  EXPECT_THROW(context.run(), std::runtime_error);
}

TEST(Spawn, UnhandledExceptionGoesToTheHandler) {
  asio::io_context context(1);
  std::vector<std::string> seen;
  corun::on_unhandled_exception(context, [&](std::exception_ptr e) {
    try {
      std::rethrow_exception(e);
    } catch (const std::exception &error) {
      seen.push_back(error.what());
    }
  });
  corun::spawn(context, fail_after(1, "one"));
  corun::spawn(context, fail_after<int>(2, "two"));
  auto replaced = corun::spawn(context, fail_after(0, "three"));
  replaced = corun::spawn(context, after(1));
  context.run();
  EXPECT_THAT(seen, testing::UnorderedElementsAre("one", "two", "three"));
}

TEST(Spawn, EndingAsAskedIsNoException) {
  asio::io_context context(1);
  int ended = 0;
  {
    auto handle = corun::spawn(context, forever(ended));
    handle.cancel();
  }
  EXPECT_NO_THROW(context.run());
  EXPECT_EQ(ended, 1);
}

TEST(Spawn, FailureOfACancelledTaskIsNotLost) {
  asio::io_context context(1);
  auto cleanup = []() -> corun::task<> {
    int ended = 0;
    try {
      co_await forever(ended);
    } catch (const boost::system::system_error &) {
      throw std::runtime_error("in its cleanup");
    }
  };
  corun::spawn(context, cleanup()).cancel();
  EXPECT_THROW(context.run(), std::runtime_error);
}

TEST(Spawn, HandleMayOutliveTheContext) {
  corun::spawned<> waiting;
  int ended = 0;
  {
    asio::io_context context(1);
    waiting = corun::spawn(context, forever(ended));
    context.poll();
  }
  EXPECT_EQ(ended, 1);
  EXPECT_TRUE(waiting.has_ended());
  waiting.cancel();
}

TEST(Spawn, JoinerElsewhereLearnsThatTheContextEnded) {
  auto context = std::make_unique<asio::io_context>(1);
  int ended = 0;
  auto waiting = corun::spawn(*context, forever(ended));
  asio::io_context other(1);
  std::exception_ptr error;
  asio::co_spawn(other, waiting.join(),
                 [&](std::exception_ptr e) { error = e; });
  other.poll();
  EXPECT_FALSE(error);
  context.reset();
  watchdog guard;
  other.restart();
  other.run();
  EXPECT_TRUE(error);
}

TEST(Spawn, JoinsAcrossThreads) {
  watchdog guard;
  asio::io_context there(1);
  auto work = asio::make_work_guard(there);
  std::thread thread([&] { there.run(); });
  long sum = 0;
  run_test([&]() -> corun::task<> {
    const auto here = std::this_thread::get_id();
    for (int i = 0; i < 500; ++i) {
      auto task = corun::spawn(there, after(i % 3, i));
      if (i % 5 == 0)
        task.cancel();
      try {
        sum += co_await task.join();
      } catch (const boost::system::system_error &e) {
        EXPECT_EQ(e.code(), asio::error::operation_aborted);
        sum += i;
      }
      EXPECT_EQ(std::this_thread::get_id(), here);
    }
  }());
  EXPECT_EQ(sum, 500 * 499 / 2);
  work.reset();
  thread.join();
}

} // namespace
