// What the mock of cppcoro must let a program write.
#include "../mocks/cppcoro.hpp"

using namespace std::chrono_literals;

cppcoro::task<int> lazy() { co_return 1; }
cppcoro::task<> nothing() { co_return; }
cppcoro::shared_task<int> shared() { co_return 1; }
cppcoro::generator<int> numbers() { co_yield 1; }
cppcoro::recursive_generator<int> nested() { co_yield 1; }
cppcoro::async_generator<int> later(cppcoro::io_service &io) {
  co_await io.schedule();
  co_yield 1;
}

cppcoro::task<> use(cppcoro::io_service &io, cppcoro::static_thread_pool &pool,
                    cppcoro::async_mutex &mutex) {
  [[maybe_unused]] int sum = co_await lazy();
  auto held = lazy();
  sum += co_await held;
  auto result = shared();
  sum += co_await result;
  for (int n : numbers())
    sum += n;
  for (int n : nested())
    sum += n;
  auto source = later(io);
  for (auto it = co_await source.begin(); it != source.end(); co_await ++it)
    sum += *it;
  auto lock = co_await mutex.scoped_lock_async();
  co_await io.schedule_after(10ms);
  co_await pool.schedule();
  co_await cppcoro::schedule_on(pool, lazy());
  co_await cppcoro::resume_on(io, lazy());
  co_await cppcoro::when_all(lazy(), nothing());
  co_await cppcoro::when_all_ready(lazy(), nothing());
  cppcoro::async_scope scope;
  scope.spawn(nothing());
  co_await scope.join();
}

int top(cppcoro::io_service &io) {
  io.process_events();
  return cppcoro::sync_wait(lazy());
}
