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

// One bridge of each runtime, in a coroutine of that runtime.

cppcoro::task<int> cppcoro_number();
cppcoro::task<int> cppcoro_bad() {
  int number = cppcoro::sync_wait(cppcoro_number());
  co_return number;
}
cppcoro::task<int> cppcoro_awaited_ok() { co_return co_await cppcoro_number(); }
int cppcoro_top_level_ok() { return cppcoro::sync_wait(cppcoro_number()); }

coro::task<int> libcoro_number();
coro::task<int> libcoro_bad() { co_return coro::sync_wait(libcoro_number()); }

folly::coro::Task<int> folly_number();
folly::coro::Task<int> folly_bad() {
  co_return folly::coro::blockingWait(folly_number());
}

async_simple::coro::Lazy<int> lazy_number();
async_simple::coro::Lazy<int> async_simple_bad() {
  co_return async_simple::coro::syncAwait(lazy_number());
}

drogon::Task<int> drogon_number();
drogon::Task<int> drogon_bad() { co_return drogon::sync_wait(drogon_number()); }

boost::cobalt::task<int> cobalt_number();
boost::cobalt::task<int> cobalt_bad() {
  co_return boost::cobalt::run(cobalt_number());
}

unifex::task<int> unifex_number();
unifex::task<void> libunifex_bad() {
  (void)unifex::sync_wait(unifex_number());
  co_return;
}

exec::task<int> stdexec_number();
exec::task<void> stdexec_bad() {
  (void)stdexec::sync_wait(stdexec_number());
  co_return;
}

concurrencpp::result<int> concurrencpp_number();
concurrencpp::result<int> concurrencpp_bad() {
  co_return concurrencpp_number().get();
}

seastar::future<int> seastar_number();
seastar::future<int> seastar_bad() { co_return seastar_number().get(); }

kj::Promise<int> kj_number();
kj::Promise<int> kj_bad(kj::WaitScope &scope) {
  co_return kj_number().wait(scope);
}

dpp::task<int> dpp_number();
dpp::task<int> dpp_bad() { co_return dpp_number().sync_wait(); }

// In place.

cppcoro::task<int> lambda_bad() {
  auto ask = [] { return cppcoro::sync_wait(cppcoro_number()); };
  co_return ask();
}
