// Tasks that run on their own with borrowed arguments.
//
// RUN: %check_test %s async-detached-task
// RUN: %check_test %s async-detached-task --tag strict --option StrictMode=true

#include "mocks/async_simple.hpp"
#include "mocks/cobalt.hpp"
#include "mocks/concurrencpp.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

struct User {
  std::string Name;
  int Id = 0;
};
bool urgent();
void work();

//===----------------------------------------------------------------------===//
// libcoro: a thread pool takes the task
//===----------------------------------------------------------------------===//

coro::task<> greet(const std::string &name);
coro::task<> change(std::string &name);
coro::task<> consume(std::string &&name);
coro::task<> point(User *user);
coro::task<> view(std::string_view name);
coro::task<> sum(std::span<const int> values);
coro::task<> wrapped(std::reference_wrapper<User> user);
coro::task<> count(const int &value);
coro::task<> owned(std::string name);
coro::task<> shared(std::shared_ptr<User> user);
coro::task<> two(int id, const User &user);
coro::task<> defaulted(const std::string &name = "nobody");
// NOTE@-1:50: a temporary is handed over by reference
coro::task<> unused_parameter(const std::string &) { co_return; }

struct Session {
  ~Session();
  coro::task<> run();
  static coro::task<> idle();
  void start(coro::thread_pool &pool);
  std::string Name;
};
struct Loop {
  void run();
  void spawn_wait();
};

void local_bad(coro::thread_pool &pool) {
  std::string name = "x";
  // NOTE@-1:15: 'name' is destroyed at the end of its scope
  pool.spawn_detached(greet(name));
  // WARN@-1:3: the detached task returned by 'greet' outlives 'name', which it refers to
  // NOTE@-2:29: 'name' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

void by_reference_bad(coro::thread_pool &pool) {
  std::string name = "x";
  // NOTE@-1:15: 'name' is destroyed at the end of its scope
  pool.spawn_detached(change(name));
  // WARN@-1:3: the detached task returned by 'change' outlives 'name', which it refers to
  // NOTE@-2:30: 'name' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

// What is given as an rvalue is most often moved from at once.
void FN_moved_reference(coro::thread_pool &pool) {
  std::string name = "x";
  pool.spawn_detached(consume(std::move(name)));
}

coro::task<> copied(const std::string &name) { return owned(name); }
void copied_ok(coro::thread_pool &pool) {
  std::string name = "x";
  pool.spawn_detached(copied(name));
}

void element_ok(std::vector<async_simple::coro::Lazy<int>> all) {
  all[0].start([](auto) {});
}

void sleeps_ok(coro::thread_pool &pool) {
  std::string name = "x";
  pool.spawn_detached(greet(name));
  std::this_thread::sleep_for(std::chrono::seconds(1));
}

void temporary_bad(coro::thread_pool &pool) {
  pool.spawn_detached(greet(std::string("x")));
  // WARN@-1:3: the detached task returned by 'greet' outlives a temporary, which it refers to
  // NOTE@-2:29: a temporary is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

void literal_bad(coro::thread_pool &pool) { pool.spawn_detached(greet("x")); }
// WARN@-1:45: the detached task returned by 'greet' outlives a temporary, which it refers to
// NOTE@-2:71: a temporary is handed over by reference
// NOTE@-3:45: let the coroutine take it by value, or await the task

void default_argument_bad(coro::thread_pool &pool) {
  pool.spawn_detached(defaulted());
  // WARN@-1:3: the detached task returned by 'defaulted' outlives a temporary, which it refers to
  // NOTE@-2:3: let the coroutine take it by value, or await the task
}

void number_bad(coro::thread_pool &pool) { pool.spawn_detached(count(3)); }
// WARN@-1:44: the detached task returned by 'count' outlives a temporary, which it refers to
// NOTE@-2:70: a temporary is handed over by reference
// NOTE@-3:44: let the coroutine take it by value, or await the task

void pointer_bad(coro::thread_pool &pool) {
  User user;
  // NOTE@-1:8: 'user' is destroyed at the end of its scope
  pool.spawn_detached(point(&user));
  // WARN@-1:3: the detached task returned by 'point' outlives 'user', which it refers to
  // NOTE@-2:29: 'user' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

void view_bad(coro::thread_pool &pool) {
  std::string name = "x";
  // NOTE@-1:15: 'name' is destroyed at the end of its scope
  pool.spawn_detached(view(name));
  // WARN@-1:3: the detached task returned by 'view' outlives 'name', which it refers to
  // NOTE@-2:28: 'name' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

void span_bad(coro::thread_pool &pool) {
  std::vector<int> values{1, 2, 3};
  // NOTE@-1:20: 'values' is destroyed at the end of its scope
  pool.spawn_detached(sum(values));
  // WARN@-1:3: the detached task returned by 'sum' outlives 'values', which it refers to
  // NOTE@-2:27: 'values' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

void wrapper_bad(coro::thread_pool &pool) {
  User user;
  // NOTE@-1:8: 'user' is destroyed at the end of its scope
  pool.spawn_detached(wrapped(std::ref(user)));
  // WARN@-1:3: the detached task returned by 'wrapped' outlives 'user', which it refers to
  // NOTE@-2:31: 'user' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

void member_of_local_bad(coro::thread_pool &pool) {
  User user;
  // NOTE@-1:8: 'user' is destroyed at the end of its scope
  pool.spawn_detached(greet(user.Name));
  // WARN@-1:3: the detached task returned by 'greet' outlives 'user', which it refers to
  // NOTE@-2:29: 'user' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

void parameter_bad(coro::thread_pool &pool, std::string name) {
// NOTE@-1:57: 'name' is destroyed at the end of its scope
  pool.spawn_detached(greet(name));
  // WARN@-1:3: the detached task returned by 'greet' outlives 'name', which it refers to
  // NOTE@-2:29: 'name' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

void second_argument_bad(coro::thread_pool &pool) {
  User user;
  // NOTE@-1:8: 'user' is destroyed at the end of its scope
  pool.spawn_detached(two(1, user));
  // WARN@-1:3: the detached task returned by 'two' outlives 'user', which it refers to
  // NOTE@-2:30: 'user' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

void object_bad(coro::thread_pool &pool) {
  Session session;
  // NOTE@-1:11: 'session' is destroyed at the end of its scope
  pool.spawn_detached(session.run());
  // WARN@-1:3: the detached task returned by 'run' outlives 'session', which it refers to
  // NOTE@-2:23: 'session' is the object it runs on
  // NOTE@-3:3: let the coroutine own the object ('shared_from_this'), or await the task
}

void unique_object_bad(coro::thread_pool &pool) {
  auto session = std::make_unique<Session>();
  // NOTE@-1:8: 'session' is destroyed at the end of its scope
  pool.spawn_detached(session->run());
  // WARN@-1:3: the detached task returned by 'run' outlives 'session', which it refers to
  // NOTE@-2:23: 'session' is the object it runs on
  // NOTE@-3:3: let the coroutine own the object ('shared_from_this'), or await the task
}

void branch_bad(coro::thread_pool &pool) {
  std::string name = "x";
  // NOTE@-1:15: 'name' is destroyed at the end of its scope
  if (urgent())
    pool.spawn_detached(greet(name));
    // WARN@-1:5: the detached task returned by 'greet' outlives 'name', which it refers to
    // NOTE@-2:31: 'name' is handed over by reference
    // NOTE@-3:5: let the coroutine take it by value, or await the task
}

void inner_scope_bad(coro::thread_pool &pool, Loop &loop) {
  {
    std::string name = "x";
    // NOTE@-1:17: 'name' is destroyed at the end of its scope
    pool.spawn_detached(greet(name));
    // WARN@-1:5: the detached task returned by 'greet' outlives 'name', which it refers to
    // NOTE@-2:31: 'name' is handed over by reference
    // NOTE@-3:5: let the coroutine take it by value, or await the task
  }
  loop.run();
}

void each_round_bad(coro::thread_pool &pool) {
  while (true) {
    std::string name = "x";
    // NOTE@-1:17: 'name' is destroyed at the end of its scope
    pool.spawn_detached(greet(name));
    // WARN@-1:5: the detached task returned by 'greet' outlives 'name', which it refers to
    // NOTE@-2:31: 'name' is handed over by reference
    // NOTE@-3:5: let the coroutine take it by value, or await the task
  }
}

void lambda_bad(coro::thread_pool &pool) {
  auto start = [&pool] {
    std::string name = "x";
    // NOTE@-1:17: 'name' is destroyed at the end of its scope
    pool.spawn_detached(greet(name));
    // WARN@-1:5: the detached task returned by 'greet' outlives 'name', which it refers to
    // NOTE@-2:31: 'name' is handed over by reference
    // NOTE@-3:5: let the coroutine take it by value, or await the task
  };
  start();
}

template <typename T> void instantiated_bad(coro::thread_pool &pool, T) {
  T name;
  // NOTE@-1:5: 'name' is destroyed at the end of its scope
  pool.spawn_detached(greet(name));
  // WARN@-1:3: the detached task returned by 'greet' outlives 'name', which it refers to
  // NOTE@-2:29: 'name' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}
template void instantiated_bad(coro::thread_pool &, std::string);

coro::task<> coroutine_bad(coro::thread_pool &pool) {
  std::string name = "x";
  // NOTE@-1:15: 'name' is destroyed at the end of its scope
  pool.spawn_detached(greet(name));
  // WARN@-1:3: the detached task returned by 'greet' outlives 'name', which it refers to
  // NOTE@-2:29: 'name' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
  co_return;
}

// The await may be what keeps the variable long enough: for strict readers.
coro::task<> awaits_later_bad(coro::thread_pool &pool) {
  std::string name = "x";
  // NOTE[strict]@-1:15: 'name' is destroyed at the end of its scope
  pool.spawn_detached(greet(name));
  // WARN[strict]@-1:3: the detached task returned by 'greet' outlives 'name', which it refers to
  // NOTE[strict]@-2:29: 'name' is handed over by reference
  // NOTE[strict]@-3:3: let the coroutine take it by value, or await the task
  co_await pool.schedule();
}

void scheduler_bad(coro::scheduler &scheduler) {
  std::string name = "x";
  // NOTE@-1:15: 'name' is destroyed at the end of its scope
  scheduler.spawn_detached(greet(name));
  // WARN@-1:3: the detached task returned by 'greet' outlives 'name', which it refers to
  // NOTE@-2:34: 'name' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

// Nobody learns of its errors: for strict readers.
coro::task<> throws() {
// NOTE[strict]@-1:14: it can throw and handles nothing
  work();
  co_return;
}
void lost_error_bad(coro::thread_pool &pool) { pool.spawn_detached(throws()); }
// WARN[strict]@-1:48: nobody learns of the errors of the detached task returned by 'throws'
// NOTE[strict]@-2:48: handle errors in the coroutine, or give 'spawn_detached' something that reports them

//===----------------------------------------------------------------------===//
// Other runtimes
//===----------------------------------------------------------------------===//

async_simple::coro::Lazy<int> async_simple_greet(const std::string &name);

void async_simple_bad() {
  std::string name = "x";
  // NOTE@-1:15: 'name' is destroyed at the end of its scope
  async_simple_greet(name).start([](auto) {});
  // WARN@-1:3: the detached task returned by 'async_simple_greet' outlives 'name', which it refers to
  // NOTE@-2:22: 'name' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

void async_simple_via_bad(async_simple::Executor *executor) {
  std::string name = "x";
  // NOTE@-1:15: 'name' is destroyed at the end of its scope
  async_simple_greet(name).via(executor).start([](auto) {});
  // WARN@-1:3: the detached task returned by 'async_simple_greet' outlives 'name', which it refers to
  // NOTE@-2:22: 'name' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

void async_simple_detach_bad(async_simple::Executor *executor) {
  std::string name = "x";
  // NOTE@-1:15: 'name' is destroyed at the end of its scope
  async_simple_greet(name).via(executor).detach();
  // WARN@-1:3: the detached task returned by 'async_simple_greet' outlives 'name', which it refers to
  // NOTE@-2:22: 'name' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

folly::coro::Task<void> folly_greet(const std::string &name);

void folly_bad(folly::Executor::KeepAlive<> executor) {
  std::string name = "x";
  // NOTE@-1:15: 'name' is destroyed at the end of its scope
  folly_greet(name).scheduleOn(executor).start([](auto &&) {});
  // WARN@-1:3: the detached task returned by 'folly_greet' outlives 'name', which it refers to
  // NOTE@-2:15: 'name' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

boost::cobalt::task<void> cobalt_greet(const std::string &name);
boost::cobalt::promise<void> cobalt_start(const std::string &name);
struct Context {};
struct Token {};

void cobalt_bad(Context &context) {
  std::string name = "x";
  // NOTE@-1:15: 'name' is destroyed at the end of its scope
  boost::cobalt::spawn(context, cobalt_greet(name), Token());
  // WARN@-1:3: the detached task returned by 'cobalt_greet' outlives 'name', which it refers to
  // NOTE@-2:46: 'name' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

boost::cobalt::task<void> cobalt_promise_bad() {
  std::string name = "x";
  // NOTE@-1:15: 'name' is destroyed at the end of its scope
  +cobalt_start(name);
  // WARN@-1:3: the detached task returned by 'cobalt_start' outlives 'name', which it refers to
  // NOTE@-2:17: 'name' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
  co_return;
}

boost::cobalt::task<void> cobalt_detach_bad() {
  std::string name = "x";
  // NOTE@-1:15: 'name' is destroyed at the end of its scope
  cobalt_start(name).detach();
  // WARN@-1:3: the detached task returned by 'cobalt_start' outlives 'name', which it refers to
  // NOTE@-2:16: 'name' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
  co_return;
}

//===----------------------------------------------------------------------===//
// Nothing to report
//===----------------------------------------------------------------------===//

void value_ok(coro::thread_pool &pool) {
  std::string name = "x";
  pool.spawn_detached(owned(name));
  pool.spawn_detached(owned(std::move(name)));
  pool.spawn_detached(owned("x"));
}

void shared_ok(coro::thread_pool &pool) {
  auto user = std::make_shared<User>();
  pool.spawn_detached(shared(user));
}

void shared_object_ok(coro::thread_pool &pool) {
  auto session = std::make_shared<Session>();
  pool.spawn_detached(session->run());
}

std::string everybody;
void global_ok(coro::thread_pool &pool) {
  pool.spawn_detached(greet(everybody));
}

void static_ok(coro::thread_pool &pool) {
  static std::string name = "x";
  pool.spawn_detached(greet(name));
}

void reference_ok(coro::thread_pool &pool, const std::string &name) {
  pool.spawn_detached(greet(name));
}

void local_reference_ok(coro::thread_pool &pool) {
  std::string &name = everybody;
  pool.spawn_detached(greet(name));
}

void pointer_ok(coro::thread_pool &pool, User *user) {
  pool.spawn_detached(point(user));
  pool.spawn_detached(two(1, *user));
}

void literal_view_ok(coro::thread_pool &pool) {
  pool.spawn_detached(view("x"));
  std::string_view name = "x";
  pool.spawn_detached(view(name));
}

void Session::start(coro::thread_pool &pool) {
  pool.spawn_detached(run());
  pool.spawn_detached(greet(Name));
}

void pointed_object_ok(coro::thread_pool &pool, Session *session) {
  pool.spawn_detached(session->run());
}

void static_member_ok(coro::thread_pool &pool) {
  Session session;
  pool.spawn_detached(session.idle());
}

void runs_the_loop_ok(coro::thread_pool &pool, Loop &loop) {
  std::string name = "x";
  pool.spawn_detached(greet(name));
  loop.run();
}

void waits_ok(coro::thread_pool &pool) {
  std::string name = "x";
  pool.spawn_detached(greet(name));
  coro::sync_wait(owned("y"));
}

void shuts_down_ok(coro::thread_pool &pool) {
  std::string name = "x";
  pool.spawn_detached(greet(name));
  pool.shutdown();
}

void joins_ok(coro::thread_pool &pool, std::thread &worker) {
  std::string name = "x";
  pool.spawn_detached(greet(name));
  worker.join();
}

void never_ends_ok(coro::thread_pool &pool) {
  std::string name = "x";
  while (true)
    pool.spawn_detached(greet(name));
}

[[noreturn]] void serve();
void serves_ok(coro::thread_pool &pool) {
  std::string name = "x";
  pool.spawn_detached(greet(name));
  serve();
}

void unused_ok(coro::thread_pool &pool) {
  std::string name = "x";
  pool.spawn_detached(unused_parameter(name));
}

// async-unawaited-task is about what is dropped, and this is kept.
coro::task<> joinable_ok(coro::thread_pool &pool) {
  std::string name = "x";
  auto task = pool.spawn_joinable(greet(name));
  co_await task;
}

coro::task<> awaited_ok(coro::thread_pool &pool) {
  std::string name = "x";
  co_await greet(name);
  co_await pool.schedule(greet(name));
}

coro::task<> grouped_ok(coro::thread_pool &pool) {
  std::string name = "x";
  coro::task_group<coro::thread_pool> group(&pool);
  (void)group.start(greet(name));
  co_await group;
}

coro::task<> handles() {
  try {
    work();
  } catch (...) {
  }
  co_return;
}
coro::task<> cannot_throw() noexcept {
  work();
  co_return;
}
void handled_ok(coro::thread_pool &pool) {
  pool.spawn_detached(handles());
  pool.spawn_detached(cannot_throw());
}

cppcoro::task<> cppcoro_greet(const std::string &name);
cppcoro::task<> cppcoro_ok() {
  std::string name = "x";
  cppcoro::async_scope scope;
  scope.spawn(cppcoro_greet(name));
  co_await scope.join();
}

folly::coro::Task<void> folly_ok(folly::coro::AsyncScope &scope,
                                 folly::Executor::KeepAlive<> executor) {
  std::string name = "x";
  scope.add(folly_greet(name).scheduleOn(executor));
  co_await scope.joinAsync();
}

seastar::future<> seastar_greet(const std::string &name);
seastar::future<> seastar_ok(seastar::gate &gate) {
  std::string name = "x";
  co_await seastar::with_gate(gate, [&name] { return seastar_greet(name); });
}

//===----------------------------------------------------------------------===//
// Home-made: a detached coroutine that awaits what it is given is a sink
//===----------------------------------------------------------------------===//

home::Lazy<> home_greet(const std::string &name);
home::Lazy<> home_owned(std::string name);
home::Detached home_spawn(home::Lazy<> task) { co_await std::move(task); }
template <typename T> home::Detached home_start(home::Lazy<T> &&task) {
  try {
    co_await std::move(task);
  } catch (...) {
  }
}
home::Detached home_log(home::Lazy<> task, const std::string &why) {
  (void)why.size();
  co_await std::move(task);
}

void home_spawned_bad() {
  std::string name = "x";
  // NOTE@-1:15: 'name' is destroyed at the end of its scope
  home_spawn(home_greet(name));
  // WARN@-1:3: the detached task returned by 'home_greet' outlives 'name', which it refers to
  // NOTE@-2:25: 'name' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

void home_started_bad(int user) {
  std::string name = std::to_string(user);
  // NOTE@-1:15: 'name' is destroyed at the end of its scope
  home_start(home_greet(name));
  // WARN@-1:3: the detached task returned by 'home_greet' outlives 'name', which it refers to
  // NOTE@-2:25: 'name' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

home::Lazy<> home_inner_scope_bad(home::Lazy<> first) {
  for (int user = 0; user < 3; ++user) {
    std::string name = std::to_string(user);
    // NOTE@-1:17: 'name' is destroyed at the end of its scope
    home_spawn(home_greet(name));
    // WARN@-1:5: the detached task returned by 'home_greet' outlives 'name', which it refers to
    // NOTE@-2:27: 'name' is handed over by reference
    // NOTE@-3:5: let the coroutine take it by value, or await the task
  }
  co_await std::move(first);
}

home::Shared<> home_eager(const std::string &name);
home::Detached home_watch(home::Shared<> task) { co_await task; }
void home_eager_bad() {
  std::string name = "x";
  // NOTE@-1:15: 'name' is destroyed at the end of its scope
  home_watch(home_eager(name));
  // WARN@-1:3: the detached task returned by 'home_eager' outlives 'name', which it refers to
  // NOTE@-2:25: 'name' is handed over by reference
  // NOTE@-3:3: let the coroutine take it by value, or await the task
}

void home_spawned_owned_ok() {
  std::string name = "x";
  home_spawn(home_owned(name));
}

void home_spawned_static_ok() {
  static const std::string Name = "x";
  home_spawn(home_greet(Name));
}

/// What is used before the first suspension lives that long.
void home_reason_ok() {
  std::string why = "x";
  home_log(home_owned("y"), why);
}

/// It looks at the task and does not take it.
home::Detached home_look(const home::Lazy<> &) { co_return; }
void home_looked_at_ok() {
  std::string name = "x";
  home_look(home_greet(name));
}

home::Lazy<> home_ok() {
  std::string name = "x";
  co_await home_greet(name);
}

async_simple::coro::Lazy<int> async_simple_owned(std::string name);
void async_simple_ok(std::string name) {
  async_simple_owned(name).start([](auto) {});
}

void async_simple_waits_ok() {
  std::string name = "x";
  async_simple::coro::syncAwait(async_simple_greet(name));
}

boost::cobalt::task<void> cobalt_ok() {
  std::string name = "x";
  co_await cobalt_start(name);
}
