#include "support/temporary_directory.hpp"
#include "support/test.hpp"

#include <corun/gather.hpp>
#include <corun/loop_monitor.hpp>
#include <corun/run.hpp>
#include <corun/sleep.hpp>
#include <corun/spawn.hpp>

#include <fstream>

#if defined(__has_feature)
#define CORUN_TEST_THREAD_SANITIZER __has_feature(thread_sanitizer)
#else
#define CORUN_TEST_THREAD_SANITIZER 0
#endif

namespace {

using corun::held_handler;
using corun::task;

/// Collects what a monitor finds; complete once the monitor has ended.
struct collector {
  corun::loop_monitor_options options(std::chrono::nanoseconds limit) {
    return {.limit = limit,
            .on_held = [this](const held_handler &it) { all.push_back(it); }};
  }
  std::vector<held_handler> all;
};

[[gnu::noinline]] void hold_the_loop(std::chrono::milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < end) {
  }
}

task<> holds(std::chrono::milliseconds time) {
  co_await corun::yield();
  hold_the_loop(time);
  co_await corun::yield();
}

bool names(const held_handler &it, std::string_view function) {
  return std::ranges::any_of(it.frames, [&](const corun::stack_frame &frame) {
    return frame.function.find(function) != std::string::npos;
  });
}

TEST(LoopMonitor, ReportsAHandlerThatHoldsTheLoop) {
  collector found;
  {
    corun::loop_monitor monitor(found.options(40ms));
    corun::run(monitor.watch(holds(120ms)));
    EXPECT_EQ(monitor.statistics().held, 1U);
    EXPECT_GE(monitor.statistics().longest, 120ms);
  }
  ASSERT_EQ(found.all.size(), 1U);
  EXPECT_GE(found.all[0].held, 120ms);
  EXPECT_FALSE(found.all[0].running);
  EXPECT_EQ(found.all[0].thread, ::gettid());
  EXPECT_TRUE(names(found.all[0], "hold_the_loop")) << found.all[0].json();
  EXPECT_TRUE(names(found.all[0], "holds")) << found.all[0].json();
}

TEST(LoopMonitor, TellsManyShortHandlersFromOneLong) {
  collector found;
  {
    corun::loop_monitor monitor(found.options(500ms));
    corun::run(monitor.watch([]() -> task<> {
      for (int i = 0; i < 60; ++i) {
        hold_the_loop(10ms);
        co_await corun::yield();
      }
    }()));
    EXPECT_GE(monitor.statistics().total, 600ms);
    EXPECT_GE(monitor.statistics().handlers, 60U);
  }
  EXPECT_TRUE(found.all.empty());
}

TEST(LoopMonitor, DoesNotCountTheWaitForWork) {
  collector found;
  {
    corun::loop_monitor monitor(found.options(100ms));
    corun::run(monitor.watch(corun::sleep_for(300ms)));
  }
  EXPECT_TRUE(found.all.empty());
}

TEST(LoopMonitor, SeesWhatIsSpawnedAndGathered) {
  collector found;
  {
    corun::loop_monitor monitor(found.options(30ms));
    corun::run(monitor.watch([]() -> task<> {
      auto executor = co_await asio::this_coro::executor;
      auto one = corun::spawn(executor, holds(60ms));
      co_await corun::gather(holds(60ms), holds(1ms));
      co_await one.join();
    }()));
  }
  EXPECT_EQ(found.all.size(), 2U);
}

TEST(LoopMonitor, SeesEachThreadOfAStrandedLoop) {
  collector found;
  {
    corun::loop_monitor monitor(found.options(30ms));
    corun::run(
        [](corun::loop_monitor &it) -> task<> {
          auto executor = co_await asio::this_coro::executor;
          std::vector<task<>> all;
          for (int i = 0; i < 3; ++i)
            all.push_back(
                asio::co_spawn(it.watch(corun::parallel_executor(executor)),
                               holds(60ms), asio::use_awaitable));
          co_await corun::gather(std::move(all));
        }(monitor),
        {.threads = 3});
  }
  EXPECT_EQ(found.all.size(), 3U);
}

TEST(LoopMonitor, ReportsAHandlerThatHasNotEnded) {
  std::promise<held_handler> first;
  std::atomic<int> count{0};
  corun::loop_monitor monitor({.limit = 5ms,
                               .on_held =
                                   [&](const held_handler &it) {
                                     if (count++ == 0)
                                       first.set_value(it);
                                   },
                               .output = {}});
  corun::run(monitor.watch([](std::future<held_handler> it) -> task<> {
    // Ends when it has been reported, on the monitor's thread.
    const held_handler reported = it.get();
    EXPECT_TRUE(reported.running);
    EXPECT_GE(reported.held, 50ms);
#if !defined(__SANITIZE_THREAD__) && !CORUN_TEST_THREAD_SANITIZER
    // ThreadSanitizer holds signals back while a thread waits.
    EXPECT_FALSE(reported.frames.empty());
#endif
    co_return;
  }(first.get_future())));
}

TEST(LoopMonitor, PassesResultsErrorsAndCancellation) {
  corun::loop_monitor monitor;
  EXPECT_EQ(corun::run(monitor.watch([]() -> task<int> { co_return 7; }())), 7);
  EXPECT_THROW(corun::run(monitor.watch([]() -> task<> {
                 co_await corun::yield();
                 throw std::runtime_error("failed");
               }())),
               std::runtime_error);
  corun::test::cancel_everywhere([&] { return monitor.watch(holds(0ms)); });
}

TEST(LoopMonitor, WritesLinesOfJson) {
  corun::test::temporary_directory directory;
  const std::string path = directory.path() / "held.jsonl";
  {
    corun::loop_monitor monitor({.limit = 20ms, .output = path});
    corun::run(monitor.watch(holds(40ms)));
  }
  std::ifstream file(path);
  std::string line;
  ASSERT_TRUE(std::getline(file, line));
  EXPECT_THAT(line,
              testing::StartsWith("{\"kind\":\"handler\",\"seconds\":0.0"));
  EXPECT_THAT(line, testing::HasSubstr("hold_the_loop"));
  EXPECT_THAT(line, testing::HasSubstr("loop_monitor_test.cpp\",\"line\":"));
  EXPECT_THAT(line, testing::EndsWith("]}"));
  EXPECT_FALSE(std::getline(file, line));
}

TEST(LoopMonitor, ThreadsMayOutliveIt) {
  for (int i = 0; i < 3; ++i) {
    collector found;
    {
      corun::loop_monitor monitor(found.options(10ms));
      corun::run(monitor.watch(holds(20ms)));
    }
    EXPECT_EQ(found.all.size(), 1U);
  }
}

TEST(LoopMonitor, RejectsBadOptions) {
  EXPECT_THROW(corun::loop_monitor({.limit = 0ns}),
               boost::system::system_error);
  EXPECT_THROW(corun::loop_monitor({.output = "/no/such/directory/f"}),
               boost::system::system_error);
}

} // namespace
