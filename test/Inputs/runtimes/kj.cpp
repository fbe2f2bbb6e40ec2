// What the mock of kj must let a program write.
#include "../mocks/kj.hpp"

kj::Promise<int> eager() { co_return 1; }
kj::Promise<void> nothing() { co_return; }

kj::Promise<void> use(kj::Timer &timer, kj::TaskSet &tasks,
                      kj::Executor &executor) {
  [[maybe_unused]] int sum = co_await eager();
  auto held = eager();
  sum += co_await held;
  auto fork = eager().fork();
  sum += co_await fork.addBranch() + co_await fork;
  co_await timer.afterDelay({});
  co_await timer.timeoutAfter({}, eager());
  co_await kj::yield();
  co_await kj::evalLater([] { return 1; });
  co_await executor.executeAsync([] { return 1; });
  co_await nothing().then([] {}).eagerlyEvaluate(nullptr);
  tasks.add(nothing());
  nothing().detach([](auto &&) {});
}

int top(kj::WaitScope &scope) { return eager().wait(scope); }
