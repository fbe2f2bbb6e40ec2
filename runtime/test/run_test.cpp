#include "support/test.hpp"

#include <corun/run.hpp>
#include <corun/spawn.hpp>

#include <csignal>
#include <set>

namespace {

corun::task<> raise_and_wait(int number, int &ended) {
  std::raise(number);
  co_await forever(ended);
}

TEST(Run, ReturnsTheResult) {
  EXPECT_EQ(corun::run(after(2, 42)), 42);
  EXPECT_EQ(corun::run(after(0, std::string("text"))), "text");
  corun::run(after(3));
}

TEST(Run, RethrowsTheException) {
  EXPECT_THROW(corun::run(fail_after(1)), std::runtime_error);
  EXPECT_THROW(corun::run(fail_after<corun::test::move_only>(0)),
               std::runtime_error);
}

TEST(Run, ZeroThreadsIsAnError) {
  try {
    corun::run(after(1), {.threads = 0});
    ADD_FAILURE();
  } catch (const boost::system::system_error &e) {
    EXPECT_EQ(e.code(), corun::errc::invalid_argument);
  }
}

TEST(Run, CancelsWhatStillRunsAtTheEnd) {
  watchdog guard;
  int ended = 0;
  corun::run([](int &n) -> corun::task<> {
    auto executor = co_await asio::this_coro::executor;
    for (int i = 0; i < 3; ++i)
      corun::spawn(executor, forever(n));
  }(ended));
  EXPECT_EQ(ended, 3);
}

TEST(Run, CancelsWhatStartsAfterTheEnd) {
  watchdog guard;
  int ended = 0;
  corun::run([](int &n) -> corun::task<> {
    auto executor = co_await asio::this_coro::executor;
    auto late = [](int &m) -> corun::task<> {
      auto ex = co_await asio::this_coro::executor;
      try {
        co_await forever(m);
      } catch (const boost::system::system_error &) {
        corun::spawn(ex, forever(m));
      }
    };
    corun::spawn(executor, late(n));
  }(ended));
  EXPECT_EQ(ended, 2);
}

TEST(Run, RethrowsWhatNobodyJoins) {
  watchdog guard;
  int ended = 0;
  auto main = [](int &n) -> corun::task<> {
    corun::spawn(co_await asio::this_coro::executor, fail_after(2, "detached"));
    co_await forever(n);
  };
  try {
    corun::run(main(ended));
    ADD_FAILURE();
  } catch (const std::runtime_error &e) {
    EXPECT_STREQ(e.what(), "detached");
  }
  EXPECT_EQ(ended, 1);
}

TEST(Run, RethrowsWhatAKeptHandleHidesAtTheEnd) {
  static corun::spawned<> kept;
  auto main = []() -> corun::task<> {
    kept = corun::spawn(co_await asio::this_coro::executor, fail_after(1));
    co_await after(5);
  };
  EXPECT_THROW(corun::run(main()), std::runtime_error);
  kept = {};
}

TEST(Run, RethrowsWhatLeavesAPlainHandler) {
  int ended = 0;
  auto main = [](int &n) -> corun::task<> {
    asio::post(co_await asio::this_coro::executor,
               [] { throw std::runtime_error("a handler"); });
    co_await forever(n);
  };
  EXPECT_THROW(corun::run(main(ended)), std::runtime_error);
  EXPECT_EQ(ended, 1);
}

TEST(Run, SignalCancelsTheMainTask) {
  watchdog guard;
  for (int number : {SIGINT, SIGTERM}) {
    int ended = 0;
    try {
      corun::run(raise_and_wait(number, ended));
      ADD_FAILURE();
    } catch (const boost::system::system_error &e) {
      EXPECT_EQ(e.code(), asio::error::operation_aborted);
    }
    EXPECT_EQ(ended, 1);
  }
}

TEST(Run, SecondSignalStopsAtOnce) {
  watchdog guard;
  bool destroyed = false;
  auto main = [](bool &gone) -> corun::task<> {
    struct note {
      bool &b;
      ~note() { b = true; }
    } at_end{gone};
    co_await asio::this_coro::reset_cancellation_state(
        asio::disable_cancellation());
    std::raise(SIGINT);
    co_await corun::yield();
    std::raise(SIGINT);
    co_await corun::sleep_for(std::chrono::hours(1));
  };
  try {
    corun::run(main(destroyed));
    ADD_FAILURE();
  } catch (const boost::system::system_error &e) {
    EXPECT_EQ(e.code(), asio::error::operation_aborted);
  }
  EXPECT_TRUE(destroyed);
}

TEST(Run, MainMakesAnExitStatus) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(corun::run_main(after(1)), 0);
  EXPECT_EQ(corun::run_main(after(1, 3)), 3);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  testing::internal::CaptureStderr();
  EXPECT_EQ(corun::run_main(fail_after(1, "no such file")), EXIT_FAILURE);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "error: no such file\n");
  int ended = 0;
  EXPECT_EQ(corun::run_main(raise_and_wait(SIGTERM, ended)), 128 + SIGTERM);
  testing::internal::CaptureStderr();
  EXPECT_EQ(corun::run_main(after(1), {.threads = 0}), EXIT_FAILURE);
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              testing::HasSubstr("threads is zero"));
}

TEST(Run, ManyThreadsRunStrandsBesideEachOther) {
  watchdog guard;
  constexpr unsigned threads = 3;
  auto main = []() -> corun::task<int> {
    auto executor = co_await asio::this_coro::executor;
    // All must be there at once: only that many threads can meet.
    auto meeting = std::make_shared<std::atomic<int>>(0);
    auto meet = [](std::shared_ptr<std::atomic<int>> m) -> corun::task<> {
      co_await corun::yield();
      ++*m;
      while (*m < static_cast<int>(threads))
        std::this_thread::yield();
    };
    std::vector<corun::spawned<>> tasks;
    for (unsigned i = 0; i < threads; ++i)
      tasks.push_back(
          corun::spawn(corun::parallel_executor(executor), meet(meeting)));
    for (auto &task : tasks)
      co_await task.join();
    co_return meeting->load();
  };
  EXPECT_EQ(corun::run(main(), {.threads = threads}), 3);
}

TEST(Run, ParallelExecutorNeedsRun) {
  asio::io_context context;
  EXPECT_THROW(corun::parallel_executor(context.get_executor()),
               boost::system::system_error);
}

} // namespace
