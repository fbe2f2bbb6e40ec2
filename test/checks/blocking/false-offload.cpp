// RUN: %check_test %s async-false-offload
#include "mocks/concurrencpp.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/libunifex.hpp"
#include "mocks/stdexec.hpp"
#include <memory>

long compute();

// A task of stdexec comes back to its own scheduler after each await.

exec::task<long> stdexec_bad(exec::static_thread_pool &pool) {
  co_await stdexec::schedule(pool.get_scheduler());
  // WARN@-1:3: awaiting 'schedule' does not move the coroutine to the thread pool: it resumes on its own executor
  // NOTE@-2:3: use 'exec::reschedule_coroutine_on' to move
  co_return compute();
  // NOTE@-1:13: this still runs on the event loop
}

exec::task<long> stdexec_loop_bad(exec::static_thread_pool &pool, int n) {
  co_await stdexec::schedule(pool.get_scheduler());
  // WARN@-1:3: awaiting 'schedule' does not move the coroutine to the thread pool: it resumes on its own executor
  // NOTE@-2:3: use 'exec::reschedule_coroutine_on' to move
  long sum = 0;
  for (int i = 0; i < n; ++i)
  // NOTE@-1:3: this still runs on the event loop
    sum += i;
  co_return sum;
}

exec::task<long> stdexec_rescheduled_ok(exec::static_thread_pool &pool) {
  co_await exec::reschedule_coroutine_on(pool.get_scheduler());
  co_return compute();
}

exec::task<void> stdexec_nothing_behind_ok(exec::static_thread_pool &pool) {
  co_await stdexec::schedule(pool.get_scheduler());
}

// Runtimes whose schedule() moves.

cppcoro::task<long> cppcoro_ok(cppcoro::static_thread_pool &pool) {
  co_await pool.schedule();
  co_return compute();
}

cppcoro::task<long> cppcoro_loop_ok(cppcoro::io_service &io) {
  co_await io.schedule();
  co_return compute();
}

coro::task<long> libcoro_ok(coro::thread_pool &pool) {
  co_await pool.schedule();
  co_return compute();
}

concurrencpp::result<long>
concurrencpp_ok(std::shared_ptr<concurrencpp::thread_pool_executor> pool) {
  co_await concurrencpp::resume_on(pool);
  co_return compute();
}

unifex::task<long> libunifex_ok(unifex::static_thread_pool &pool) {
  co_await unifex::schedule(pool.get_scheduler());
  co_return compute();
}

long plain_ok() { return compute(); }
