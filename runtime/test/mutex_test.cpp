#include "support/stress.hpp"
#include "support/test.hpp"

#include <corun/mutex.hpp>
#include <corun/sleep.hpp>

namespace {

TEST(Mutex, IsTakenWithoutSuspensionWhereItIsFree) {
  run_test([]() -> corun::task<> {
    corun::mutex mutex;
    auto guard = co_await mutex.lock();
    EXPECT_TRUE(guard);
    EXPECT_FALSE(mutex.try_lock());
    guard.unlock();
    EXPECT_FALSE(guard);
    EXPECT_TRUE(mutex.try_lock());
    EXPECT_TRUE(mutex.try_lock());
  }());
}

TEST(Mutex, GuardMovesAndUnlocksOnce) {
  run_test([]() -> corun::task<> {
    corun::mutex mutex;
    auto first = co_await mutex.lock();
    corun::mutex::guard second = std::move(first);
    EXPECT_FALSE(first);
    EXPECT_FALSE(mutex.try_lock());
    second = corun::mutex::guard();
    EXPECT_TRUE(mutex.try_lock());
  }());
}

TEST(Mutex, IsFair) {
  asio::io_context context(1);
  corun::mutex mutex;
  std::string order;
  auto user = [&](char id) -> corun::task<> {
    for (int i = 0; i < 2; ++i) {
      auto guard = co_await mutex.lock();
      order += id;
      co_await corun::yield();
    }
  };
  for (char id : {'a', 'b', 'c'})
    asio::co_spawn(context, user(id), asio::detached);
  context.run();
  EXPECT_EQ(order, "abcabc");
}

TEST(Mutex, ExceptionUnderItUnlocks) {
  run_test([]() -> corun::task<> {
    corun::mutex mutex;
    try {
      auto guard = co_await mutex.lock();
      throw std::runtime_error("under the lock");
    } catch (const std::runtime_error &) {
    }
    EXPECT_TRUE(mutex.try_lock());
  }());
}

TEST(Mutex, CancelledAtEverySuspensionItStaysUsable) {
  auto mutex = std::make_shared<corun::mutex>();
  cancel_everywhere(
      [=]() -> corun::task<> {
        auto other = [](std::shared_ptr<corun::mutex> m) -> corun::task<> {
          auto guard = co_await m->lock();
          for (int i = 0; i < 4; ++i)
            co_await corun::yield();
        };
        asio::co_spawn(co_await asio::this_coro::executor, other(mutex),
                       asio::detached);
        auto guard = co_await mutex->lock();
        co_await corun::yield();
      },
      [=](bool) { EXPECT_TRUE(mutex->try_lock()); });
}

TEST(Mutex, ContextThatEndsTakesItsWaitersAlong) {
  corun::mutex mutex;
  auto held = mutex.try_lock();
  auto alive = std::make_shared<int>();
  {
    asio::io_context context(1);
    asio::co_spawn(
        context,
        [](corun::mutex &m, std::shared_ptr<int>) -> corun::task<> {
          auto guard = co_await m.lock();
          ADD_FAILURE() << "the context has ended";
        }(mutex, alive),
        asio::detached);
    context.poll();
    EXPECT_EQ(alive.use_count(), 2);
  }
  EXPECT_EQ(alive.use_count(), 1);
  held.reset();
  EXPECT_TRUE(mutex.try_lock());
}

TEST(Mutex, GrantThatIsNeverRunIsPassedOn) {
  corun::mutex mutex;
  bool second = false;
  asio::io_context survivor(1);
  auto user = [](corun::mutex &m, bool &got) -> corun::task<> {
    auto guard = co_await m.lock();
    got = true;
  };
  bool first = false;
  {
    auto held = mutex.try_lock();
    asio::io_context ending(1);
    asio::co_spawn(ending, user(mutex, first), asio::detached);
    ending.poll();
    asio::co_spawn(survivor, user(mutex, second), asio::detached);
    survivor.poll();
    // Granted to the first, whose loop never runs again.
    held.reset();
  }
  watchdog guard;
  survivor.restart();
  survivor.run();
  EXPECT_FALSE(first);
  EXPECT_TRUE(second);
}

TEST(Mutex, MemberOfTheWaitersOwnFrameEndsWithTheContext) {
  asio::io_context context(1);
  asio::co_spawn(
      context,
      []() -> corun::task<> {
        corun::mutex mutex;
        auto held = co_await mutex.lock();
        auto again = co_await mutex.lock();
      },
      asio::detached);
  context.poll();
}

TEST(Mutex, LosesNoWaiterAmongManyThreads) {
  corun::mutex mutex;
  long counter = 0;
  const auto result = corun::test::stress([&](int) -> corun::task<> {
    for (int i = 0; i < 200; ++i) {
      auto lock = co_await mutex.lock();
      ++counter;
      if (i % 8 == 0)
        co_await corun::yield();
    }
  });
  EXPECT_EQ(result.ended + result.aborted, 64);
  EXPECT_GE(result.ended, 32);
  EXPECT_GE(counter, 32 * 200);
  EXPECT_TRUE(mutex.try_lock());
}

} // namespace
