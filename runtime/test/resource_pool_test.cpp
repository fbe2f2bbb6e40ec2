#include "support/connections.hpp"
#include "support/stress.hpp"
#include "support/test.hpp"

#include <corun/resource_pool.hpp>

namespace {

TEST(ResourcePool, MakesWhatItNeedsAndKeepsIt) {
  server s;
  pool p(s.connect(), size_of(3));
  run_test([](pool &p) -> corun::task<> {
    EXPECT_EQ(p.size(), 0u);
    auto first = co_await p.acquire();
    auto second = co_await p.acquire();
    EXPECT_EQ(first->number, 1);
    EXPECT_EQ((*second).number, 2);
    EXPECT_EQ(p.size(), 2u);
    EXPECT_EQ(p.idle(), 0u);
    first.release();
    EXPECT_FALSE(first);
    EXPECT_EQ(p.idle(), 1u);
    auto third = co_await p.acquire();
    EXPECT_EQ(third->number, 1);
    second.release();
    third.release();
    // The last used first.
    EXPECT_EQ((co_await p.acquire())->number, 1);
    EXPECT_EQ(p.size(), 2u);
  }(p));
  EXPECT_EQ(s.alive, 2);
  p.close();
  EXPECT_EQ(s.alive, 0);
}

TEST(ResourcePool, LeaseMoves) {
  server s;
  pool p(s.connect(), size_of(2));
  run_test([](pool &p) -> corun::task<> {
    auto first = co_await p.acquire();
    auto second = co_await p.acquire();
    pool::lease third(std::move(first));
    EXPECT_FALSE(first);
    EXPECT_EQ(third->number, 1);
    third = std::move(second);
    EXPECT_EQ(third->number, 2);
    EXPECT_EQ(p.idle(), 1u);
    third = pool::lease();
    EXPECT_EQ(p.idle(), 2u);
  }(p));
}

TEST(ResourcePool, IsFair) {
  server s;
  pool p(s.connect(), size_of(1));
  asio::io_context context(1);
  std::string order;
  auto use = [&](char id) -> corun::task<> {
    for (int i = 0; i < 2; ++i) {
      auto lease = co_await p.acquire();
      order += id;
      co_await corun::yield();
    }
  };
  for (char id : {'a', 'b', 'c'})
    asio::co_spawn(context, use(id), asio::detached);
  context.run();
  EXPECT_EQ(order, "abcabc");
  EXPECT_EQ(s.made, 1);
}

TEST(ResourcePool, DiscardedIsReplaced) {
  server s;
  pool p(s.connect(), size_of(1));
  run_test([](pool &p, server &s) -> corun::task<> {
    auto lease = co_await p.acquire();
    lease.discard();
    EXPECT_FALSE(lease);
    EXPECT_EQ(s.alive, 0);
    EXPECT_EQ(p.size(), 0u);
    lease.discard();
    lease = co_await p.acquire();
    EXPECT_EQ(lease->number, 2);
  }(p, s));
  expect_whole(p, 1);
}

TEST(ResourcePool, FailingToMakeLosesNoWaiter) {
  watchdog guard;
  std::atomic<int> alive{0};
  int calls = 0;
  auto connect = [&]() -> corun::task<connection> {
    if (++calls == 2)
      throw std::logic_error("no task");
    return calls < 4 ? fail_after<connection>(2)
                     : after(1, connection(alive, calls));
  };
  pool p(connect, size_of(1));
  asio::io_context context(1);
  int failed = 0, got = 0;
  auto use = [&]() -> corun::task<> {
    try {
      auto lease = co_await p.acquire();
      got += lease->number;
    } catch (const std::exception &) {
      ++failed;
    }
  };
  for (int i = 0; i < 5; ++i)
    asio::co_spawn(context, use(), asio::detached);
  context.run();
  EXPECT_EQ(failed, 3);
  EXPECT_EQ(got, 8);
  EXPECT_EQ(p.size(), 1u);
}

TEST(ResourcePool, CheckReplacesWhatIsBroken) {
  for (bool throws : {false, true}) {
    server s;
    auto options = size_of(2);
    options.check = [=](connection &c) -> corun::task<bool> {
      co_await corun::yield();
      if (c.broken && throws)
        throw std::runtime_error("no answer");
      co_return !c.broken;
    };
    pool p(s.connect(), options);
    run_test([](pool &p, server &s) -> corun::task<> {
      auto first = co_await p.acquire();
      auto second = co_await p.acquire();
      second->broken = true;
      first.release();
      second.release();
      auto next = co_await p.acquire();
      EXPECT_EQ(next->number, 1) << "the last used one is broken";
      EXPECT_EQ(s.alive, 1);
      next->broken = true;
      next.release();
      next = co_await p.acquire();
      EXPECT_EQ(next->number, 3) << "none is left";
    }(p, s));
    expect_whole(p, 2);
  }
}

TEST(ResourcePool, CancelledAtEverySuspensionNothingIsLost) {
  server s;
  auto options = size_of(2);
  options.check = [](connection &c) { return after(1, c.number % 3 != 0); };
  pool p(s.connect(2), options);
  cancel_everywhere(
      [&]() -> corun::task<> {
        auto other = [](pool &p) -> corun::task<> {
          for (int i = 0; i < 2; ++i) {
            auto lease = co_await p.acquire();
            co_await after(3);
            if (i)
              lease.discard();
          }
        };
        for (int i = 0; i < 2; ++i)
          asio::co_spawn(co_await asio::this_coro::executor, other(p),
                         asio::detached);
        auto lease = co_await p.acquire();
        co_await corun::yield();
        lease.release();
        // Until the others have ended.
        while (p.size() != p.idle())
          co_await corun::yield();
      },
      [&](bool) {
        EXPECT_EQ(p.size(), p.idle());
        EXPECT_EQ(s.alive, static_cast<int>(p.size()));
      });
  expect_whole(p, 2);
}

TEST(ResourcePool, ClosingEndsWaitsAndResources) {
  server s;
  pool p(s.connect(), size_of(2));
  asio::io_context context(1);
  std::vector<pool::lease> leases;
  int closed = 0;
  auto use = [&]() -> corun::task<> {
    try {
      auto lease = co_await p.acquire();
      leases.push_back(std::move(lease));
    } catch (const boost::system::system_error &e) {
      EXPECT_THAT(e.what(),
                  testing::HasSubstr("corun::resource_pool::acquire"));
      closed += e.code() == corun::errc::closed;
    }
  };
  for (int i = 0; i < 4; ++i)
    asio::co_spawn(context, use(), asio::detached);
  context.poll();
  EXPECT_EQ(leases.size(), 2u);
  leases.pop_back();
  context.poll();
  EXPECT_EQ(leases.size(), 2u);
  p.close();
  p.close();
  EXPECT_TRUE(p.is_closed());
  context.restart();
  context.run();
  EXPECT_EQ(closed, 1);
  EXPECT_EQ(error_of(p.acquire()), corun::errc::closed);
  EXPECT_EQ(s.alive, 2) << "those that are lent stay";
  leases.clear();
  EXPECT_EQ(s.alive, 0);
  EXPECT_EQ(p.size(), 0u);
}

TEST(ResourcePool, ClosedWhileItMakesOrChecks) {
  server s;
  auto options = size_of(1);
  options.check = [](connection &) { return after(3, true); };
  for (bool checks : {false, true}) {
    pool p(s.connect(3), options);
    if (checks)
      expect_whole(p, 1);
    asio::io_context context(1);
    bool closed = false;
    asio::co_spawn(context, p.acquire(),
                   [&](std::exception_ptr e, pool::lease lease) {
                     EXPECT_FALSE(lease);
                     closed = e != nullptr;
                   });
    context.run_one();
    EXPECT_EQ(p.size(), 1u);
    p.close();
    context.run();
    EXPECT_TRUE(closed);
    EXPECT_EQ(s.alive, 0);
  }
}

TEST(ResourcePool, LeasesAndWaitersOutliveIt) {
  server s;
  auto p = std::make_unique<pool>(s.connect(), size_of(1));
  auto lease = run_test(p->acquire());
  asio::io_context context(1);
  boost::system::error_code code;
  auto wait = [&]() -> corun::task<> {
    try {
      auto other = co_await p->acquire();
    } catch (const boost::system::system_error &e) {
      code = e.code();
    }
  };
  asio::co_spawn(context, wait(), asio::detached);
  context.poll();
  p.reset();
  context.restart();
  context.run();
  EXPECT_EQ(code, corun::errc::closed);
  EXPECT_EQ(lease->number, 1);
  lease.release();
  EXPECT_EQ(s.alive, 0);
}

TEST(ResourcePool, ContextThatEndsTakesItsLeasesAndWaitersAlong) {
  server s;
  pool p(s.connect(), size_of(1));
  {
    int ended = 0;
    asio::io_context context(1);
    auto hold = [&]() -> corun::task<> {
      auto lease = co_await p.acquire();
      co_await forever(ended);
    };
    asio::co_spawn(context, hold(), asio::detached);
    asio::co_spawn(context, hold(), asio::detached);
    context.poll();
    EXPECT_EQ(p.idle(), 0u);
  }
  EXPECT_EQ(p.idle(), 1u);
  expect_whole(p, 1);
}

TEST(ResourcePool, BadOptionsAreErrors) {
  server s;
  auto bad = [](pool::factory connect, pool::options options) {
    try {
      pool p(std::move(connect), std::move(options));
    } catch (const boost::system::system_error &e) {
      EXPECT_THAT(e.what(), testing::HasSubstr("corun::resource_pool: "));
      return e.code() == corun::errc::invalid_argument;
    }
    return false;
  };
  EXPECT_TRUE(bad(nullptr, {}));
  EXPECT_TRUE(bad(s.connect(), size_of(0)));
  EXPECT_TRUE(bad(s.connect(), size_of(2, 3)));
  auto options = size_of(1);
  options.idle_limit = -1ns;
  EXPECT_TRUE(bad(s.connect(), options));
  EXPECT_FALSE(bad(s.connect(), size_of(2, 2)));
}

TEST(ResourcePool, LosesNothingAmongManyThreads) {
  server s;
  auto options = size_of(3, 1);
  options.idle_limit = 0ns;
  options.check = [](connection &c) { return after(1, !c.broken); };
  pool p(s.connect(), options);
  std::atomic<int> inside{0};
  const auto result = stress([&](int number) -> corun::task<> {
    for (int i = 0; i < 50; ++i) {
      auto lease = co_await p.acquire();
      EXPECT_LE(++inside, 3);
      EXPECT_LE(p.size(), 3u);
      lease->broken = (number + i) % 5 == 0;
      const bool discard = (number + i) % 7 == 0;
      --inside;
      if (discard)
        lease.discard();
    }
  });
  EXPECT_EQ(result.ended + result.aborted, 64);
  EXPECT_GE(result.ended, 32);
  EXPECT_EQ(p.size(), p.idle());
  EXPECT_EQ(s.alive, static_cast<int>(p.size()));
  expect_whole(p, 3);
}

} // namespace
