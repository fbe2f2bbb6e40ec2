// What the mock of stdexec must let a program write.
#include "../mocks/stdexec.hpp"

using namespace std::chrono_literals;

exec::task<int> lazy() { co_return 1; }
exec::task<void> nothing() { co_return; }
stdexec::task<int> standard() { co_return 1; }

exec::task<void> use(exec::static_thread_pool &pool, exec::async_scope &scope) {
  [[maybe_unused]] int sum = co_await lazy() + co_await standard();
  auto held = lazy();
  sum += co_await std::move(held);
  auto scheduler = pool.get_scheduler();
  co_await stdexec::schedule(scheduler);
  co_await exec::reschedule_coroutine_on(scheduler);
  co_await exec::schedule_after(scheduler, 10ms);
  sum += co_await stdexec::starts_on(scheduler, lazy());
  sum += co_await stdexec::on(scheduler, lazy());
  co_await stdexec::when_all(lazy(), nothing());
  co_await exec::when_any(lazy(), lazy());
  co_await stdexec::then(lazy(), [](int n) { return n; });
  scope.spawn(nothing());
  co_await scope.spawn_future(lazy());
  co_await scope.on_empty();
  exec::start_detached(nothing());
}

void top() { stdexec::sync_wait(lazy()); }
