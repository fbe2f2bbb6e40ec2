#include "support/test.hpp"

#include <corun/stream.hpp>

using corun::stream_from;
using corun::stream_from_generator;
using testing::ElementsAre;

namespace {

TEST(Stream, IsOfARange) {
  EXPECT_EQ(run_test(stream_from(numbers(5)).collect()), numbers(5));
  EXPECT_EQ(run_test(stream_from(std::views::iota(0, 5)).collect()),
            numbers(5));
  EXPECT_TRUE(run_test(stream_from(std::vector<int>()).collect()).empty());
  std::vector<std::unique_ptr<int>> owned;
  owned.push_back(std::make_unique<int>(7));
  EXPECT_EQ(*run_test(stream_from(std::move(owned)).collect()).at(0), 7);
  // A view does not lose its elements.
  std::vector<std::string> texts = {"one", "two"};
  run_test(stream_from(std::views::all(texts)).collect());
  EXPECT_THAT(texts, ElementsAre("one", "two"));
}

TEST(Stream, IsOfAChannel) {
  corun::channel<int> from(10);
  for (int i = 0; i < 5; ++i)
    EXPECT_TRUE(from.try_send(i));
  EXPECT_EQ(run_test(stream_from(from).take(2).collect()), numbers(2));
  EXPECT_EQ(from.size(), 3u) << "it takes no more than it needs";
  from.close();
  EXPECT_THAT(run_test(stream_from(from).collect()), ElementsAre(2, 3, 4));
}

TEST(Stream, IsOfAFunction) {
  auto count = [n = 0]() mutable -> std::optional<int> {
    return n < 3 ? std::optional(n++) : std::nullopt;
  };
  EXPECT_EQ(run_test(stream_from(count).collect()), numbers(3));
  auto slow = [count]() mutable -> corun::task<std::optional<int>> {
    co_await corun::yield();
    co_return count();
  };
  EXPECT_EQ(run_test(stream_from(slow).collect()), numbers(3));
  auto fails = [] { return fail_after<std::optional<int>>(1); };
  EXPECT_THROW(run_test(stream_from(fails).collect()), std::runtime_error);
}

TEST(Stream, IsOfAGenerator) {
  int sent = 0;
  auto count = [&](corun::channel<int> &out) -> corun::task<> {
    for (int i = 0; i < 5; ++i) {
      co_await out.send(i);
      ++sent;
      co_await corun::yield();
    }
  };
  EXPECT_EQ(run_test(stream_from_generator<int>(count).collect()), numbers(5));
  EXPECT_EQ(sent, 5);
  sent = 0;
  EXPECT_EQ(run_test(stream_from_generator<int>(count).take(2).collect()),
            numbers(2));
  EXPECT_LE(sent, 2);
}

TEST(Stream, GeneratorsExceptionFollowsItsItems) {
  auto fails = [](corun::channel<int> &out) -> corun::task<> {
    co_await out.send(1);
    throw std::runtime_error("after one");
  };
  std::vector<int> seen;
  auto see = [&](int n) { seen.push_back(n); };
  EXPECT_THROW(run_test(stream_from_generator<int>(fails).for_each(see)),
               std::runtime_error);
  EXPECT_THAT(seen, ElementsAre(1));
}

TEST(Stream, IsLazy) {
  int asked = 0, mapped = 0;
  auto count = [&]() -> std::optional<int> { return asked++; };
  auto twice = [&](int n) {
    ++mapped;
    return 2 * n;
  };
  auto some = stream_from(count).map(twice).take(2);
  auto end = std::move(some).collect();
  EXPECT_EQ(asked, 0);
  EXPECT_THAT(run_test(std::move(end)), ElementsAre(0, 2));
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(mapped, 2);
  EXPECT_TRUE(run_test(stream_from(count).take(0).collect()).empty());
  EXPECT_EQ(asked, 2);
}

TEST(Stream, MapsAndFilters) {
  auto text = [](int n) -> corun::task<std::string> {
    co_await after(n % 3);
    co_return std::to_string(n);
  };
  auto odd = [](int n) { return n % 2 != 0; };
  auto is_long = [](const std::string &s) -> corun::task<bool> {
    co_await corun::yield();
    co_return s.size() > 1;
  };
  const auto texts = run_test(
      stream_from(numbers(14)).filter(odd).map(text).filter(is_long).collect());
  EXPECT_THAT(texts, ElementsAre("11", "13"));
}

TEST(Stream, Batches) {
  const auto batches = run_test(stream_from(numbers(5)).batch(2).collect());
  EXPECT_THAT(batches, ElementsAre(ElementsAre(0, 1), ElementsAre(2, 3),
                                   ElementsAre(4)));
  EXPECT_EQ(run_test(stream_from(numbers(4)).batch(2).collect()).size(), 2u);
  EXPECT_EQ(run_test(stream_from(numbers(4)).batch(9).collect()).size(), 1u);
  EXPECT_TRUE(run_test(stream_from(numbers(0)).batch(2).collect()).empty());
}

TEST(Stream, ItemsThatOnlyMove) {
  auto make = [](int n) { return move_only(n); };
  auto pass = [](move_only m) -> corun::task<move_only> { co_return m; };
  auto keep = [](const move_only &m) { return m.get() > 0; };
  const auto all = run_test(stream_from(numbers(3))
                                .map(make)
                                .map(pass)
                                .buffered(2)
                                .filter(keep)
                                .batch(2)
                                .collect());
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0][1].get(), 2);
}

struct gauge {
  int now = 0, most = 0, calls = 0;

  corun::task<int> square(int n) {
    ++calls;
    most = std::max(most, ++now);
    co_await after(7 * n % 5);
    --now;
    co_return n *n;
  }
};

TEST(Stream, BufferedKeepsTheOrderAndTheLimit) {
  for (int limit : {1, 3, 100, 1000}) {
    gauge g;
    auto square = [&](int n) { return g.square(n); };
    const auto squares = run_test(
        stream_from(numbers(100)).map(square).buffered(limit).collect());
    ASSERT_EQ(squares.size(), 100u);
    for (int i = 0; i < 100; ++i)
      EXPECT_EQ(squares[i], i * i);
    EXPECT_LE(g.most, limit);
    EXPECT_GE(g.most, std::min(limit, 60));
    EXPECT_EQ(g.calls, 100);
  }
}

TEST(Stream, BufferedRunsAllMapsBeforeIt) {
  gauge g;
  auto square = [&](int n) { return g.square(n); };
  auto next = [](int n) { return n + 1; };
  const auto values = run_test(stream_from(numbers(10))
                                   .map(next)
                                   .map(square)
                                   .map(next)
                                   .map(square)
                                   .buffered(4)
                                   .collect());
  EXPECT_EQ(values.at(1), 25);
  EXPECT_EQ(g.most, 4);
}

TEST(Stream, BufferedHoldsItsSourceBack) {
  int asked = 0, seen = 0;
  auto count = [&]() -> std::optional<int> {
    EXPECT_LE(asked - seen, 3);
    return asked < 20 ? std::optional(asked++) : std::nullopt;
  };
  auto same = [](int n) { return after(1, n); };
  auto slow = [&](int n) -> corun::task<> {
    co_await after(5);
    EXPECT_EQ(n, seen++);
  };
  run_test(stream_from(count).map(same).buffered(2).for_each(slow));
  EXPECT_EQ(seen, 20);
}

TEST(Stream, BufferedGivesWhatItHasWhileItsSourceWaits) {
  corun::channel<int> from(0), seen(9);
  auto same = [](int n) { return after(1, n); };
  run_test([](auto &from, auto &seen, auto same) -> corun::task<> {
    auto see = [&](int n) { seen.try_send(n); };
    auto consume = [&]() -> corun::task<> {
      co_await stream_from(from).map(same).buffered(8).for_each(see);
    };
    auto produce = [&]() -> corun::task<> {
      for (int i = 0; i < 3; ++i) {
        co_await from.send(i);
        EXPECT_EQ(co_await seen.receive(), i);
      }
      from.close();
    };
    co_await corun::with_scope([&](corun::scope &in) -> corun::task<> {
      in.spawn(produce());
      co_await consume();
    });
  }(from, seen, same));
}

TEST(Stream, BufferedTellsAnExceptionInItsTurn) {
  int ended = 0;
  auto load = [&](int n) -> corun::task<int> {
    if (n == 1) {
      co_await after(9);
      throw std::runtime_error("the first one in order");
    }
    if (n == 2)
      throw std::logic_error("the first one in time");
    if (n > 2)
      co_await forever(ended);
    co_return n;
  };
  std::vector<int> seen;
  auto see = [&](int n) { seen.push_back(n); };
  EXPECT_THROW(
      run_test(stream_from(numbers(9)).map(load).buffered(4).for_each(see)),
      std::runtime_error);
  EXPECT_THAT(seen, ElementsAre(0));
  EXPECT_EQ(ended, 2);
}

TEST(Stream, WhatIsNotNeededIsCancelled) {
  int ended = 0;
  auto load = [&](int n) -> corun::task<int> {
    if (n > 0)
      co_await forever(ended);
    co_return n;
  };
  EXPECT_THAT(
      run_test(stream_from(numbers(9)).map(load).buffered(3).take(1).collect()),
      ElementsAre(0));
  EXPECT_LE(ended, 3);
  EXPECT_GE(ended, 2);
}

TEST(Stream, ExceptionAtEachPlaceEndsIt) {
  auto at = [](int place, bool throws) {
    auto source = [place, n = 0]() mutable -> std::optional<int> {
      if (place == 0 && n == 3)
        throw std::runtime_error("source");
      return n++;
    };
    auto map = [place, throws](int n) -> corun::task<int> {
      if (place == 1 && n == 3 && throws)
        throw std::runtime_error("no task");
      return place == 1 && n == 3 ? fail_after<int>(1) : after(1, n);
    };
    auto filter = [place](int n) {
      if (place == 2 && n == 3)
        throw std::runtime_error("filter");
      return true;
    };
    auto end = [place](int n) {
      if (place == 3 && n == 3)
        throw std::runtime_error("end");
    };
    return stream_from(source).map(map).buffered(2).filter(filter).for_each(
        end);
  };
  for (int place = 0; place < 4; ++place)
    for (bool throws : {false, true})
      EXPECT_THROW(run_test(at(place, throws)), std::runtime_error) << place;
}

TEST(Stream, CancelledAtEverySuspension) {
  gauge g;
  auto square = [&](int n) { return g.square(n); };
  auto count = [&](corun::channel<int> &out) -> corun::task<> {
    for (int i = 0; i < 6; ++i)
      co_await out.send(i);
  };
  int seen = 0;
  auto see = [&](std::vector<int>) -> corun::task<> {
    ++seen;
    return after(2);
  };
  cancel_everywhere(
      [&]() -> corun::task<> {
        seen = 0;
        g = gauge();
        co_await stream_from_generator<int>(count)
            .map(square)
            .buffered(3)
            .batch(2)
            .for_each(see);
      },
      [&](bool ended_well) {
        if (ended_well) {
          EXPECT_EQ(seen, 3);
        }
      });
}

TEST(Stream, ContextThatEndsTakesItAlong) {
  int ended = 0;
  {
    asio::io_context context(1);
    auto load = [&](int) -> corun::task<int> {
      co_await forever(ended);
      co_return 0;
    };
    asio::co_spawn(context,
                   stream_from(numbers(9)).map(load).buffered(3).collect(),
                   asio::detached);
    context.poll();
  }
  EXPECT_EQ(ended, 3);
}

TEST(Stream, BadArgumentsAreErrors) {
  auto code = [](auto call) {
    try {
      call();
    } catch (const boost::system::system_error &e) {
      EXPECT_THAT(e.what(), testing::HasSubstr("corun::stream"));
      return e.code();
    }
    return boost::system::error_code();
  };
  EXPECT_EQ(code([] { (void)stream_from(numbers(3)).batch(0); }),
            corun::errc::invalid_argument);
  EXPECT_EQ(code([] { (void)stream_from(numbers(3)).buffered(0); }),
            corun::errc::invalid_argument);
  auto once = stream_from(numbers(3));
  auto all = std::move(once).take(1);
  EXPECT_EQ(code([&] { (void)std::move(once).collect(); }),
            corun::errc::invalid_argument);
}

} // namespace
