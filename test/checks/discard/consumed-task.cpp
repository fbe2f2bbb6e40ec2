// Tasks used after they were used up.
//
// RUN: %check_test %s async-consumed-task

#include "mocks/async_simple.hpp"
#include "mocks/cobalt.hpp"
#include "mocks/concurrencpp.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/kj.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <optional>
#include <utility>
#include <vector>

bool urgent();
int next();
template <typename T> void keep(T value) {}
template <typename T> void look(T &value) {}

home::Lazy<int> ask(int user = 0);
home::Lazy<> notify(int user = 0);
home::Shared<int> share();

/// Not ref-qualified: how often it can be awaited is not known.
struct Unknown {
  struct promise_type : mock_support::returns<void> {
    Unknown get_return_object();
    std::suspend_always initial_suspend() noexcept;
    mock_support::final_awaiter final_suspend() noexcept;
  };
  Unknown(Unknown &&) noexcept;
  Unknown &operator=(Unknown &&) noexcept;
  ~Unknown();
  bool valid() const;
  void detach() &&;
  mock_support::awaiter<void> operator co_await() const noexcept;
};
Unknown unknown();

//===----------------------------------------------------------------------===//
// Home-made types
//===----------------------------------------------------------------------===//

/// How assertion macros make themselves one statement.
bool never_true();
#define REQUIRE_EQUAL(A, B)                                                    \
  do {                                                                         \
    keep((A) == (B));                                                          \
  } while (never_true())

home::Lazy<> asserted_ok() {
  auto task = ask(1);
  REQUIRE_EQUAL(co_await std::move(task), 1);
}

/// The second one stands where the first has failed.
#define EXPECT(A)                                                              \
  if (A)                                                                       \
    ;                                                                          \
  else                                                                         \
    keep(A)

home::Lazy<> said_twice_ok() {
  auto task = ask(1);
  EXPECT(co_await std::move(task));
}

home::Lazy<> asserted_in_loop_bad() {
  auto task = ask(1);
  // NOTE@-1:8: 'task' is made once, outside of the loop
  for (int i = 0; i < 3; ++i) {
    REQUIRE_EQUAL(co_await std::move(task), i);
    // WARN@-1:38: 'task' is awaited again in the next round of the loop: it is empty by then
    // NOTE@-2:38: make a new task for each use
  }
}

home::Lazy<int> twice_bad() {
  auto task = ask(1);
  int first = co_await std::move(task);
  // NOTE@-1:34: it is awaited here
  co_return first + co_await std::move(task);
  // WARN@-1:40: 'task' is awaited a second time: it is empty by then
  // NOTE@-2:40: make a new task for each use
}

home::Lazy<> moved_then_awaited_bad() {
  auto task = ask(1);
  keep(std::move(task));
  // NOTE@-1:18: it is moved away here
  co_await std::move(task);
  // WARN@-1:22: 'task' is awaited after it was moved away: it is empty by then
  // NOTE@-2:22: make a new task for each use
}

home::Lazy<> awaited_then_moved_bad() {
  auto task = ask(1);
  co_await std::move(task);
  // NOTE@-1:22: it is awaited here
  keep(std::move(task));
  // WARN@-1:18: 'task' is moved after it was awaited: it is empty by then
  // NOTE@-2:18: make a new task for each use
}

home::Lazy<int> returned_bad() {
  auto task = ask(1);
  keep(std::move(task));
  // NOTE@-1:18: it is moved away here
  return task;
  // WARN@-1:10: 'task' is returned after it was moved away: it is empty by then
  // NOTE@-2:10: make a new task for each use
}

home::Lazy<> parameter_bad(home::Lazy<int> task) {
  co_await std::move(task);
  // NOTE@-1:22: it is awaited here
  co_await std::move(task);
  // WARN@-1:22: 'task' is awaited a second time: it is empty by then
  // NOTE@-2:22: make a new task for each use
}

home::Lazy<> branch_then_again_bad() {
  auto task = notify(1);
  if (urgent())
    co_await std::move(task);
    // NOTE@-1:24: it is awaited here
  co_await std::move(task);
  // WARN@-1:22: 'task' is awaited a second time: it is empty by then
  // NOTE@-2:22: make a new task for each use
}

home::Lazy<> both_branches_bad() {
  auto task = notify(1);
  if (urgent())
    co_await std::move(task);
    // NOTE@-1:24: it is awaited here
  else
    keep(std::move(task));
  co_await std::move(task);
  // WARN@-1:22: 'task' is awaited a second time: it is empty by then
  // NOTE@-2:22: make a new task for each use
}

home::Lazy<> loop_bad() {
  auto task = notify(1);
  // NOTE@-1:8: 'task' is made once, outside of the loop
  for (int i = 0; i < 3; ++i)
    co_await std::move(task);
    // WARN@-1:24: 'task' is awaited again in the next round of the loop: it is empty by then
    // NOTE@-2:24: make a new task for each use
}

home::Lazy<> while_bad() {
  auto task = notify(1);
  // NOTE@-1:8: 'task' is made once, outside of the loop
  while (urgent()) {
    next();
    co_await std::move(task);
    // WARN@-1:24: 'task' is awaited again in the next round of the loop: it is empty by then
    // NOTE@-2:24: make a new task for each use
  }
}

home::Lazy<> captured_bad() {
  auto task = notify(1);
  keep([task = std::move(task)]() mutable { keep(std::move(task)); });
  // NOTE@-1:26: it is moved away here
  co_await std::move(task);
  // WARN@-1:22: 'task' is awaited after it was moved away: it is empty by then
  // NOTE@-2:22: make a new task for each use
}

home::Lazy<> collected_bad() {
  auto task = notify(1);
  std::vector<home::Lazy<>> all;
  all.push_back(std::move(task));
  // NOTE@-1:27: it is moved away here
  co_await std::move(task);
  // WARN@-1:22: 'task' is awaited after it was moved away: it is empty by then
  // NOTE@-2:22: make a new task for each use
}

home::Lazy<> moved_to_variable_bad() {
  auto task = notify(1);
  auto other = std::move(task);
  // NOTE@-1:26: it is moved away here
  co_await std::move(other);
  co_await std::move(task);
  // WARN@-1:22: 'task' is awaited after it was moved away: it is empty by then
  // NOTE@-2:22: make a new task for each use
}

home::Lazy<> switch_bad(int kind) {
  auto task = notify(1);
  switch (kind) {
  case 1:
    co_await std::move(task);
    // NOTE@-1:24: it is awaited here
    break;
  default:
    keep(std::move(task));
  }
  co_await std::move(task);
  // WARN@-1:22: 'task' is awaited a second time: it is empty by then
  // NOTE@-2:22: make a new task for each use
}

void plain_function_bad() {
  auto task = notify(1);
  keep(std::move(task));
  // NOTE@-1:18: it is moved away here
  keep(std::move(task));
  // WARN@-1:18: 'task' is moved after it was moved away: it is empty by then
  // NOTE@-2:18: make a new task for each use
}

Unknown unknown_moved_bad() {
  auto task = unknown();
  keep(std::move(task));
  // NOTE@-1:18: it is moved away here
  co_await task;
  // WARN@-1:12: 'task' is awaited after it was moved away: it is empty by then
  // NOTE@-2:12: make a new task for each use
}

void unknown_detached_bad() {
  auto task = unknown();
  std::move(task).detach();
  // NOTE@-1:13: it is handed on here
  std::move(task).detach();
  // WARN@-1:13: 'task' is used after it was handed on: it is empty by then
  // NOTE@-2:13: make a new task for each use
}

home::Lazy<> lambda_bad() {
  auto inside = []() -> home::Lazy<> {
    auto task = notify(1);
    co_await std::move(task);
    // NOTE@-1:24: it is awaited here
    co_await std::move(task);
    // WARN@-1:24: 'task' is awaited a second time: it is empty by then
    // NOTE@-2:24: make a new task for each use
  };
  co_await inside();
}

template <typename T> home::Lazy<> instantiated_bad(T) {
  auto task = notify(1);
  co_await std::move(task);
  // NOTE@-1:22: it is awaited here
  co_await std::move(task);
  // WARN@-1:22: 'task' is awaited a second time: it is empty by then
  // NOTE@-2:22: make a new task for each use
}
template home::Lazy<> instantiated_bad(int);

//===----------------------------------------------------------------------===//
// The runtimes of the catalogue
//===----------------------------------------------------------------------===//

folly::coro::Task<int> folly_ask();
folly::coro::Task<void> folly_bad() {
  auto task = folly_ask();
  co_await std::move(task);
  // NOTE@-1:22: it is awaited here
  co_await std::move(task);
  // WARN@-1:22: 'task' is awaited a second time: it is empty by then
  // NOTE@-2:22: make a new task for each use
}

folly::coro::Task<void> folly_handed_bad() {
  auto task = folly_ask();
  auto running = std::move(task).semi();
  // NOTE@-1:28: it is handed on here
  co_await std::move(task);
  // WARN@-1:22: 'task' is awaited after it was handed on: it is empty by then
  // NOTE@-2:22: make a new task for each use
  co_await std::move(running);
}

concurrencpp::lazy_result<int> concurrencpp_ask();
concurrencpp::result<int> concurrencpp_start();
concurrencpp::lazy_result<void> concurrencpp_bad() {
  auto task = concurrencpp_ask();
  co_await task;
  // NOTE@-1:12: it is awaited here
  co_await task;
  // WARN@-1:12: 'task' is awaited a second time: it is empty by then
  // NOTE@-2:12: make a new task for each use
}

concurrencpp::lazy_result<void> concurrencpp_result_bad() {
  auto task = concurrencpp_start();
  co_await task;
  // NOTE@-1:12: it is awaited here
  task.get();
  // WARN@-1:3: 'task' is used after it was awaited: it is empty by then
  // NOTE@-2:3: make a new task for each use
}

concurrencpp::lazy_result<void> concurrencpp_run_bad() {
  auto task = concurrencpp_ask();
  auto running = task.run();
  // NOTE@-1:18: it is handed on here
  co_await task;
  // WARN@-1:12: 'task' is awaited after it was handed on: it is empty by then
  // NOTE@-2:12: make a new task for each use
  co_await running;
}

concurrencpp::lazy_result<void> concurrencpp_empty_bad() {
  concurrencpp::result<int> task;
  // NOTE@-1:29: 'task' is made empty here
  co_await task;
  // WARN@-1:12: 'task' is awaited but no task was ever put into it
  // NOTE@-2:12: make a new task for each use
}

boost::cobalt::task<int> cobalt_ask();
boost::cobalt::promise<int> cobalt_start();
boost::cobalt::task<void> cobalt_bad() {
  auto task = cobalt_ask();
  co_await task;
  // NOTE@-1:12: it is awaited here
  co_await task;
  // WARN@-1:12: 'task' is awaited a second time: its coroutine has ended by then
  // NOTE@-2:12: make a new task for each use
}

boost::cobalt::task<void> cobalt_promise_bad() {
  auto task = cobalt_start();
  co_await task;
  // NOTE@-1:12: it is awaited here
  co_await task;
  // WARN@-1:12: 'task' is awaited a second time: its coroutine has ended by then
  // NOTE@-2:12: make a new task for each use
}

seastar::future<int> seastar_ask();
seastar::future<> seastar_bad() {
  auto asked = seastar_ask();
  int value = co_await std::move(asked);
  // NOTE@-1:34: it is awaited here
  keep(value + co_await std::move(asked));
  // WARN@-1:35: 'asked' is awaited a second time: it is empty by then
  // NOTE@-2:35: make a new task for each use
}

seastar::future<> seastar_then_bad() {
  auto asked = seastar_ask();
  auto done = asked.then([](auto) {});
  // NOTE@-1:15: it is handed on here
  co_await std::move(asked);
  // WARN@-1:22: 'asked' is awaited after it was handed on: it is empty by then
  // NOTE@-2:22: make a new task for each use
  co_await std::move(done);
}

async_simple::coro::Lazy<int> async_simple_ask();
async_simple::coro::Lazy<void> async_simple_bad() {
  auto task = async_simple_ask();
  co_await task;
  // NOTE@-1:12: it is awaited here
  co_await task;
  // WARN@-1:12: 'task' is awaited a second time: it is empty by then
  // NOTE@-2:12: make a new task for each use
}

void async_simple_started_bad() {
  auto task = async_simple_ask();
  task.start([](auto) {});
  // NOTE@-1:3: it is handed on here
  task.start([](auto) {});
  // WARN@-1:3: 'task' is used after it was handed on: it is empty by then
  // NOTE@-2:3: make a new task for each use
}

cppcoro::task<int> cppcoro_ask();
cppcoro::task<> cppcoro_moved_bad() {
  auto task = cppcoro_ask();
  keep(std::move(task));
  // NOTE@-1:18: it is moved away here
  co_await task;
  // WARN@-1:12: 'task' is awaited after it was moved away: it is empty by then
  // NOTE@-2:12: make a new task for each use
}

cppcoro::task<> cppcoro_empty_bad() {
  cppcoro::task<int> task;
  // NOTE@-1:22: 'task' is made empty here
  co_await task;
  // WARN@-1:12: 'task' is awaited but no task was ever put into it
  // NOTE@-2:12: make a new task for each use
}

cppcoro::task<int> cppcoro_empty_returned_bad() {
  cppcoro::task<int> task;
  // NOTE@-1:22: 'task' is made empty here
  return task;
  // WARN@-1:10: 'task' is returned but no task was ever put into it
  // NOTE@-2:10: make a new task for each use
}

coro::task<int> libcoro_ask();
coro::task<> libcoro_moved_bad(coro::thread_pool &pool) {
  auto task = libcoro_ask();
  co_await pool.schedule(std::move(task));
  // NOTE@-1:36: it is moved away here
  co_await task;
  // WARN@-1:12: 'task' is awaited after it was moved away: it is empty by then
  // NOTE@-2:12: make a new task for each use
}

//===----------------------------------------------------------------------===//
// Nothing to report
//===----------------------------------------------------------------------===//

home::Lazy<> once_ok() {
  auto task = ask(1);
  co_await std::move(task);
}

home::Lazy<> reassigned_ok() {
  auto task = notify(1);
  co_await std::move(task);
  task = notify(2);
  co_await std::move(task);
}

home::Lazy<> reassigned_in_loop_ok() {
  auto task = notify(1);
  while (urgent()) {
    co_await std::move(task);
    task = notify(2);
  }
  co_await std::move(task);
}

home::Lazy<> wrapped_ok() {
  auto task = notify(1);
  auto wrap = [](home::Lazy<> inner) { return inner; };
  task = wrap(std::move(task));
  co_await std::move(task);
}

home::Lazy<> exclusive_ok(bool now) {
  auto task = notify(1);
  if (now)
    co_await std::move(task);
  next();
  if (!now)
    keep(std::move(task));
}

home::Lazy<> early_return_ok() {
  auto task = notify(1);
  if (urgent()) {
    co_await std::move(task);
    co_return;
  }
  co_await std::move(task);
}

home::Lazy<> else_ok() {
  auto task = notify(1);
  if (urgent())
    co_await std::move(task);
  else
    keep(std::move(task));
}

home::Lazy<> arms_ok() {
  auto one = notify(1);
  auto two = notify(2);
  co_await (urgent() ? std::move(one) : std::move(two));
}

home::Lazy<> leaves_loop_ok() {
  auto task = notify(1);
  while (true) {
    if (urgent()) {
      co_await std::move(task);
      break;
    }
    next();
  }
}

home::Lazy<> first_round_ok() {
  auto task = notify(1);
  for (int i = 0; i < 3; ++i)
    if (i == 0)
      co_await std::move(task);
}

home::Lazy<> made_in_loop_ok() {
  for (int i = 0; i < 3; ++i) {
    auto task = notify(i);
    co_await std::move(task);
  }
}

home::Lazy<> throwing_ok() {
  auto task = notify(1);
  if (urgent()) {
    co_await std::move(task);
    throw 1;
  }
  co_await std::move(task);
}

home::Lazy<> passed_by_reference_ok() {
  auto task = notify(1);
  co_await std::move(task);
  look(task);
  co_await std::move(task);
}

home::Lazy<> captured_by_reference_ok() {
  auto task = notify(1);
  auto renew = [&task] { task = notify(2); };
  co_await std::move(task);
  renew();
  co_await std::move(task);
}

home::Lazy<> reference_ok(home::Lazy<> &task) {
  co_await std::move(task);
  co_await std::move(task);
}

struct Owner {
  home::Lazy<> Task;
};
home::Lazy<> member_ok(Owner &owner) {
  co_await std::move(owner.Task);
  co_await std::move(owner.Task);
}

home::Lazy<> shared_ok() {
  auto task = share();
  co_await task;
  co_await task;
}

Unknown unknown_ok() {
  auto task = unknown();
  co_await task;
  co_await task;
}

void asked_ok() {
  auto task = unknown();
  keep(std::move(task));
  if (!task.valid())
    task = unknown();
  keep(std::move(task));
}

home::Lazy<> bound_ok() {
  auto task = notify(1);
  auto &&same = std::move(task);
  co_await std::move(task);
  look(same);
}

home::Lazy<> voided_ok() {
  auto task = notify(1);
  co_await std::move(task);
  (void)task;
}

folly::coro::Task<void> folly_ok() {
  auto task = folly_ask();
  auto running = std::move(task).semi();
  co_await std::move(running);
}

// An lvalue may be awaited again: the result is there.
cppcoro::task<int> cppcoro_ok() {
  auto task = cppcoro_ask();
  int first = co_await task;
  co_return first + co_await task;
}

coro::task<int> libcoro_ok() {
  auto task = libcoro_ask();
  int first = co_await task;
  co_return first + co_await task;
}

cppcoro::shared_task<int> cppcoro_share();
cppcoro::task<> cppcoro_shared_ok() {
  auto task = cppcoro_share();
  co_await task;
  co_await task;
}

cppcoro::task<> filled_ok() {
  cppcoro::task<int> task;
  if (urgent())
    task = cppcoro_ask();
  else
    task = cppcoro_ask();
  co_await task;
}

cppcoro::task<> perhaps_filled_ok() {
  cppcoro::task<int> task;
  if (urgent())
    task = cppcoro_ask();
  if (urgent())
    co_await task;
}

cppcoro::task<> emptied_later_ok() {
  cppcoro::task<int> task;
  look(task);
  co_await task;
}

concurrencpp::lazy_result<void> concurrencpp_ok() {
  auto task = concurrencpp_start();
  if (task)
    co_await task;
}

void waited_ok() {
  auto task = concurrencpp_start();
  task.wait();
  keep(std::move(task));
}

void empty_moved_ok() {
  concurrencpp::result<int> empty;
  auto task = concurrencpp_start();
  task = std::move(empty);
}

concurrencpp::lazy_result<void> resolved_ok() {
  auto task = concurrencpp_start();
  task = co_await task.resolve();
  co_await task;
}

boost::cobalt::task<void> cobalt_ok() {
  auto task = cobalt_start();
  while (!task.ready())
    next();
  co_await task;
}

seastar::future<> seastar_ok() {
  auto asked = seastar_ask();
  if (asked.available())
    keep(asked.get());
  else
    keep(co_await std::move(asked));
}

async_simple::coro::Lazy<void> async_simple_ok() {
  auto task = async_simple_ask();
  if (task.isReady())
    co_return;
  co_await task;
}

bool kj_bad(kj::WaitScope &scope, kj::Promise<bool> listening) {
  bool closed = listening.wait(scope);
  // NOTE@-1:17: it is handed on here
  return closed && listening.wait(scope);
  // WARN@-1:20: 'listening' is used after it was handed on: it is empty by then
  // NOTE@-2:20: make a new task for each use
}

/// To poll a promise of a bool gives a bool, but not the promise's.
bool kj_ok(kj::WaitScope &scope, kj::Promise<bool> listening) {
  while (!listening.poll(scope))
    next();
  return listening.wait(scope);
}
