#include "support/test.hpp"

#include <corun/event.hpp>
#include <corun/timeout.hpp>
#include <corun/to_thread.hpp>

#include <latch>
#include <semaphore>

using corun::thread_pool;
using corun::to_thread;

namespace {

TEST(ToThread, RunsThereAndResumesHere) {
  run_test([]() -> corun::task<> {
    const auto here = std::this_thread::get_id();
    const auto there =
        co_await to_thread([] { return std::this_thread::get_id(); });
    EXPECT_NE(here, there);
    EXPECT_EQ(std::this_thread::get_id(), here);
  }());
}

TEST(ToThread, MovesArgumentsAndResults) {
  run_test([]() -> corun::task<> {
    auto doubled = co_await to_thread(
        [](std::unique_ptr<int> n) { return move_only(*n * 2); },
        std::make_unique<int>(21));
    EXPECT_EQ(doubled.get(), 42);
    std::string text = "a";
    co_await to_thread([](std::string &s) { s += "b"; }, std::ref(text));
    EXPECT_EQ(text, "ab");
    auto only = [held = std::make_unique<int>(3)]() mutable { return *held; };
    EXPECT_EQ(co_await to_thread(std::move(only)), 3);
    EXPECT_EQ(co_await to_thread(&move_only::get, move_only(5)), 5);
  }());
}

TEST(ToThread, RethrowsTheException) {
  EXPECT_THROW(run_test(to_thread([] { throw std::logic_error("there"); })),
               std::logic_error);
  EXPECT_THROW(run_test(to_thread([]() -> int { throw 1; })), int);
}

TEST(ToThread, FunctionIsGoneBeforeTheCallerGoesOn) {
  run_test([]() -> corun::task<> {
    for (int i = 0; i < 100; ++i) {
      auto owned = std::make_shared<int>(i);
      // Named: see to_thread about g++ 12.
      auto function = [owned](std::shared_ptr<int>) {};
      co_await to_thread(std::move(function), owned);
      EXPECT_EQ(owned.use_count(), 1);
    }
  }());
}

TEST(ToThread, PoolHasItsSize) {
  EXPECT_THROW(thread_pool(0), boost::system::system_error);
  thread_pool pool(3);
  EXPECT_EQ(pool.size(), 3u);
  // Three functions that wait for each other, and a fourth one after them.
  std::latch meeting(3);
  std::vector<corun::task<>> tasks;
  std::atomic<int> running{0}, most{0};
  run_test([&]() -> corun::task<> {
    std::vector<std::pair<int, int>> unused;
    auto meet = [&] {
      most = std::max(most.load(), ++running);
      meeting.arrive_and_wait();
      --running;
    };
    auto executor = co_await asio::this_coro::executor;
    int done = 0;
    auto call = [&]() -> corun::task<> {
      co_await to_thread(pool, meet);
      ++done;
    };
    for (int i = 0; i < 3; ++i)
      asio::co_spawn(executor, call(), asio::detached);
    while (done < 3)
      co_await corun::yield();
    co_await to_thread(pool, [] {});
  }());
  EXPECT_EQ(most, 3);
}

TEST(ToThread, DefaultPoolIsSizedBeforeItsFirstUse) {
  EXPECT_GE(corun::default_thread_pool().size(), 1u);
  for (auto [size, code] : {std::pair(0, corun::errc::invalid_argument),
                            std::pair(2, corun::errc::busy)})
    try {
      corun::set_default_thread_pool_size(size);
      ADD_FAILURE();
    } catch (const boost::system::system_error &e) {
      EXPECT_EQ(e.code(), code);
    }
}

/// A pool of one thread, which a function holds until `release`.
struct held_pool {
  thread_pool pool{1};
  std::binary_semaphore started{0}, go_on{0};

  corun::task<int> hold() {
    return to_thread(pool, [this] {
      started.release();
      go_on.acquire();
      return 7;
    });
  }
};

TEST(ToThread, CancelledBeforeItBeginsItNeverRuns) {
  watchdog guard;
  held_pool held;
  asio::io_context context(1);
  asio::co_spawn(context, held.hold(), [](std::exception_ptr, int) {});
  context.poll();
  held.started.acquire();
  asio::cancellation_signal signal;
  bool ran = false;
  std::exception_ptr error;
  asio::co_spawn(context, to_thread(held.pool, [&] { ran = true; }),
                 asio::bind_cancellation_slot(
                     signal.slot(), [&](std::exception_ptr e) { error = e; }));
  context.poll();
  signal.emit(asio::cancellation_type::terminal);
  context.poll();
  EXPECT_TRUE(error);
  held.go_on.release();
  context.restart();
  context.run();
  EXPECT_FALSE(ran);
}

TEST(ToThread, CancelledWhileItRunsItIsAwaited) {
  watchdog guard;
  held_pool held;
  asio::io_context context(1);
  asio::cancellation_signal signal;
  int result = 0;
  asio::co_spawn(context, held.hold(),
                 asio::bind_cancellation_slot(signal.slot(),
                                              [&](std::exception_ptr e, int n) {
                                                EXPECT_FALSE(e);
                                                result = n;
                                              }));
  context.poll();
  held.started.acquire();
  signal.emit(asio::cancellation_type::terminal);
  context.poll();
  EXPECT_EQ(result, 0);
  held.go_on.release();
  context.run();
  EXPECT_EQ(result, 7);
}

TEST(ToThread, StopTokenTellsARunningFunction) {
  using namespace std::chrono_literals;
  const int rounds =
      run_test(corun::with_timeout(to_thread(
                                       [](std::stop_token stop, int n) {
                                         while (!stop.stop_requested())
                                           std::this_thread::yield();
                                         return n;
                                       },
                                       3),
                                   5ms));
  EXPECT_EQ(rounds, 3);
}

TEST(ToThread, PoolThatEndsTellsWhoWaits) {
  watchdog guard;
  asio::io_context context(1);
  boost::system::error_code code;
  {
    held_pool held;
    asio::co_spawn(context, held.hold(), [](std::exception_ptr, int) {});
    context.poll();
    held.started.acquire();
    asio::co_spawn(
        context,
        [](thread_pool &pool,
           boost::system::error_code &into) -> corun::task<> {
          try {
            co_await to_thread(pool, [] {});
          } catch (const boost::system::system_error &e) {
            into = e.code();
          }
        }(held.pool, code),
        asio::detached);
    context.poll();
    held.go_on.release();
    // Its thread may take the second function before it sees the end.
  }
  context.run();
  EXPECT_TRUE(!code || code == corun::errc::closed) << code;
}

TEST(ToThread, ContextThatEndsWaitsForTheFunction) {
  watchdog guard;
  thread_pool pool(1);
  std::atomic<bool> done{false};
  std::binary_semaphore started{0};
  {
    asio::io_context context(1);
    asio::co_spawn(
        context,
        [](thread_pool &p, std::binary_semaphore &s,
           std::atomic<bool> &d) -> corun::task<> {
          std::string mine = "of the caller";
          co_await to_thread(p, [&] {
            s.release();
            for (int i = 0; i < 1000; ++i)
              std::this_thread::yield();
            d = mine == "of the caller";
          });
          ADD_FAILURE() << "the context has ended";
        }(pool, started, done),
        asio::detached);
    context.poll();
    started.acquire();
  }
  EXPECT_TRUE(done);
}

TEST(ToThread, IsCancelledAtEverySuspension) {
  thread_pool pool(2);
  cancel_everywhere([&]() -> corun::task<> {
    co_await to_thread(pool, [] { return 1; });
    co_await corun::yield();
    co_await to_thread(pool, [] {});
  });
}

TEST(ToThread, ManyAtOnceWithCancellations) {
  watchdog guard;
  thread_pool pool(4);
  asio::io_context context(1);
  std::deque<asio::cancellation_signal> signals(500);
  std::atomic<int> ran{0};
  int ended = 0, aborted = 0;
  for (auto &signal : signals)
    asio::co_spawn(
        context, to_thread(pool, [&] { ++ran; }),
        asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr e) {
          ++(e ? aborted : ended);
        }));
  asio::co_spawn(
      context,
      [](auto &all) -> corun::task<> {
        for (std::size_t i = 0; i < all.size(); i += 2) {
          all[i].emit(asio::cancellation_type::terminal);
          if (i % 50 == 0)
            co_await corun::yield();
        }
      }(signals),
      asio::detached);
  context.run();
  EXPECT_EQ(ended + aborted, 500);
  EXPECT_EQ(ended, ran);
}

} // namespace
