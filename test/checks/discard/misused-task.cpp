// Coroutines where something synchronous is expected.
//
// RUN: %check_test %s async-misused-task

#include "mocks/async_simple.hpp"
#include "mocks/cobalt.hpp"
#include "mocks/concurrencpp.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/kj.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <algorithm>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

home::Lazy<> notify(int user = 0);
home::Shared<> announce(int user = 0);
home::Detached forget(int user);
bool urgent();
template <typename T> void keep(T value) {}
void on_event(std::function<void()> handler);
void on_value(const std::function<void(int)> &handler);
void on_reply(std::function<home::Lazy<>(int)> handler);

struct Button {
  std::function<void()> Clicked;
  void connect(std::function<void(int)> slot);
};
struct Notifier {
  home::Lazy<> operator()(int user) const;
};
namespace other {
template <typename Signature> class callback;
template <typename R, typename... A> class callback<R(A...)> {
public:
  template <typename F> callback(F function) {}
};
} // namespace other
void on_other(other::callback<void()> handler);

/// Home-made, with a value that tells and an answer to `if (task)`.
template <typename T = void> struct Query {
  struct promise_type : mock_support::returns<T> {
    Query get_return_object();
    std::suspend_always initial_suspend() noexcept;
    mock_support::final_awaiter final_suspend() noexcept;
  };
  Query(Query &&) noexcept;
  ~Query();
  explicit operator bool() const;
  mock_support::awaiter<T> operator co_await() && noexcept;
};
Query<bool> ready(int user = 0);
Query<> prepare();

//===----------------------------------------------------------------------===//
// Home-made types
//===----------------------------------------------------------------------===//

void lambda_bad() {
  on_event([]() -> home::Lazy<> { co_await notify(1); });
  // WARN@-1:12: a coroutine stands where a plain function is expected: it never runs
  // NOTE@-2:12: 'std::function' expects a function that returns nothing
  // NOTE@-3:12: call it in a plain function that hands its task to something that runs it
}

void plain_lambda_bad() {
  on_event([] { return notify(1); });
  // WARN@-1:12: a coroutine stands where a plain function is expected: it never runs
  // NOTE@-2:12: 'std::function' expects a function that returns nothing
  // NOTE@-3:12: call it in a plain function that hands its task to something that runs it
}

void parameter_bad() {
  on_value([](int user) -> home::Lazy<> { co_await notify(user); });
  // WARN@-1:12: a coroutine stands where a plain function is expected: it never runs
  // NOTE@-2:12: 'std::function' expects a function that returns nothing
  // NOTE@-3:12: call it in a plain function that hands its task to something that runs it
}

void function_bad() { on_value(notify); }
// WARN@-1:32: a coroutine stands where a plain function is expected: it never runs
// NOTE@-2:32: 'std::function' expects a function that returns nothing
// NOTE@-3:32: call it in a plain function that hands its task to something that runs it

void address_bad() { on_value(&notify); }
// WARN@-1:31: a coroutine stands where a plain function is expected: it never runs
// NOTE@-2:31: 'std::function' expects a function that returns nothing
// NOTE@-3:31: call it in a plain function that hands its task to something that runs it

void object_bad() { on_value(Notifier{}); }
// WARN@-1:30: a coroutine stands where a plain function is expected: it never runs
// NOTE@-2:30: 'std::function' expects a function that returns nothing
// NOTE@-3:30: call it in a plain function that hands its task to something that runs it

void variable_bad() {
  auto handler = []() -> home::Lazy<> { co_await notify(1); };
  on_event(handler);
  // WARN@-1:12: a coroutine stands where a plain function is expected: it never runs
  // NOTE@-2:12: 'std::function' expects a function that returns nothing
  // NOTE@-3:12: call it in a plain function that hands its task to something that runs it
}

void stored_bad() {
  std::function<void()> handler = []() -> home::Lazy<> { co_await notify(1); };
  // WARN@-1:35: a coroutine stands where a plain function is expected: it never runs
  // NOTE@-2:35: 'std::function' expects a function that returns nothing
  // NOTE@-3:35: call it in a plain function that hands its task to something that runs it
  handler();
}

void assigned_bad(Button &button) {
  button.Clicked = std::function<void()>([] { return notify(1); });
  // WARN@-1:42: a coroutine stands where a plain function is expected: it never runs
  // NOTE@-2:20: 'std::function' expects a function that returns nothing
  // NOTE@-3:42: call it in a plain function that hands its task to something that runs it
}

void member_bad(Button &button) {
  button.connect([](int user) { return notify(user); });
  // WARN@-1:18: a coroutine stands where a plain function is expected: it never runs
  // NOTE@-2:18: 'std::function' expects a function that returns nothing
  // NOTE@-3:18: call it in a plain function that hands its task to something that runs it
}

void other_wrapper_bad() {
  on_other([]() -> home::Lazy<> { co_await notify(1); });
  // WARN@-1:12: a coroutine stands where a plain function is expected: it never runs
  // NOTE@-2:12: 'other::callback' expects a function that returns nothing
  // NOTE@-3:12: call it in a plain function that hands its task to something that runs it
}

void for_each_bad(std::vector<int> &users) {
  std::for_each(users.begin(), users.end(),
  // NOTE@-1:3: 'for_each' ignores what it returns
                [](int user) -> home::Lazy<> { co_await notify(user); });
                // WARN@-1:17: a coroutine stands where a plain function is expected: it never runs
                // NOTE@-2:17: call it in a plain function that hands its task to something that runs it
}

void for_each_function_bad(std::vector<int> &users) {
  std::for_each(users.begin(), users.end(), notify);
  // WARN@-1:45: a coroutine stands where a plain function is expected: it never runs
  // NOTE@-2:3: 'for_each' ignores what it returns
  // NOTE@-3:45: call it in a plain function that hands its task to something that runs it
}

void ranges_bad(std::vector<int> &users) {
  std::ranges::for_each(users, [](int user) { return notify(user); });
  // WARN@-1:32: a coroutine stands where a plain function is expected: it never runs
  // NOTE@-2:3: 'for_each' ignores what it returns
  // NOTE@-3:32: call it in a plain function that hands its task to something that runs it
}

void thread_bad() {
  std::thread worker([]() -> home::Lazy<> { co_await notify(1); });
  // WARN@-1:22: a coroutine stands where a plain function is expected: it never runs
  // NOTE@-2:15: 'thread' ignores what it returns
  // NOTE@-3:22: call it in a plain function that hands its task to something that runs it
  worker.join();
}

void jthread_bad() { std::jthread worker(notify, 1); }
// WARN@-1:42: a coroutine stands where a plain function is expected: it never runs
// NOTE@-2:35: 'jthread' ignores what it returns
// NOTE@-3:42: call it in a plain function that hands its task to something that runs it

void once_bad(std::once_flag &once) {
  std::call_once(once, [] { return notify(1); });
  // WARN@-1:24: a coroutine stands where a plain function is expected: it never runs
  // NOTE@-2:3: 'call_once' ignores what it returns
  // NOTE@-3:24: call it in a plain function that hands its task to something that runs it
}

home::Lazy<> coroutine_bad(std::vector<int> &users) {
  std::for_each(users.begin(), users.end(),
  // NOTE@-1:3: 'for_each' ignores what it returns
                [](int user) -> home::Lazy<> { co_await notify(user); });
                // WARN@-1:17: a coroutine stands where a plain function is expected: it never runs
                // NOTE@-2:17: call it in a plain function that hands its task to something that runs it
  co_return;
}

template <typename T> void instantiated_bad(T user) {
  on_event([user]() -> home::Lazy<> { co_await notify(user); });
  // WARN@-1:12: a coroutine stands where a plain function is expected: it never runs
  // NOTE@-2:12: 'std::function' expects a function that returns nothing
  // NOTE@-3:12: call it in a plain function that hands its task to something that runs it
}
template void instantiated_bad(int);

Query<> condition_bad() {
  if (ready(1))
  // WARN@-1:7: the condition asks whether there is a task returned by 'ready', not what it gives
  // NOTE@-2:7: await it with 'co_await' to get its value
  // FIX@-3:   if ((co_await ready(1)))
    co_return;
}

Query<> negated_bad() {
  if (!ready(1) || urgent())
  // WARN@-1:8: the condition asks whether there is a task returned by 'ready', not what it gives
  // NOTE@-2:8: await it with 'co_await' to get its value
  // FIX@-3:   if (!(co_await ready(1)) || urgent())
    co_return;
}

Query<> loop_bad() {
  while (urgent() && ready(2))
  // WARN@-1:22: the condition asks whether there is a task returned by 'ready', not what it gives
  // NOTE@-2:22: await it with 'co_await' to get its value
  // FIX@-3:   while (urgent() && (co_await ready(2)))
    co_await prepare();
}

void plain_condition_bad() {
  keep(ready(1) ? 1 : 2);
  // WARN@-1:8: the condition asks whether there is a task returned by 'ready', not what it gives
  // NOTE@-2:8: await it with 'co_await' to get its value
}

Query<> nothing_to_tell_bad() {
  if (prepare())
  // WARN@-1:7: the condition asks whether there is a task returned by 'prepare', not what it gives
  // NOTE@-2:7: await it with 'co_await' to get its value
    co_return;
}

//===----------------------------------------------------------------------===//
// The runtimes of the catalogue
//===----------------------------------------------------------------------===//

cppcoro::task<> cppcoro_ping(int user = 0);
void cppcoro_bad(std::vector<int> &users) {
  std::for_each(users.begin(), users.end(),
  // NOTE@-1:3: 'for_each' ignores what it returns
                [](int user) { return cppcoro_ping(user); });
                // WARN@-1:17: a coroutine stands where a plain function is expected: it never runs
                // NOTE@-2:17: call it in a plain function that hands its task to something that runs it
}

coro::task<> libcoro_ping();
void libcoro_bad() {
  on_event([]() -> coro::task<> { co_await libcoro_ping(); });
  // WARN@-1:12: a coroutine stands where a plain function is expected: it never runs
  // NOTE@-2:12: 'std::function' expects a function that returns nothing
  // NOTE@-3:12: call it in a plain function that hands its task to something that runs it
}

folly::coro::Task<void> folly_ping();
void folly_bad(folly::Executor &executor) { executor.add(folly_ping); }
// WARN@-1:58: a coroutine stands where a plain function is expected: it never runs
// NOTE@-2:58: 'std::function' expects a function that returns nothing
// NOTE@-3:58: call it in a plain function that hands its task to something that runs it

concurrencpp::lazy_result<bool> concurrencpp_ping();
void concurrencpp_bad() { on_event(concurrencpp_ping); }
// WARN@-1:36: a coroutine stands where a plain function is expected: it never runs
// NOTE@-2:36: 'std::function' expects a function that returns nothing
// NOTE@-3:36: call it in a plain function that hands its task to something that runs it

concurrencpp::result<bool> concurrencpp_start();
concurrencpp::lazy_result<void> concurrencpp_condition_bad() {
  if (concurrencpp_start())
  // WARN@-1:7: the condition asks whether there is a task returned by 'concurrencpp_start', not what it gives
  // NOTE@-2:7: await it with 'co_await' to get its value
  // FIX@-3:   if ((co_await concurrencpp_start()))
    co_return;
}

async_simple::coro::Lazy<void> async_simple_ping();
void async_simple_bad(async_simple::Executor &executor) {
  executor.schedule(async_simple_ping);
  // WARN@-1:21: a coroutine stands where a plain function is expected: it never runs
  // NOTE@-2:21: 'std::function' expects a function that returns nothing
  // NOTE@-3:21: call it in a plain function that hands its task to something that runs it
}

boost::cobalt::task<void> cobalt_ping();
void cobalt_bad() { on_event(cobalt_ping); }
// WARN@-1:30: a coroutine stands where a plain function is expected: it never runs
// NOTE@-2:30: 'std::function' expects a function that returns nothing
// NOTE@-3:30: call it in a plain function that hands its task to something that runs it

boost::cobalt::promise<void> cobalt_start();
void cobalt_cancelled_bad() { on_event(cobalt_start); }
// WARN@-1:40: a coroutine stands where a plain function is expected: it is cancelled when it is dropped
// NOTE@-2:40: 'std::function' expects a function that returns nothing
// NOTE@-3:40: call it in a plain function that hands its task to something that runs it

boost::cobalt::promise<bool> cobalt_asked();
boost::cobalt::task<void> cobalt_condition_bad() {
  if (cobalt_asked())
  // WARN@-1:7: the condition asks whether there is a task returned by 'cobalt_asked', not what it gives
  // NOTE@-2:7: await it with 'co_await' to get its value
  // FIX@-3:   if ((co_await cobalt_asked()))
    co_return;
}

//===----------------------------------------------------------------------===//
// Nothing to report
//===----------------------------------------------------------------------===//

void synchronous_ok(std::vector<int> &users) {
  on_event([] { urgent(); });
  on_value([](int user) { keep(notify(user)); });
  std::for_each(users.begin(), users.end(), [](int) {});
}

void coroutine_slot_ok() {
  on_reply([](int user) -> home::Lazy<> { co_await notify(user); });
  on_reply(notify);
}

void collected_ok(std::vector<int> &users, std::vector<home::Lazy<>> &all) {
  for (int user : users)
    all.push_back(notify(user));
}

// async-unawaited-task reports what such a lambda drops.
void dropped_inside_ok() {
  on_event([] { notify(1); });
}

void detached_ok(std::vector<int> &users) {
  on_value(forget);
  std::for_each(users.begin(), users.end(), forget);
  std::thread worker(forget, 1);
  worker.join();
}

// Work that is under way needs nobody.
void eager_ok(std::vector<int> &users) {
  on_value(announce);
  std::for_each(users.begin(), users.end(), announce);
}

void invoked_ok() { keep(std::invoke(notify, 1)); }

void stored_function_ok() {
  std::function<home::Lazy<>(int)> handler = notify;
  keep(handler);
}

void copied_ok(const std::function<void()> &handler) {
  std::function<void()> copy = handler;
  on_event(copy);
}

void empty_ok() {
  std::function<void()> none;
  std::function<void()> null = nullptr;
  on_event(none);
}

template <typename F> void take(F function) {}
void own_template_ok() { take(notify); }

Query<> awaited_ok() {
  if (co_await ready(1))
    co_return;
  while (urgent() && co_await ready(2))
    co_await prepare();
}

Query<> variable_ok() {
  auto task = ready(1);
  if (task)
    co_await std::move(task);
}

Query<> reference_ok(Query<> &task) {
  if (!task)
    co_return;
}

Query<> &kept();
void kept_ok() {
  if (kept())
    urgent();
}

bool plain();
void plain_condition_ok() {
  if (plain())
    urgent();
}

struct Future {
  explicit operator bool() const;
};
Future no_task();
void no_task_ok() {
  if (no_task())
    urgent();
}

cppcoro::task<> cppcoro_ok(cppcoro::async_scope &scope) {
  auto send = []() -> cppcoro::task<> { co_await cppcoro_ping(); };
  scope.spawn(send());
  co_await scope.join();
}

coro::task<> libcoro_ok() {
  co_await coro::invoke([]() -> coro::task<> { co_await libcoro_ping(); });
}

folly::coro::Task<void> folly_ok() {
  co_await folly::coro::co_invoke(
      []() -> folly::coro::Task<void> { co_await folly_ping(); });
  co_await folly::coro::retryN(3, folly_ping);
}

seastar::future<> seastar_ping(int user = 0);
seastar::future<> seastar_ok(std::vector<int> users, seastar::gate &gate) {
  co_await seastar::parallel_for_each(
      users, [](int user) { return seastar_ping(user); });
  co_await seastar::do_for_each(users, [](int user) -> seastar::future<> {
    co_await seastar_ping(user);
  });
  co_await seastar::with_gate(gate, [] { return seastar_ping(); });
  co_await seastar_ping().then([] { return seastar_ping(); });
}

void seastar_eager_ok() {
  on_event([] { return seastar_ping(); });
}

concurrencpp::lazy_result<void>
concurrencpp_ok(concurrencpp::thread_pool_executor &pool) {
  auto running = pool.submit(concurrencpp_start);
  if (running)
    co_await co_await running;
  on_event(concurrencpp_start);
}

boost::cobalt::task<void> cobalt_ok() {
  auto asked = cobalt_asked();
  if (asked)
    co_await asked;
}

async_simple::coro::Lazy<void> async_simple_ok() {
  async_simple_ping().start([](auto) {});
  co_return;
}
