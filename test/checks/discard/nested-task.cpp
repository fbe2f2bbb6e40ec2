// Awaits that give another task.
//
// RUN: %check_test %s async-nested-task

#include "mocks/async_simple.hpp"
#include "mocks/cobalt.hpp"
#include "mocks/concurrencpp.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/expected.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

bool urgent();
template <typename T> void keep(T value) {}

home::Lazy<home::Lazy<>> make();
home::Lazy<home::Lazy<int>> make_value();
home::Lazy<home::Shared<>> start();
home::Lazy<cppcoro::async_generator<int>> numbers();
home::Lazy<home::Timer> timer();
home::Shared<home::Lazy<>> shared_make();
#define MAKE() make()

/// What turns a coroutine into a nested task unseen.
template <typename F> auto in_turn(F job) -> home::Lazy<decltype(job())> {
  co_return job();
}
home::Lazy<> store(int value = 0);

//===----------------------------------------------------------------------===//
// Home-made types
//===----------------------------------------------------------------------===//

home::Lazy<> statement_bad() { co_await make(); }
// WARN@-1:32: this await gives another task, which is never awaited: it never runs
// NOTE@-2:32: await its result as well: 'co_await co_await'
// FIX@-3: home::Lazy<> statement_bad() { co_await co_await make(); }

home::Lazy<> value_bad() { co_await make_value(); }
// WARN@-1:28: this await gives another task, which is never awaited: it never runs
// NOTE@-2:28: await its result as well: 'co_await co_await'
// FIX@-3: home::Lazy<> value_bad() { co_await co_await make_value(); }

home::Lazy<home::Lazy<>> chosen(bool first) {
  if (first)
    co_return store(1);
  co_return store(2);
}
home::Lazy<> returned_bad() {
  co_await store(0);
  co_await chosen(urgent());
  // WARN@-1:3: this await gives another task, which is never awaited: it never runs
  // NOTE@-2:3: await its result as well: 'co_await co_await'
  // FIX@-3:   co_await co_await chosen(urgent());
}

template <typename T> home::Detached run_alone(home::Lazy<T> task) {
  co_await std::move(task);
}
void run_alone_bad() { run_alone(make()); }
// WARN@-1:34: this task gives another task, which 'run_alone' drops: it never runs
// NOTE@-2:34: let the coroutine await the inner one: 'co_return co_await'
void run_alone_ok() { run_alone(store()); }

template <typename F> home::Lazy<> twice(F job) {
  co_await job();
  co_await job();
}
/// The wrapper is right for others; whoever hands over the factory is not.
home::Lazy<> FN_generic_wrapper() { co_await twice(make); }

home::Lazy<> generic_bad() {
  co_await in_turn([] { return store(1); });
  // WARN@-1:3: this await gives another task, which is never awaited: it never runs
  // NOTE@-2:3: await its result as well: 'co_await co_await'
  // FIX@-3:   co_await co_await in_turn([] { return store(1); });
}

home::Lazy<> coroutine_lambda_bad() {
  co_await in_turn([]() -> home::Lazy<> { co_await store(1); });
  // WARN@-1:3: this await gives another task, which is never awaited: it never runs
  // NOTE@-2:3: await its result as well: 'co_await co_await'
  // FIX@-3:   co_await co_await in_turn([]() -> home::Lazy<> { co_await store(1); });
}

home::Lazy<> variable_bad() {
  auto value = co_await make_value();
  // WARN@-1:16: this await gives another task, which is never awaited: it never runs
  // NOTE@-2:8: 'value' holds the inner task and not its value
  // NOTE@-3:16: await its result as well: 'co_await co_await'
  // FIX@-4:   auto value = co_await co_await make_value();
  co_return;
}

home::Lazy<> void_variable_bad() {
  auto done = co_await make();
  // WARN@-1:15: this await gives another task, which is never awaited: it never runs
  // NOTE@-2:8: 'done' holds the inner task and not its value
  // NOTE@-3:15: await its result as well: 'co_await co_await'
  // FIX@-4:   co_await co_await make();
  co_return;
}

home::Lazy<> typed_variable_bad() {
  home::Lazy<int> value = co_await make_value();
  // WARN@-1:27: this await gives another task, which is never awaited: it never runs
  // NOTE@-2:19: 'value' holds the inner task and not its value
  // NOTE@-3:27: await its result as well: 'co_await co_await'
  // FIX@-4:   co_await co_await make_value();
  co_return;
}

home::Lazy<> cast_bad() { (void)co_await make(); }
// WARN@-1:33: this await gives another task, which is never awaited: it never runs
// NOTE@-2:33: await its result as well: 'co_await co_await'
// FIX@-3: home::Lazy<> cast_bad() { (void)co_await co_await make(); }

home::Lazy<> ignored_bad() { std::ignore = co_await make_value(); }
// WARN@-1:44: this await gives another task, which is never awaited: it never runs
// NOTE@-2:44: await its result as well: 'co_await co_await'
// FIX@-3: home::Lazy<> ignored_bad() { std::ignore = co_await co_await make_value(); }

home::Lazy<> eager_inner_bad() { co_await start(); }
// WARN@-1:34: this await gives another task, which is never awaited: nobody waits for its end
// NOTE@-2:34: await its result as well: 'co_await co_await'
// FIX@-3: home::Lazy<> eager_inner_bad() { co_await co_await start(); }

home::Lazy<> generator_bad() { co_await numbers(); }
// WARN@-1:32: this await gives another asynchronous generator, which is never awaited: it never runs
// NOTE@-2:32: await its result as well: 'co_await co_await'

home::Lazy<> shared_outer_bad() { co_await shared_make(); }
// WARN@-1:35: this await gives another task, which is never awaited: it never runs
// NOTE@-2:35: await its result as well: 'co_await co_await'
// FIX@-3: home::Lazy<> shared_outer_bad() { co_await co_await shared_make(); }

home::Lazy<> stored_outer_bad() {
  auto outer = make();
  co_await std::move(outer);
  // WARN@-1:3: this await gives another task, which is never awaited: it never runs
  // NOTE@-2:3: await its result as well: 'co_await co_await'
  // FIX@-3:   co_await co_await std::move(outer);
}

home::Lazy<> branch_bad() {
  if (urgent())
    co_await make();
    // WARN@-1:5: this await gives another task, which is never awaited: it never runs
    // NOTE@-2:5: await its result as well: 'co_await co_await'
    // FIX@-3:     co_await co_await make();
}

home::Lazy<> loop_bad() {
  for (int i = 0; i < 3; ++i)
    co_await make();
    // WARN@-1:5: this await gives another task, which is never awaited: it never runs
    // NOTE@-2:5: await its result as well: 'co_await co_await'
    // FIX@-3:     co_await co_await make();
}

home::Lazy<> arms_bad() {
  urgent() ? co_await make() : co_await make();
  // WARN@-1:14: this await gives another task, which is never awaited: it never runs
  // NOTE@-2:14: await its result as well: 'co_await co_await'
  // FIX@-3:   co_await (urgent() ? co_await make() : co_await make());
}

home::Lazy<> comma_bad() { co_await make(), co_await store(); }
// WARN@-1:28: this await gives another task, which is never awaited: it never runs
// NOTE@-2:28: await its result as well: 'co_await co_await'
// FIX@-3: home::Lazy<> comma_bad() { co_await co_await make(), co_await store(); }

home::Lazy<> path_bad() {
  auto inner = co_await make();
  // WARN@-1:16: this await gives another task, which is never awaited: it never runs
  // NOTE@-2:8: 'inner' holds the inner task and not its value
  // NOTE@-3:16: await its result as well: 'co_await co_await'
  if (urgent())
    co_await std::move(inner);
}

home::Lazy<> element_bad() {
  std::vector<home::Lazy<>> inner;
  // NOTE@-1:29: 'inner' holds the inner task and not its value
  inner.push_back(co_await make());
  // WARN@-1:19: this await gives another task, which is never awaited: it never runs
  // NOTE@-2:19: await its result as well: 'co_await co_await'
}

home::Lazy<> macro_bad() { co_await MAKE(); }
// WARN@-1:28: this await gives another task, which is never awaited: it never runs
// NOTE@-2:28: await its result as well: 'co_await co_await'

home::Lazy<> lambda_bad() {
  auto inside = []() -> home::Lazy<> { co_await make(); };
  // WARN@-1:40: this await gives another task, which is never awaited: it never runs
  // NOTE@-2:40: await its result as well: 'co_await co_await'
  // FIX@-3:   auto inside = []() -> home::Lazy<> { co_await co_await make(); };
  co_await inside();
}

template <typename T> home::Lazy<> instantiated_bad(T) { co_await make(); }
// WARN@-1:58: this await gives another task, which is never awaited: it never runs
// NOTE@-2:58: await its result as well: 'co_await co_await'
// NOTE@-3:58: insert 'co_await'
// UNSAFE@-4: template <typename T> home::Lazy<> instantiated_bad(T) { co_await co_await make(); }
template home::Lazy<> instantiated_bad(int);

//===----------------------------------------------------------------------===//
// The runtimes of the catalogue
//===----------------------------------------------------------------------===//

cppcoro::task<cppcoro::task<>> cppcoro_make();

cppcoro::task<> cppcoro_bad() { co_await cppcoro_make(); }
// WARN@-1:33: this await gives another task, which is never awaited: it never runs
// NOTE@-2:33: await its result as well: 'co_await co_await'
// FIX@-3: cppcoro::task<> cppcoro_bad() { co_await co_await cppcoro_make(); }

void cppcoro_spawned_bad(cppcoro::async_scope &scope) {
  scope.spawn(cppcoro_make());
  // WARN@-1:15: this task gives another task, which 'spawn' drops: it never runs
  // NOTE@-2:15: let the coroutine await the inner one: 'co_return co_await'
}

coro::task<coro::task<>> libcoro_make();

coro::task<> libcoro_bad() { co_await libcoro_make(); }
// WARN@-1:30: this await gives another task, which is never awaited: it never runs
// NOTE@-2:30: await its result as well: 'co_await co_await'
// FIX@-3: coro::task<> libcoro_bad() { co_await co_await libcoro_make(); }

folly::coro::Task<folly::coro::Task<void>> folly_make();

folly::coro::Task<void> folly_bad() { co_await folly_make(); }
// WARN@-1:39: this await gives another task, which is never awaited: it never runs
// NOTE@-2:39: await its result as well: 'co_await co_await'
// FIX@-3: folly::coro::Task<void> folly_bad() { co_await co_await folly_make(); }

void folly_added_bad(folly::coro::AsyncScope &scope) {
  scope.add(folly_make());
  // WARN@-1:13: this task gives another task, which 'add' drops: it never runs
  // NOTE@-2:13: let the coroutine await the inner one: 'co_return co_await'
}

concurrencpp::result<void> concurrencpp_start();

concurrencpp::lazy_result<void>
concurrencpp_submit_bad(concurrencpp::thread_pool_executor &pool) {
  co_await pool.submit(concurrencpp_start);
  // WARN@-1:3: this await gives another task, which is never awaited: nobody waits for its end, and its exceptions are lost
  // NOTE@-2:3: await its result as well: 'co_await co_await'
  // FIX@-3:   co_await co_await pool.submit(concurrencpp_start);
}

concurrencpp::lazy_result<concurrencpp::lazy_result<int>> concurrencpp_make();

concurrencpp::lazy_result<void> concurrencpp_bad() {
  co_await concurrencpp_make();
  // WARN@-1:3: this await gives another task, which is never awaited: it never runs
  // NOTE@-2:3: await its result as well: 'co_await co_await'
  // FIX@-3:   co_await co_await concurrencpp_make();
}

async_simple::coro::Lazy<async_simple::coro::Lazy<int>> async_simple_make();

async_simple::coro::Lazy<void> async_simple_bad() {
  co_await async_simple_make();
  // WARN@-1:3: this await gives another task, which is never awaited: it never runs
  // NOTE@-2:3: await its result as well: 'co_await co_await'
  // FIX@-3:   co_await co_await async_simple_make();
}

boost::cobalt::task<boost::cobalt::task<int>> cobalt_make();

boost::cobalt::task<void> cobalt_bad() { co_await cobalt_make(); }
// WARN@-1:42: this await gives another task, which is never awaited: it never runs
// NOTE@-2:42: await its result as well: 'co_await co_await'
// FIX@-3: boost::cobalt::task<void> cobalt_bad() { co_await co_await cobalt_make(); }

boost::cobalt::task<boost::cobalt::promise<int>> cobalt_start();

boost::cobalt::task<void> cobalt_promise_bad() { co_await cobalt_start(); }
// WARN@-1:50: this await gives another task, which is never awaited: it is cancelled when it is dropped
// NOTE@-2:50: await its result as well: 'co_await co_await'
// FIX@-3: boost::cobalt::task<void> cobalt_promise_bad() { co_await co_await cobalt_start(); }

//===----------------------------------------------------------------------===//
// Nothing to report
//===----------------------------------------------------------------------===//

home::Lazy<> awaited_twice_ok() {
  co_await co_await make();
  int value = co_await co_await make_value();
  keep(value);
}

home::Lazy<> awaited_later_ok() {
  auto inner = co_await make();
  co_await std::move(inner);
}

home::Lazy<home::Lazy<>> factory_ok() { co_return store(1); }

home::Lazy<home::Lazy<>> forwarded_ok() { co_return co_await make(); }

home::Lazy<home::Lazy<>> returned_ok() { return make(); }

home::Lazy<> passed_ok() {
  keep(co_await make());
  auto inner = co_await make();
  keep(std::move(inner));
}

home::Lazy<> collected_ok() {
  std::vector<home::Lazy<>> inner;
  inner.push_back(co_await make());
  keep(std::move(inner));
}

home::Lazy<> captured_ok() {
  auto inner = co_await make();
  keep([inner = std::move(inner)]() mutable { keep(std::move(inner)); });
}

home::Lazy<> both_paths_ok() {
  auto inner = co_await make();
  if (urgent())
    co_await std::move(inner);
  else
    keep(std::move(inner));
}

home::Lazy<> early_exit_ok() {
  auto inner = co_await make();
  if (urgent())
    co_return;
  co_await std::move(inner);
}

home::Lazy<> used_in_loop_ok() {
  auto inner = co_await make();
  while (urgent())
    keep(std::move(inner));
}

home::Lazy<> plain_value_ok() {
  co_await store();
  co_await home::sleep(1);
}

// An awaiter that no catalogue knows may be a plain value.
home::Lazy<> operation_ok() { co_await timer(); }

home::Lazy<std::optional<home::Lazy<>>> maybe();

home::Lazy<> optional_ok() {
  auto inner = co_await maybe();
  if (inner)
    co_await std::move(*inner);
}

home::Lazy<home::Detached> detached();

home::Lazy<> detached_ok() { co_await detached(); }

struct Owner {
  home::Lazy<> Inner;
  home::Lazy<> fill() { Inner = co_await make(); }
};

home::Lazy<> member_ok(Owner &owner) { owner.Inner = co_await make(); }

home::Lazy<> reference_ok(home::Shared<home::Lazy<> &> shared) {
  co_await shared;
}

// async-unawaited-task reports the outer one.
home::Lazy<> outer_dropped_ok() {
  make();
  co_return;
}

cppcoro::task<> cppcoro_ok() { co_await co_await cppcoro_make(); }

cppcoro::task<> cppcoro_all_ok() {
  co_await cppcoro::when_all_ready(cppcoro_make(), cppcoro_make());
}

coro::task<> libcoro_ok() {
  auto inner = co_await libcoro_make();
  co_await inner;
}

folly::coro::Task<void> folly_ok() { co_await co_await folly_make(); }

// What resolve() gives is finished: its error is looked at, or not.
concurrencpp::lazy_result<void> resolved_ok() {
  auto running = concurrencpp_start();
  co_await running.resolve();
}

concurrencpp::lazy_result<void>
submit_ok(concurrencpp::thread_pool_executor &pool) {
  co_await co_await pool.submit(concurrencpp_start);
  co_await pool.submit([] { return 1; });
}

seastar::future<> seastar_ping();

seastar::future<> as_future_ok() {
  auto finished = co_await seastar::coroutine::as_future(seastar_ping());
  if (finished.failed())
    finished.ignore_ready_future();
}

async_simple::coro::Lazy<void> async_simple_ok() {
  int value = co_await co_await async_simple_make();
  keep(value);
}

boost::cobalt::task<void> cobalt_ok() {
  co_await co_await cobalt_make();
  +co_await cobalt_start();
}

// A value that may be an error is no task, though a coroutine can return it.
home::Lazy<Expected<int>> parsed();

home::Lazy<> outcome_ok() { (void)co_await parsed(); }
