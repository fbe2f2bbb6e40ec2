// Names of functions that return tasks.
//
// RUN: %check_test %s async-function-name
// RUN: %check_test %s async-function-name --tag suffix --option Convention=.*_ok

#include "mocks/async_simple.hpp"
#include "mocks/cobalt.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <string>

cppcoro::task<> fetch_bad() { co_return; }
// WARN@-1:17: 'fetch_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:17: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[suffix]@-3:17: names of such functions match '.*_ok'
cppcoro::task<int> returns_a_task_bad() { return {}; }
// WARN@-1:20: 'returns_a_task_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:20: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[suffix]@-3:20: names of such functions match '.*_ok'
cppcoro::shared_task<int> shared_bad() { co_return 1; }
// WARN@-1:27: 'shared_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:27: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[suffix]@-3:27: names of such functions match '.*_ok'
cppcoro::async_generator<int> numbers_bad() { co_yield 1; }
// WARN@-1:31: 'numbers_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:31: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[suffix]@-3:31: names of such functions match '.*_ok'
coro::task<int> libcoro_bad() { co_return 1; }
// WARN@-1:17: 'libcoro_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:17: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[suffix]@-3:17: names of such functions match '.*_ok'
folly::coro::Task<int> folly_bad() { co_return 1; }
// WARN@-1:24: 'folly_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:24: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[suffix]@-3:24: names of such functions match '.*_ok'
seastar::future<int> seastar_bad() { co_return 1; }
// WARN@-1:22: 'seastar_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:22: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[suffix]@-3:22: names of such functions match '.*_ok'
boost::cobalt::task<int> cobalt_bad() { co_return 1; }
// WARN@-1:26: 'cobalt_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:26: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[suffix]@-3:26: names of such functions match '.*_ok'
boost::cobalt::promise<int> promise_bad() { co_return 1; }
// WARN@-1:29: 'promise_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:29: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[suffix]@-3:29: names of such functions match '.*_ok'
async_simple::coro::Lazy<int> simple_bad() { co_return 1; }
// WARN@-1:31: 'simple_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:31: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[suffix]@-3:31: names of such functions match '.*_ok'
home::Lazy<> home_made_bad() { co_return; }
// WARN@-1:14: 'home_made_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:14: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[suffix]@-3:14: names of such functions match '.*_ok'
home::Shared<> eager_bad() { co_return; }
// WARN@-1:16: 'eager_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:16: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[suffix]@-3:16: names of such functions match '.*_ok'
static cppcoro::task<> static_bad() { co_return; }
// WARN@-1:24: 'static_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:24: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[default]@-3:24: rename it to 'async_static_bad'
// NOTE[suffix]@-4:24: names of such functions match '.*_ok'
// UNSAFE[default]@-5: static cppcoro::task<> async_static_bad() { co_return; }
template <typename T> cppcoro::task<T> template_bad(T value) {
// WARN@-1:40: 'template_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:40: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[suffix]@-3:40: names of such functions match '.*_ok'
  co_return value;
}
template cppcoro::task<int> template_bad(int value);

struct Client {
  virtual ~Client() = default;
  virtual cppcoro::task<> send_bad(std::string text) { co_return; }
  // WARN@-1:27: 'send_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
  // NOTE[default]@-2:27: names of such functions match '(co_|async_).*|.*(_async|Async)'
  // NOTE[suffix]@-3:27: names of such functions match '.*_ok'
  cppcoro::task<> out_of_line_bad();
  // UNSAFE[default]@-1:   cppcoro::task<> async_out_of_line_bad();
  cppcoro::task<> operator()() { co_return; }
  cppcoro::task<> co_receive_ok() { co_return; }
};
cppcoro::task<> Client::out_of_line_bad() { co_return; }
// WARN@-1:25: 'out_of_line_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
// NOTE[default]@-2:25: names of such functions match '(co_|async_).*|.*(_async|Async)'
// NOTE[default]@-3:25: rename it to 'async_out_of_line_bad'
// NOTE[suffix]@-4:25: names of such functions match '.*_ok'
// UNSAFE[default]@-5: cppcoro::task<> Client::async_out_of_line_bad() { co_return; }

struct LoggingClient : Client {
  cppcoro::task<> send_bad(std::string text) override {
    struct Here {
      static cppcoro::task<> inner_bad() { co_return; }
      // WARN@-1:30: 'inner_bad' returns a task, and its name does not say so: at a call, nothing tells that 'co_await' is missing
      // NOTE[default]@-2:30: names of such functions match '(co_|async_).*|.*(_async|Async)'
      // NOTE[default]@-3:30: rename it to 'async_inner_bad'
      // NOTE[suffix]@-4:30: names of such functions match '.*_ok'
      // UNSAFE[default]@-5:       static cppcoro::task<> async_inner_bad() { co_return; }
    };
    return Here::inner_bad();
    // UNSAFE[default]@-1:     return Here::async_inner_bad();
  }
};

cppcoro::task<> co_fetch_ok() { co_return; }
cppcoro::task<> async_fetch_ok() { co_return; }
coro::task<int> co_libcoro_ok() { co_return 1; }
folly::coro::Task<int> co_folly_ok() { co_return 1; }
seastar::future<int> async_seastar_ok() { co_return 1; }
int plain_ok() { return 1; }
void nothing_ok() {}
std::string text_ok() { return "text"; }
cppcoro::generator<int> synchronous_ok() { co_yield 1; }
home::Detached fire_and_forget_ok() { co_return; }
cppcoro::task<> declared_only_ok();
cppcoro::task<> async_lambda_ok() {
  auto send = []() -> cppcoro::task<> { co_return; };
  co_await send();
}
extern "C" void c_ok() {}
cppcoro::io_service &service_ok(cppcoro::io_service &io) { return io; }
cppcoro::async_scope *scope_ok() { return nullptr; }
boost::cobalt::detached detached_ok() { co_return; }
cppcoro::task<> *pointer_ok() { return nullptr; }
