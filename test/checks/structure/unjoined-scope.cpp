// Scopes that are destroyed with tasks in them.
//
// RUN: %check_test %s async-unjoined-scope

#include "mocks/cobalt.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/libunifex.hpp"
#include "mocks/seastar.hpp"
#include "mocks/stdexec.hpp"
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

using cppcoro::task;

bool urgent();
void log(const char *text);
task<> fetch(int shard);
task<int> ask(int shard);

//===----------------------------------------------------------------------===//
// cppcoro
//===----------------------------------------------------------------------===//

task<> never_joined_bad(int shards) {
  cppcoro::async_scope scope;
  // WARN@-1:24: 'scope' is destroyed unjoined on some path: its destructor ends the program if tasks are left
  // NOTE@-2:24: await its end on every path, or let 'corun::with_scope' do so
  for (int i = 0; i < shards; ++i)
    scope.spawn(fetch(i));
    // NOTE@-1:5: a task is put into it here
  co_await fetch(shards);
}

task<> early_return_bad(int shards) {
  cppcoro::async_scope scope;
  // WARN@-1:24: 'scope' is destroyed unjoined on some path: its destructor ends the program if tasks are left
  // NOTE@-2:24: await its end on every path, or let 'corun::with_scope' do so
  scope.spawn(fetch(0));
  // NOTE@-1:3: a task is put into it here
  if (shards == 1)
    co_return;
    // NOTE@-1:5: this leaves its scope
  scope.spawn(fetch(1));
  co_await scope.join();
}

task<> throws_bad(int shards) {
  cppcoro::async_scope scope;
  // WARN@-1:24: 'scope' is destroyed unjoined on some path: its destructor ends the program if tasks are left
  // NOTE@-2:24: await its end on every path, or let 'corun::with_scope' do so
  scope.spawn(fetch(0));
  // NOTE@-1:3: a task is put into it here
  if (shards < 0)
    throw std::invalid_argument("shards");
    // NOTE@-1:5: this leaves its scope
  co_await scope.join();
}

task<> inner_block_bad(std::vector<int> shards) {
  for (int shard : shards) {
    cppcoro::async_scope scope;
    // WARN@-1:26: 'scope' is destroyed unjoined on some path: its destructor ends the program if tasks are left
    // NOTE@-2:26: await its end on every path, or let 'corun::with_scope' do so
    scope.spawn(fetch(shard));
    // NOTE@-1:5: a task is put into it here
    if (urgent())
      continue;
    co_await scope.join();
  }
}

task<> joins_before_spawning_bad() {
  cppcoro::async_scope scope;
  // WARN@-1:24: 'scope' is destroyed unjoined on some path: its destructor ends the program if tasks are left
  // NOTE@-2:24: await its end on every path, or let 'corun::with_scope' do so
  co_await scope.join();
  scope.spawn(fetch(0));
  // NOTE@-1:3: a task is put into it here
}

task<> one_branch_joins_bad(bool wait) {
  cppcoro::async_scope scope;
  // WARN@-1:24: 'scope' is destroyed unjoined on some path: its destructor ends the program if tasks are left
  // NOTE@-2:24: await its end on every path, or let 'corun::with_scope' do so
  scope.spawn(fetch(0));
  // NOTE@-1:3: a task is put into it here
  if (wait)
    co_await scope.join();
}

void plain_function_bad() {
  cppcoro::async_scope scope;
  // WARN@-1:24: 'scope' is destroyed unjoined on some path: its destructor ends the program if tasks are left
  // NOTE@-2:24: await its end on every path, or let 'corun::with_scope' do so
  scope.spawn(fetch(0));
  // NOTE@-1:3: a task is put into it here
  log("spawned");
}

task<> joined_ok(int shards) {
  cppcoro::async_scope scope;
  for (int i = 0; i < shards; ++i)
    scope.spawn(fetch(i));
  co_await scope.join();
}

task<> both_ways_ok(bool quick) {
  cppcoro::async_scope scope;
  scope.spawn(fetch(0));
  if (quick) {
    co_await scope.join();
    co_return;
  }
  scope.spawn(fetch(1));
  co_await scope.join();
}

task<> returns_before_ok(int shards) {
  cppcoro::async_scope scope;
  if (shards == 0)
    co_return;
  scope.spawn(fetch(0));
  co_await scope.join();
}

task<> empty_ok() {
  cppcoro::async_scope scope;
  co_await fetch(0);
}

task<> caught_ok(int shards) {
  cppcoro::async_scope scope;
  try {
    scope.spawn(fetch(0));
    if (shards < 0)
      throw std::invalid_argument("shards");
  } catch (const std::exception &) {
    log("failed");
  }
  co_await scope.join();
}

task<> fill(cppcoro::async_scope &scope);
task<> given_away_ok() {
  cppcoro::async_scope scope;
  scope.spawn(fetch(0));
  co_await fill(scope);
}

task<> captured_ok() {
  cppcoro::async_scope scope;
  auto more = [&scope](int shard) { scope.spawn(fetch(shard)); };
  more(1);
  more(2);
  co_await scope.join();
}

void waits_for_the_join_ok() {
  cppcoro::async_scope scope;
  scope.spawn(fetch(0));
  cppcoro::sync_wait(scope.join());
}

[[noreturn]] void fail();
task<> ends_the_program_ok(int shards) {
  cppcoro::async_scope scope;
  scope.spawn(fetch(0));
  if (shards < 0)
    fail();
  co_await scope.join();
}

task<> task_is_waited_for_ok() {
  cppcoro::async_scope scope;
  scope.spawn(fetch(0));
  auto joined = scope.join();
  co_await joined;
}

// The two conditions always agree.
task<> FP_same_condition(bool busy) {
  cppcoro::async_scope scope;
  // WARN@-1:24: 'scope' is destroyed unjoined on some path: its destructor ends the program if tasks are left
  // NOTE@-2:24: await its end on every path, or let 'corun::with_scope' do so
  if (busy)
    scope.spawn(fetch(0));
    // NOTE@-1:5: a task is put into it here
  log("spawned");
  if (busy)
    co_await scope.join();
}

// Scopes behind pointers are not followed.
task<> FN_pointer() {
  auto scope = std::make_unique<cppcoro::async_scope>();
  scope->spawn(fetch(0));
  co_await fetch(1);
}

//===----------------------------------------------------------------------===//
// Members
//===----------------------------------------------------------------------===//

void service_without_join_bad() {
  class Service {
  public:
    void handle(int shard) { Requests.spawn(fetch(shard)); }
    // NOTE@-1:30: a task is put into it here

  private:
    cppcoro::async_scope Requests;
    // WARN@-1:26: 'Requests' is never joined by its class: its destructor ends the program if tasks are left
    // NOTE@-2:26: give the class a coroutine that awaits its end, and await that before an object is destroyed
  };
  Service().handle(1);
}

void gate_without_close_bad() {
  class Service {
  public:
    seastar::future<> handle() {
      return seastar::with_gate(Requests, [] { return seastar::yield(); });
      // NOTE@-1:14: a task is put into it here
    }

  private:
    seastar::gate Requests;
    // WARN@-1:19: 'Requests' is never joined by its class: its destructor ends the program if tasks are left
    // NOTE@-2:19: give the class a coroutine that awaits its end, and await that before an object is destroyed
  };
}

void service_with_join_ok() {
  class Service {
  public:
    void handle(int shard) { Requests.spawn(fetch(shard)); }
    task<> stop() { co_await Requests.join(); }

  private:
    cppcoro::async_scope Requests;
  };
}

void service_that_shows_its_scope_ok() {
  class Service {
  public:
    void handle(int shard) { Requests.spawn(fetch(shard)); }
    cppcoro::async_scope &requests() { return Requests; }

  private:
    cppcoro::async_scope Requests;
  };
}

void service_of_many_files_ok() {
  class Service {
  public:
    void handle(int shard) { Requests.spawn(fetch(shard)); }
    task<> stop();

  private:
    cppcoro::async_scope Requests;
  };
}

//===----------------------------------------------------------------------===//
// folly
//===----------------------------------------------------------------------===//

folly::coro::Task<> work(int number);

folly::coro::Task<> folly_return_bad(bool quick) {
  folly::coro::AsyncScope scope;
  // WARN@-1:27: 'scope' is destroyed unjoined on some path: its destructor ends the program if tasks are left
  // NOTE@-2:27: await its end on every path, or let 'corun::with_scope' do so
  scope.add(folly::coro::co_withExecutor(folly::getGlobalCPUExecutor(),
  // NOTE@-1:3: a task is put into it here
                                         work(1)));
  if (quick)
    co_return;
    // NOTE@-1:5: this leaves its scope
  co_await scope.joinAsync();
}

folly::coro::Task<> folly_ok(int count) {
  folly::coro::AsyncScope scope;
  for (int i = 0; i < count; ++i)
    scope.add(folly::coro::co_withExecutor(folly::getGlobalCPUExecutor(),
                                           work(i)));
  co_await scope.joinAsync();
}

//===----------------------------------------------------------------------===//
// Seastar
//===----------------------------------------------------------------------===//

seastar::future<> gate_bad() {
  seastar::gate gate;
  // WARN@-1:17: 'gate' is destroyed unjoined on some path: its destructor ends the program if tasks are left
  // NOTE@-2:17: await its end on every path, or let 'corun::with_scope' do so
  (void)seastar::with_gate(gate, [] { return seastar::yield(); });
  // NOTE@-1:28: a task is put into it here
  co_await seastar::yield();
}

seastar::future<> gate_on_one_path_bad(bool quick) {
  seastar::gate gate;
  // WARN@-1:17: 'gate' is destroyed unjoined on some path: its destructor ends the program if tasks are left
  // NOTE@-2:17: await its end on every path, or let 'corun::with_scope' do so
  (void)seastar::with_gate(gate, [] { return seastar::yield(); });
  // NOTE@-1:28: a task is put into it here
  if (!quick)
    co_await gate.close();
}

seastar::future<> gate_ok() {
  seastar::gate gate;
  (void)seastar::with_gate(gate, [] { return seastar::yield(); });
  co_await gate.close();
}

//===----------------------------------------------------------------------===//
// libcoro: the destructor holds the thread
//===----------------------------------------------------------------------===//

coro::task<void> chore(int number);

coro::task<void> group_bad(coro::thread_pool *pool) {
  coro::task_group<coro::thread_pool> group(pool);
  // WARN@-1:39: 'group' is destroyed unjoined on some path: its destructor holds the thread until its tasks have ended
  // NOTE@-2:39: await its end on every path, or let 'corun::with_scope' do so
  for (int i = 0; i < 3; ++i)
    (void)group.start(chore(i));
    // NOTE@-1:11: a task is put into it here
  co_await pool->schedule();
}

coro::task<void> group_ok(coro::thread_pool *pool) {
  coro::task_group<coro::thread_pool> group(pool);
  for (int i = 0; i < 3; ++i)
    (void)group.start(chore(i));
  co_await group;
}

//===----------------------------------------------------------------------===//
// stdexec, libunifex
//===----------------------------------------------------------------------===//

void exec_bad() {
  exec::async_scope scope;
  // WARN@-1:21: 'scope' is destroyed unjoined on some path: its destructor ends the program if tasks are left
  // NOTE@-2:21: await its end on every path, or let 'corun::with_scope' do so
  scope.spawn(stdexec::just());
  // NOTE@-1:3: a task is put into it here
}

void exec_on_one_path_bad() {
  exec::async_scope scope;
  // WARN@-1:21: 'scope' is destroyed unjoined on some path: its destructor ends the program if tasks are left
  // NOTE@-2:21: await its end on every path, or let 'corun::with_scope' do so
  scope.spawn(stdexec::just());
  // NOTE@-1:3: a task is put into it here
  if (urgent())
    return;
    // NOTE@-1:5: this leaves its scope
  stdexec::sync_wait(scope.on_empty());
}

void exec_ok() {
  exec::async_scope scope;
  scope.spawn(stdexec::just());
  stdexec::sync_wait(scope.on_empty());
}

struct Pool {};
void unifex_bad() {
  unifex::async_scope scope;
  // WARN@-1:23: 'scope' is destroyed unjoined on some path: its destructor ends the program if tasks are left
  // NOTE@-2:23: await its end on every path, or let 'corun::with_scope' do so
  scope.detached_spawn(unifex::schedule(Pool()));
  // NOTE@-1:3: a task is put into it here
}

void unifex_ok() {
  unifex::async_scope scope;
  scope.detached_spawn(unifex::schedule(Pool()));
  unifex::sync_wait(scope.complete());
}

//===----------------------------------------------------------------------===//
// Scopes that cancel what is in them
//===----------------------------------------------------------------------===//

boost::cobalt::promise<void> tick();

boost::cobalt::task<void> wait_group_ok() {
  boost::cobalt::wait_group group;
  group.push_back(tick());
  co_return;
}
