// Cases for scopes of a thread that stay open over a suspension.
//
// ours: async-raii-across-suspension async-lock-across-suspension
// options:
// RAIITypesList=::std::lock_guard;::std::scoped_lock;::pybind11::gil_scoped_acquire;::tracy::ScopedZone;::opentelemetry::trace::Scope;::opentelemetry::context::Token

#include "mocks/home_made.hpp"
#include "mocks/kj.hpp"
#include "mocks/threads.hpp"
#include <memory>
#include <mutex>

home::Lazy<> later();
home::Lazy<int> ask();
kj::Promise<void> transfer();
bool wanted();
void use(int value = 0);
std::mutex mutex;

home::Lazy<> interpreter_lock_over_an_await_bad() {
  pybind11::gil_scoped_acquire gil;
  co_await later();
}

home::Lazy<> zone_over_an_await_bad() {
  tracy::ScopedZone zone("request");
  co_await later();
}

home::Lazy<> span_over_an_await_bad(
    const std::shared_ptr<opentelemetry::trace::Span> &span) {
  opentelemetry::trace::Scope scope(span);
  co_await later();
}

home::Lazy<> lock_over_an_await_bad() {
  std::lock_guard lock(mutex);
  co_await later();
}

home::Lazy<> annotated_lock_over_an_await_bad(absl::Mutex &annotated) {
  absl::MutexLock lock(&annotated);
  co_await later();
}

home::Lazy<> await_in_an_initialiser_bad() {
  pybind11::gil_scoped_acquire gil;
  int value = co_await ask();
  use(value);
}

home::Lazy<> await_in_a_condition_bad() {
  pybind11::gil_scoped_acquire gil;
  if (co_await ask())
    use();
}

home::Lazy<> await_in_a_nested_block_bad() {
  pybind11::gil_scoped_acquire gil;
  if (wanted()) {
    co_await later();
  }
}

home::AsyncGenerator<int> over_a_yield_bad() {
  pybind11::gil_scoped_acquire gil;
  co_yield 1;
}

home::Lazy<> scope_ends_before_ok() {
  {
    pybind11::gil_scoped_acquire gil;
    use();
  }
  co_await later();
}

home::Lazy<> await_before_ok() {
  co_await later();
  pybind11::gil_scoped_acquire gil;
  use();
}

home::Lazy<> left_before_ok() {
  if (wanted()) {
    pybind11::gil_scoped_acquire gil;
    use();
    co_return;
  }
  co_await later();
}

home::Lazy<> left_in_the_same_scope_ok() {
  while (wanted()) {
    tracy::ScopedZone zone("round");
    use();
    if (wanted())
      break;
  }
  co_await later();
}

home::Lazy<> await_of_what_is_always_ready_ok() {
  pybind11::gil_scoped_acquire gil;
  co_await std::suspend_never();
}

home::Lazy<> owned_by_a_pointer_bad() {
  auto token = opentelemetry::context::RuntimeContext::Attach(1);
  co_await later();
}

home::Lazy<> reset_before_ok() {
  auto token = opentelemetry::context::RuntimeContext::Attach(1);
  token.reset();
  co_await later();
}

home::Lazy<> unlocked_before_ok() {
  std::unique_lock lock(mutex);
  lock.unlock();
  co_await later();
}

home::Lazy<> annotated_and_released_before_ok(absl::Mutex &annotated) {
  absl::ReleasableMutexLock lock(&annotated);
  lock.Release();
  co_await later();
}

kj::Promise<void>
class_that_says_so_itself_bad(const kj::MutexGuarded<int> &value) {
  auto locked = value.lockExclusive();
  co_await transfer();
}

home::Lazy<> coroutine_inside_of_the_scope_ok() {
  pybind11::gil_scoped_acquire gil;
  auto work = []() -> home::Lazy<> { co_await later(); };
  (void)work;
  co_return;
}
