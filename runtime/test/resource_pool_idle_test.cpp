#include "support/connections.hpp"
#include "support/test.hpp"

#include <corun/scope.hpp>
#include <corun/spawn.hpp>

namespace {

TEST(ResourcePool, OldOnesAreNotLent) {
  server s;
  auto options = size_of(2, 1);
  options.idle_limit = 0ms;
  pool p(s.connect(), options);
  run_test([](pool &p, server &s) -> corun::task<> {
    auto first = co_await p.acquire();
    auto second = co_await p.acquire();
    first.release();
    second.release();
    EXPECT_EQ(s.alive, 2);
    // One may stay.
    EXPECT_EQ((co_await p.acquire())->number, 2);
    EXPECT_EQ(s.alive, 1);
  }(p, s));
}

TEST(ResourcePool, MaintainKeepsTheMinimum) {
  server s;
  auto options = size_of(3, 2);
  options.idle_limit = 1ms;
  pool p(s.connect(), options);
  run_test([](pool &p, server &s) -> corun::task<> {
    auto until = [](auto holds) -> corun::task<> {
      while (!holds())
        co_await corun::sleep_for(1ms);
    };
    auto body = [&](corun::scope &scope) -> corun::task<> {
      scope.spawn(p.maintain());
      auto filled = [&] { return p.idle() == 2; };
      co_await until(filled);
      auto lease = co_await p.acquire();
      co_await until(filled);
      EXPECT_EQ(p.size(), 3u);
      auto second = co_await p.acquire();
      auto third = co_await p.acquire();
      second.discard();
      third.release();
      co_await until(filled);
      // One too much, for a while.
      lease.release();
      auto shrunk = [&] { return p.size() == 2; };
      co_await until(shrunk);
      EXPECT_EQ(s.alive, 2);
      p.close();
    };
    co_await corun::with_scope(body);
  }(p, s));
  EXPECT_EQ(s.alive, 0);
}

TEST(ResourcePool, MaintainIsOneAndEndsWithThePool) {
  server s;
  auto p = std::make_unique<pool>(s.connect(), size_of(2, 2));
  asio::io_context context(1);
  auto first = corun::spawn(context, p->maintain());
  context.poll();
  EXPECT_EQ(p->idle(), 2u);
  EXPECT_EQ(error_of(p->maintain()), corun::errc::busy);
  EXPECT_FALSE(first.has_ended());
  p.reset();
  context.restart();
  context.run();
  EXPECT_TRUE(first.has_ended());
  EXPECT_EQ(s.alive, 0);
}

TEST(ResourcePool, MaintainEndsWithWhatFails) {
  auto connect = []() { return fail_after<connection>(1); };
  pool p(connect, size_of(2, 1));
  EXPECT_THROW(run_test(p.maintain()), std::runtime_error);
  EXPECT_THROW(run_test(p.maintain()), std::runtime_error);
  EXPECT_EQ(p.size(), 0u);
}

TEST(ResourcePool, MaintainIsCancelledAtEverySuspension) {
  server s;
  auto options = size_of(3, 2);
  options.idle_limit = 1h;
  pool p(s.connect(), options);
  // It never ends by itself: the scope does.
  cancel_everywhere(
      [&]() -> corun::task<> {
        auto body = [&](corun::scope &scope) -> corun::task<> {
          scope.spawn(p.maintain());
          auto lease = co_await p.acquire();
          lease.discard();
          co_await after(5);
          scope.cancel();
        };
        co_await corun::with_scope(body);
      },
      [&](bool) {
        EXPECT_EQ(p.size(), p.idle());
        EXPECT_EQ(s.alive, static_cast<int>(p.size()));
      });
  expect_whole(p, 3);
}

} // namespace
