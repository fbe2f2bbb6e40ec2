// An await that throws skips the join.
//
// RUN: %check_test %s async-unjoined-scope --option StrictMode=true

#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include <exception>

void log(const char *text);
cppcoro::task<> fetch(int shard);
cppcoro::task<int> ask(int shard);
folly::coro::Task<> work(int number);

cppcoro::task<> asks_between_bad() {
  cppcoro::async_scope scope;
  // WARN@-1:24: 'scope' is destroyed unjoined if an await throws: its destructor ends the program if tasks are left
  // NOTE@-2:24: await its end on every path, or let 'corun::with_scope' do so
  scope.spawn(fetch(0));
  // NOTE@-1:3: a task is put into it here
  co_await ask(1);
  // NOTE@-1:3: an exception here skips the join
  co_await scope.join();
}

folly::coro::Task<> works_between_bad() {
  folly::coro::AsyncScope scope;
  // WARN@-1:27: 'scope' is destroyed unjoined if an await throws: its destructor ends the program if tasks are left
  // NOTE@-2:27: await its end on every path, or let 'corun::with_scope' do so
  scope.add(
  // NOTE@-1:3: a task is put into it here
      folly::coro::co_withExecutor(folly::getGlobalCPUExecutor(), work(1)));
  co_await work(2);
  // NOTE@-1:3: an exception here skips the join
  co_await scope.joinAsync();
}

cppcoro::task<> asks_before_ok() {
  cppcoro::async_scope scope;
  int shard = co_await ask(1);
  scope.spawn(fetch(shard));
  co_await scope.join();
}

cppcoro::task<> handles_errors_ok() {
  cppcoro::async_scope scope;
  scope.spawn(fetch(0));
  std::exception_ptr failure;
  try {
    co_await ask(1);
  } catch (...) {
    failure = std::current_exception();
  }
  co_await scope.join();
  if (failure)
    std::rethrow_exception(failure);
}
