// Scopes of a thread that stay open while a coroutine is suspended.
//
// RUN: %check_test %s async-raii-across-suspension
// RUN: %check_test %s async-raii-across-suspension --tag options \
// RUN:   --option "Types=scope::*;Cork" \
// RUN:   --option AllowedAwaitables=home::Timer \
// RUN:   --option AllowedCallees=harmless

#include "mocks/async_simple.hpp"
#include "mocks/cobalt.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/kj.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include "mocks/threads.hpp"
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

home::Lazy<> later();
home::Lazy<> harmless();
home::Lazy<int> ask();
cppcoro::task<int> fetch();
coro::task<> send(int value);
folly::coro::Task<int> query();
kj::Promise<void> transfer();
void call_python(int value = 0);
void work();
bool wanted();
std::shared_ptr<opentelemetry::trace::Span> current_span();

namespace scope {
struct Region {
  Region();
  ~Region();
};
} // namespace scope
struct Cork {
  Cork();
  ~Cork();
};

// Found.

home::Lazy<> interpreter_bad() {
  pybind11::gil_scoped_acquire gil;
  // WARN@-1:32: 'gil' holds Python's global interpreter lock for this thread, and lives on while the coroutine is suspended
  // NOTE@-2:32: end its scope before the coroutine is suspended, and open it again behind
  call_python();
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
}

cppcoro::task<> interpreter_given_up_bad() {
  pybind11::gil_scoped_release release;
  // WARN@-1:32: 'release' gives Python's global interpreter lock up for this thread, and lives on while the coroutine is suspended
  // NOTE@-2:32: end its scope before the coroutine is suspended, and open it again behind
  int value = co_await fetch();
  // NOTE@-1:15: the coroutine can be suspended here
  call_python(value);
}

coro::task<> span_bad(int count) {
  opentelemetry::trace::Scope span(current_span());
  // WARN@-1:31: 'span' makes its span the current one of this thread, and lives on while the coroutine is suspended
  // NOTE@-2:31: end its scope before the coroutine is suspended, and open it again behind
  for (int i = 0; i < count; ++i)
    co_await send(i);
    // NOTE@-1:5: the coroutine can be suspended here
}

home::Lazy<> context_bad() {
  auto token = opentelemetry::context::RuntimeContext::Attach(1);
  // WARN@-1:8: 'token' sets the context of this thread, and lives on while the coroutine is suspended
  // NOTE@-2:8: end its scope before the coroutine is suspended, and open it again behind
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
}

folly::coro::Task<int> request_bad() {
  folly::RequestContextScopeGuard guard;
  // WARN@-1:35: 'guard' sets the request context of this thread, and lives on while the coroutine is suspended
  // NOTE@-2:35: end its scope before the coroutine is suspended, and open it again behind
  co_return co_await query();
  // NOTE@-1:13: the coroutine can be suspended here
}

folly::coro::Task<int> reader_bad() {
  folly::rcu_reader reader;
  // WARN@-1:21: 'reader' keeps what other threads retire alive for this thread, and lives on while the coroutine is suspended
  // NOTE@-2:21: end its scope before the coroutine is suspended, and open it again behind
  if (int value = co_await query())
  // NOTE@-1:19: the coroutine can be suspended here
    co_return value;
  co_return 0;
}

seastar::future<> zone_bad() {
  tracy::ScopedZone zone("request");
  // WARN@-1:21: 'zone' opens a zone of this thread's profile, and lives on while the coroutine is suspended
  // NOTE@-2:21: end its scope before the coroutine is suspended, and open it again behind
  co_await seastar::sleep(std::chrono::seconds(1));
  // NOTE@-1:3: the coroutine can be suspended here
}

async_simple::coro::Lazy<> mode_bad() {
  c10::InferenceMode guard;
  // WARN@-1:22: 'guard' switches a mode of this thread, and lives on while the coroutine is suspended
  // NOTE@-2:22: end its scope before the coroutine is suspended, and open it again behind
  work();
  co_await async_simple::coro::sleep(std::chrono::seconds(1));
  // NOTE@-1:3: the coroutine can be suspended here
}

boost::cobalt::task<void> device_bad(boost::cobalt::task<void> next) {
  c10::cuda::CUDAGuard device(1);
  // WARN@-1:24: 'device' selects a device for this thread, and lives on while the coroutine is suspended
  // NOTE@-2:24: end its scope before the coroutine is suspended, and open it again behind
  co_await std::move(next);
  // NOTE@-1:3: the coroutine can be suspended here
}

kj::Promise<void> disallowed_bad(const kj::MutexGuarded<int> &value) {
  auto locked = value.lockExclusive();
  // WARN@-1:8: 'locked' is of a class that says no coroutine may keep it, and lives on while the coroutine is suspended
  // NOTE@-2:8: end its scope before the coroutine is suspended, and open it again behind
  co_await transfer();
  // NOTE@-1:3: the coroutine can be suspended here
}

home::AsyncGenerator<int> over_yield_bad() {
  tracy::ScopedZone zone("element");
  // WARN@-1:21: 'zone' opens a zone of this thread's profile, and lives on while the coroutine is suspended
  // NOTE@-2:21: end its scope before the coroutine is suspended, and open it again behind
  co_yield 1;
  // NOTE@-1:3: the coroutine is suspended here until its consumer asks for the next value
}

home::Lazy<> in_optional_bad(bool trace) {
  std::optional<tracy::ScopedZone> zone;
  // WARN@-1:36: 'zone' opens a zone of this thread's profile, and lives on while the coroutine is suspended
  // NOTE@-2:36: end its scope before the coroutine is suspended, and open it again behind
  if (trace)
    zone.emplace("request");
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
}

home::Lazy<> ended_on_one_path_bad() {
  auto gil = std::make_unique<pybind11::gil_scoped_acquire>();
  // WARN@-1:8: 'gil' holds Python's global interpreter lock for this thread, and lives on while the coroutine is suspended
  // NOTE@-2:8: end its scope before the coroutine is suspended, and open it again behind
  if (wanted())
    gil.reset();
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
}

class Handler {
public:
  home::Lazy<> handle_bad() {
    opentelemetry::trace::Scope scope(current_span());
    // WARN@-1:33: 'scope' makes its span the current one of this thread, and lives on while the coroutine is suspended
    // NOTE@-2:33: end its scope before the coroutine is suspended, and open it again behind
    co_await step_ok();
    // NOTE@-1:5: the coroutine can be suspended here
  }
  home::Lazy<> step_ok() {
    {
      opentelemetry::trace::Scope scope(current_span());
      work();
    }
    co_await later();
  }
};

void start_bad() {
  auto session = []() -> home::Lazy<> {
    pybind11::gil_scoped_acquire gil;
    // WARN@-1:34: 'gil' holds Python's global interpreter lock for this thread, and lives on while the coroutine is suspended
    // NOTE@-2:34: end its scope before the coroutine is suspended, and open it again behind
    co_await later();
    // NOTE@-1:5: the coroutine can be suspended here
  };
  session();
}

template <typename T> home::Lazy<> generic_bad(T value) {
  tracy::ScopedZone zone("generic");
  // WARN@-1:21: 'zone' opens a zone of this thread's profile, and lives on while the coroutine is suspended
  // NOTE@-2:21: end its scope before the coroutine is suspended, and open it again behind
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
}
template home::Lazy<> generic_bad(int);
template home::Lazy<> generic_bad(long);

template <typename Zone> home::Lazy<> instantiated_bad() {
  Zone zone("generic");
  // WARN@-1:8: 'zone' opens a zone of this thread's profile, and lives on while the coroutine is suspended
  // NOTE@-2:8: end its scope before the coroutine is suspended, and open it again behind
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
}
template home::Lazy<> instantiated_bad<tracy::ScopedZone>();
template home::Lazy<> instantiated_bad<std::string>();

home::Lazy<> awaits_timer_bad() {
  pybind11::gil_scoped_acquire gil;
  // WARN@-1:32: 'gil' holds Python's global interpreter lock for this thread, and lives on while the coroutine is suspended
  // NOTE@-2:32: end its scope before the coroutine is suspended, and open it again behind
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
  co_await home::sleep(1);
  // NOTE[default]@-1:3: the coroutine can be suspended here
  co_await harmless();
  // NOTE[default]@-1:3: the coroutine can be suspended here
}

/// Only the option tells.
home::Lazy<> listed_bad() {
  scope::Region region;
  // WARN[options]@-1:17: 'region' is of a class that the option 'Types' lists, and lives on while the coroutine is suspended
  // NOTE[options]@-2:17: end its scope before the coroutine is suspended, and open it again behind
  Cork cork;
  // WARN[options]@-1:8: 'cork' is of a class that the option 'Types' lists, and lives on while the coroutine is suspended
  // NOTE[options]@-2:8: end its scope before the coroutine is suspended, and open it again behind
  co_await later();
  // NOTE[options]@-1:3: the coroutine can be suspended here
  // NOTE[options]@-2:3: the coroutine can be suspended here
}

// Left alone.

home::Lazy<> inner_scope_ok() {
  {
    pybind11::gil_scoped_acquire gil;
    call_python();
  }
  co_await later();
}

cppcoro::task<> awaited_before_ok() {
  int value = co_await fetch();
  pybind11::gil_scoped_acquire gil;
  call_python(value);
}

coro::task<> in_each_round_ok(int count) {
  for (int i = 0; i < count; ++i) {
    {
      opentelemetry::trace::Scope span(current_span());
      work();
    }
    co_await send(i);
  }
}

home::Lazy<> detached_ok() {
  auto token = opentelemetry::context::RuntimeContext::Attach(1);
  work();
  token.reset();
  co_await later();
}

void keep(std::unique_ptr<opentelemetry::context::Token> token);

home::Lazy<> moved_away_ok() {
  auto token = opentelemetry::context::RuntimeContext::Attach(1);
  keep(std::move(token));
  co_await later();
}

folly::coro::Task<int> reader_ended_ok() {
  int known = 0;
  {
    folly::rcu_reader reader;
    known = 1;
  }
  co_return known + co_await query();
}

seastar::future<> returned_ok() {
  if (wanted()) {
    tracy::ScopedZone zone("fast");
    co_return;
  }
  co_await seastar::sleep(std::chrono::seconds(1));
}

async_simple::coro::Lazy<> mode_of_helper_ok() {
  [] {
    c10::InferenceMode guard;
    work();
  }();
  co_await async_simple::coro::sleep(std::chrono::seconds(1));
}

boost::cobalt::task<void> by_reference_ok(c10::cuda::CUDAGuard &device,
                                          boost::cobalt::task<void> next) {
  c10::cuda::CUDAGuard &same = device;
  (void)same;
  co_await std::move(next);
}

kj::Promise<void> released_in_scope_ok(const kj::MutexGuarded<int> &value) {
  {
    auto locked = value.lockExclusive();
    work();
  }
  co_await transfer();
}

/// Locks are the business of another check.
home::Lazy<> lock_ok() {
  static std::mutex mutex;
  std::lock_guard lock(mutex);
  co_await later();
}

home::Lazy<> other_classes_ok() {
  std::string text = "kept";
  std::vector<int> values;
  co_await later();
}

home::Lazy<> never_suspends_ok() {
  pybind11::gil_scoped_acquire gil;
  co_await std::suspend_never();
  call_python();
}

void plain_function_ok() {
  pybind11::gil_scoped_acquire gil;
  later();
}

home::Lazy<> static_ok() {
  static tracy::ScopedZone zone("program");
  co_await later();
}

home::Lazy<> left_by_exception_ok() {
  try {
    pybind11::gil_scoped_acquire gil;
    call_python();
  } catch (...) {
  }
  co_await later();
}

struct Holder {
  pybind11::gil_scoped_acquire gil;
};
/// The scope is a member of a local variable.
home::Lazy<> FN_in_member() {
  Holder holder;
  co_await later();
}

/// A temporary lives to the end of its expression.
home::Lazy<> FN_temporary() {
  auto under = [](const pybind11::gil_scoped_acquire &) { return later(); };
  co_await under(pybind11::gil_scoped_acquire());
}
