#include "support/stress.hpp"
#include "support/test.hpp"

#include <corun/event.hpp>

using corun::event;

namespace {

TEST(Event, LetsEverybodyGoOn) {
  asio::io_context context(1);
  event ready;
  int woken = 0;
  auto wait = [&]() -> corun::task<> {
    co_await ready.wait();
    ++woken;
  };
  for (int i = 0; i < 3; ++i)
    asio::co_spawn(context, wait(), asio::detached);
  context.poll();
  EXPECT_EQ(woken, 0);
  EXPECT_FALSE(ready.is_set());
  ready.set();
  ready.set();
  // Who has been let go on does, whatever happens to the flag.
  ready.reset();
  context.run();
  EXPECT_EQ(woken, 3);
}

TEST(Event, StaysSetUntilItIsReset) {
  run_test([]() -> corun::task<> {
    event ready(true);
    co_await ready.wait();
    co_await ready.wait();
    ready.reset();
    EXPECT_FALSE(ready.is_set());
  }());
}

TEST(Event, IsCancelledAtEverySuspension) {
  auto ready = std::make_shared<event>();
  cancel_everywhere([=]() -> corun::task<> {
    ready->reset();
    auto set = [](std::shared_ptr<event> e) -> corun::task<> {
      co_await corun::yield();
      co_await corun::yield();
      e->set();
    };
    asio::co_spawn(co_await asio::this_coro::executor, set(ready),
                   asio::detached);
    co_await ready->wait();
  });
}

TEST(Event, ContextThatEndsTakesItsWaitersAlong) {
  event ready;
  auto alive = std::make_shared<int>();
  {
    asio::io_context context(1);
    asio::co_spawn(
        context,
        [](event &e, std::shared_ptr<int>) -> corun::task<> {
          co_await e.wait();
        }(ready, alive),
        asio::detached);
    context.poll();
  }
  EXPECT_EQ(alive.use_count(), 1);
  ready.set();
}

TEST(Event, ContextMayEndWhileAnotherThreadSets) {
  corun::test::watchdog guard;
  auto alive = std::make_shared<int>();
  for (int round = 0; round < 200; ++round) {
    event ready;
    std::atomic<bool> go{false};
    std::thread setter;
    {
      asio::io_context context(1);
      for (int i = 0; i < 4; ++i)
        asio::co_spawn(
            context,
            [](event &e, std::shared_ptr<int>) -> corun::task<> {
              co_await e.wait();
            }(ready, alive),
            asio::detached);
      context.poll();
      setter = std::thread([&] {
        while (!go)
          std::this_thread::yield();
        ready.set();
      });
      go = true;
    }
    setter.join();
    ASSERT_EQ(alive.use_count(), 1);
  }
}

TEST(Event, LosesNoWaiterAmongManyThreads) {
  constexpr int rounds = 100;
  std::deque<event> events(rounds);
  const auto result = stress([&](int number) -> corun::task<> {
    for (int i = 0; i < rounds; ++i) {
      // Even ones are never cancelled: one of them sets each.
      if (number == 2 * (i % 8))
        events[i].set();
      co_await events[i].wait();
    }
  });
  EXPECT_EQ(result.ended + result.aborted, 64);
  EXPECT_GE(result.ended, 32);
}

} // namespace
