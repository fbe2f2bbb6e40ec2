#include "support/test.hpp"

#include <corun/pipeline.hpp>

using corun::pipeline;
using corun::stream_from;
using corun::stream_from_generator;
using testing::ElementsAre;

namespace {

/// A stage that counts what is in it.
struct gauge {
  int steps = 1;
  int now = 0, most = 0, begun = 0, ended = 0;

  auto stage() {
    return [this](int n) -> corun::task<int> {
      ++begun;
      most = std::max(most, ++now);
      co_await after(steps + n % 3);
      --now;
      ++ended;
      co_return n;
    };
  }
};

TEST(Pipeline, PassesEverythingThroughItsStages) {
  for (std::size_t workers : {1, 3, 50})
    for (std::size_t buffer : {0, 1, 50}) {
      gauge first, second;
      auto text = [](int n) { return std::to_string(n); };
      auto texts = run_test(pipeline(stream_from(numbers(20)))
                                .stage({workers, buffer}, first.stage())
                                .stage({workers, buffer}, second.stage())
                                .stage({1, buffer}, text)
                                .collect());
      if (workers == 1) {
        EXPECT_EQ(texts.at(13), "13") << "one worker keeps the order";
      }
      std::vector<int> values;
      for (const auto &each : texts)
        values.push_back(std::stoi(each));
      std::sort(values.begin(), values.end());
      EXPECT_EQ(values, numbers(20));
      EXPECT_LE(first.most, static_cast<int>(workers));
      EXPECT_GE(first.most, std::min(static_cast<int>(workers), 20));
      EXPECT_LE(second.most, static_cast<int>(workers));
    }
}

TEST(Pipeline, StagesWorkBesideEachOther) {
  gauge first{4}, second{4};
  int together = 0;
  auto watch = [&, stage = second.stage()](int n) mutable -> corun::task<int> {
    together += first.now > 0;
    return stage(n);
  };
  run_test(pipeline(stream_from(numbers(10)))
               .stage({}, first.stage())
               .stage({}, watch)
               .run());
  EXPECT_GE(together, 7);
  EXPECT_EQ(second.ended, 10);
}

TEST(Pipeline, SlowStageHoldsUpThoseBeforeIt) {
  gauge first, second{9};
  int most = 0;
  auto watch = [&, stage = second.stage()](int n) mutable -> corun::task<int> {
    most = std::max(most, first.begun - second.begun);
    return stage(n);
  };
  run_test(pipeline(stream_from(numbers(30)))
               .stage({.workers = 2, .buffer = 3}, first.stage())
               .stage({}, watch)
               .run());
  // Kept, in the workers' hands, and the one that is watched.
  EXPECT_LE(most, 3 + 2 + 1);
  EXPECT_GE(most, 4);
  EXPECT_EQ(second.ended, 30);
}

TEST(Pipeline, WorkersAskForOneItemAtATime) {
  int asking = 0;
  auto input = [&, n = 0]() mutable -> corun::task<std::optional<int>> {
    EXPECT_EQ(++asking, 1);
    co_await after(2);
    --asking;
    co_return n < 9 ? std::optional(n++) : std::nullopt;
  };
  gauge g;
  run_test(pipeline(stream_from(input)).stage({4, 1}, g.stage()).run());
  EXPECT_EQ(g.ended, 9);
}

TEST(Pipeline, EmptyInput) {
  gauge g;
  run_test(pipeline(stream_from(numbers(0))).stage({3, 0}, g.stage()).run());
  EXPECT_EQ(g.begun, 0);
  EXPECT_TRUE(run_test(pipeline(stream_from(numbers(0))).collect()).empty());
}

TEST(Pipeline, IsLazy) {
  gauge g;
  auto all = pipeline(stream_from(numbers(5))).stage({5, 5}, g.stage());
  auto end = std::move(all).run();
  EXPECT_EQ(g.begun, 0);
  run_test(std::move(end));
  EXPECT_EQ(g.ended, 5);
}

TEST(Pipeline, StagesWithoutResults) {
  int plain = 0, awaited = 0;
  auto count = [&](int n) { plain += n; };
  auto wait = [&](std::monostate) -> corun::task<> {
    co_await corun::yield();
    ++awaited;
  };
  run_test(pipeline(stream_from(numbers(5)))
               .stage({}, count)
               .stage({2, 1}, wait)
               .run());
  EXPECT_EQ(plain, 10);
  EXPECT_EQ(awaited, 5);
}

TEST(Pipeline, ItemsThatOnlyMove) {
  auto make = [](int n) { return std::make_unique<int>(n); };
  auto pass = [](std::unique_ptr<int> p) -> corun::task<move_only> {
    co_await corun::yield();
    co_return move_only(*p);
  };
  const auto all = run_test(pipeline(stream_from(numbers(3)))
                                .stage({2, 0}, make)
                                .stage({1, 1}, pass)
                                .collect());
  EXPECT_EQ(all.size(), 3u);
}

TEST(Pipeline, ExceptionInAStageCancelsTheOthers) {
  for (int place = 0; place < 3; ++place) {
    int ended = 0;
    auto stage = [&, place](int which) {
      return [&, place, which](int n) -> corun::task<int> {
        if (which == place && n == 2) {
          co_await after(30);
          throw std::runtime_error("failed");
        }
        // Somebody waits in each other stage.
        if (n == (which < place ? 4 : 1))
          co_await forever(ended);
        co_return n;
      };
    };
    const corun::stage_options three{.workers = 3, .buffer = 1};
    EXPECT_THROW(run_test(pipeline(stream_from(numbers(20)))
                              .stage(three, stage(0))
                              .stage(three, stage(1))
                              .stage(three, stage(2))
                              .run()),
                 std::runtime_error);
    EXPECT_GT(ended, 0);
  }
}

TEST(Pipeline, ExceptionsOfInputAndPlainStages) {
  auto input = [n = 0]() mutable -> std::optional<int> {
    if (n == 3)
      throw std::runtime_error("input");
    return n++;
  };
  gauge g;
  EXPECT_THROW(
      run_test(pipeline(stream_from(input)).stage({2, 1}, g.stage()).run()),
      std::runtime_error);
  auto throws = [](int n) -> int {
    if (n == 3)
      throw std::logic_error("stage");
    return n;
  };
  EXPECT_THROW(run_test(pipeline(stream_from(numbers(9)))
                            .stage({2, 1}, g.stage())
                            .stage({2, 1}, throws)
                            .run()),
               std::logic_error);
  auto no_task = [](int) -> corun::task<int> {
    throw std::logic_error("no task");
  };
  EXPECT_THROW(
      run_test(
          pipeline(stream_from(numbers(9))).stage({2, 1}, no_task).collect()),
      std::logic_error);
}

TEST(Pipeline, OutputIsAStream) {
  int ended = 0;
  auto load = [&](int n) -> corun::task<int> {
    if (n > 2)
      co_await forever(ended);
    co_return n;
  };
  // So that the workers come to what is not needed.
  auto slow = [](int n) { return after(9, n); };
  const auto some = run_test(pipeline(stream_from(numbers(20)))
                                 .stage({2, 1}, load)
                                 .output()
                                 .map(slow)
                                 .take(3)
                                 .collect());
  EXPECT_THAT(some, ElementsAre(0, 1, 2));
  EXPECT_EQ(ended, 2) << "what is not needed is cancelled";
}

TEST(Pipeline, CancelledAtEverySuspension) {
  gauge first, second;
  auto count = [&](corun::channel<int> &out) -> corun::task<> {
    for (int i = 0; i < 6; ++i)
      co_await out.send(i);
  };
  cancel_everywhere(
      [&]() -> corun::task<> {
        first = second = gauge();
        co_await pipeline(stream_from_generator<int>(count))
            .stage({2, 0}, first.stage())
            .stage({3, 1}, second.stage())
            .run();
      },
      [&](bool ended_well) {
        if (ended_well) {
          EXPECT_EQ(second.ended, 6);
        }
      });
}

TEST(Pipeline, ContextThatEndsTakesItAlong) {
  int ended = 0;
  {
    asio::io_context context(1);
    auto load = [&](int) { return forever(ended); };
    asio::co_spawn(context,
                   pipeline(stream_from(numbers(9))).stage({3, 1}, load).run(),
                   asio::detached);
    context.poll();
  }
  EXPECT_EQ(ended, 3);
}

TEST(Pipeline, NoWorkersAreAnError) {
  gauge g;
  try {
    (void)pipeline(stream_from(numbers(9))).stage({0, 1}, g.stage());
    ADD_FAILURE();
  } catch (const boost::system::system_error &e) {
    EXPECT_EQ(e.code(), corun::errc::invalid_argument);
    EXPECT_THAT(e.what(), testing::HasSubstr("corun::pipeline::stage"));
  }
}

} // namespace
