// What the mock of libunifex must let a program write.
#include "../mocks/libunifex.hpp"

using namespace std::chrono_literals;

unifex::task<int> lazy() { co_return 1; }
unifex::nothrow_task<void> nothing() { co_return; }

unifex::task<void> use(unifex::static_thread_pool &pool,
                       unifex::async_scope &scope, unifex::async_mutex &mutex) {
  [[maybe_unused]] int sum = co_await lazy();
  auto held = lazy();
  sum += co_await std::move(held);
  auto scheduler = pool.get_scheduler();
  co_await unifex::schedule(scheduler);
  co_await unifex::schedule_after(scheduler, 10ms);
  sum += co_await unifex::on(scheduler, lazy());
  co_await unifex::when_all(lazy(), nothing());
  co_await mutex.async_lock();
  mutex.unlock();
  scope.detached_spawn(nothing());
  co_await scope.spawn(lazy());
  unifex::spawn_detached(nothing(), scope);
  co_await unifex::spawn_future(lazy(), scope);
  co_await scope.complete();
}

void top() { unifex::sync_wait(lazy()); }
