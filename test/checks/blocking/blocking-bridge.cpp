// RUN: %check_test %s async-blocking-bridge
#include "mocks/async_simple.hpp"
#include "mocks/cobalt.hpp"
#include "mocks/concurrencpp.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/dpp.hpp"
#include "mocks/drogon.hpp"
#include "mocks/folly.hpp"
#include "mocks/kj.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/libunifex.hpp"
#include "mocks/seastar.hpp"
#include "mocks/stdexec.hpp"
#include <cassert>
#include <tuple>
#include <vector>

// One bridge of each runtime, in a coroutine of that runtime.

cppcoro::task<int> cppcoro_number();
cppcoro::task<int> cppcoro_bad() {
  int number = cppcoro::sync_wait(cppcoro_number());
  // WARN@-1:16: 'sync_wait' blocks the event loop: it parks the thread until the task ends
  // NOTE@-2:16: await the work with 'co_await' instead of waiting for it
  // FIX@-3:   int number = co_await cppcoro_number();
  co_return number;
}
cppcoro::task<int> cppcoro_awaited_ok() { co_return co_await cppcoro_number(); }
int cppcoro_top_level_ok() { return cppcoro::sync_wait(cppcoro_number()); }

coro::task<int> libcoro_number();
coro::task<int> libcoro_bad() { co_return coro::sync_wait(libcoro_number()); }
// WARN@-1:43: 'sync_wait' blocks the event loop: it parks the thread until the task ends
// NOTE@-2:43: await the work with 'co_await' instead of waiting for it
// FIX@-3: coro::task<int> libcoro_bad() { co_return co_await libcoro_number(); }

folly::coro::Task<int> folly_number();
folly::coro::Task<int> folly_bad() {
  co_return folly::coro::blockingWait(folly_number());
  // WARN@-1:13: 'blockingWait' blocks the event loop: it parks the thread until the task ends
  // NOTE@-2:13: await the work with 'co_await' instead of waiting for it
  // FIX@-3:   co_return co_await folly_number();
}

async_simple::coro::Lazy<int> lazy_number();
async_simple::coro::Lazy<int> async_simple_bad() {
  co_return async_simple::coro::syncAwait(lazy_number());
  // WARN@-1:13: 'syncAwait' blocks the event loop: it parks the thread until the task ends
  // NOTE@-2:13: await the work with 'co_await' instead of waiting for it
  // FIX@-3:   co_return co_await lazy_number();
}

drogon::Task<int> drogon_number();
drogon::Task<int> drogon_bad() { co_return drogon::sync_wait(drogon_number()); }
// WARN@-1:44: 'sync_wait' blocks the event loop: it parks the thread until the task ends
// NOTE@-2:44: await the work with 'co_await' instead of waiting for it
// FIX@-3: drogon::Task<int> drogon_bad() { co_return co_await drogon_number(); }

boost::cobalt::task<int> cobalt_number();
boost::cobalt::task<int> cobalt_bad() {
  co_return boost::cobalt::run(cobalt_number());
  // WARN@-1:13: 'run' blocks the event loop: it runs an event loop of its own until the task ends
  // NOTE@-2:13: await the work with 'co_await' instead of waiting for it
  // FIX@-3:   co_return co_await cobalt_number();
}

unifex::task<int> unifex_number();
unifex::task<void> libunifex_bad() {
  (void)unifex::sync_wait(unifex_number());
  // WARN@-1:9: 'sync_wait' blocks the event loop: it parks the thread until the sender completes
  // NOTE@-2:9: await the work with 'co_await' instead of waiting for it
  co_return;
}

exec::task<int> stdexec_number();
exec::task<void> stdexec_bad() {
  (void)stdexec::sync_wait(stdexec_number());
  // WARN@-1:9: 'sync_wait' blocks the event loop: it parks the thread until the sender completes
  // NOTE@-2:9: await the work with 'co_await' instead of waiting for it
  co_return;
}

concurrencpp::result<int> concurrencpp_number();
concurrencpp::result<int>
concurrencpp_asserted_ok(concurrencpp::result<int> number) {
  assert(number.status() == concurrencpp::result_status::value);
  co_return number.get();
}
concurrencpp::result<int> concurrencpp_bad() {
  co_return concurrencpp_number().get();
  // WARN@-1:13: 'get' blocks the event loop: it parks the thread until the result is there
  // NOTE@-2:13: await the work with 'co_await' instead of waiting for it
  // FIX@-3:   co_return co_await concurrencpp_number();
}

seastar::future<int> seastar_number();
seastar::future<std::vector<seastar::future<int>>> as_futures();
seastar::future<int> seastar_bad() { co_return seastar_number().get(); }
// WARN@-1:48: 'get' blocks the event loop: it waits in place, which is allowed in seastar::async and seastar::thread only
// NOTE@-2:48: await the work with 'co_await' instead of waiting for it
// FIX@-3: seastar::future<int> seastar_bad() { co_return co_await seastar_number(); }

kj::Promise<int> kj_number();
kj::Promise<int> kj_bad(kj::WaitScope &scope) {
  co_return kj_number().wait(scope);
  // WARN@-1:13: 'wait' blocks the event loop: it runs the event loop until the promise is fulfilled, which is allowed in fibers and at top level only
  // NOTE@-2:13: await the work with 'co_await' instead of waiting for it
}

dpp::task<int> dpp_number();
dpp::task<int> dpp_bad() { co_return dpp_number().sync_wait(); }
// WARN@-1:38: 'sync_wait' blocks the event loop: it parks the thread until the task ends
// NOTE@-2:38: await the work with 'co_await' instead of waiting for it
// FIX@-3: dpp::task<int> dpp_bad() { co_return co_await dpp_number(); }

// In place.

cppcoro::task<int> lambda_bad() {
  auto ask = [] { return cppcoro::sync_wait(cppcoro_number()); };
  // NOTE@-1:26: 'sync_wait' parks the thread until the task ends
  co_return ask();
  // WARN@-1:13: 'ask' blocks the event loop through 'sync_wait'
  // NOTE@-2:13: await the work with 'co_await' instead of waiting for it
}

// A task that runs the loop before it suspends does so on the thread that
// awaits it, which drives the loop by that.

cppcoro::task<> cppcoro_work();
void drives_loop_ok(cppcoro::io_service &io) {
  cppcoro::sync_wait(cppcoro::when_all(
      cppcoro_work(), [&]() -> cppcoro::task<> {
        io.process_events();
        co_return;
      }()));
}
cppcoro::task<> driver_ok(cppcoro::io_service &io) {
  io.process_events();
  co_return;
}
cppcoro::task<> drives_then_awaits_ok(cppcoro::io_service &io) {
  io.process_events();
  co_await cppcoro_work();
}
cppcoro::task<> nested_loop_bad(cppcoro::io_service &io) {
  co_await io.schedule();
  io.process_events();
  // WARN@-1:3: 'process_events' blocks the event loop: it runs the event loop inside itself
  // NOTE@-2:3: await the work with 'co_await' instead of waiting for it
}
cppcoro::task<> nested_in_second_round_bad(cppcoro::io_service &io) {
  for (int i = 0; i < 2; ++i) {
    io.process_events();
    // WARN@-1:5: 'process_events' blocks the event loop: it runs the event loop inside itself
    // NOTE@-2:5: await the work with 'co_await' instead of waiting for it
    co_await cppcoro_work();
  }
}
static cppcoro::task<> awaited_driver_bad(cppcoro::io_service &io) {
  io.process_events();
  // WARN@-1:3: 'process_events' blocks the event loop: it runs the event loop inside itself
  // NOTE@-2:3: await the work with 'co_await' instead of waiting for it
  co_return;
}
cppcoro::task<> awaits_driver_ok(cppcoro::io_service &io) {
  co_await io.schedule();
  co_await awaited_driver_bad(io);
}
cppcoro::task<> other_bridge_bad(cppcoro::io_service &io) {
  io.process_events();
  cppcoro::sync_wait(cppcoro_work());
  // WARN@-1:3: 'sync_wait' blocks the event loop: it parks the thread until the task ends
  // NOTE@-2:3: await the work with 'co_await' instead of waiting for it
  // FIX@-3:   co_await cppcoro_work();
  co_return;
}
coro::task<> libcoro_driver_ok(coro::scheduler &loop) {
  loop.process_events(std::chrono::milliseconds(5));
  co_return;
}
coro::task<> libcoro_nested_bad(coro::scheduler &loop) {
  co_await loop.schedule();
  loop.process_events(std::chrono::milliseconds(5));
  // WARN@-1:3: 'process_events' blocks the event loop: it runs the event loop inside itself
  // NOTE@-2:3: await the work with 'co_await' instead of waiting for it
}

// A handler is a loop context, but cannot await.
// What the loop hands to a continuation is complete.
void continuation_ok(seastar::future<int> number) {
  (void)number.then_wrapped([](seastar::future<int> f) { return f.get(); });
}
void parts_of_a_result_ok(seastar::future<int> number) {
  (void)number.then(
      [](std::vector<seastar::future<int>> all,
         std::tuple<seastar::future<int>, seastar::future<int>> pair) {
        int sum = std::get<0>(pair).get() + all[0].get() + all.back().get();
        for (auto &f : all)
          sum += f.get();
        auto [first, second] = std::move(pair);
        return sum + first.get();
      });
}
seastar::future<int> awaited_parts_ok() {
  auto all = co_await as_futures();
  int sum = all[0].get();
  for (auto &f : all)
    sum += f.get();
  co_return sum;
}
void made_in_continuation_bad(seastar::future<int> number) {
  (void)number.then_wrapped([](seastar::future<int>) {
    auto again = seastar_number();
    return again.get();
    // WARN@-1:12: 'get' blocks the event loop: it waits in place, which is allowed in seastar::async and seastar::thread only
    // NOTE@-2:12: await the work with 'co_await' instead of waiting for it
  });
}

seastar::future<int> ready_future_ok() {
  auto complete = seastar::make_ready_future<int>(1);
  int sum = complete.get() + seastar::make_ready_future<int>(2).get();
  co_return sum;
}

void bridge_in_handler_bad(seastar::future<int> number) {
  (void)number.then([](int) { return seastar_number().get(); });
  // WARN@-1:38: 'get' blocks the event loop: it waits in place, which is allowed in seastar::async and seastar::thread only
  // NOTE@-2:38: await the work with 'co_await' instead of waiting for it
}
