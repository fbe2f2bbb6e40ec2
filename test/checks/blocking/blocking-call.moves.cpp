// RUN: %check_test %s async-blocking-call
#include "mocks/concurrencpp.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/libunifex.hpp"
#include "mocks/stdexec.hpp"
#include <chrono>
#include <memory>
#include <stdexcept>
#include <thread>

// Where a coroutine is off its loop because it moved to a thread pool.

using namespace std::chrono_literals;
using pool_t = cppcoro::static_thread_pool;
bool large();
struct error {};

cppcoro::task<> moved_ok(pool_t &pool) {
  co_await pool.schedule();
  std::this_thread::sleep_for(1s);
}

cppcoro::task<> before_the_move_bad(pool_t &pool) {
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
  co_await pool.schedule();
}

cppcoro::task<> never_awaited_bad(pool_t &pool) {
  auto move = pool.schedule();
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
  co_await move;
}

cppcoro::task<> moved_twice_ok(pool_t &a, pool_t &b) {
  co_await a.schedule();
  co_await b.schedule();
  std::this_thread::sleep_for(1s);
}

cppcoro::task<> moved_back_bad(pool_t &pool, cppcoro::io_service &io) {
  co_await pool.schedule();
  co_await io.schedule();
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
}

cppcoro::task<> timer_leads_back_bad(pool_t &pool, cppcoro::io_service &io) {
  co_await pool.schedule();
  co_await io.schedule_after(1s);
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
}

// Branches.

cppcoro::task<> one_branch_bad(pool_t &pool) {
  if (large())
    co_await pool.schedule();
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
}

cppcoro::task<> inside_branch_ok(pool_t &pool) {
  if (large()) {
    co_await pool.schedule();
    std::this_thread::sleep_for(1s);
  }
}

cppcoro::task<> both_branches_ok(pool_t &a, pool_t &b) {
  if (large())
    co_await a.schedule();
  else
    co_await b.schedule();
  std::this_thread::sleep_for(1s);
}

cppcoro::task<> other_branch_returns_ok(pool_t &pool) {
  if (large())
    co_await pool.schedule();
  else
    co_return;
  std::this_thread::sleep_for(1s);
}

cppcoro::task<> other_branch_throws_ok(pool_t &pool) {
  if (large())
    co_await pool.schedule();
  else
    throw error();
  std::this_thread::sleep_for(1s);
}

cppcoro::task<> one_branch_returns_back_bad(pool_t &pool,
                                            cppcoro::io_service &io) {
  co_await pool.schedule();
  if (large())
    co_await io.schedule();
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
}

cppcoro::task<> switch_bad(pool_t &pool, int how) {
  switch (how) {
  case 0:
    co_await pool.schedule();
    break;
  case 1:
    break;
  }
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
}

cppcoro::task<> switch_ok(pool_t &pool, int how) {
  switch (how) {
  case 0:
    co_await pool.schedule();
    break;
  default:
    co_return;
  }
  std::this_thread::sleep_for(1s);
}

cppcoro::task<> in_condition_ok(pool_t &pool) {
  if ((co_await pool.schedule(), large()))
    std::this_thread::sleep_for(1s);
}

cppcoro::task<> conditional_expression_bad(pool_t &pool) {
  large() ? co_await pool.schedule() : void();
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
}

// Loops.

cppcoro::task<> move_in_loop_body_bad(pool_t &pool, int n) {
  for (int i = 0; i < n; ++i)
    co_await pool.schedule();
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
}

cppcoro::task<> end_of_round_bad(pool_t &pool, int n) {
  for (int i = 0; i < n; ++i) {
    std::this_thread::sleep_for(1s);
    // WARN@-1:5: 'sleep_for' blocks the event loop: it suspends the calling thread
    // NOTE@-2:5: use 'co_await cppcoro::io_service::schedule_after' instead
    co_await pool.schedule();
  }
}

cppcoro::task<> start_of_round_ok(pool_t &pool, cppcoro::io_service &io, int n) {
  for (int i = 0; i < n; ++i) {
    co_await pool.schedule();
    std::this_thread::sleep_for(1s);
    co_await io.schedule();
  }
}

cppcoro::task<> do_while_ok(pool_t &pool) {
  do
    co_await pool.schedule();
  while (large());
  std::this_thread::sleep_for(1s);
}

cppcoro::task<> back_in_some_round_bad(pool_t &pool, cppcoro::io_service &io) {
  co_await pool.schedule();
  while (large()) {
    std::this_thread::sleep_for(1s);
    // WARN@-1:5: 'sleep_for' blocks the event loop: it suspends the calling thread
    // NOTE@-2:5: use 'co_await cppcoro::io_service::schedule_after' instead
    if (large())
      co_await io.schedule();
  }
}

cppcoro::task<> jump_bad(pool_t &pool) {
  if (large())
    goto out;
  co_await pool.schedule();
out:
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
}

// Exceptions.

cppcoro::task<> handler_bad(pool_t &pool) {
  try {
    if (large())
      throw error();
    co_await pool.schedule();
  } catch (const error &) {
    std::this_thread::sleep_for(1s);
    // WARN@-1:5: 'sleep_for' blocks the event loop: it suspends the calling thread
    // NOTE@-2:5: use 'co_await cppcoro::io_service::schedule_after' instead
  }
}

cppcoro::task<> handler_behind_move_ok(pool_t &pool) {
  co_await pool.schedule();
  try {
    if (large())
      throw error();
  } catch (const error &) {
    std::this_thread::sleep_for(1s);
  }
  std::this_thread::sleep_for(1s);
}

// Ends of scopes.

cppcoro::task<> joins_off_the_loop_ok(pool_t &pool) {
  std::jthread thread([] {});
  co_await pool.schedule();
}

cppcoro::task<> joins_on_the_loop_bad(pool_t &pool, cppcoro::io_service &io) {
  co_await pool.schedule();
  std::jthread thread([] {});
  // WARN@-1:16: '~jthread' blocks the event loop: it joins the thread
  // NOTE@-2:16: run it on a thread pool and await the result
  co_await io.schedule();
}

// Lambdas run where they are called.

cppcoro::task<> lambda_ok(pool_t &pool) {
  auto nap = [] { std::this_thread::sleep_for(1s); };
  co_await pool.schedule();
  nap();
}

cppcoro::task<> lambda_called_before_bad(pool_t &pool) {
  auto nap = [] { std::this_thread::sleep_for(1s); };
  // NOTE@-1:19: 'sleep_for' suspends the calling thread
  nap();
  // WARN@-1:3: 'nap' blocks the event loop through 'sleep_for'
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
  co_await pool.schedule();
}

// Awaited coroutines that move.

static cppcoro::task<> to_pool(pool_t &pool) { co_await pool.schedule(); }

static cppcoro::task<> perhaps_to_pool(pool_t &pool) {
  if (large())
    co_await pool.schedule();
}

static cppcoro::task<> there_and_back(pool_t &pool, cppcoro::io_service &io) {
  co_await pool.schedule();
  co_await io.schedule();
}

static cppcoro::task<> to_pool_by_another(pool_t &pool) {
  co_await to_pool(pool);
}

static cppcoro::task<> recursive(pool_t &pool, int depth) {
  if (depth > 0)
    co_await recursive(pool, depth - 1);
  co_await pool.schedule();
}

cppcoro::task<> child_moved_ok(pool_t &pool) {
  co_await to_pool(pool);
  std::this_thread::sleep_for(1s);
}

cppcoro::task<> child_of_child_moved_ok(pool_t &pool) {
  co_await to_pool_by_another(pool);
  std::this_thread::sleep_for(1s);
}

cppcoro::task<> child_moved_perhaps_bad(pool_t &pool) {
  co_await perhaps_to_pool(pool);
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
}

cppcoro::task<> child_came_back_bad(pool_t &pool, cppcoro::io_service &io) {
  co_await pool.schedule();
  co_await there_and_back(pool, io);
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
}

cppcoro::task<> child_recursive_ok(pool_t &pool) {
  co_await recursive(pool, 3);
  std::this_thread::sleep_for(1s);
}

cppcoro::task<> lambda_child_ok(pool_t &pool) {
  co_await [&]() -> cppcoro::task<> { co_await pool.schedule(); }();
  std::this_thread::sleep_for(1s);
}

// Other runtimes.

cppcoro::task<> resume_on_pool_ok(pool_t &pool) {
  co_await cppcoro::resume_on(pool, to_pool(pool));
  std::this_thread::sleep_for(1s);
}

cppcoro::task<> resume_on_loop_bad(pool_t &pool, cppcoro::io_service &io) {
  co_await cppcoro::resume_on(io, to_pool(pool));
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
}

coro::task<> libcoro_ok(coro::thread_pool &pool) {
  co_await pool.schedule();
  std::this_thread::sleep_for(1s);
}

coro::task<> libcoro_lambda_awaited_there_ok(coro::thread_pool &pool) {
  auto work = []() -> coro::task<> {
    std::this_thread::sleep_for(1s);
    co_return;
  };
  co_await pool.schedule();
  co_await work();
}

coro::task<> libcoro_lambda_awaited_here_too_bad(coro::thread_pool &pool) {
  auto work = []() -> coro::task<> {
    std::this_thread::sleep_for(1s);
    // WARN@-1:5: 'sleep_for' blocks the event loop: it suspends the calling thread
    // NOTE@-2:5: use 'co_await coro::scheduler::yield_for' instead
    co_return;
  };
  co_await work();
  co_await pool.schedule();
  co_await work();
}

coro::task<> libcoro_back_bad(coro::thread_pool &pool, coro::scheduler &loop) {
  co_await pool.schedule();
  co_await loop.schedule();
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await coro::scheduler::yield_for' instead
}

concurrencpp::result<void>
concurrencpp_ok(std::shared_ptr<concurrencpp::thread_pool_executor> pool) {
  co_await concurrencpp::resume_on(pool);
  std::this_thread::sleep_for(1s);
}

concurrencpp::result<void>
concurrencpp_started_elsewhere_ok(
    concurrencpp::executor_tag,
    std::shared_ptr<concurrencpp::thread_pool_executor>) {
  std::this_thread::sleep_for(1s);
  co_return;
}

concurrencpp::result<void> concurrencpp_started_elsewhere_back_bad(
    concurrencpp::executor_tag,
    std::shared_ptr<concurrencpp::thread_pool_executor>,
    std::shared_ptr<concurrencpp::manual_executor> loop) {
  std::this_thread::sleep_for(1s);
  co_await concurrencpp::resume_on(loop);
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await concurrencpp::timer_queue::make_delay_object' instead
}

concurrencpp::result<void>
concurrencpp_back_bad(std::shared_ptr<concurrencpp::thread_pool_executor> pool,
                      std::shared_ptr<concurrencpp::manual_executor> loop) {
  co_await concurrencpp::resume_on(pool);
  co_await concurrencpp::resume_on(loop);
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await concurrencpp::timer_queue::make_delay_object' instead
}

// schedule() comes back to the task's own scheduler.
exec::task<void> stdexec_schedule_bad(exec::static_thread_pool &pool) {
  co_await stdexec::schedule(pool.get_scheduler());
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await experimental::execution::schedule_after' instead
}

exec::task<void> stdexec_reschedule_ok(exec::static_thread_pool &pool) {
  co_await exec::reschedule_coroutine_on(pool.get_scheduler());
  std::this_thread::sleep_for(1s);
}

unifex::task<void> libunifex_ok(unifex::static_thread_pool &pool) {
  co_await unifex::schedule(pool.get_scheduler());
  std::this_thread::sleep_for(1s);
}

static unifex::task<void> libunifex_child(unifex::static_thread_pool &pool) {
  co_await unifex::schedule(pool.get_scheduler());
}

// A task of libunifex goes on on its own scheduler.
unifex::task<void> libunifex_child_bad(unifex::static_thread_pool &pool) {
  co_await libunifex_child(pool);
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await unifex::_schedule_after::schedule_after' instead
}

// Templates.

template <typename T> cppcoro::task<T> generic_ok(pool_t &pool, T value) {
  co_await pool.schedule();
  std::this_thread::sleep_for(1s);
  co_return value;
}
template cppcoro::task<int> generic_ok(pool_t &, int);

template <typename T> cppcoro::task<T> generic_bad(pool_t &pool, T value) {
  if (value)
    co_await pool.schedule();
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
  co_return value;
}
template cppcoro::task<int> generic_bad(pool_t &, int);
