// What the mock of userver must let a program write.
#include "../mocks/userver.hpp"

using namespace std::chrono_literals;
namespace engine = userver::engine;

int use(userver::concurrent::BackgroundTaskStorage &storage) {
  auto task = userver::utils::Async("name", [] { return 1; });
  auto other = engine::AsyncNoSpan([] { return 1; });
  engine::SleepFor(10ms);
  engine::Yield();
  engine::WaitAllChecked(task, other);
  storage.AsyncDetach("name", [] {});
  engine::AsyncNoSpan([] {}).BlockingWait();
  return task.Get() + other.Get();
}

void top() {
  engine::RunStandalone([] {});
}
