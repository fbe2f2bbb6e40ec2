#include "support/stress.hpp"
#include "support/test.hpp"

#include <corun/runner.hpp>

using corun::runner;

namespace {

void expect_idle(const runner &r) {
  EXPECT_EQ(r.running(), 0u);
  EXPECT_EQ(r.waiting(), 0u);
}

TEST(Runner, RunsAndReturns) {
  runner r(2);
  auto number = [] { return after(2, 42); };
  auto moved = []() -> corun::task<move_only> { co_return move_only(3); };
  auto nothing = [] { return after(1); };
  EXPECT_EQ(run_test(r.run(0, number)), 42);
  EXPECT_EQ(run_test(r.run(-5, moved)).get(), 3);
  run_test(r.run(5, nothing));
  EXPECT_EQ(r.workers(), 2u);
  expect_idle(r);
}

TEST(Runner, ExceptionsPassAndFreeTheWorker) {
  runner r(1);
  auto fails = [] { return fail_after(2); };
  auto no_task = []() -> corun::task<> { throw std::logic_error("none"); };
  for (int i = 0; i < 3; ++i) {
    EXPECT_THROW(run_test(r.run(0, fails)), std::runtime_error);
    EXPECT_THROW(run_test(r.run(0, no_task)), std::logic_error);
  }
  expect_idle(r);
}

TEST(Runner, KeepsItsLimit) {
  for (std::size_t workers : {1, 3, 100}) {
    runner r(workers);
    asio::io_context context(1);
    std::size_t now = 0, most = 0, ended = 0;
    auto work = [&]() -> corun::task<> {
      most = std::max(most, ++now);
      EXPECT_GE(r.running(), now);
      EXPECT_LE(r.running(), workers);
      co_await after(3);
      --now;
      ++ended;
    };
    for (int i = 0; i < 20; ++i)
      r.submit(context.get_executor(), i % 4, work).detach();
    context.run();
    EXPECT_EQ(ended, 20u);
    EXPECT_EQ(most, std::min<std::size_t>(workers, 20));
    expect_idle(r);
  }
}

TEST(Runner, HigherPrioritiesFirstAndThenInOrder) {
  runner r(1);
  asio::io_context context(1);
  std::string order;
  auto submit = [&](char id, int priority) {
    auto work = [&order, id]() -> corun::task<> {
      order += id;
      co_await corun::yield();
    };
    r.submit(context.get_executor(), priority, work).detach();
  };
  submit('0', 0);
  submit('a', 0);
  submit('B', 5);
  submit('c', 0);
  submit('D', 5);
  submit('e', -1);
  submit('F', std::numeric_limits<int>::max());
  submit('g', std::numeric_limits<int>::min());
  context.run();
  EXPECT_EQ(order, "0FBDaceg");
}

TEST(Runner, JoinWaitsForAll) {
  runner r(2);
  run_test(r.join());
  int ended = 0;
  auto work = [&]() -> corun::task<> {
    co_await after(3);
    ++ended;
  };
  run_test([](runner &r, int &ended, auto work) -> corun::task<> {
    const auto executor = co_await asio::this_coro::executor;
    for (int i = 0; i < 5; ++i)
      r.submit(executor, 0, work).detach();
    co_await r.join();
    EXPECT_EQ(ended, 5);
    auto last = r.submit(executor, 0, work);
    co_await r.join();
    EXPECT_EQ(ended, 6);
    co_await last.join();
  }(r, ended, work));
}

TEST(Runner, JoinIsCancelledAlone) {
  watchdog guard;
  runner r(1);
  int ended = 0;
  asio::io_context context(1);
  auto handle =
      r.submit(context.get_executor(), 0, [&] { return forever(ended); });
  auto joining = corun::spawn(context, r.join());
  context.poll();
  joining.cancel();
  context.poll();
  EXPECT_TRUE(joining.has_ended());
  EXPECT_EQ(r.running(), 1u);
  handle.cancel();
  context.run();
  EXPECT_EQ(ended, 1);
}

TEST(Runner, CancelEndsAllThereAre) {
  watchdog guard;
  runner r(2);
  asio::io_context context(1);
  int ended = 0, begun = 0;
  auto work = [&] {
    ++begun;
    return forever(ended);
  };
  boost::system::error_code code;
  auto direct = [&]() -> corun::task<> {
    try {
      co_await r.run(9, work);
    } catch (const boost::system::system_error &e) {
      code = e.code();
    }
  };
  asio::co_spawn(context, direct(), asio::detached);
  auto kept = r.submit(context.get_executor(), 0, work);
  // Nobody joins them, and still none is an unhandled exception.
  for (int i = 0; i < 3; ++i)
    r.submit(context.get_executor(), 0, work).detach();
  context.poll();
  EXPECT_EQ(r.running(), 2u);
  EXPECT_EQ(r.waiting(), 3u);
  r.cancel();
  context.run();
  EXPECT_EQ(begun, 2);
  EXPECT_EQ(ended, 2);
  EXPECT_EQ(code, asio::error::operation_aborted);
  EXPECT_EQ(error_of(kept.join()), asio::error::operation_aborted);
  expect_idle(r);
  EXPECT_EQ(run_test(r.run(0, [] { return after(1, 5); })), 5);
}

TEST(Runner, CancelBeforeItBegan) {
  runner r(1);
  asio::io_context context(1);
  bool begun = false;
  auto work = [&]() -> corun::task<> {
    begun = true;
    co_await after(2);
    ADD_FAILURE() << "it has been cancelled";
  };
  auto handle = r.submit(context.get_executor(), 0, work);
  EXPECT_EQ(r.waiting(), 1u);
  r.cancel();
  context.run();
  EXPECT_EQ(error_of(handle.join()), asio::error::operation_aborted);
  expect_idle(r);
}

TEST(Runner, CancelledAtEverySuspensionNoWorkerIsLost) {
  runner r(1);
  cancel_everywhere(
      [&]() -> corun::task<> {
        const auto executor = co_await asio::this_coro::executor;
        auto other = [] { return after(3); };
        r.submit(executor, 1, other).detach();
        r.submit(executor, 1, other).detach();
        auto work = [] { return after(3); };
        co_await r.run(0, work);
        co_await r.join();
      },
      [&](bool) { expect_idle(r); });
}

TEST(Runner, RunWaitsForACancelledTasksEnd) {
  runner r(1);
  bool done = false;
  auto work = [&]() -> corun::task<> {
    int ended = 0;
    try {
      co_await forever(ended);
    } catch (...) {
    }
    co_await corun::test::stubborn(3, done);
  };
  asio::io_context context(1);
  auto task = corun::spawn(context, r.run(0, work));
  context.poll();
  task.cancel();
  context.run();
  EXPECT_TRUE(task.has_ended());
  EXPECT_FALSE(done) << "the await after its cancellation throws";
  expect_idle(r);
}

TEST(Runner, ContextThatEndsTakesItsTasksAlong) {
  runner r(1);
  int ended = 0;
  {
    asio::io_context context(1);
    auto work = [&] { return forever(ended); };
    r.submit(context.get_executor(), 0, work).detach();
    r.submit(context.get_executor(), 0, work).detach();
    asio::co_spawn(context, r.run(0, work), asio::detached);
    context.poll();
    EXPECT_EQ(r.waiting(), 2u);
  }
  EXPECT_EQ(ended, 1);
  expect_idle(r);
  run_test(r.join());
}

TEST(Runner, GrantThatIsNeverRunIsPassedOn) {
  watchdog guard;
  runner r(1);
  asio::io_context survivor(1);
  bool first = false, second = false;
  auto got = [](bool &flag) {
    return [&flag]() -> corun::task<> {
      flag = true;
      co_return;
    };
  };
  int ended = 0;
  auto held =
      r.submit(survivor.get_executor(), 0, [&] { return forever(ended); });
  survivor.poll();
  {
    asio::io_context ending(1);
    r.submit(ending.get_executor(), 1, got(first)).detach();
    ending.poll();
    r.submit(survivor.get_executor(), 0, got(second)).detach();
    survivor.poll();
    held.cancel();
    // Grants to the first, whose loop never runs again.
    survivor.poll();
    EXPECT_EQ(ended, 1);
  }
  survivor.restart();
  survivor.run();
  EXPECT_FALSE(first);
  EXPECT_TRUE(second);
  expect_idle(r);
}

TEST(Runner, NoWorkersAreAnError) {
  try {
    runner r(0);
    ADD_FAILURE();
  } catch (const boost::system::system_error &e) {
    EXPECT_EQ(e.code(), corun::errc::invalid_argument);
    EXPECT_THAT(e.what(), testing::HasSubstr("corun::runner: "));
  }
}

TEST(Runner, LosesNothingAmongManyThreads) {
  runner r(3);
  std::atomic<int> inside{0}, calls{0};
  auto work = [&]() -> corun::task<> {
    struct leave {
      std::atomic<int> &n;
      ~leave() { --n; }
    } at_end{inside};
    EXPECT_LE(++inside, 3);
    ++calls;
    co_await corun::yield();
  };
  const auto result = stress([&](int number) -> corun::task<> {
    for (int i = 0; i < 50; ++i)
      co_await r.run((number + i) % 5, work);
  });
  EXPECT_EQ(result.ended + result.aborted, 64);
  EXPECT_GE(result.ended, 32);
  EXPECT_GE(calls, 32 * 50);
  expect_idle(r);
}

} // namespace
