#include "support/test.hpp"

#include <corun/gather.hpp>
#include <corun/operation_monitor.hpp>
#include <corun/sleep.hpp>

#include <random>

namespace {

using corun::operation_monitor;
using corun::task;

corun::operation_statistics only(const operation_monitor &monitor) {
  const auto all = monitor.snapshot();
  EXPECT_EQ(all.size(), 1U);
  return all.at(0);
}

TEST(OperationMonitor, CountsAndTimesATask) {
  operation_monitor monitor;
  EXPECT_EQ(run_test(monitor.measure("answer",
                                     corun::test::after(3, std::string("42")))),
            "42");
  run_test(monitor.measure("sleep", corun::sleep_for(20ms)));
  const auto all = monitor.snapshot();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].name, "answer");
  EXPECT_EQ(all[1].name, "sleep");
  EXPECT_EQ(all[1].count, 1U);
  EXPECT_EQ(all[1].failed, 0U);
  EXPECT_GE(all[1].minimum, 20ms);
  EXPECT_EQ(all[1].minimum, all[1].maximum);
  EXPECT_EQ(all[1].p50, all[1].maximum);
}

TEST(OperationMonitor, PassesAndCountsFailures) {
  operation_monitor monitor;
  EXPECT_THROW(run_test(monitor.measure("fails", corun::test::fail_after(2))),
               std::runtime_error);
  EXPECT_EQ(only(monitor).failed, 1U);
  EXPECT_EQ(only(monitor).count, 1U);
  EXPECT_EQ(only(monitor).running, 0U);
}

TEST(OperationMonitor, CountsCancelledOnesAsFailed) {
  operation_monitor monitor;
  std::uint64_t runs = 0, cancelled = 0;
  corun::test::cancel_everywhere(
      [&] { return monitor.measure("steps", corun::test::after(3)); },
      [&](bool ended_well) {
        ++runs;
        cancelled += !ended_well;
      });
  // What is cancelled before its first step never begins.
  EXPECT_LE(only(monitor).count, runs);
  EXPECT_EQ(only(monitor).count - only(monitor).failed, runs - cancelled);
  EXPECT_EQ(only(monitor).running, 0U);
}

TEST(OperationMonitor, TellsHowManyRun) {
  operation_monitor monitor;
  run_test([](operation_monitor &it) -> task<> {
    auto look = [](operation_monitor &on) -> task<> {
      co_await corun::yield();
      EXPECT_EQ(only(on).running, 2U);
    };
    co_await corun::gather(it.measure("steps", corun::test::after(5)),
                           it.measure("steps", corun::test::after(5)),
                           look(it));
  }(monitor));
  EXPECT_EQ(only(monitor).running, 0U);
  EXPECT_EQ(only(monitor).count, 2U);
}

TEST(OperationMonitor, PercentilesAreNearTheTrueOnes) {
  std::mt19937_64 random(1);
  std::lognormal_distribution<> distribution(12, 3);
  operation_monitor monitor;
  std::vector<std::int64_t> times;
  for (int i = 0; i < 20000; ++i) {
    times.push_back(
        std::min<std::int64_t>(static_cast<std::int64_t>(distribution(random)),
                               std::int64_t{1} << 42));
    monitor.record("op", std::chrono::nanoseconds(times.back()));
  }
  std::ranges::sort(times);
  const auto it = only(monitor);
  const auto near = [&](std::chrono::nanoseconds measured, double part) {
    const auto rank = static_cast<std::size_t>(std::ceil(part * 20000)) - 1;
    const auto exact = static_cast<double>(times[rank]);
    EXPECT_GE(static_cast<double>(measured.count()), exact);
    EXPECT_LE(static_cast<double>(measured.count()), exact * 1.016 + 1);
  };
  near(it.p50, 0.5);
  near(it.p90, 0.9);
  near(it.p99, 0.99);
  near(it.p999, 0.999);
  EXPECT_EQ(it.minimum.count(), times.front());
  EXPECT_EQ(it.maximum.count(), times.back());
  EXPECT_EQ(it.total.count(), std::accumulate(times.begin(), times.end(), 0LL));
  EXPECT_EQ(it.mean, it.total / 20000);
}

TEST(OperationMonitor, TakesAnyTime) {
  operation_monitor monitor;
  for (int shift = 0; shift < 63; ++shift)
    for (std::int64_t d : {-1, 0, 1})
      monitor.record("op", std::chrono::nanoseconds(
                               std::max<std::int64_t>(0, (1LL << shift) + d)) /
                               64);
  EXPECT_EQ(only(monitor).count, 189U);
  EXPECT_EQ(only(monitor).p999, only(monitor).maximum);
}

TEST(OperationMonitor, ManyThreadsLoseNothing) {
  operation_monitor monitor;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&] {
        for (int i = 0; i < 5000; ++i)
          monitor.record(i % 2 ? "odd" : "even", std::chrono::nanoseconds(i),
                         i % 5 == 0);
      });
  }
  std::uint64_t count = 0, failed = 0;
  for (const auto &it : monitor.snapshot()) {
    count += it.count;
    failed += it.failed;
  }
  EXPECT_EQ(count, 20000U);
  EXPECT_EQ(failed, 4000U);
}

TEST(OperationMonitor, WritesTextAndJson) {
  operation_monitor monitor;
  EXPECT_EQ(monitor.json(), "[]");
  monitor.record("a \"b\"\n", 1500us);
  monitor.record("c", 0ns, true);
  EXPECT_EQ(monitor.json(),
            R"([{"name":"a \"b\"\u000a","count":1,"failed":0,"running":0,)"
            R"("total":0.001500000,"mean":0.001500000,"minimum":0.001500000,)"
            R"("maximum":0.001500000,"p50":0.001500000,"p90":0.001500000,)"
            R"("p99":0.001500000,"p999":0.001500000},)"
            "\n"
            R"({"name":"c","count":1,"failed":1,"running":0,)"
            R"("total":0.000000000,"mean":0.000000000,"minimum":0.000000000,)"
            R"("maximum":0.000000000,"p50":0.000000000,"p90":0.000000000,)"
            R"("p99":0.000000000,"p999":0.000000000}])");
  EXPECT_THAT(monitor.text(), testing::HasSubstr("1.500"));
}

TEST(OperationMonitor, RejectsBadArguments) {
  operation_monitor monitor;
  EXPECT_THROW(monitor.record("", 1ns), boost::system::system_error);
  EXPECT_THROW(monitor.record("a", -1ns), boost::system::system_error);
  EXPECT_EQ(corun::test::error_of(monitor.measure("", corun::yield())),
            corun::errc::invalid_argument);
}

} // namespace
