#include "support/stress.hpp"
#include "support/test.hpp"

#include <corun/shared_mutex.hpp>

using corun::shared_mutex;

namespace {

TEST(SharedMutex, ReadersShareWritersDoNot) {
  run_test([]() -> corun::task<> {
    shared_mutex mutex;
    auto first = co_await mutex.lock_shared();
    auto second = co_await mutex.lock_shared();
    EXPECT_FALSE(mutex.try_lock());
    first.unlock();
    EXPECT_FALSE(mutex.try_lock());
    second.unlock();
    auto writer = co_await mutex.lock();
    EXPECT_FALSE(mutex.try_lock_shared());
    EXPECT_FALSE(mutex.try_lock());
    shared_mutex::guard moved = std::move(writer);
    EXPECT_FALSE(writer);
    moved = {};
    EXPECT_TRUE(mutex.try_lock_shared());
  }());
}

TEST(SharedMutex, IsFair) {
  asio::io_context context(1);
  shared_mutex mutex;
  std::string order;
  auto read = [&](char id) -> corun::task<> {
    auto guard = co_await mutex.lock_shared();
    order += id;
    co_await corun::yield();
  };
  auto write = [&](char id) -> corun::task<> {
    auto guard = co_await mutex.lock();
    order += id;
    co_await corun::yield();
    order += id;
  };
  asio::co_spawn(context, read('a'), asio::detached);
  asio::co_spawn(context, write('W'), asio::detached);
  asio::co_spawn(context, read('b'), asio::detached);
  asio::co_spawn(context, read('c'), asio::detached);
  asio::co_spawn(context, write('X'), asio::detached);
  context.run();
  EXPECT_EQ(order, "aWWbcXX");
}

TEST(SharedMutex, CancelledWriterLetsReadersMoveUp) {
  watchdog guard;
  asio::io_context context(1);
  shared_mutex mutex;
  auto held = mutex.try_lock_shared();
  asio::cancellation_signal signal;
  std::exception_ptr error;
  auto write = [&]() -> corun::task<> { auto w = co_await mutex.lock(); };
  bool reads = false;
  auto read = [&]() -> corun::task<> {
    auto r = co_await mutex.lock_shared();
    reads = true;
  };
  asio::co_spawn(context, write(),
                 asio::bind_cancellation_slot(
                     signal.slot(), [&](std::exception_ptr e) { error = e; }));
  asio::co_spawn(context, read(), asio::detached);
  context.poll();
  EXPECT_FALSE(reads);
  signal.emit(asio::cancellation_type::terminal);
  context.run();
  EXPECT_TRUE(error);
  EXPECT_TRUE(reads);
  held.reset();
  EXPECT_TRUE(mutex.try_lock());
}

TEST(SharedMutex, CancelledAtEverySuspensionItStaysUsable) {
  auto mutex = std::make_shared<shared_mutex>();
  cancel_everywhere(
      [=]() -> corun::task<> {
        auto other = [](std::shared_ptr<shared_mutex> m) -> corun::task<> {
          auto w = co_await m->lock();
          co_await corun::yield();
          co_await corun::yield();
        };
        asio::co_spawn(co_await asio::this_coro::executor, other(mutex),
                       asio::detached);
        {
          auto r = co_await mutex->lock_shared();
          co_await corun::yield();
        }
        auto w = co_await mutex->lock();
      },
      [=](bool) { EXPECT_TRUE(mutex->try_lock()); });
}

TEST(SharedMutex, GrantThatIsNeverRunIsPassedOn) {
  watchdog guard;
  shared_mutex mutex;
  bool second = false;
  asio::io_context survivor(1);
  auto read = [](shared_mutex &m, bool &got) -> corun::task<> {
    auto r = co_await m.lock_shared();
    got = true;
  };
  auto write = [](shared_mutex &m) -> corun::task<> {
    auto w = co_await m.lock();
    ADD_FAILURE() << "its loop has ended";
  };
  {
    auto held = mutex.try_lock();
    asio::io_context ending(1);
    asio::co_spawn(ending, write(mutex), asio::detached);
    ending.poll();
    asio::co_spawn(survivor, read(mutex, second), asio::detached);
    survivor.poll();
    held.reset();
  }
  survivor.run();
  EXPECT_TRUE(second);
}

TEST(SharedMutex, LosesNoWaiterAmongManyThreads) {
  shared_mutex mutex;
  std::atomic<int> readers{0};
  int writers = 0;
  const auto result = stress([&](int number) -> corun::task<> {
    for (int i = 0; i < 100; ++i) {
      if ((number + i) % 4) {
        auto r = co_await mutex.lock_shared();
        ++readers;
        EXPECT_EQ(writers, 0);
        --readers;
      } else {
        auto w = co_await mutex.lock();
        EXPECT_EQ(readers, 0);
        EXPECT_EQ(++writers, 1);
        --writers;
      }
    }
  });
  EXPECT_EQ(result.ended + result.aborted, 64);
  EXPECT_GE(result.ended, 32);
  EXPECT_TRUE(mutex.try_lock());
}

} // namespace
