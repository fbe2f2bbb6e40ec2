// An exception at each suspension point of those who use a primitive: it is as
// usable afterwards, and nobody else waits for ever.
#include "support/connections.hpp"
#include "support/faults.hpp"
#include "support/test.hpp"

#include <corun/channel.hpp>
#include <corun/gather.hpp>
#include <corun/map_concurrent.hpp>
#include <corun/mutex.hpp>
#include <corun/runner.hpp>
#include <corun/scope.hpp>
#include <corun/semaphore.hpp>
#include <corun/settle.hpp>
#include <corun/shared_mutex.hpp>
#include <corun/timeout.hpp>

namespace {

constexpr int users = 4;

/// Runs \p use for several users beside each other: the exception is that of
/// one of them, all others end well.
template <typename Use> void expect_one_fails(faults &points, Use use) {
  std::vector<corun::task<>> all;
  for (int i = 0; i < users; ++i)
    all.push_back(use(i));
  int failed = 0;
  for (const auto &ended : run_test(corun::settle(std::move(all))))
    failed += !ended;
  EXPECT_EQ(failed, points.happened() ? 1 : 0);
}

TEST(Faults, MutexIsFree) {
  fail_everywhere([](faults &points) {
    corun::mutex mutex;
    expect_one_fails(points, [&](int) -> corun::task<> {
      co_await points.point();
      const auto guard = co_await mutex.lock();
      co_await points.point();
      co_await points.point();
    });
    EXPECT_TRUE(mutex.try_lock());
  });
}

TEST(Faults, SharedMutexIsFree) {
  fail_everywhere([](faults &points) {
    corun::shared_mutex mutex;
    expect_one_fails(points, [&](int user) -> corun::task<> {
      co_await points.point();
      if (user % 2 == 0) {
        const auto writing = co_await mutex.lock();
        co_await points.point();
      } else {
        const auto reading = co_await mutex.lock_shared();
        co_await points.point();
      }
    });
    EXPECT_TRUE(mutex.try_lock());
  });
}

TEST(Faults, SemaphoreHasItsPermits) {
  fail_everywhere([](faults &points) {
    corun::semaphore permits(3);
    expect_one_fails(points, [&](int user) -> corun::task<> {
      const auto taken =
          co_await permits.acquire(1 + static_cast<std::size_t>(user) % 3);
      co_await points.point();
      co_await points.point();
    });
    EXPECT_EQ(permits.available(), 3u);
  });
}

TEST(Faults, ChannelLosesNothing) {
  for (const std::size_t capacity : {0, 1, 100})
    fail_everywhere([&](faults &points) {
      corun::channel<int> numbers(capacity);
      int sent = 0, received = 0, left = users - 1;
      expect_one_fails(points, [&](int user) -> corun::task<> {
        if (user == 0) {
          while (co_await numbers.next())
            ++received;
          co_return;
        }
        struct end {
          corun::channel<int> &of;
          int &left;
          ~end() {
            if (--left == 0)
              of.close();
          }
        } const at_end{numbers, left};
        for (int i = 0; i < 3; ++i) {
          co_await points.point();
          co_await numbers.send(i);
          ++sent;
        }
      });
      EXPECT_EQ(received, sent);
      EXPECT_EQ(numbers.size(), 0u);
    });
}

TEST(Faults, ChannelGoesOnWithoutAReceiver) {
  fail_everywhere([](faults &points) {
    corun::channel<int> numbers(1);
    int received = 0;
    expect_one_fails(points, [&](int user) -> corun::task<> {
      if (user == 0) {
        for (int i = 0; i < 12; ++i)
          co_await numbers.send(i);
        numbers.close();
        co_return;
      }
      while (co_await numbers.next()) {
        ++received;
        co_await points.point();
      }
    });
    EXPECT_EQ(received, 12);
  });
}

TEST(Faults, PoolIsWhole) {
  fail_everywhere([](faults &points) {
    server s;
    auto options = size_of(2);
    options.check = [&](connection &) -> corun::task<bool> {
      co_await points.point();
      co_return true;
    };
    auto make = [&]() -> corun::task<connection> {
      co_await points.point();
      co_return connection(s.alive, ++s.made);
    };
    pool p(make, options);
    int failed = 0;
    auto use = [&]() -> corun::task<> {
      try {
        auto lease = co_await p.acquire();
        co_await points.point();
      } catch (const fault &) {
        ++failed;
      }
    };
    // A check that throws says only that the resource is broken.
    run_test(corun::gather(use(), use(), use(), use(), use()));
    EXPECT_LE(failed, 1);
    points.end();
    ASSERT_NO_FATAL_FAILURE(expect_whole(p, 2));
  });
}

TEST(Faults, RunnerIsIdle) {
  fail_everywhere([](faults &points) {
    corun::runner runner(2);
    expect_one_fails(points, [&](int user) -> corun::task<> {
      auto work = [&] { return points.point(); };
      co_await runner.run(user, work);
    });
    EXPECT_EQ(runner.running(), 0u);
    EXPECT_EQ(runner.waiting(), 0u);
  });
}

/// Counts those that have begun and not ended.
struct gauge {
  faults &points;
  int inside = 0;

  corun::task<int> work(int steps) {
    struct end {
      int &inside;
      ~end() { --inside; }
    } const at_end{++inside};
    while (steps-- > 0)
      co_await points.point();
    co_return 1;
  }
};

/// The scenario fails where a point did, and nothing is left of it.
template <typename Make> void expect_structured(Make make) {
  fail_everywhere([&](faults &points) {
    gauge g{points};
    bool failed = false;
    try {
      run_test(make(g));
    } catch (const fault &) {
      failed = true;
    }
    EXPECT_EQ(failed, points.happened());
    EXPECT_EQ(g.inside, 0);
  });
}

TEST(Faults, GatherEndsAll) {
  expect_structured([](gauge &g) -> corun::task<> {
    co_await corun::gather(g.work(3), g.work(1), g.work(2));
    co_await g.work(1);
  });
}

TEST(Faults, MapConcurrentEndsAll) {
  expect_structured([](gauge &g) -> corun::task<> {
    auto work = [&](int n) { return g.work(n); };
    co_await corun::map_concurrent(numbers(5), 2, work);
  });
}

TEST(Faults, ScopeEndsAll) {
  expect_structured([](gauge &g) -> corun::task<> {
    auto body = [&](corun::scope &scope) -> corun::task<> {
      scope.spawn(g.work(3));
      co_await g.work(1);
      scope.spawn(g.work(2));
      co_await g.work(2);
    };
    co_await corun::with_scope(body);
  });
}

TEST(Faults, TimeoutEndsTheWork) {
  expect_structured([](gauge &g) -> corun::task<> {
    co_await corun::with_timeout(g.work(3), 1h);
  });
}

} // namespace
