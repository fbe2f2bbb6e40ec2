// Lambda coroutines whose captures die first.
//
// RUN: %check_test %s async-capturing-lambda
// RUN: %if libc++ %{ %check_test %s async-capturing-lambda --tag libc++ -- -stdlib=libc++ %}
// RUN: %check_test %s async-capturing-lambda --tag strict --option StrictMode=true

#include "mocks/async_simple.hpp"
#include "mocks/cobalt.hpp"
#include "mocks/concurrencpp.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/kj.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

struct User {
  std::string Name;
  int Id = 0;
};
struct Loop {
  void run();
};
void use(int);
void use(const std::string &);

//===----------------------------------------------------------------------===//
// cppcoro: lazy
//===----------------------------------------------------------------------===//

cppcoro::task<int> fetch(int id);

cppcoro::task<int> returned_bad(int id) {
  return [id]() -> cppcoro::task<int> { co_return co_await fetch(id); }();
  // WARN@-1:10: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: the task is returned
  // NOTE@-3:66: the coroutine uses 'id' here
  // NOTE@-4:10: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-5:10: make parameters of the captures
  // UNSAFE@-6:   return [](auto id) -> cppcoro::task<int> { co_return co_await fetch(id); }(id);
}

cppcoro::task<int> returned_by_reference_bad(User &user) {
  return [&]() -> cppcoro::task<int> { co_return co_await fetch(user.Id); }();
  // WARN@-1:10: the lambda is destroyed before its coroutine ends, and its capture 'user' with it
  // NOTE@-2:3: the task is returned
  // NOTE@-3:65: the coroutine uses 'user' here
  // NOTE@-4:10: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-5:10: make parameters of the captures
  // UNSAFE@-6:   return [](auto &user) -> cppcoro::task<int> { co_return co_await fetch(user.Id); }(user);
}

cppcoro::task<int> stored_bad(int id) {
  auto number = [id]() -> cppcoro::task<int> {
  // WARN@-1:17: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: 'number' keeps the task
  // NOTE@-3:17: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-4:17: make parameters of the captures
  // UNSAFE@-5:   auto number = [](auto id) -> cppcoro::task<int> {
    co_return co_await fetch(id) + id;
    // NOTE@-1:30: the coroutine uses 'id' here
  }();
  // UNSAFE@-1:   }(id);
  co_return co_await number;
}

cppcoro::task<> collected_bad(std::vector<int> ids) {
  std::vector<cppcoro::task<>> all;
  for (int id : ids)
    all.push_back([id]() -> cppcoro::task<> { co_await fetch(id); }());
    // WARN@-1:19: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
    // NOTE@-2:5: 'all' keeps the task
    // NOTE@-3:62: the coroutine uses 'id' here
    // NOTE@-4:19: pass what it needs as arguments, or await the task in the same expression
    // NOTE@-5:19: make parameters of the captures
    // UNSAFE@-6:     all.push_back([](auto id) -> cppcoro::task<> { co_await fetch(id); }(id));
  co_await cppcoro::when_all(std::move(all));
}

cppcoro::task<> two_variables_bad(int id) {
  auto first = [id]() -> cppcoro::task<int> { co_return id; }();
  // WARN@-1:16: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: 'first' keeps the task
  // NOTE@-3:57: the coroutine uses 'id' here
  // NOTE@-4:16: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-5:16: make parameters of the captures
  // UNSAFE@-6:   auto first = [](auto id) -> cppcoro::task<int> { co_return id; }(id);
  auto second = [id]() -> cppcoro::task<int> { co_return id + 1; }();
  // WARN@-1:17: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: 'second' keeps the task
  // NOTE@-3:58: the coroutine uses 'id' here
  // NOTE@-4:17: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-5:17: make parameters of the captures
  // UNSAFE@-6:   auto second = [](auto id) -> cppcoro::task<int> { co_return id + 1; }(id);
  co_await cppcoro::when_all(std::move(first), std::move(second));
}

cppcoro::task<> scoped_bad(cppcoro::async_scope &scope, int id) {
  scope.spawn([id]() -> cppcoro::task<> { co_await fetch(id); }());
  // WARN@-1:15: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: the scope keeps the task until it is joined
  // NOTE@-3:58: the coroutine uses 'id' here
  // NOTE@-4:15: hand the lambda over without calling it, or pass what it needs as arguments
  // NOTE@-5:15: make parameters of the captures
  // UNSAFE@-6:   scope.spawn([](auto id) -> cppcoro::task<> { co_await fetch(id); }(id));
  co_await scope.join();
}

cppcoro::task<int> init_capture_bad(std::string name) {
  return [name = std::move(name)]() -> cppcoro::task<int> {
  // WARN@-1:10: the lambda is destroyed before its coroutine ends, and its capture 'name' with it
  // NOTE@-2:3: the task is returned
  // NOTE@-3:10: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-4:10: make parameters of the captures
  // UNSAFE@-5:   return [](auto name) -> cppcoro::task<int> {
    co_return co_await fetch(static_cast<int>(name.size()));
    // NOTE@-1:47: the coroutine uses 'name' here
  }();
  // UNSAFE@-1:   }(std::move(name));
}

cppcoro::task<int> with_arguments_bad(int id) {
  return [id](int offset) -> cppcoro::task<int> {
  // WARN@-1:10: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: the task is returned
  // NOTE@-3:10: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-4:10: make parameters of the captures
  // UNSAFE@-5:   return [](int offset, auto id) -> cppcoro::task<int> {
    co_return co_await fetch(id + offset);
    // NOTE@-1:30: the coroutine uses 'id' here
  }(3);
  // UNSAFE@-1:   }(3, id);
}

cppcoro::task<int> generic_bad(int id) {
  return [id](auto offset) -> cppcoro::task<int> {
  // WARN@-1:10: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: the task is returned
  // NOTE@-3:10: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-4:10: make parameters of the captures
  // UNSAFE@-5:   return [](auto offset, auto id) -> cppcoro::task<int> {
    co_return co_await fetch(id + offset);
    // NOTE@-1:30: the coroutine uses 'id' here
  }(3);
  // UNSAFE@-1:   }(3, id);
}

cppcoro::task<int> chosen_bad(bool fast, int id) {
  return fast ? fetch(id) : [id]() -> cppcoro::task<int> {
  // WARN@-1:29: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: the task is returned
  // NOTE@-3:29: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-4:29: make parameters of the captures
  // UNSAFE@-5:   return fast ? fetch(id) : [](auto id) -> cppcoro::task<int> {
    co_return co_await fetch(id + 1);
    // NOTE@-1:30: the coroutine uses 'id' here
  }();
  // UNSAFE@-1:   }(id);
}

class Cache {
public:
  cppcoro::task<int> reload_bad() {
    return [this]() -> cppcoro::task<int> { co_return co_await fetch(Size); }();
    // WARN@-1:12: the lambda is destroyed before its coroutine ends, and its capture 'this' with it
    // NOTE@-2:5: the task is returned
    // NOTE@-3:70: the coroutine uses 'this' here
    // NOTE@-4:12: pass what it needs as arguments, or await the task in the same expression
  }
  cppcoro::task<> remember_bad() {
    Pending = [this]() -> cppcoro::task<int> {
    // WARN@-1:15: the lambda is destroyed before its coroutine ends, and its capture 'this' with it
    // NOTE@-2:5: the task is kept when the function has returned
    // NOTE@-3:15: pass what it needs as arguments, or await the task in the same expression
      co_return co_await fetch(Size);
      // NOTE@-1:32: the coroutine uses 'this' here
    }();
    co_await Pending;
  }
  cppcoro::task<int> awaited_ok() {
    co_return co_await [this]() -> cppcoro::task<int> {
      co_return co_await fetch(Size);
    }();
  }

private:
  int Size = 0;
  cppcoro::task<int> Pending;
};

/// The named closure dies with the function that returns its task.
cppcoro::task<int> named_bad(int id) {
  auto load = [id]() -> cppcoro::task<int> { co_return co_await fetch(id); };
  // WARN@-1:15: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:8: 'load' is destroyed at the end of its scope
  // NOTE@-3:71: the coroutine uses 'id' here
  // NOTE@-4:15: pass what it needs as arguments, or await the task in the same expression
  return load();
  // NOTE@-1:3: the task is returned
}

cppcoro::task<> named_in_scope_bad(std::vector<int> ids) {
  std::vector<cppcoro::task<int>> all;
  for (int id : ids) {
    auto load = [id]() -> cppcoro::task<int> { co_return co_await fetch(id); };
    // WARN@-1:17: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
    // NOTE@-2:10: 'load' is destroyed at the end of its scope
    // NOTE@-3:73: the coroutine uses 'id' here
    // NOTE@-4:17: pass what it needs as arguments, or await the task in the same expression
    all.push_back(load());
    // NOTE@-1:5: 'all' keeps the task
  }
  for (auto &one : all)
    use(co_await one);
}

template <typename T> cppcoro::task<int> template_bad(T value) {
  return [value]() -> cppcoro::task<int> {
  // WARN@-1:10: the lambda is destroyed before its coroutine ends, and its capture 'value' with it
  // NOTE@-2:3: the task is returned
  // NOTE@-3:10: pass what it needs as arguments, or await the task in the same expression
    co_return co_await fetch(static_cast<int>(value));
    // NOTE@-1:47: the coroutine uses 'value' here
  }();
}
template cppcoro::task<int> template_bad(int);
template cppcoro::task<int> template_bad(long);

auto factory_of_tasks() {
  return [](int id) {
    return [id]() -> cppcoro::task<int> { co_return id; };
  };
}

void nested_bad() {
  auto make = [](int id) {
    return [id]() -> cppcoro::task<int> { co_return co_await fetch(id); }();
    // WARN@-1:12: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
    // NOTE@-2:5: the task is returned
    // NOTE@-3:68: the coroutine uses 'id' here
    // NOTE@-4:12: pass what it needs as arguments, or await the task in the same expression
    // NOTE@-5:12: make parameters of the captures
    // UNSAFE@-6:     return [](auto id) -> cppcoro::task<int> { co_return co_await fetch(id); }(id);
  };
  cppcoro::sync_wait(make(1));
}

int sum_bad(int limit) {
  int sum = 0;
  auto numbers = [limit]() -> cppcoro::generator<int> {
  // WARN@-1:18: the lambda is destroyed before its coroutine ends, and its capture 'limit' with it
  // NOTE@-2:3: 'numbers' keeps the task
  // NOTE@-3:18: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-4:18: make parameters of the captures
  // UNSAFE@-5:   auto numbers = [](auto limit) -> cppcoro::generator<int> {
    for (int i = 0; i < limit; ++i)
    // NOTE@-1:25: the coroutine uses 'limit' here
      co_yield i;
  }();
  // UNSAFE@-1:   }(limit);
  for (int i : numbers)
    sum += i;
  return sum;
}

int sum_in_loop_bad(int limit) {
  int sum = 0;
  for (int i : [limit]() -> cppcoro::generator<int> {
  // WARN@-1:16: the lambda is destroyed before its coroutine ends, and its capture 'limit' with it
  // NOTE@-2:16: the loop keeps the task
  // NOTE@-3:16: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-4:16: make parameters of the captures
  // UNSAFE@-5:   for (int i : [](auto limit) -> cppcoro::generator<int> {
         for (int i = 0; i < limit; ++i)
         // NOTE@-1:30: the coroutine uses 'limit' here
           co_yield i;
       }())
       // UNSAFE@-1:        }(limit))
    sum += i;
  return sum;
}

cppcoro::task<> awaited_ok(int id) {
  co_await [id]() -> cppcoro::task<> { co_await fetch(id); }();
}

cppcoro::task<> awaited_in_combinator_ok(int id) {
  co_await cppcoro::when_all([id]() -> cppcoro::task<> { co_await fetch(id); }(),
                             [&]() -> cppcoro::task<> { co_await fetch(id); }());
}

void waited_for_ok(int id) {
  cppcoro::sync_wait([&]() -> cppcoro::task<> { co_await fetch(id); }());
}

cppcoro::task<int> no_captures_ok(int id) {
  return [](int id) -> cppcoro::task<int> { co_return co_await fetch(id); }(id);
}

cppcoro::task<int> unused_capture_ok(int id) {
  return [id](int other) -> cppcoro::task<int> {
    co_return co_await fetch(other);
  }(id);
}

cppcoro::task<int> named_ok(int id) {
  auto load = [id]() -> cppcoro::task<int> { co_return co_await fetch(id); };
  co_return co_await load() + co_await load();
}

cppcoro::task<int> named_and_stored_ok(int id) {
  auto load = [&]() -> cppcoro::task<int> { co_return co_await fetch(id); };
  auto first = load();
  auto second = load();
  co_return co_await first + co_await second;
}

cppcoro::task<int> static_ok(int id) {
  static int offset = 1;
  return [](int id) -> cppcoro::task<int> { co_return id + offset; }(id);
}

std::function<cppcoro::task<int>()> returned_uncalled_ok(int id) {
  return [id]() -> cppcoro::task<int> { co_return co_await fetch(id); };
}

cppcoro::task<int> plain_lambda_ok(int id) {
  return [id] { return fetch(id); }();
}

int generated_ok(int limit) {
  int sum = 0;
  auto count = [&]() -> cppcoro::generator<int> {
    for (int i = 0; i < limit; ++i)
      co_yield i;
  };
  for (int i : count())
    sum += i;
  return sum;
}

/// It never runs, and that is async-unawaited-task's.
cppcoro::task<> dropped_ok(int id) {
  (void)[id]()->cppcoro::task<> { co_await fetch(id); }
  ();
  co_return;
}

//===----------------------------------------------------------------------===//
// libcoro
//===----------------------------------------------------------------------===//

coro::task<> visit(int id);

void pool_bad(coro::thread_pool &pool, int id) {
  pool.spawn_detached([id]() -> coro::task<> { co_await visit(id); }());
  // WARN@-1:23: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: the task runs on its own from here on
  // NOTE@-3:63: the coroutine uses 'id' here
  // NOTE@-4:23: hand the lambda over without calling it, or pass what it needs as arguments
  // NOTE@-5:23: make parameters of the captures
  // UNSAFE@-6:   pool.spawn_detached([](auto id) -> coro::task<> { co_await visit(id); }(id));
}

void pool_by_reference_bad(coro::scheduler &scheduler, User &user) {
  scheduler.spawn_detached([&]() -> coro::task<> {
  // WARN@-1:28: the lambda is destroyed before its coroutine ends, and its capture 'user' with it
  // NOTE@-2:3: the task runs on its own from here on
  // NOTE@-3:28: hand the lambda over without calling it, or pass what it needs as arguments
  // NOTE@-4:28: make parameters of the captures
  // UNSAFE@-5:   scheduler.spawn_detached([](auto &user) -> coro::task<> {
    co_await visit(user.Id);
    // NOTE@-1:20: the coroutine uses 'user' here
    use(user.Name);
  }());
  // UNSAFE@-1:   }(user));
}

coro::task<> joinable_bad(coro::thread_pool &pool, int id) {
  auto handle =
  // NOTE@-1:3: 'handle' keeps the task
      pool.spawn_joinable([id]() -> coro::task<> { co_await visit(id); }());
      // WARN@-1:27: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
      // NOTE@-2:67: the coroutine uses 'id' here
      // NOTE@-3:27: pass what it needs as arguments, or await the task in the same expression
      // NOTE@-4:27: make parameters of the captures
      // UNSAFE@-5:       pool.spawn_joinable([](auto id) -> coro::task<> { co_await visit(id); }(id));
  co_await handle;
}

coro::task<> grouped_bad(coro::thread_pool &pool, int id) {
  coro::task_group<coro::thread_pool> group(&pool);
  (void)group.start([id]() -> coro::task<> { co_await visit(id); }());
  // WARN@-1:21: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:9: the scope keeps the task until it is joined
  // NOTE@-3:61: the coroutine uses 'id' here
  // NOTE@-4:21: hand the lambda over without calling it, or pass what it needs as arguments
  // NOTE@-5:21: make parameters of the captures
  // UNSAFE@-6:   (void)group.start([](auto id) -> coro::task<> { co_await visit(id); }(id));
  co_await group;
}

coro::task<> scheduled_stored_bad(coro::thread_pool &pool, int id) {
  auto later = pool.schedule([id]() -> coro::task<> { co_await visit(id); }());
  // WARN@-1:30: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: 'later' keeps the task
  // NOTE@-3:70: the coroutine uses 'id' here
  // NOTE@-4:30: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-5:30: make parameters of the captures
  // UNSAFE@-6:   auto later = pool.schedule([](auto id) -> coro::task<> { co_await visit(id); }(id));
  co_await later;
}

void named_pool_bad(coro::thread_pool &pool, int id) {
  auto serve = [id]() -> coro::task<> { co_await visit(id); };
  // WARN@-1:16: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:8: 'serve' is destroyed at the end of its scope
  // NOTE@-3:56: the coroutine uses 'id' here
  // NOTE@-4:16: pass what it needs as arguments, or await the task in the same expression
  pool.spawn_detached(serve());
  // NOTE@-1:3: the task runs on its own from here on
}

/// The await may be what keeps the closure long enough: for strict readers.
coro::task<> named_awaits_later_bad(coro::thread_pool &pool, int id) {
  auto serve = [id]() -> coro::task<> { co_await visit(id); };
  // WARN[strict]@-1:16: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE[strict]@-2:8: 'serve' is destroyed at the end of its scope
  // NOTE[strict]@-3:56: the coroutine uses 'id' here
  // NOTE[strict]@-4:16: pass what it needs as arguments, or await the task in the same expression
  pool.spawn_detached(serve());
  // NOTE[strict]@-1:3: the task runs on its own from here on
  co_await pool.schedule();
}

coro::task<> scheduled_ok(coro::thread_pool &pool, int id) {
  co_await pool.schedule([id]() -> coro::task<> { co_await visit(id); }());
}

coro::task<> timed_ok(coro::scheduler &scheduler, int id) {
  co_await scheduler.schedule([id]() -> coro::task<> { co_await visit(id); }(),
                              std::chrono::seconds(1));
}

coro::task<> invoked_ok(coro::thread_pool &pool, int id) {
  co_await coro::invoke([id]() -> coro::task<> { co_await visit(id); });
  pool.spawn_detached([](int id) -> coro::task<> { co_await visit(id); }(id));
}

void named_runs_ok(coro::thread_pool &pool, Loop &loop, int id) {
  auto serve = [id]() -> coro::task<> { co_await visit(id); };
  pool.spawn_detached(serve());
  loop.run();
}

//===----------------------------------------------------------------------===//
// folly
//===----------------------------------------------------------------------===//

folly::coro::Task<int> folly_fetch(int id);

void folly_start_bad(folly::Executor::KeepAlive<> executor, int id) {
  [id]() -> folly::coro::Task<void> { co_await folly_fetch(id); }()
  // WARN@-1:3: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: the task runs on its own from here on
  // NOTE@-3:60: the coroutine uses 'id' here
  // NOTE@-4:3: hand the lambda over without calling it, or pass what it needs as arguments
  // NOTE@-5:3: make parameters of the captures
  // UNSAFE@-6:   [](auto id) -> folly::coro::Task<void> { co_await folly_fetch(id); }(id)
      .scheduleOn(executor)
      .start([](auto &&) {});
}

void folly_with_executor_bad(folly::Executor::KeepAlive<> executor, int id) {
  folly::coro::co_withExecutor(
  // NOTE@-1:3: the task runs on its own from here on
      executor,
      [id]() -> folly::coro::Task<void> { co_await folly_fetch(id); }())
      // WARN@-1:7: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
      // NOTE@-2:64: the coroutine uses 'id' here
      // NOTE@-3:7: hand the lambda over without calling it, or pass what it needs as arguments
      // NOTE@-4:7: make parameters of the captures
      // UNSAFE@-5:       [](auto id) -> folly::coro::Task<void> { co_await folly_fetch(id); }(id))
      .start([](auto &&) {});
}

folly::coro::Task<void> folly_scope_bad(folly::coro::AsyncScope &scope,
                                        folly::Executor::KeepAlive<> executor,
                                        int id) {
  scope.add([id]() -> folly::coro::Task<void> {
  // WARN@-1:13: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: the scope keeps the task until it is joined
  // NOTE@-3:13: hand the lambda over without calling it, or pass what it needs as arguments
  // NOTE@-4:13: make parameters of the captures
  // UNSAFE@-5:   scope.add([](auto id) -> folly::coro::Task<void> {
    co_await folly_fetch(id);
    // NOTE@-1:26: the coroutine uses 'id' here
  }().scheduleOn(executor));
  // UNSAFE@-1:   }(id).scheduleOn(executor));
  co_await scope.joinAsync();
}

folly::coro::Task<int> folly_returned_bad(int id) {
  return [&id]() -> folly::coro::Task<int> {
  // WARN@-1:10: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: the task is returned
  // NOTE@-3:10: pass what it needs as arguments, or await the task in the same expression
    co_return co_await folly_fetch(id);
    // NOTE@-1:36: the coroutine uses 'id' here
  }();
}

folly::coro::Task<int> folly_invoke_ok(int id) {
  return folly::coro::co_invoke([id]() -> folly::coro::Task<int> {
    co_return co_await folly_fetch(id);
  });
}

folly::coro::Task<void> folly_awaited_ok(int id) {
  co_await folly::coro::timeout(
      [id]() -> folly::coro::Task<int> {
        co_return co_await folly_fetch(id);
      }(),
      std::chrono::seconds(1));
}

void folly_blocking_ok(int id) {
  folly::coro::blockingWait([id]() -> folly::coro::Task<int> {
    co_return co_await folly_fetch(id);
  }());
}

//===----------------------------------------------------------------------===//
// async_simple
//===----------------------------------------------------------------------===//

async_simple::coro::Lazy<int> lazy_fetch(int id);

void async_simple_start_bad(int id) {
  [id]() -> async_simple::coro::Lazy<int> {
  // WARN@-1:3: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: the task runs on its own from here on
  // NOTE@-3:3: hand the lambda over without calling it, or pass what it needs as arguments
  // NOTE@-4:3: make parameters of the captures
  // UNSAFE@-5:   [](auto id) -> async_simple::coro::Lazy<int> {
    co_return co_await lazy_fetch(id);
    // NOTE@-1:35: the coroutine uses 'id' here
  }().start([](auto &&) {});
  // UNSAFE@-1:   }(id).start([](auto &&) {});
}

void async_simple_detach_bad(async_simple::Executor *executor, int id) {
  [&]() -> async_simple::coro::Lazy<int> {
  // WARN@-1:3: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: the task runs on its own from here on
  // NOTE@-3:3: hand the lambda over without calling it, or pass what it needs as arguments
    co_return co_await lazy_fetch(id);
    // NOTE@-1:35: the coroutine uses 'id' here
  }().via(executor).detach();
}

int async_simple_wait_ok(int id) {
  return async_simple::coro::syncAwait([id]() -> async_simple::coro::Lazy<int> {
    co_return co_await lazy_fetch(id);
  }());
}

//===----------------------------------------------------------------------===//
// Boost.Cobalt: promises are eager
//===----------------------------------------------------------------------===//

boost::cobalt::promise<int> ask(int id);
struct Context {};
struct Token {};

void cobalt_spawn_bad(Context &context, int id) {
  boost::cobalt::spawn(
  // NOTE@-1:3: the task runs on its own from here on
      context,
      [id]() -> boost::cobalt::task<void> { use(co_await ask(id)); }(),
      // WARN@-1:7: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
      // NOTE@-2:62: the coroutine uses 'id' here
      // NOTE@-3:7: hand the lambda over without calling it, or pass what it needs as arguments
      // NOTE@-4:7: make parameters of the captures
      // UNSAFE@-5:       [](auto id) -> boost::cobalt::task<void> { use(co_await ask(id)); }(id),
      Token());
}

boost::cobalt::task<void> cobalt_eager_bad(int id) {
  auto answer = [id]() -> boost::cobalt::promise<int> {
  // WARN@-1:17: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: 'answer' keeps the task
  // NOTE@-3:17: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-4:17: make parameters of the captures
  // UNSAFE@-5:   auto answer = [](auto id) -> boost::cobalt::promise<int> {
    int first = co_await ask(1);
    co_return first + id;
    // NOTE@-1:23: the coroutine uses 'id' here
  }();
  // UNSAFE@-1:   }(id);
  use(co_await answer);
}

void cobalt_detached_bad(int id) {
  [id]() -> boost::cobalt::detached {
  // WARN@-1:3: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: the task is under way, and nobody waits for it
  // NOTE@-3:3: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-4:3: make parameters of the captures
  // UNSAFE@-5:   [](auto id) -> boost::cobalt::detached {
    int first = co_await ask(1);
    use(first + id);
    // NOTE@-1:17: the coroutine uses 'id' here
  }();
  // UNSAFE@-1:   }(id);
}

void cobalt_plus_bad(int id) {
  +[id]() -> boost::cobalt::promise<void> {
  // WARN@-1:4: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: the task runs on its own from here on
  // NOTE@-3:4: hand the lambda over without calling it, or pass what it needs as arguments
  // NOTE@-4:4: make parameters of the captures
  // UNSAFE@-5:   +[](auto id) -> boost::cobalt::promise<void> {
    int first = co_await ask(1);
    use(first + id);
    // NOTE@-1:17: the coroutine uses 'id' here
  }();
  // UNSAFE@-1:   }(id);
}

/// What an eager coroutine reads before it is first suspended is still there.
boost::cobalt::task<void> cobalt_eager_ok(int id) {
  auto answer = [id]() -> boost::cobalt::promise<int> {
    co_return co_await ask(id);
  }();
  use(co_await answer);
}

boost::cobalt::task<void> cobalt_race_ok(int id) {
  co_await boost::cobalt::race(
      [id]() -> boost::cobalt::promise<int> {
        int first = co_await ask(1);
        co_return first + id;
      }(),
      ask(id));
}

//===----------------------------------------------------------------------===//
// Seastar and kj: continuations
//===----------------------------------------------------------------------===//

seastar::future<> store(int id);

seastar::future<> then_bad(int id) {
  return seastar::yield().then([id]() -> seastar::future<> {
  // WARN@-1:32: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:27: 'then' destroys the lambda as soon as it has returned
  // NOTE@-3:32: keep the lambda until the coroutine ends, or await here what the continuation is for
    co_await store(1);
    co_await store(id);
    // NOTE@-1:20: the coroutine uses 'id' here
  });
}

seastar::future<> then_awaited_bad(int id) {
  co_await seastar::yield().then([&id]() -> seastar::future<> {
  // WARN@-1:34: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:29: 'then' destroys the lambda as soon as it has returned
  // NOTE@-3:34: keep the lambda until the coroutine ends, or await here what the continuation is for
    co_await store(1);
    co_await store(id);
    // NOTE@-1:20: the coroutine uses 'id' here
  });
}

seastar::future<> finally_bad(std::shared_ptr<User> user) {
  return store(user->Id).finally([user]() -> seastar::future<> {
  // WARN@-1:34: the lambda is destroyed before its coroutine ends, and its capture 'user' with it
  // NOTE@-2:26: 'finally' destroys the lambda as soon as it has returned
  // NOTE@-3:34: keep the lambda until the coroutine ends, or await here what the continuation is for
    co_await store(2);
    co_await store(user->Id);
    // NOTE@-1:20: the coroutine uses 'user' here
  });
}

seastar::future<> kept_by_wrapper_ok(int id) {
  co_await seastar::yield().then(
      seastar::coroutine::lambda([id]() -> seastar::future<> {
        co_await store(1);
        co_await store(id);
      }));
}

seastar::future<> used_at_once_ok(int id) {
  return seastar::yield().then(
      [id]() -> seastar::future<> { co_await store(id); });
}

seastar::future<> plain_continuation_ok(int id) {
  return seastar::yield().then([id] { return store(id); });
}

seastar::future<> with_gate_ok(seastar::gate &gate, int id) {
  co_await seastar::with_gate(gate, [id]() -> seastar::future<> {
    co_await store(1);
    co_await store(id);
  });
}

seastar::future<> seastar_stored_bad(int id) {
  auto stored = [id]() -> seastar::future<> {
  // WARN@-1:17: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: 'stored' keeps the task
  // NOTE@-3:17: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-4:17: make parameters of the captures
  // UNSAFE@-5:   auto stored = [](auto id) -> seastar::future<> {
    co_await store(1);
    co_await store(id);
    // NOTE@-1:20: the coroutine uses 'id' here
  }();
  // UNSAFE@-1:   }(id);
  co_await std::move(stored);
}

kj::Promise<void> kj_step(int id);

kj::Promise<void> kj_then_bad(int id) {
  return kj_step(1).then([id]() -> kj::Promise<void> {
  // WARN@-1:26: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:21: 'then' destroys the lambda as soon as it has returned
  // NOTE@-3:26: keep the lambda until the coroutine ends, or await here what the continuation is for
    co_await kj_step(2);
    co_await kj_step(id);
    // NOTE@-1:22: the coroutine uses 'id' here
  });
}

kj::Promise<void> kj_captured_ok(int id) {
  return kj_step(1).then(kj::coCapture([id]() -> kj::Promise<void> {
    co_await kj_step(2);
    co_await kj_step(id);
  }));
}

//===----------------------------------------------------------------------===//
// concurrencpp and home-made types
//===----------------------------------------------------------------------===//

concurrencpp::result<int> compute(int id);

concurrencpp::result<int> concurrencpp_bad(int id) {
  return [id]() -> concurrencpp::result<int> {
  // WARN@-1:10: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: the task is returned
  // NOTE@-3:10: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-4:10: make parameters of the captures
  // UNSAFE@-5:   return [](auto id) -> concurrencpp::result<int> {
    int first = co_await compute(1);
    co_return first + id;
    // NOTE@-1:23: the coroutine uses 'id' here
  }();
  // UNSAFE@-1:   }(id);
}

void null_result_bad(int id) {
  [id]() -> concurrencpp::null_result {
  // WARN@-1:3: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: the task is under way, and nobody waits for it
  // NOTE@-3:3: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-4:3: make parameters of the captures
  // UNSAFE@-5:   [](auto id) -> concurrencpp::null_result {
    int first = co_await compute(1);
    use(first + id);
    // NOTE@-1:17: the coroutine uses 'id' here
  }();
  // UNSAFE@-1:   }(id);
}

concurrencpp::result<void> submitted_ok(
    std::shared_ptr<concurrencpp::thread_pool_executor> pool, int id) {
  co_await pool->submit([id] { use(id); });
}

home::Lazy<> home_step(int id);
home::Detached home_spawn(home::Lazy<> task) { co_await std::move(task); }

home::Lazy<> home_bad(int id) {
  return [id]() -> home::Lazy<> { co_await home_step(id); }();
  // WARN@-1:10: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: the task is returned
  // NOTE@-3:54: the coroutine uses 'id' here
  // NOTE@-4:10: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-5:10: make parameters of the captures
  // UNSAFE@-6:   return [](auto id) -> home::Lazy<> { co_await home_step(id); }(id);
}

void home_spawned_bad(int id) {
  home_spawn([id]() -> home::Lazy<> { co_await home_step(id); }());
  // WARN@-1:14: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: the task runs on its own from here on
  // NOTE@-3:58: the coroutine uses 'id' here
  // NOTE@-4:14: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-5:14: make parameters of the captures
  // UNSAFE@-6:   home_spawn([](auto id) -> home::Lazy<> { co_await home_step(id); }(id));
}

void home_detached_bad(int id) {
  [id]() -> home::Detached {
  // WARN@-1:3: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: the task is under way, and nobody waits for it
  // NOTE@-3:3: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-4:3: make parameters of the captures
  // UNSAFE@-5:   [](auto id) -> home::Detached {
    co_await home::sleep(10);
    use(id);
    // NOTE@-1:9: the coroutine uses 'id' here
  }();
  // UNSAFE@-1:   }(id);
}

void home_detached_ok(int id) {
  [](int id) -> home::Detached {
    co_await home::sleep(10);
    use(id);
  }(id);
}

void unknown(home::Lazy<> task);
/// Nobody knows what it does with the task.
void FN_handed_to_unknown(int id) {
  unknown([id]() -> home::Lazy<> { co_await home_step(id); }());
}

seastar::future<> by_reference(const int &id);
/// What an eager coroutine awaits first may keep a reference.
seastar::future<> FN_handed_on(int id) {
  return [id]() -> seastar::future<> { co_await by_reference(id); }();
}

//===----------------------------------------------------------------------===//
// Eager coroutines that wait for nothing: they have ended when they return
//===----------------------------------------------------------------------===//

seastar::future<int> seven() { co_return 7; }
seastar::future<int> eight() { co_return co_await seven() + 1; }
seastar::future<int> eager_to_end_ok(int id) {
  return [id]() -> seastar::future<int> {
    int sum = co_await eight();
    co_return sum + id;
  }();
}

seastar::future<int> seastar_ask();
seastar::future<int> nine() { co_return co_await seastar_ask() + 1; }
seastar::future<int> eager_suspends_bad(int id) {
  return [id]() -> seastar::future<int> {
  // WARN@-1:10: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: the task is returned
  // NOTE@-3:10: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-4:10: make parameters of the captures
  // UNSAFE@-5:   return [](auto id) -> seastar::future<int> {
    int sum = co_await nine();
    co_return sum + id;
    // NOTE@-1:21: the coroutine uses 'id' here
  }();
  // UNSAFE@-1:   }(id);
}

/// A lazy one waits for its start.
cppcoro::task<int> lazy_seven() { co_return 7; }
cppcoro::task<int> lazy_to_end_bad(int id) {
  return [id]() -> cppcoro::task<int> {
  // WARN@-1:10: the lambda is destroyed before its coroutine ends, and its capture 'id' with it
  // NOTE@-2:3: the task is returned
  // NOTE@-3:10: pass what it needs as arguments, or await the task in the same expression
  // NOTE@-4:10: make parameters of the captures
  // UNSAFE@-5:   return [](auto id) -> cppcoro::task<int> {
    int sum = co_await lazy_seven();
    co_return sum + id;
    // NOTE@-1:21: the coroutine uses 'id' here
  }();
  // UNSAFE@-1:   }(id);
}
