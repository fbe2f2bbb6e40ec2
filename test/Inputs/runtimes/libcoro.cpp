// What the mock of libcoro must let a program write.
#include "../mocks/libcoro.hpp"

using namespace std::chrono_literals;

coro::task<int> lazy() { co_return 1; }
coro::task<void> nothing() { co_return; }
coro::generator<int> numbers() { co_yield 1; }

coro::task<void> use(std::unique_ptr<coro::scheduler> &scheduler,
                     std::unique_ptr<coro::thread_pool> &pool,
                     coro::mutex &mutex, coro::event &event) {
  [[maybe_unused]] int sum = co_await lazy();
  auto held = lazy();
  sum += co_await held;
  for (int n : numbers())
    sum += n;
  auto lock = co_await mutex.scoped_lock();
  co_await event;
  co_await pool->schedule();
  sum += co_await pool->schedule(lazy());
  co_await scheduler->schedule(lazy(), 10ms);
  co_await scheduler->yield();
  co_await scheduler->yield_for(10ms);
  co_await scheduler->schedule_after(10ms);
  pool->spawn_detached(nothing());
  auto joined = scheduler->spawn_joinable(nothing());
  co_await joined;
  coro::task_group<coro::thread_pool> group(pool);
  if (group.start(nothing()))
    co_await group;
  co_await coro::when_all(lazy(), nothing());
  co_await coro::when_any(lazy(), lazy());
  co_await coro::invoke([](int) -> coro::task<void> { co_return; }, sum);
}

int top(coro::scheduler &scheduler) {
  scheduler.process_events(10ms);
  return coro::sync_wait(lazy());
}
