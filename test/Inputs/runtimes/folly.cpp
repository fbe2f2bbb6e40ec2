// What the mock of folly must let a program write.
#include "../mocks/folly.hpp"

using namespace std::chrono_literals;
using folly::coro::Task;

Task<int> lazy() { co_return 1; }
Task<void> nothing() { co_return; }
folly::coro::now_task<int> now() { co_return 1; }
folly::coro::AsyncGenerator<int> numbers() { co_yield 1; }
folly::Future<int> eager();

Task<void> use(folly::coro::Mutex &mutex, folly::coro::AsyncScope &scope) {
  [[maybe_unused]] int sum = co_await lazy() + co_await now();
  auto held = lazy();
  sum += co_await std::move(held);
  sum += co_await eager();
  auto source = numbers();
  co_await source.next();
  auto lock = co_await mutex.co_scoped_lock();
  co_await folly::coro::sleep(10ms);
  co_await folly::coro::co_reschedule_on_current_executor;
  co_await folly::coro::co_safe_point;
  co_await folly::coro::collectAll(lazy(), nothing());
  co_await folly::coro::timeout(lazy(), 1s);
  co_await folly::coro::co_withExecutor(folly::getGlobalCPUExecutor(), lazy());
  co_await folly::coro::co_invoke([sum]() -> Task<int> { co_return sum; });
  scope.add(
      folly::coro::co_withExecutor(folly::getGlobalCPUExecutor(), nothing()));
  co_await scope.joinAsync();
  folly::coro::co_withExecutor(folly::getGlobalCPUExecutor(), lazy())
      .start([](auto &&) {});
}

int top() { return folly::coro::blockingWait(lazy()) + eager().get(); }
