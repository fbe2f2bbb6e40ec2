// What the mock of async_simple must let a program write.
#include "../mocks/async_simple.hpp"

using namespace std::chrono_literals;
using async_simple::coro::Lazy;

Lazy<int> lazy() { co_return 1; }
Lazy<> nothing() { co_return; }
async_simple::coro::detail::DetachedCoroutine background() { co_return; }
async_simple::Future<int> future();

Lazy<> use(async_simple::Executor *executor, async_simple::coro::Mutex &mutex) {
  [[maybe_unused]] int sum = co_await lazy();
  auto held = lazy();
  sum += co_await held;
  sum += co_await future();
  co_await lazy().coAwaitTry();
  auto lock = co_await mutex.coScopedLock();
  co_await async_simple::coro::Yield{};
  co_await async_simple::coro::sleep(10ms);
  co_await async_simple::coro::dispatch(executor);
  co_await async_simple::coro::collectAll(lazy(), nothing());
  co_await async_simple::coro::collectAny(lazy(), lazy());
  co_await coro_io::post([] { return 1; });
  lazy().start([](auto &&) {});
  lazy().via(executor).detach();
  background();
}

int top() { return async_simple::coro::syncAwait(lazy()) + future().get(); }
