// Task types of several runtimes, and some that no catalogue knows.
//
// RUN: %check_test %s async-unawaited-task

#include "mocks/cobalt.hpp"
#include "mocks/concurrencpp.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <array>
#include <chrono>
#include <coroutine>
#include <future>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

//===----------------------------------------------------------------------===//
// Home-made types
//===----------------------------------------------------------------------===//

namespace home {

/// Lazy; awaitable through its member operator.
template <typename T = void> struct lazy {
  struct promise_type : mock_support::returns<T> {
    lazy get_return_object();
    std::suspend_always initial_suspend() noexcept;
    mock_support::final_awaiter final_suspend() noexcept;
  };
  lazy(lazy &&) noexcept;
  lazy &operator=(lazy &&) noexcept;
  ~lazy();
  bool valid() const;
  void detach() &&;
  lazy named(const char *name) &&;
  lazy &tagged(int tag);
  mock_support::awaiter<T> operator co_await() const noexcept;
};

/// Eager; only the promise of its own coroutines can await it.
struct job {
  struct promise_type : mock_support::returns<void> {
    job get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    mock_support::awaiter<void> await_transform(job other);
    template <typename T> mock_support::awaiter<T> await_transform(lazy<T>);
    mock_support::awaiter<void> await_transform(std::chrono::milliseconds);
  };
  job(job &&) noexcept;
  ~job();
};

/// Eager, its frame frees itself: made to be dropped, though one may await it.
struct background {
  struct promise_type : mock_support::returns<void> {
    background get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_never final_suspend() noexcept;
  };
  mock_support::awaiter<void> operator co_await() const;
};

/// Eager, and nobody owns its coroutine: nothing is lost with an object of it.
struct loose {
  struct promise_type : mock_support::returns<void> {
    loose get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
  };
  mock_support::awaiter<void> operator co_await() const;
};

/// Coroutines of this type cannot await anything but it.
struct strict_task {
  struct promise_type : mock_support::returns<void> {
    strict_task get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    mock_support::awaiter<void> await_transform(strict_task other);
  };
  ~strict_task();
};

/// An operation and an event: awaitable, no coroutines.
struct read_operation {
  bool await_ready() const;
  void await_suspend(std::coroutine_handle<> waiting);
  int await_resume();
};
struct event {
  event();
  ~event();
  void set();
  mock_support::awaiter<void> operator co_await() const;
};

/// Work that runs anyway; awaitable as an afterthought.
struct reply {
  ~reply();
  int get();
  mock_support::awaiter<int> operator co_await() const;
};
struct ticket {
  ~ticket();
};
mock_support::awaiter<void> operator co_await(const ticket &waiting);

/// Can be iterated, not awaited.
struct numbers {
  struct promise_type {
    numbers get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    std::suspend_always yield_value(int value);
    void await_transform() = delete;
    void return_void();
    void unhandled_exception();
  };
  int *begin();
  int *end();
};

} // namespace home

home::lazy<> notify(int user = 0);
home::lazy<int> ask(int user = 0);
home::job start_job(int user = 0);
home::background start_background();
home::strict_task strictly();
home::read_operation read_some(int descriptor);
home::reply request(int user);
home::ticket take_ticket();
home::numbers count();
home::event make_event();
bool urgent();
template <typename Task> void run_later(Task task) {}
struct registry {
  template <typename Task> void add(Task task);
  home::lazy<> last = notify();
};
#define NOTIFY(user) notify(user)

//===----------------------------------------------------------------------===//
// Thrown away where they are made
//===----------------------------------------------------------------------===//

home::lazy<> statement_bad() {
  notify(1);
  // WARN@-1:3: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:3: await it with 'co_await', or hand it to something that runs it
  // FIX@-3:   co_await notify(1);
  co_return;
}

home::lazy<> value_bad() {
  ask(1);
  // WARN@-1:3: task returned by 'ask' is never awaited: it never runs
  // NOTE@-2:3: await it with 'co_await', or hand it to something that runs it
  // FIX@-3:   co_await ask(1);
  co_return;
}

void plain_function_bad() { notify(1); }
// WARN@-1:29: task returned by 'notify' is never awaited: it never runs
// NOTE@-2:29: the function around it is no coroutine: return it to a caller that awaits it, or hand it to something that runs it

home::lazy<> eager_bad() {
  start_job(1);
  // WARN@-1:3: task returned by 'start_job' is never awaited: nobody waits for its end
  // NOTE@-2:3: await it with 'co_await', or keep it where somebody waits for it
  co_return;
}

home::job own_promise_bad() {
  start_job(1);
  // WARN@-1:3: task returned by 'start_job' is never awaited: nobody waits for its end
  // NOTE@-2:3: await it with 'co_await', or keep it where somebody waits for it
  // FIX@-3:   co_await start_job(1);
  co_return;
}

home::job mixed_bad() {
  notify(1);
  // WARN@-1:3: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:3: await it with 'co_await', or hand it to something that runs it
  // FIX@-3:   co_await notify(1);
  co_await start_job();
}

home::strict_task cannot_await_bad() {
  notify(1);
  // WARN@-1:3: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:3: await it with 'co_await', or hand it to something that runs it
  co_return;
}

home::lazy<> operation_bad() {
  read_some(0);
  // WARN@-1:3: operation returned by 'read_some' is never awaited: it never starts
  // NOTE@-2:3: await it with 'co_await', or hand it to something that runs it
  // FIX@-3:   co_await read_some(0);
  co_return;
}

home::lazy<> comma_bad() {
  notify(1), co_await notify(2);
  // WARN@-1:3: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:3: await it with 'co_await', or hand it to something that runs it
  // FIX@-3:   co_await notify(1), co_await notify(2);
}

home::lazy<> increment_bad() {
  for (int i = 0; i < 3; ++i, notify(i))
  // WARN@-1:31: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:31: await it with 'co_await', or hand it to something that runs it
  // FIX@-3:   for (int i = 0; i < 3; ++i, co_await notify(i))
    co_await notify(i);
}

home::lazy<> arms_bad() {
  urgent() ? notify(1) : notify(2);
  // WARN@-1:14: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:14: await it with 'co_await', or hand it to something that runs it
  // FIX@-3:   co_await (urgent() ? notify(1) : notify(2));
  co_return;
}

home::lazy<> branches_bad(int kind) {
  if (kind == 1)
    notify(1);
    // WARN@-1:5: task returned by 'notify' is never awaited: it never runs
    // NOTE@-2:5: await it with 'co_await', or hand it to something that runs it
    // FIX@-3:     co_await notify(1);
  switch (kind) {
  case 2:
    notify(2);
    // WARN@-1:5: task returned by 'notify' is never awaited: it never runs
    // NOTE@-2:5: await it with 'co_await', or hand it to something that runs it
    // FIX@-3:     co_await notify(2);
  }
  while (urgent())
    notify(3);
    // WARN@-1:5: task returned by 'notify' is never awaited: it never runs
    // NOTE@-2:5: await it with 'co_await', or hand it to something that runs it
    // FIX@-3:     co_await notify(3);
  co_return;
}

home::lazy<> cast_bad() {
  (void)notify(1);
  // WARN@-1:9: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:9: await it with 'co_await', or hand it to something that runs it
  // FIX@-3:   (void)co_await notify(1);
  co_return;
}

home::lazy<> static_cast_bad() {
  static_cast<void>(ask(1));
  // WARN@-1:21: task returned by 'ask' is never awaited: it never runs
  // NOTE@-2:21: await it with 'co_await', or hand it to something that runs it
  // FIX@-3:   static_cast<void>(co_await ask(1));
  co_return;
}

home::lazy<> ignored_bad() {
  std::ignore = ask(1);
  // WARN@-1:17: task returned by 'ask' is never awaited: it never runs
  // NOTE@-2:17: await it with 'co_await', or hand it to something that runs it
  // FIX@-3:   std::ignore = co_await ask(1);
  co_return;
}

home::lazy<> ignored_void_bad() {
  std::ignore = notify(1);
  // WARN@-1:17: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:17: await it with 'co_await', or hand it to something that runs it
  co_return;
}

home::lazy<> parenthesised_bad() {
  (notify(1));
  // WARN@-1:4: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:4: await it with 'co_await', or hand it to something that runs it
  // FIX@-3:   co_await (notify(1));
  co_return;
}

home::lazy<> moved_bad() {
  std::move(notify(1));
  // WARN@-1:13: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:13: await it with 'co_await', or hand it to something that runs it
  // FIX@-3:   co_await std::move(notify(1));
  co_return;
}

home::lazy<> chained_bad() {
  notify(1).named("first");
  // WARN@-1:3: task returned by 'named' is never awaited: it never runs
  // NOTE@-2:3: await it with 'co_await', or hand it to something that runs it
  // FIX@-3:   co_await notify(1).named("first");
  co_return;
}

home::lazy<> handler_bad() {
  bool failed = false;
  try {
    co_await notify(1);
  } catch (...) {
    notify(2);
    // WARN@-1:5: task returned by 'notify' is never awaited: it never runs
    // NOTE@-2:5: a handler cannot await: await it behind the handler, or hand it to something that runs it
    failed = true;
  }
  if (failed)
    co_return;
}

home::lazy<> macro_bad() {
  NOTIFY(1);
  // WARN@-1:3: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:3: await it with 'co_await', or hand it to something that runs it
  co_return;
}

home::lazy<> lambda_bad() {
  auto send = [](int user) -> home::lazy<> {
    notify(user);
    // WARN@-1:5: task returned by 'notify' is never awaited: it never runs
    // NOTE@-2:5: await it with 'co_await', or hand it to something that runs it
    // FIX@-3:     co_await notify(user);
    co_return;
  };
  send(1);
  // WARN@-1:3: task returned by 'send' is never awaited: it never runs
  // NOTE@-2:3: await it with 'co_await', or hand it to something that runs it
  // FIX@-3:   co_await send(1);
  co_await send(2);
}

template <typename T> home::lazy<> instantiated_bad(T user) {
  notify(user);
  // WARN@-1:3: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:3: await it with 'co_await', or hand it to something that runs it
  // NOTE@-3:3: insert 'co_await'
  // UNSAFE@-4:   co_await notify(user);
  co_return;
}
template home::lazy<> instantiated_bad(int);
template home::lazy<> instantiated_bad(long);

template <typename T> home::lazy<> never_instantiated_bad(T) {
  notify(1);
  // WARN@-1:3: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:3: await it with 'co_await', or hand it to something that runs it
  co_return;
}

//===----------------------------------------------------------------------===//
// Kept in variables and containers that nobody uses
//===----------------------------------------------------------------------===//

home::lazy<> variable_bad() {
  auto reply = ask(1);
  // WARN@-1:16: task returned by 'ask' is never awaited: it never runs
  // NOTE@-2:8: 'reply' holds it and is never used
  // NOTE@-3:16: await it with 'co_await', or hand it to something that runs it
  // FIX@-4:   auto reply = co_await ask(1);
  co_return;
}

home::lazy<> void_variable_bad() {
  auto done = notify(1);
  // WARN@-1:15: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:8: 'done' holds it and is never used
  // NOTE@-3:15: await it with 'co_await', or hand it to something that runs it
  // FIX@-4:   co_await notify(1);
  co_return;
}

home::lazy<> typed_variable_bad() {
  home::lazy<int> reply = ask(1);
  // WARN@-1:27: task returned by 'ask' is never awaited: it never runs
  // NOTE@-2:19: 'reply' holds it and is never used
  // NOTE@-3:27: await it with 'co_await', or hand it to something that runs it
  // FIX@-4:   co_await ask(1);
  co_return;
}

home::lazy<> braced_variable_bad() {
  home::lazy<int> reply{ask(1)};
  // WARN@-1:25: task returned by 'ask' is never awaited: it never runs
  // NOTE@-2:19: 'reply' holds it and is never used
  // NOTE@-3:25: await it with 'co_await', or hand it to something that runs it
  co_return;
}

home::lazy<> reference_bad() {
  const auto &reply = ask(1);
  // WARN@-1:23: task returned by 'ask' is never awaited: it never runs
  // NOTE@-2:15: 'reply' holds it and is never used
  // NOTE@-3:23: await it with 'co_await', or hand it to something that runs it
  // FIX@-4:   const auto &reply = co_await ask(1);
  co_return;
}

home::lazy<> only_tested_bad() {
  auto reply = ask(1);
  // WARN@-1:16: task returned by 'ask' is never awaited: it never runs
  // NOTE@-2:8: 'reply' holds it and is never used
  // NOTE@-3:16: await it with 'co_await', or hand it to something that runs it
  if (!reply.valid())
    co_return;
}

home::lazy<> voided_variable_bad() {
  auto reply = ask(1);
  // WARN@-1:16: task returned by 'ask' is never awaited: it never runs
  // NOTE@-2:8: 'reply' holds it and is never used
  // NOTE@-3:16: await it with 'co_await', or hand it to something that runs it
  (void)reply;
  co_return;
}

home::lazy<> maybe_unused_bad() {
  [[maybe_unused]] auto reply = ask(1);
  // WARN@-1:33: task returned by 'ask' is never awaited: it never runs
  // NOTE@-2:25: 'reply' holds it and is never used
  // NOTE@-3:33: await it with 'co_await', or hand it to something that runs it
  co_return;
}

home::lazy<> assigned_bad() {
  auto reply = ask(1);
  // WARN@-1:16: task returned by 'ask' is never awaited: it never runs
  // NOTE@-2:8: 'reply' holds it and is never used
  // NOTE@-3:16: await it with 'co_await', or hand it to something that runs it
  reply = ask(2);
  co_return;
}

home::lazy<int> path_bad() {
  auto reply = ask(1);
  // WARN@-1:16: task returned by 'ask' is not awaited on every path
  // NOTE@-2:16: make it where it is awaited, or use it on every path
  if (urgent())
    co_return co_await reply;
  co_return 0;
  // NOTE@-1:3: the path that ends here leaves 'reply' unused
}

home::lazy<int> early_exit_ok() {
  auto reply = ask(1);
  if (urgent())
    co_return 0;
  co_return co_await reply;
}

home::lazy<int> round_bad() {
  int sum = 0;
  for (int i = 0; i < 3; ++i) {
    auto reply = ask(i);
    // WARN@-1:18: task returned by 'ask' is not awaited on every path
    // NOTE@-2:18: make it where it is awaited, or use it on every path
    if (i == 1)
      continue;
    sum += co_await reply;
  }
  co_return sum;
  // NOTE@-1:3: the path that ends here leaves 'reply' unused
}

home::lazy<> missing_else_bad() {
  auto reply = notify(1);
  // WARN@-1:16: task returned by 'notify' is not awaited on every path
  // NOTE@-2:16: make it where it is awaited, or use it on every path
  if (urgent())
    co_await reply;
}
// NOTE@-1:1: the path that ends here leaves 'reply' unused

home::lazy<> elements_bad() {
  std::vector<home::lazy<>> pending;
  // NOTE@-1:29: 'pending' is only ever filled
  pending.reserve(3);
  for (int i = 0; i < 3; ++i)
    pending.push_back(notify(i));
    // WARN@-1:23: task returned by 'notify' is never awaited: it never runs
    // NOTE@-2:23: await it with 'co_await', or hand it to something that runs it
  co_return;
}

home::lazy<> emplaced_bad() {
  std::vector<home::lazy<>> pending;
  // NOTE@-1:29: 'pending' is only ever filled
  pending.emplace_back(notify(1));
  // WARN@-1:24: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:24: await it with 'co_await', or hand it to something that runs it
  if (pending.empty())
    co_return;
}

home::lazy<> array_bad() {
  std::array<home::lazy<>, 2> pending{notify(1), notify(2)};
  // WARN@-1:39: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:31: 'pending' is only ever filled
  // NOTE@-3:39: await it with 'co_await', or hand it to something that runs it
  co_return;
}

home::lazy<> plain_array_bad() {
  home::lazy<> pending[] = {notify(1), notify(2)};
  // WARN@-1:29: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:16: 'pending' is only ever filled
  // NOTE@-3:29: await it with 'co_await', or hand it to something that runs it
  co_return;
}

home::lazy<> optional_bad() {
  std::optional<home::lazy<>> pending;
  // NOTE@-1:31: 'pending' is only ever filled
  pending = notify(1);
  // WARN@-1:13: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:13: await it with 'co_await', or hand it to something that runs it
  co_return;
}

home::lazy<> mapped_bad() {
  std::map<int, home::lazy<>> pending;
  // NOTE@-1:31: 'pending' is only ever filled
  pending.insert_or_assign(1, notify(1));
  // WARN@-1:31: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:31: await it with 'co_await', or hand it to something that runs it
  pending.emplace(2, notify(2));
  co_return;
}

home::lazy<> bound_bad() {
  auto [first, second] = std::pair(ask(1), ask(2));
  // WARN@-1:44: task returned by 'ask' is never awaited: it never runs
  // NOTE@-2:16: 'second' holds it and is never used
  // NOTE@-3:44: await it with 'co_await', or hand it to something that runs it
  co_await first;
}

home::lazy<> bound_tuple_bad() {
  auto [first, second] = std::make_tuple(ask(1), 2);
  // WARN@-1:42: task returned by 'ask' is never awaited: it never runs
  // NOTE@-2:9: 'first' holds it and is never used
  // NOTE@-3:42: await it with 'co_await', or hand it to something that runs it
  if (second)
    co_return;
}

home::lazy<> made_optional_bad() {
  auto pending = std::make_optional(notify(1));
  // WARN@-1:37: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:8: 'pending' is only ever filled
  // NOTE@-3:37: await it with 'co_await', or hand it to something that runs it
  if (pending.has_value())
    co_return;
}

void captured_bad() {
  run_later([kept = notify(3)] {});
  // WARN@-1:21: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:14: 'kept' holds it and is never used
  // NOTE@-3:21: the function around it is no coroutine: return it to a caller that awaits it, or hand it to something that runs it
}

class unused_member_bad {
public:
  unused_member_bad();
  void work() {}

private:
  home::lazy<> Pending;
  // NOTE@-1:16: the member 'Pending' holds it, and nothing uses that
};
unused_member_bad::unused_member_bad() : Pending(notify(1)) {}
// WARN@-1:50: task returned by 'notify' is never awaited: it never runs
// NOTE@-2:50: the function around it is no coroutine: return it to a caller that awaits it, or hand it to something that runs it

//===----------------------------------------------------------------------===//
// The runtimes of the catalogue
//===----------------------------------------------------------------------===//

cppcoro::task<> cppcoro_ping();

cppcoro::task<> cppcoro_bad(cppcoro::async_mutex &mutex,
                            cppcoro::io_service &io) {
  (void)cppcoro_ping();
  // WARN@-1:9: task returned by 'cppcoro_ping' is never awaited: it never runs
  // NOTE@-2:9: await it with 'co_await', or hand it to 'cppcoro::async_scope::spawn' to let it run on its own
  // FIX@-3:   (void)co_await cppcoro_ping();
  mutex.lock_async();
  // WARN@-1:3: operation returned by 'lock_async' is never awaited: it never starts
  // NOTE@-2:3: await it with 'co_await', or hand it to something that runs it
  // FIX@-3:   co_await mutex.lock_async();
  io.schedule_after(std::chrono::seconds(1));
  // WARN@-1:3: operation returned by 'schedule_after' is never awaited: it never starts
  // NOTE@-2:3: await it with 'co_await', or hand it to something that runs it
  // FIX@-3:   co_await io.schedule_after(std::chrono::seconds(1));
  (void)cppcoro::when_all(cppcoro_ping(), cppcoro_ping());
  // WARN@-1:9: task returned by 'when_all' is never awaited: it never runs
  // NOTE@-2:9: await it with 'co_await', or hand it to 'cppcoro::async_scope::spawn' to let it run on its own
  // FIX@-3:   (void)co_await cppcoro::when_all(cppcoro_ping(), cppcoro_ping());
  co_return;
}

coro::task<> libcoro_ping();

coro::task<> libcoro_bad(coro::thread_pool &pool, coro::mutex &mutex) {
  auto ping = libcoro_ping();
  // WARN@-1:15: task returned by 'libcoro_ping' is never awaited: it never runs
  // NOTE@-2:8: 'ping' holds it and is never used
  // NOTE@-3:15: await it with 'co_await', or hand it to 'coro::thread_pool::spawn_detached' to let it run on its own
  // FIX@-4:   co_await libcoro_ping();
  auto lock = mutex.scoped_lock();
  (void)pool.schedule();
  // WARN@-1:9: operation returned by 'schedule' is never awaited: it never starts
  // NOTE@-2:9: await it with 'co_await', or hand it to something that runs it
  // FIX@-3:   (void)co_await pool.schedule();
  co_return;
}

folly::coro::Task<void> folly_ping();

folly::coro::Task<void> folly_bad() {
  auto ping = folly_ping();
  // WARN@-1:15: task returned by 'folly_ping' is never awaited: it never runs
  // NOTE@-2:8: 'ping' holds it and is never used
  // NOTE@-3:15: await it with 'co_await', or hand it to 'folly::coro::AsyncScope::add' to let it run on its own
  // NOTE@-4:15: let it run on its own
  // FIX@-5:   co_await folly_ping();
  co_return;
}

concurrencpp::lazy_result<int> concurrencpp_ping();
concurrencpp::result<int> concurrencpp_start();

concurrencpp::lazy_result<void> concurrencpp_bad() {
  concurrencpp_ping();
  // WARN@-1:3: task returned by 'concurrencpp_ping' is never awaited: it never runs
  // NOTE@-2:3: await it with 'co_await', or hand it to 'concurrencpp::lazy_result::run' to let it run on its own
  // NOTE@-3:3: let it run on its own
  // FIX@-4:   co_await concurrencpp_ping();
  co_return;
}

seastar::future<> seastar_ping();

seastar::future<> seastar_bad() {
  seastar_ping();
  // WARN@-1:3: task returned by 'seastar_ping' is never awaited: nobody waits for its end
  // NOTE@-2:3: await it with 'co_await', or keep it where somebody waits for it
  // FIX@-3:   co_await seastar_ping();
  auto ping = seastar_ping();
  // WARN@-1:15: task returned by 'seastar_ping' is never awaited: nobody waits for its end
  // NOTE@-2:8: 'ping' holds it and is never used
  // NOTE@-3:15: await it with 'co_await', or keep it where somebody waits for it
  // FIX@-4:   co_await seastar_ping();
  seastar_ping().then(&urgent);
  // WARN@-1:3: task returned by 'then' is never awaited: nobody waits for its end
  // NOTE@-2:3: await it with 'co_await', or keep it where somebody waits for it
  // FIX@-3:   co_await seastar_ping().then(&urgent);
  co_return;
}

boost::cobalt::task<void> cobalt_ping();

boost::cobalt::task<void> cobalt_bad() {
  auto ping = cobalt_ping();
  // WARN@-1:15: task returned by 'cobalt_ping' is never awaited: it never runs
  // NOTE@-2:8: 'ping' holds it and is never used
  // NOTE@-3:15: await it with 'co_await', or hand it to 'boost::cobalt::spawn' to let it run on its own
  // FIX@-4:   co_await cobalt_ping();
  co_return;
}

//===----------------------------------------------------------------------===//
// Nothing to report
//===----------------------------------------------------------------------===//

home::lazy<> awaited_ok() {
  co_await notify(1);
  (void)co_await ask(1);
  int sum = co_await ask(1) + co_await ask(2);
  for (co_await notify(1); sum < 3; co_await notify(2))
    ++sum;
}

home::lazy<> returned_ok() { return notify(1); }

home::lazy<> returned_variable_ok() {
  auto task = notify(1);
  return task;
}

auto chosen_ok() { return urgent() ? notify(1) : notify(2); }

home::lazy<int> co_returned_ok() {
  auto first = ask(1);
  auto second = ask(2);
  co_return co_await first + co_await second;
}

void passed_ok() {
  run_later(notify(1));
  auto task = notify(2);
  run_later(std::move(task));
  registry().add(notify(3));
}

home::lazy<> chained_ok() {
  notify(1).detach();
  co_await notify(2).named("second");
  auto third = notify(3);
  third.tagged(1).tagged(2);
  co_await third;
}

void stored_ok(registry &all, home::lazy<> &out) {
  all.last = notify(1);
  out = notify(2);
  static auto forever = notify(3);
  auto *heap = new home::lazy<>(notify(4));
  run_later(heap);
}

void captured_ok() {
  auto task = notify(1);
  run_later([task = std::move(task)] {});
  auto other = notify(2);
  run_later([&] { run_later(std::move(other)); });
  run_later([named = notify(3)]() mutable { run_later(std::move(named)); });
}

home::lazy<int> bound_ok() {
  auto [first, second] = std::pair(ask(1), ask(2));
  co_return co_await first + co_await second;
}

class used_member_ok {
public:
  used_member_ok() : Pending(notify(1)) {}
  void work() { run_later(std::move(Pending)); }

private:
  home::lazy<> Pending;
};

class elsewhere_used_ok {
public:
  elsewhere_used_ok() : Pending(notify(1)) {}
  void work();

private:
  home::lazy<> Pending;
};

home::lazy<> made_optional_ok() {
  auto pending = std::make_optional(notify(1));
  if (pending)
    co_await *pending;
}

home::lazy<> gathered_ok() {
  std::vector<home::lazy<>> pending;
  for (int i = 0; i < 3; ++i)
    pending.emplace_back(notify(i));
  co_await cppcoro::when_all(std::move(pending));
}

home::lazy<> both_paths_ok() {
  auto task = notify(1);
  if (urgent())
    co_await task;
  else
    run_later(std::move(task));
}

home::lazy<> throwing_path_ok() {
  auto task = notify(1);
  if (urgent())
    throw 1;
  co_await task;
}

[[noreturn]] void die();
home::lazy<> dying_path_ok() {
  auto task = notify(1);
  if (urgent())
    die();
  co_await task;
}

home::lazy<> empty_path_ok() {
  auto task = notify(1);
  if (!task.valid())
    co_return;
  co_await task;
}

home::lazy<> used_in_loop_ok() {
  auto task = notify(1);
  while (urgent())
    co_await task;
}

home::lazy<> forever_ok() {
  auto task = notify(1);
  while (true) {
    if (urgent())
      continue;
    co_await task;
    task = notify(2);
  }
}

home::lazy<> elements_ok() {
  std::vector<home::lazy<>> pending;
  for (int i = 0; i < 3; ++i)
    pending.push_back(notify(i));
  for (auto &task : pending)
    co_await task;
}

std::vector<home::lazy<>> returned_elements_ok() {
  std::vector<home::lazy<>> pending;
  pending.push_back(notify(1));
  return pending;
}

home::lazy<> optional_ok() {
  std::optional<home::lazy<>> pending;
  if (urgent())
    pending.emplace(notify(1));
  if (pending)
    co_await *pending;
}

home::lazy<> objects_ok() {
  home::event done;
  auto shared = std::make_unique<home::event>();
  home::read_operation later{};
  co_return;
}

void detached_ok() { start_background(); }

home::lazy<> eager_cast_ok() {
  (void)start_job(1);
  co_return;
}

home::lazy<> eager_path_ok() {
  auto job = start_job(1);
  if (urgent())
    co_return;
  run_later(std::move(job));
}

void futures_ok() {
  request(1);
  take_ticket();
  std::async([] {});
  std::chrono::milliseconds(1);
  auto delay = std::chrono::milliseconds(2);
}

int iterated_ok() {
  count();
  int sum = 0;
  for (int value : count())
    sum += value;
  return sum;
}

home::lazy<home::lazy<>> nested() { co_return notify(1); }
home::lazy<> nested_result_ok() {
  co_await nested();
}

using unevaluated_ok = decltype(notify(1));
static_assert(!noexcept(notify(1)));
static_assert(sizeof(notify(1)) > 0);

home::lazy<> suppressed_ok() {
  notify(1); // NOLINT(async-unawaited-task)
  co_return;
}

template <bool Chatty> home::lazy<> dead_branch_ok() {
  if constexpr (Chatty)
    notify(1);
  co_return;
}
template home::lazy<> dead_branch_ok<false>();

struct member_ok {
  home::lazy<> first = notify(1);
  home::lazy<> second;
  member_ok() : second(notify(2)) {}
};

cppcoro::task<> cppcoro_ok(cppcoro::async_scope &scope) {
  scope.spawn(cppcoro_ping());
  auto first = cppcoro_ping();
  auto second = cppcoro_ping();
  co_await cppcoro::when_all(std::move(first), std::move(second));
  co_await scope.join();
}

coro::task<> libcoro_ok(coro::thread_pool &pool) {
  pool.spawn_detached(libcoro_ping());
  co_await pool.schedule(libcoro_ping());
  coro::event done;
  co_await done;
}

concurrencpp::result<int> concurrencpp_ok() {
  concurrencpp_start();
  auto running = concurrencpp_ping().run();
  co_return co_await running;
}

seastar::future<> seastar_ok() {
  (void)seastar_ping();
  co_await seastar_ping().or_terminate();
}

boost::cobalt::task<void> cobalt_ok() { co_await cobalt_ping(); }

home::loose note(int user);
void loose_ok() { note(1); }

// The work runs; its SemiFuture only tells of its end.
void folly_starts_ok(folly::Executor::KeepAlive<> executor) {
  folly_ping().scheduleOn(executor).start();
}

folly::coro::Task<void> folly_ok() {
  auto ping = folly_ping();
  co_await std::move(ping);
}

//===----------------------------------------------------------------------===//
// Known wrong answers
//===----------------------------------------------------------------------===//

// An awaiter made by its constructor looks like any other object.
home::lazy<> FN_constructed_operation() {
  home::read_operation{};
  co_return;
}

void forget(home::lazy<>) {}
// Whoever takes a task is trusted to run it.
void FN_passed_and_forgotten() { forget(notify(1)); }

// The two conditions are the same.
home::lazy<> FP_same_condition(bool wanted) {
  auto task = notify(1);
  // WARN@-1:15: task returned by 'notify' is not awaited on every path
  // NOTE@-2:15: make it where it is awaited, or use it on every path
  if (wanted)
    co_await task;
  if (!wanted)
    co_await task;
}
// NOTE@-1:1: the path that ends here leaves 'task' unused
