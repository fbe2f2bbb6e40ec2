// Parameters of coroutines that refer to what their callers let die.
//
// RUN: %check_test %s async-dangling-parameter
// RUN: %check_test %s async-dangling-parameter --tag strict --option StrictMode=true
// RUN: %if libc++ %{ %check_test %s async-dangling-parameter --tag libc++ -- -stdlib=libc++ %}

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
#include <utility>
#include <vector>

struct User {
  std::string Name;
  int Id = 0;
};
struct Config {
  int Limit = 0;
};
struct Loop {
  void run();
};
bool urgent();
std::string read_name(int id);
void use(const std::string &);
void use(std::string_view);
void use(int);

//===----------------------------------------------------------------------===//
// cppcoro: lazy, so that every use counts
//===----------------------------------------------------------------------===//

cppcoro::task<> tick();

cppcoro::task<> stored_temporary_bad(const std::string &name) {
// WARN@-1:57: 'name' refers to what is gone when the coroutine uses it
// NOTE@-2:57: take it by value, which the coroutine keeps
// NOTE@-3:57: take 'name' by value
// UNSAFE@-4: cppcoro::task<> stored_temporary_bad(std::string name) {
  co_await tick();
  use(name);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
}
cppcoro::task<> stores_temporary() {
  auto task = stored_temporary_bad("x");
  // NOTE@-1:15: the temporary dies before the task, which is stored here
  co_await task;
}

cppcoro::task<> returned_local_bad(const std::string &name) {
// WARN@-1:55: 'name' refers to what is gone when the coroutine uses it
// NOTE@-2:55: take it by value, which the coroutine keeps
// NOTE@-3:55: take 'name' by value
// UNSAFE@-4: cppcoro::task<> returned_local_bad(std::string name) {
  use(name);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
  co_return;
}
cppcoro::task<> returns_local(int id) {
  std::string name = read_name(id);
  return returned_local_bad(name);
  // NOTE@-1:10: 'name' dies when the task is returned from here
}

cppcoro::task<> view_bad(std::string_view name) {
// WARN@-1:43: 'name' refers to what is gone when the coroutine uses it
// NOTE@-2:43: take what owns its elements, by value: the coroutine keeps that
  use(name);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
  co_return;
}
cppcoro::task<> returns_view(int id) {
  std::string name = read_name(id);
  return view_bad(name);
  // NOTE@-1:10: 'name' dies when the task is returned from here
}

cppcoro::task<> span_bad(std::span<const int> values) {
// WARN@-1:47: 'values' refers to what is gone when the coroutine uses it
// NOTE@-2:47: take what owns its elements, by value: the coroutine keeps that
  for (int value : values)
  // NOTE@-1:20: it is used here, after the coroutine was suspended
    use(value);
  co_return;
}
cppcoro::task<> returns_span() {
  std::vector<int> values{1, 2, 3};
  return span_bad(values);
  // NOTE@-1:10: 'values' dies when the task is returned from here
}

cppcoro::task<> pointer_bad(User *user) {
// WARN@-1:35: 'user' refers to what is gone when the coroutine uses it
// NOTE@-2:35: take it by value, which the coroutine keeps
  use(user->Name);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
  co_return;
}
cppcoro::task<> returns_pointer() {
  User user;
  return pointer_bad(&user);
  // NOTE@-1:10: 'user' dies when the task is returned from here
}

cppcoro::task<> iterator_bad(std::vector<int>::const_iterator from) {
// WARN@-1:63: 'from' refers to what is gone when the coroutine uses it
// NOTE@-2:63: take it by value, which the coroutine keeps
  use(*from);
  // NOTE@-1:8: it is used here, after the coroutine was suspended
  co_return;
}
cppcoro::task<> returns_iterator() {
  std::vector<int> values{1, 2, 3};
  return iterator_bad(values.begin());
  // NOTE@-1:10: 'values' dies when the task is returned from here
}

cppcoro::task<> wrapper_bad(std::reference_wrapper<User> user) {
// WARN@-1:58: 'user' refers to what is gone when the coroutine uses it
// NOTE@-2:58: take what owns its elements, by value: the coroutine keeps that
  use(user.get().Name);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
  co_return;
}
cppcoro::task<> returns_wrapper() {
  User user;
  return wrapper_bad(std::ref(user));
  // NOTE@-1:10: 'user' dies when the task is returned from here
}

cppcoro::task<> rvalue_bad(std::string &&name) {
// WARN@-1:42: 'name' refers to what is gone when the coroutine uses it
// NOTE@-2:42: take it by value, which the coroutine keeps
// NOTE@-3:42: take 'name' by value
// UNSAFE@-4: cppcoro::task<> rvalue_bad(std::string name) {
  use(name);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
  co_return;
}
cppcoro::task<> returns_rvalue(std::string name) {
  return rvalue_bad(std::move(name));
  // NOTE@-1:10: 'name' dies when the task is returned from here
}

cppcoro::task<> list_bad(std::initializer_list<int> values) {
// WARN@-1:53: 'values' refers to what is gone when the coroutine uses it
// NOTE@-2:53: take what owns its elements, by value: the coroutine keeps that
  for (int value : values)
  // NOTE@-1:20: it is used here, after the coroutine was suspended
    use(value);
  co_return;
}
cppcoro::task<> returns_list() { return list_bad({1, 2, 3}); }
// NOTE@-1:41: the temporary dies when the task is returned from here

cppcoro::task<> second_bad(int id, User &user) {
// WARN@-1:42: 'user' refers to what is gone when the coroutine uses it
// NOTE@-2:42: take it by value, which the coroutine keeps
  user.Id = id;
  // NOTE@-1:3: it is used here, after the coroutine was suspended
  co_return;
}
cppcoro::task<> returns_second() {
  User user;
  return second_bad(1, user);
  // NOTE@-1:10: 'user' dies when the task is returned from here
}

/// Only the parameter whose argument dies is reported.
cppcoro::task<> one_of_two_bad(const Config &config, const User &user) {
// WARN@-1:66: 'user' refers to what is gone when the coroutine uses it
// NOTE@-2:66: take it by value, which the coroutine keeps
// NOTE@-3:66: take 'user' by value
// UNSAFE@-4: cppcoro::task<> one_of_two_bad(const Config &config, User user) {
  use(config.Limit);
  use(user.Name);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
  co_return;
}
cppcoro::task<> returns_one_of_two(const Config &config) {
  User user;
  return one_of_two_bad(config, user);
  // NOTE@-1:10: 'user' dies when the task is returned from here
}

/// One of several calls is enough, and three are named.
cppcoro::task<> several_bad(const std::string &name) {
// WARN@-1:48: 'name' refers to what is gone when the coroutine uses it
// NOTE@-2:48: take it by value, which the coroutine keeps
// NOTE@-3:48: take 'name' by value
// UNSAFE@-4: cppcoro::task<> several_bad(std::string name) {
  use(name);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
  co_return;
}
cppcoro::task<> awaits_several() { co_await several_bad("x"); }
cppcoro::task<> first_of_several() { return several_bad("a"); }
// NOTE@-1:45: the temporary dies when the task is returned from here
cppcoro::task<> second_of_several() { return several_bad("b"); }
// NOTE@-1:46: the temporary dies when the task is returned from here
cppcoro::task<> third_of_several() { return several_bad("c"); }
// NOTE@-1:45: the temporary dies when the task is returned from here, and 1 more calls are like this
cppcoro::task<> fourth_of_several() { return several_bad("d"); }

cppcoro::task<> captured_bad(const std::string &name) {
// WARN@-1:49: 'name' refers to what is gone when the coroutine uses it
// NOTE@-2:49: take it by value, which the coroutine keeps
// NOTE@-3:49: take 'name' by value
// UNSAFE@-4: cppcoro::task<> captured_bad(std::string name) {
  co_await [&]() -> cppcoro::task<> {
  // NOTE@-1:12: it is used here, after the coroutine was suspended
    use(name);
    co_return;
  }();
}
cppcoro::task<> returns_captured() { return captured_bad("x"); }
// NOTE@-1:45: the temporary dies when the task is returned from here

class Server {
public:
  cppcoro::task<> serve_bad(const User &user) {
  // WARN@-1:41: 'user' refers to what is gone when the coroutine uses it
  // NOTE@-2:41: take it by value, which the coroutine keeps
  // NOTE@-3:41: take 'user' by value
  // UNSAFE@-4:   cppcoro::task<> serve_bad(User user) {
    use(user.Name);
    // NOTE@-1:9: it is used here, after the coroutine was suspended
    co_return;
  }
  static cppcoro::task<> check_bad(const User &user) {
  // WARN@-1:48: 'user' refers to what is gone when the coroutine uses it
  // NOTE@-2:48: take it by value, which the coroutine keeps
  // NOTE@-3:48: take 'user' by value
  // UNSAFE@-4:   static cppcoro::task<> check_bad(User user) {
    use(user.Name);
    // NOTE@-1:9: it is used here, after the coroutine was suspended
    co_return;
  }
  cppcoro::task<> start() {
    User user;
    return serve_bad(user);
    // NOTE@-1:12: 'user' dies when the task is returned from here
  }
  cppcoro::task<> start_check() {
    User user;
    return check_bad(user);
    // NOTE@-1:12: 'user' dies when the task is returned from here
  }
};

struct Handler {
  virtual ~Handler();
  virtual cppcoro::task<> handle_bad(const User &user) = 0;
};
struct Printer : Handler {
  cppcoro::task<> handle_bad(const User &user) override {
  // WARN@-1:42: 'user' refers to what is gone when the coroutine uses it
  // NOTE@-2:42: take it by value, which the coroutine keeps
    use(user.Name);
    // NOTE@-1:9: it is used here, after the coroutine was suspended
    co_return;
  }
};
cppcoro::task<> calls_handler(Handler &handler) {
  User user;
  return handler.handle_bad(user);
  // NOTE@-1:10: 'user' dies when the task is returned from here
}

template <typename T> cppcoro::task<> template_bad(const T &value) {
// WARN@-1:61: 'value' refers to what is gone when the coroutine uses it
// NOTE@-2:61: take it by value, which the coroutine keeps
  use(value);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
  co_return;
}
cppcoro::task<> returns_template(int id) {
  std::string name = read_name(id);
  return template_bad(name);
  // NOTE@-1:10: 'name' dies when the task is returned from here
}

void lambda_parameter_bad() {
  auto show = [](const std::string &name) -> cppcoro::task<> {
  // WARN@-1:37: 'name' refers to what is gone when the coroutine uses it
  // NOTE@-2:37: take it by value, which the coroutine keeps
    use(name);
    // NOTE@-1:9: it is used here, after the coroutine was suspended
    co_return;
  };
  std::vector<cppcoro::task<>> all;
  all.push_back(show("x"));
  // NOTE@-1:17: the temporary dies before the task, which is stored here
  cppcoro::sync_wait(cppcoro::when_all(std::move(all)));
}

cppcoro::async_generator<int> generator_bad(const std::string &query) {
// WARN@-1:64: 'query' refers to what is gone when the coroutine uses it
// NOTE@-2:64: take it by value, which the coroutine keeps
// NOTE@-3:64: take 'query' by value
// UNSAFE@-4: cppcoro::async_generator<int> generator_bad(std::string query) {
  use(query);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
  co_yield 1;
}
cppcoro::task<> stores_generator() {
  auto rows = generator_bad("select");
  // NOTE@-1:15: the temporary dies before the task, which is stored here
  auto first = co_await rows.begin();
  use(*first);
}

//===----------------------------------------------------------------------===//
// Nothing dies too early
//===----------------------------------------------------------------------===//

cppcoro::task<> awaited_ok(const std::string &name, std::string_view view) {
  co_await tick();
  use(name);
  use(view);
}
cppcoro::task<> awaits() {
  co_await awaited_ok("x", "y");
  co_await cppcoro::when_all(awaited_ok("x", "y"), tick());
  std::string name = read_name(1);
  co_await awaited_ok(name, name);
}

cppcoro::task<> waited_for_ok(const std::string &name) {
  use(name);
  co_return;
}
void waits() { cppcoro::sync_wait(waited_for_ok("x")); }

cppcoro::task<> stored_in_time_ok(const std::string &name) {
  use(name);
  co_return;
}
cppcoro::task<> stores_in_time() {
  std::string name = read_name(1);
  auto one = stored_in_time_ok(name);
  auto two = stored_in_time_ok(name);
  co_await cppcoro::when_all(std::move(one), std::move(two));
}

cppcoro::task<> unused_ok(const std::string &, int id) {
  use(id);
  co_return;
}
cppcoro::task<> returns_unused() { return unused_ok("x", 1); }

cppcoro::task<> value_ok(std::string name, std::shared_ptr<User> user) {
  use(name);
  use(user->Name);
  co_return;
}
cppcoro::task<> returns_value() {
  return value_ok("x", std::make_shared<User>());
}

cppcoro::task<> forwarded_ok(const Config &config) {
  use(config.Limit);
  co_return;
}
cppcoro::task<> forwards(const Config &config) { return forwarded_ok(config); }

Config Defaults;
cppcoro::task<> global_ok(Config &config) {
  use(config.Limit);
  co_return;
}
cppcoro::task<> returns_global() { return global_ok(Defaults); }

cppcoro::task<> literal_ok(std::string_view name) {
  use(name);
  co_return;
}
cppcoro::task<> returns_literal() { return literal_ok("x"); }

class Worker {
public:
  cppcoro::task<> member_ok(Config &config) {
    use(config.Limit);
    co_return;
  }
  cppcoro::task<> start() { return member_ok(Own); }

private:
  Config Own;
};

//===----------------------------------------------------------------------===//
// No call is seen
//===----------------------------------------------------------------------===//

cppcoro::task<> uncalled_view_bad(std::string_view name) {
// WARN@-1:52: 'name' refers to what may be gone when the coroutine uses it
// NOTE@-2:52: take what owns its elements, by value: the coroutine keeps that
  use(name);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
  co_return;
}
cppcoro::task<> uncalled_rvalue_bad(std::string &&name) {
// WARN@-1:51: 'name' refers to what may be gone when the coroutine uses it
// NOTE@-2:51: take it by value, which the coroutine keeps
// NOTE@-3:51: take 'name' by value
// UNSAFE@-4: cppcoro::task<> uncalled_rvalue_bad(std::string name) {
  use(name);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
  co_return;
}
cppcoro::task<> uncalled_converted_bad(const std::string &name) {
// WARN@-1:59: 'name' refers to what may be gone when the coroutine uses it
// NOTE@-2:59: take it by value, which the coroutine keeps
// NOTE@-3:59: take 'name' by value
// UNSAFE@-4: cppcoro::task<> uncalled_converted_bad(std::string name) {
  use(name);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
  co_return;
}
/// For strict readers.
cppcoro::task<> uncalled_reference_bad(const User &user) {
// WARN[strict]@-1:52: 'user' refers to what may be gone when the coroutine uses it
// NOTE[strict]@-2:52: take it by value, which the coroutine keeps
// NOTE[strict]@-3:52: take 'user' by value
// UNSAFE[strict]@-4: cppcoro::task<> uncalled_reference_bad(User user) {
  use(user.Name);
  // NOTE[strict]@-1:7: it is used here, after the coroutine was suspended
  co_return;
}
cppcoro::task<> uncalled_mutable_bad(std::string &name) {
// WARN[strict]@-1:51: 'name' refers to what may be gone when the coroutine uses it
// NOTE[strict]@-2:51: take it by value, which the coroutine keeps
  use(name);
  // NOTE[strict]@-1:7: it is used here, after the coroutine was suspended
  co_return;
}

struct Visitor {
  virtual ~Visitor();
  virtual cppcoro::task<> uncalled_virtual_ok(std::string_view name) {
    use(name);
    co_return;
  }
  cppcoro::task<> operator()(std::string_view name) { // uncalled_operator_ok
    use(name);
    co_return;
  }
};

cppcoro::task<> uncalled_pointer_ok(User *user) {
  use(user->Name);
  co_return;
}
auto uncalled_lambda_ok = [](std::string_view name) -> cppcoro::task<> {
  use(name);
  co_return;
};

void register_route(cppcoro::task<> (*handler)(std::string_view));
cppcoro::task<> address_taken_ok(std::string_view name) {
  use(name);
  co_return;
}
void registers() { register_route(&address_taken_ok); }

cppcoro::task<> stored_address_ok(std::string_view name) {
  use(name);
  co_return;
}
std::function<cppcoro::task<>(std::string_view)> Route = stored_address_ok;

template <typename T> cppcoro::task<> uninstantiated_ok(T &&value) {
  use(value);
  co_return;
}

//===----------------------------------------------------------------------===//
// Other lazy runtimes
//===----------------------------------------------------------------------===//

coro::task<> coro_spawned_bad(const std::string &name) {
// WARN@-1:50: 'name' refers to what is gone when the coroutine uses it
// NOTE@-2:50: take it by value, which the coroutine keeps
// NOTE@-3:50: take 'name' by value
// UNSAFE@-4: coro::task<> coro_spawned_bad(std::string name) {
  use(name);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
  co_return;
}
void spawns(coro::thread_pool &pool, int id) {
  std::string name = read_name(id);
  pool.spawn_detached(coro_spawned_bad(name));
  // NOTE@-1:23: 'name' dies while the task, which is spawned here, goes on
}

coro::task<> coro_moved_bad(std::string &&name) {
// WARN@-1:43: 'name' refers to what is gone when the coroutine uses it
// NOTE@-2:43: take it by value, which the coroutine keeps
// NOTE@-3:43: take 'name' by value
// UNSAFE@-4: coro::task<> coro_moved_bad(std::string name) {
  use(name);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
  co_return;
}
void spawns_moved(coro::thread_pool &pool, std::string name) {
  pool.spawn_detached(coro_moved_bad(std::move(name)));
  // NOTE@-1:23: 'name' dies while the task, which is spawned here, goes on
}

coro::task<> coro_looped_ok(const std::string &name) {
  use(name);
  co_return;
}
void runs_the_loop(coro::thread_pool &pool, Loop &loop) {
  std::string name = read_name(1);
  pool.spawn_detached(coro_looped_ok(name));
  loop.run();
}

coro::task<> coro_timed_ok(const std::string &name) {
  use(name);
  co_return;
}
coro::task<> times_bad(coro::scheduler &scheduler) {
// WARN[strict]@-1:41: 'scheduler' refers to what may be gone when the coroutine uses it
// NOTE[strict]@-2:41: take it by value, which the coroutine keeps
  co_await scheduler.schedule(coro_timed_ok("x"), std::chrono::seconds(1));
  // NOTE[strict]@-1:12: it is used here, after the coroutine was suspended
}

/// The await may be what keeps it long enough: for strict readers.
coro::task<> awaits_later_bad(User &user) {
// WARN[strict]@-1:37: 'user' refers to what is gone when the coroutine uses it
// NOTE[strict]@-2:37: take it by value, which the coroutine keeps
  use(user.Name);
  // NOTE[strict]@-1:7: it is used here, after the coroutine was suspended
  co_return;
}
coro::task<> spawns_and_awaits_bad(coro::thread_pool &pool) {
// WARN[strict]@-1:55: 'pool' refers to what may be gone when the coroutine uses it
// NOTE[strict]@-2:55: take it by value, which the coroutine keeps
  User user;
  pool.spawn_detached(awaits_later_bad(user));
  // NOTE[strict]@-1:23: 'user' dies while the task, which is spawned here, goes on
  // NOTE[strict]@-2:3: it is used here, after the coroutine was suspended
  co_await pool.schedule();
}

folly::coro::Task<void> folly_bad(const std::string &name) {
// WARN@-1:54: 'name' refers to what is gone when the coroutine uses it
// NOTE@-2:54: take it by value, which the coroutine keeps
// NOTE@-3:54: take 'name' by value
// UNSAFE@-4: folly::coro::Task<void> folly_bad(std::string name) {
  use(name);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
  co_return;
}
void folly_starts(folly::Executor::KeepAlive<> executor, int id) {
  std::string name = read_name(id);
  folly_bad(name).scheduleOn(executor).start([](auto &&) {});
  // NOTE@-1:3: 'name' dies while the task, which is spawned here, goes on
}
folly::coro::Task<void> folly_ok(const std::string &name) {
  use(name);
  co_return;
}
folly::coro::Task<void> folly_awaits() {
  co_await folly::coro::timeout(folly_ok("x"), std::chrono::seconds(1));
  co_await folly::coro::collectAll(folly_ok("x"), folly_ok("y"));
}
/// The type sees to it.
folly::coro::now_task<void> folly_now_ok(std::string_view name) {
  use(name);
  co_return;
}

async_simple::coro::Lazy<int> lazy_bad(const std::string &name) {
// WARN@-1:59: 'name' refers to what is gone when the coroutine uses it
// NOTE@-2:59: take it by value, which the coroutine keeps
// NOTE@-3:59: take 'name' by value
// UNSAFE@-4: async_simple::coro::Lazy<int> lazy_bad(std::string name) {
  use(name);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
  co_return 1;
}
void lazy_starts(int id) {
  std::string name = read_name(id);
  lazy_bad(name).start([](auto &&) {});
  // NOTE@-1:3: 'name' dies while the task, which is spawned here, goes on
}
async_simple::coro::Lazy<int> lazy_ok(const std::string &name) {
  use(name);
  co_return 1;
}
void lazy_waits() { use(async_simple::coro::syncAwait(lazy_ok("x"))); }

//===----------------------------------------------------------------------===//
// Eager runtimes: only what is used after a suspension
//===----------------------------------------------------------------------===//

seastar::future<> flush();
seastar::future<> late_bad(const std::string &line) {
// WARN@-1:47: 'line' refers to what is gone when the coroutine uses it
// NOTE@-2:47: take it by value, which the coroutine keeps
// NOTE@-3:47: take 'line' by value
// UNSAFE@-4: seastar::future<> late_bad(std::string line) {
  co_await flush();
  use(line);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
}
seastar::future<> returns_late(int id) {
  std::string line = read_name(id);
  return late_bad(line);
  // NOTE@-1:10: 'line' dies when the task is returned from here
}

seastar::future<> in_loop_bad(const std::string &line) {
// WARN@-1:50: 'line' refers to what is gone when the coroutine uses it
// NOTE@-2:50: take it by value, which the coroutine keeps
// NOTE@-3:50: take 'line' by value
// UNSAFE@-4: seastar::future<> in_loop_bad(std::string line) {
  for (int i = 0; i < 3; ++i) {
    use(line);
    // NOTE@-1:9: it is used here, after the coroutine was suspended
    co_await flush();
  }
}
seastar::future<> returns_in_loop() { return in_loop_bad("x"); }
// NOTE@-1:46: the temporary dies when the task is returned from here

seastar::future<> early_ok(const std::string &line) {
  use(line);
  co_await flush();
}
seastar::future<> returns_early(int id) {
  std::string line = read_name(id);
  return early_ok(line);
}

seastar::future<> copied_ok(const std::string &line) {
  std::string copy = line;
  co_await flush();
  use(copy);
}
seastar::future<> returns_copied() { return copied_ok("x"); }

seastar::future<> background_bad(std::string_view line) {
// WARN@-1:51: 'line' refers to what is gone when the coroutine uses it
// NOTE@-2:51: take what owns its elements, by value: the coroutine keeps that
  co_await flush();
  use(line);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
}
void in_background(int id) {
  std::string line = read_name(id);
  (void)background_bad(line);
  // NOTE@-1:9: 'line' dies while the task goes on
}

boost::cobalt::promise<void> promised_bad(const User &user) {
// WARN@-1:55: 'user' refers to what is gone when the coroutine uses it
// NOTE@-2:55: take it by value, which the coroutine keeps
// NOTE@-3:55: take 'user' by value
// UNSAFE@-4: boost::cobalt::promise<void> promised_bad(User user) {
  co_await boost::cobalt::io::sleep(std::chrono::seconds(1));
  use(user.Name);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
}
boost::cobalt::task<void> promises() {
  User user;
  +promised_bad(user);
  // NOTE@-1:4: 'user' dies while the task, which is spawned here, goes on
  co_return;
}
boost::cobalt::promise<void> joined_ok(const User &user) {
  co_await boost::cobalt::io::sleep(std::chrono::seconds(1));
  use(user.Name);
}
boost::cobalt::task<void> joins(User user) {
  co_await boost::cobalt::join(joined_ok(user), joined_ok(user));
}

concurrencpp::null_result detached_bad(const std::string &name) {
// WARN@-1:59: 'name' refers to what is gone when the coroutine uses it
// NOTE@-2:59: take it by value, which the coroutine keeps
// NOTE@-3:59: take 'name' by value
// UNSAFE@-4: concurrencpp::null_result detached_bad(std::string name) {
  co_await concurrencpp::resume_on(
      std::shared_ptr<concurrencpp::thread_pool_executor>());
  use(name);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
}
void detaches() { detached_bad("x"); }
// NOTE@-1:19: the temporary dies while the task goes on

home::Detached home_detached_bad(std::string_view name) {
// WARN@-1:51: 'name' refers to what is gone when the coroutine uses it
// NOTE@-2:51: take what owns its elements, by value: the coroutine keeps that
  co_await home::sleep(10);
  use(name);
  // NOTE@-1:7: it is used here, after the coroutine was suspended
}
void home_detaches(int id) { home_detached_bad(read_name(id)); }
// NOTE@-1:30: the temporary dies while the task goes on

home::Detached home_early_ok(std::string_view name) {
  use(name);
  co_await home::sleep(10);
}
void home_detaches_early(int id) { home_early_ok(read_name(id)); }

home::Lazy<> home_ok(const std::string &name) {
  use(name);
  co_return;
}
home::Lazy<> home_awaits() { co_await home_ok("x"); }

//===----------------------------------------------------------------------===//
// Known limits
//===----------------------------------------------------------------------===//

seastar::future<> inner_ok(const std::string &line) {
  co_await flush();
  use(line);
}
/// What it hands on by reference before it is suspended.
seastar::future<> FN_handed_on(const std::string &line) {
  co_await inner_ok(line);
}
seastar::future<> returns_handed_on() { return FN_handed_on("x"); }

/// A plain function passes the reference on.
cppcoro::task<> FN_passed_on(const std::string &name) {
  use(name);
  co_return;
}
cppcoro::task<> passes_on(const std::string &name) {
  return FN_passed_on(name);
}
cppcoro::task<> returns_passed_on() { return passes_on("x"); }

/// Whoever calls a private member stands in its class, here a template that
/// nobody needs.
class Peer {
public:
  template <typename BufferT> cppcoro::task<> read(BufferT &buffer) {
    co_await read_some_ok(std::span<const int>(buffer));
  }

private:
  cppcoro::task<> read_some_ok(std::span<const int> buffer) {
    co_await tick();
    for (int value : buffer)
      use(value);
  }
};
