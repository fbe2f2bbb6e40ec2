#include "support/stress.hpp"
#include "support/test.hpp"

#include <corun/circuit_breaker.hpp>

using corun::circuit_options;
using corun::circuit_state;

namespace {

/// Stands until it is told to go on.
struct manual_clock {
  using duration = corun::time_limit;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<manual_clock>;
  static time_point now() noexcept { return time_point(passed); }
  inline static duration passed{};
};

using breaker = corun::basic_circuit_breaker<manual_clock>;

auto works = [] { return after(1, 42); };
auto fails = [] { return fail_after<int>(1); };

void fail(breaker &b, int times = 1) {
  for (int i = 0; i < times; ++i)
    EXPECT_THROW(run_test(b.run(fails)), std::runtime_error);
}

circuit_options after_failures(std::size_t failures, std::size_t probes = 1) {
  circuit_options options;
  options.failures = failures;
  options.probes = probes;
  options.open_time = 10s;
  return options;
}

bool is_open(breaker &b) {
  bool called = false;
  auto call = [&]() -> corun::task<int> {
    called = true;
    co_return 1;
  };
  const auto error = error_of(b.run(call));
  EXPECT_EQ(called, !error);
  return error == corun::errc::circuit_open;
}

TEST(CircuitBreaker, OpensAfterFailuresInARow) {
  breaker b(after_failures(3));
  fail(b, 2);
  EXPECT_EQ(run_test(b.run(works)), 42);
  fail(b, 2);
  EXPECT_EQ(b.state(), circuit_state::closed);
  fail(b);
  EXPECT_EQ(b.state(), circuit_state::open);
  EXPECT_TRUE(is_open(b));
}

TEST(CircuitBreaker, SaysWhereItWasOpen) {
  breaker b(after_failures(1));
  fail(b);
  try {
    run_test(b.run(works));
    ADD_FAILURE();
  } catch (const boost::system::system_error &e) {
    EXPECT_THAT(e.what(), testing::HasSubstr("corun::circuit_breaker::run"));
  }
}

TEST(CircuitBreaker, OpensAtAShareOfTheLastCalls) {
  circuit_options options;
  options.failures = 0;
  options.share = corun::failure_share{0.5, 4};
  breaker b(options);
  fail(b, 3);
  EXPECT_EQ(b.state(), circuit_state::closed) << "judged by too few calls";
  run_test(b.run(works));
  EXPECT_EQ(b.state(), circuit_state::open);
  breaker other(options);
  for (int i = 0; i < 4; ++i) {
    run_test(other.run(works));
    run_test(other.run(works));
    run_test(other.run(works));
    fail(other);
    EXPECT_EQ(other.state(), circuit_state::closed);
  }
  run_test(other.run(works));
  run_test(other.run(works));
  fail(other);
  EXPECT_EQ(other.state(), circuit_state::open);
}

TEST(CircuitBreaker, HalfOpenClosesWhereAllProbesEndWell) {
  breaker b(after_failures(1, 2));
  fail(b);
  manual_clock::passed += 9s;
  EXPECT_TRUE(is_open(b));
  manual_clock::passed += 1s;
  EXPECT_FALSE(is_open(b));
  EXPECT_EQ(b.state(), circuit_state::half_open);
  EXPECT_FALSE(is_open(b));
  EXPECT_EQ(b.state(), circuit_state::closed);
}

TEST(CircuitBreaker, HalfOpenOpensAtAFailure) {
  breaker b(after_failures(1, 2));
  fail(b);
  manual_clock::passed += 10s;
  EXPECT_FALSE(is_open(b));
  fail(b);
  EXPECT_EQ(b.state(), circuit_state::open);
  manual_clock::passed += 9s;
  EXPECT_TRUE(is_open(b)) << "the open time begins again";
}

TEST(CircuitBreaker, HalfOpenLetsOnlyItsProbesThrough) {
  breaker b(after_failures(1, 2));
  fail(b);
  manual_clock::passed += 10s;
  int ended = 0, called = 0, refused = 0;
  asio::cancellation_signal signal;
  auto call = [&] {
    ++called;
    return forever(ended);
  };
  auto count = [&](std::exception_ptr e) { refused += e != nullptr; };
  asio::io_context context(1);
  asio::co_spawn(context, b.run(call),
                 asio::bind_cancellation_slot(signal.slot(), count));
  asio::co_spawn(context, b.run(call), asio::detached);
  asio::co_spawn(context, b.run(call), count);
  context.poll();
  EXPECT_EQ(called, 2);
  EXPECT_EQ(refused, 1);
  // A cancelled probe has no say, and makes room for another one.
  signal.emit(asio::cancellation_type::terminal);
  context.poll();
  EXPECT_EQ(ended, 1);
  EXPECT_EQ(b.state(), circuit_state::half_open);
  asio::co_spawn(context, b.run(call), count);
  asio::co_spawn(context, b.run(call), count);
  context.poll();
  EXPECT_EQ(called, 3);
}

TEST(CircuitBreaker, ProbesThatEndWithTheirContextMakeRoom) {
  breaker b(after_failures(1));
  fail(b);
  manual_clock::passed += 10s;
  int ended = 0;
  {
    asio::io_context context(1);
    auto call = [&] { return forever(ended); };
    asio::co_spawn(context, b.run(call), asio::detached);
    context.poll();
    EXPECT_TRUE(is_open(b));
  }
  EXPECT_EQ(ended, 1);
  EXPECT_FALSE(is_open(b));
  EXPECT_EQ(b.state(), circuit_state::closed);
}

TEST(CircuitBreaker, CallsOfAnEarlierPeriodHaveNoSay) {
  breaker b(after_failures(1));
  asio::io_context context(1);
  auto slow = [] { return fail_after<int>(5); };
  asio::co_spawn(context, b.run(slow),
                 [](std::exception_ptr e, int) { EXPECT_TRUE(e != nullptr); });
  context.poll_one();
  fail(b);
  manual_clock::passed += 10s;
  EXPECT_FALSE(is_open(b));
  EXPECT_EQ(b.state(), circuit_state::closed);
  context.run();
  EXPECT_EQ(b.state(), circuit_state::closed);
}

TEST(CircuitBreaker, PredicateDecidesWhatFails) {
  auto options = after_failures(1);
  options.is_failure = [](const std::exception_ptr &error) {
    try {
      std::rethrow_exception(error);
    } catch (const std::invalid_argument &) {
      return false;
    } catch (const std::logic_error &) {
      throw;
    } catch (...) {
      return true;
    }
  };
  breaker b(options);
  auto ours = []() -> corun::task<> {
    throw std::invalid_argument("the caller's fault");
    co_return;
  };
  EXPECT_THROW(run_test(b.run(ours)), std::invalid_argument);
  EXPECT_EQ(b.state(), circuit_state::closed);
  auto throws = []() -> corun::task<> {
    throw std::logic_error("leaves the predicate");
    co_return;
  };
  EXPECT_THROW(run_test(b.run(throws)), std::logic_error);
  EXPECT_EQ(b.state(), circuit_state::closed);
  fail(b);
  EXPECT_EQ(b.state(), circuit_state::open);
}

TEST(CircuitBreaker, FunctionThatThrowsInsteadOfReturningATask) {
  breaker b(after_failures(1));
  auto no_task = []() -> corun::task<> { throw std::runtime_error("none"); };
  EXPECT_THROW(run_test(b.run(no_task)), std::runtime_error);
  EXPECT_EQ(b.state(), circuit_state::open);
}

TEST(CircuitBreaker, ResultsThatOnlyMove) {
  breaker b;
  auto make = []() -> corun::task<move_only> { co_return move_only(3); };
  EXPECT_EQ(run_test(b.run(make)).get(), 3);
  auto nothing = [] { return after(1); };
  run_test(b.run(nothing));
}

TEST(CircuitBreaker, CancellationIsNoFailure) {
  breaker b(after_failures(1));
  cancel_everywhere(
      [&]() -> corun::task<> {
        auto call = [] { return after(3); };
        co_await b.run(call);
      },
      [&](bool) { EXPECT_EQ(b.state(), circuit_state::closed); });
  // Nor is it a success, which would begin the row anew.
  breaker two(after_failures(2));
  fail(two);
  auto aborted = []() -> corun::task<> {
    throw boost::system::system_error(asio::error::operation_aborted);
    co_return;
  };
  EXPECT_EQ(error_of(two.run(aborted)), asio::error::operation_aborted);
  fail(two);
  EXPECT_EQ(two.state(), circuit_state::open);
  // Nor is what a call makes of it a failure.
  int ended = 0;
  auto hides = [&]() -> corun::task<> {
    try {
      co_await forever(ended);
    } catch (...) {
    }
    throw std::runtime_error("cancelled");
  };
  asio::io_context context(1);
  asio::cancellation_signal signal;
  asio::co_spawn(context, b.run(hides),
                 asio::bind_cancellation_slot(signal.slot(), asio::detached));
  context.poll();
  signal.emit(asio::cancellation_type::terminal);
  context.run();
  EXPECT_EQ(ended, 1);
  EXPECT_EQ(b.state(), circuit_state::closed);
}

TEST(CircuitBreaker, TellsEachChange) {
  std::vector<std::pair<circuit_state, circuit_state>> changes;
  auto options = after_failures(1);
  breaker *told = nullptr;
  options.on_change = [&](circuit_state from, circuit_state to) {
    changes.emplace_back(from, to);
    EXPECT_EQ(told->state(), to);
  };
  breaker b(options);
  told = &b;
  fail(b);
  manual_clock::passed += 10s;
  fail(b);
  manual_clock::passed += 10s;
  EXPECT_FALSE(is_open(b));
  using enum circuit_state;
  const decltype(changes) expected = {{closed, open},
                                      {open, half_open},
                                      {half_open, open},
                                      {open, half_open},
                                      {half_open, closed}};
  EXPECT_EQ(changes, expected);
}

TEST(CircuitBreaker, BadOptionsAreErrors) {
  auto bad = [](auto change) {
    circuit_options options;
    change(options);
    try {
      corun::circuit_breaker b(options);
    } catch (const boost::system::system_error &e) {
      EXPECT_THAT(e.what(), testing::HasSubstr("corun::circuit_breaker: "));
      return e.code() == corun::errc::invalid_argument;
    }
    return false;
  };
  EXPECT_TRUE(bad([](auto &o) { o.failures = 0; }));
  EXPECT_TRUE(bad([](auto &o) { o.share = corun::failure_share{0, 10}; }));
  EXPECT_TRUE(bad([](auto &o) { o.share = corun::failure_share{1.1, 10}; }));
  EXPECT_TRUE(bad([](auto &o) { o.share = corun::failure_share{0.5, 0}; }));
  EXPECT_TRUE(bad([](auto &o) { o.open_time = -1ns; }));
  EXPECT_TRUE(bad([](auto &o) { o.probes = 0; }));
}

TEST(CircuitBreaker, ManyThreadsSeeTheChangesInOrder) {
  std::atomic<int> telling{0}, changes{0};
  circuit_state last = circuit_state::closed;
  circuit_options options;
  options.failures = 2;
  options.probes = 2;
  options.open_time = 0s;
  options.on_change = [&](circuit_state from, circuit_state to) {
    EXPECT_EQ(++telling, 1);
    EXPECT_EQ(from, last);
    last = to;
    ++changes;
    --telling;
  };
  corun::circuit_breaker b(options);
  const auto result = stress([&](int number) -> corun::task<> {
    auto call = [&] { return number % 3 ? after(1, 1) : fail_after<int>(1); };
    for (int i = 0; i < 100; ++i)
      try {
        co_await b.run(call);
      } catch (const std::runtime_error &) {
        // Also of the breaker.
      }
  });
  EXPECT_EQ(result.ended + result.aborted, 64);
  EXPECT_GT(changes, 2);
  EXPECT_EQ(b.state(), last);
}

} // namespace
