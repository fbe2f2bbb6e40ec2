// Tasks that are stored or returned and refer to what is gone by then.
//
// RUN: %check_test %s async-dangling-task-argument
// RUN: %check_test %s async-dangling-task-argument --tag strict --option StrictMode=true
// RUN: %if libc++ %{ %check_test %s async-dangling-task-argument --tag libc++ -- -stdlib=libc++ %}

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
bool urgent();
std::string read_name(int id);
void use(const std::string &);
void use(int);

//===----------------------------------------------------------------------===//
// cppcoro: lazy
//===----------------------------------------------------------------------===//

cppcoro::task<int> fetch(const std::string &url);
cppcoro::task<int> fetch_view(std::string_view url);
cppcoro::task<int> fetch_owned(std::string url);
cppcoro::task<int> fetch_both(int id, const User &user);
cppcoro::task<int> sum(std::span<const int> values);
cppcoro::task<int> sum_all(std::vector<int>::const_iterator from,
                           std::vector<int>::const_iterator to);
cppcoro::task<int> point(User *user);
cppcoro::task<int> wrapped(std::reference_wrapper<User> user);
cppcoro::task<int> count(std::initializer_list<int> values) {
  int result = 0;
  for (int value : values)
  // NOTE@-1:20: the coroutine uses it here
    result += value;
  co_return result;
}
cppcoro::task<int> consume(std::string &&name) {
  co_return static_cast<int>(name.size());
  // NOTE@-1:30: the coroutine uses it here
}
cppcoro::task<int> ignores(const std::string &) { co_return 1; }
cppcoro::task<int> copies(const std::string &url) { return fetch_owned(url); }

cppcoro::task<int> returned_bad(int id) {
  std::string url = "/users/" + std::to_string(id);
  // NOTE@-1:15: 'url' is destroyed at the end of its scope
  return fetch(url);
  // WARN@-1:16: 'url', which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:16: let the coroutine take it by value, or make this function a coroutine that awaits the task
}

cppcoro::task<int> returned_temporary_bad(int id) {
  return fetch("/users/" + std::to_string(id));
  // WARN@-1:16: a temporary, which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:16: let the coroutine take it by value, or make this function a coroutine that awaits the task
}

cppcoro::task<int> returned_literal_bad() { return fetch("/users"); }
// WARN@-1:58: a temporary, which the task refers to, is destroyed before the task ends
// NOTE@-2:45: the task is returned
// NOTE@-3:58: let the coroutine take it by value, or make this function a coroutine that awaits the task

cppcoro::task<int> returned_parameter_bad(std::string url) {
// NOTE@-1:55: 'url' is destroyed at the end of its scope
  return fetch(url);
  // WARN@-1:16: 'url', which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:16: let the coroutine take it by value, or make this function a coroutine that awaits the task
}

cppcoro::task<int> returned_view_bad(int id) {
  std::string url = "/users/" + std::to_string(id);
  // NOTE@-1:15: 'url' is destroyed at the end of its scope
  return fetch_view(url);
  // WARN@-1:21: 'url', which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:21: let the coroutine take it by value, or make this function a coroutine that awaits the task
}

cppcoro::task<int> returned_view_of_temporary_bad(int id) {
  return fetch_view("/users/" + std::to_string(id));
  // WARN@-1:21: a temporary, which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:21: let the coroutine take it by value, or make this function a coroutine that awaits the task
}

cppcoro::task<int> returned_span_bad() {
  std::vector<int> values{1, 2, 3};
  // NOTE@-1:20: 'values' is destroyed at the end of its scope
  return sum(values);
  // WARN@-1:14: 'values', which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:14: let the coroutine take it by value, or make this function a coroutine that awaits the task
}

cppcoro::task<int> returned_iterators_bad() {
  std::vector<int> values{1, 2, 3};
  // NOTE@-1:20: 'values' is destroyed at the end of its scope
  return sum_all(values.begin(), values.end());
  // WARN@-1:18: 'values', which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:18: let the coroutine take it by value, or make this function a coroutine that awaits the task
}

cppcoro::task<int> returned_pointer_bad() {
  User user;
  // NOTE@-1:8: 'user' is destroyed at the end of its scope
  return point(&user);
  // WARN@-1:16: 'user', which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:16: let the coroutine take it by value, or make this function a coroutine that awaits the task
}

cppcoro::task<int> returned_wrapper_bad() {
  User user;
  // NOTE@-1:8: 'user' is destroyed at the end of its scope
  return wrapped(std::ref(user));
  // WARN@-1:18: 'user', which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:18: let the coroutine take it by value, or make this function a coroutine that awaits the task
}

cppcoro::task<int> returned_list_bad() { return count({1, 2, 3}); }
// WARN@-1:55: a temporary, which the task refers to, is destroyed before the task ends
// NOTE@-2:42: the task is returned
// NOTE@-3:55: let the coroutine take it by value, or make this function a coroutine that awaits the task

cppcoro::task<int> returned_rvalue_bad(std::string name) {
// NOTE@-1:52: 'name' is destroyed at the end of its scope
  return consume(std::move(name));
  // WARN@-1:18: 'name', which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:18: let the coroutine take it by value, or make this function a coroutine that awaits the task
}

cppcoro::task<int> returned_part_bad() {
  User user{"x", 1};
  // NOTE@-1:8: 'user' is destroyed at the end of its scope
  return fetch(user.Name);
  // WARN@-1:16: 'user', which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:16: let the coroutine take it by value, or make this function a coroutine that awaits the task
}

cppcoro::task<int> second_argument_bad() {
  User user{"x", 1};
  // NOTE@-1:8: 'user' is destroyed at the end of its scope
  return fetch_both(user.Id, user);
  // WARN@-1:30: 'user', which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:30: let the coroutine take it by value, or make this function a coroutine that awaits the task
}

cppcoro::task<int> chosen_bad(int id) {
  std::string url = "/users/" + std::to_string(id);
  // NOTE@-1:15: 'url' is destroyed at the end of its scope
  return urgent() ? fetch_owned(url) : fetch(url);
  // WARN@-1:46: 'url', which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:46: let the coroutine take it by value, or make this function a coroutine that awaits the task
}

cppcoro::task<int> stored_temporary_bad() {
  auto task = fetch("/users");
  // WARN@-1:21: a temporary, which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: 'task' keeps the task
  // NOTE@-3:21: let the coroutine take it by value, or await the task where it is made
  co_return co_await task;
  // NOTE@-1:22: the task is used here, when a temporary is gone
}

cppcoro::task<int> stored_in_branch_bad() {
  cppcoro::task<int> task;
  if (urgent()) {
    std::string url = read_name(1);
    // NOTE@-1:17: 'url' is destroyed at the end of its scope
    task = fetch(url);
    // WARN@-1:18: 'url', which the task refers to, is destroyed before the task ends
    // NOTE@-2:5: 'task' keeps the task
    // NOTE@-3:18: let the coroutine take it by value, or await the task where it is made
  } else {
    task = fetch_owned("x");
  }
  co_return co_await task;
  // NOTE@-1:22: the task is used here, when 'url' is gone
}

cppcoro::task<> collected_bad(std::vector<int> ids) {
  std::vector<cppcoro::task<int>> all;
  for (int id : ids) {
    std::string url = read_name(id);
    // NOTE@-1:17: 'url' is destroyed at the end of its scope
    all.push_back(fetch(url));
    // WARN@-1:25: 'url', which the task refers to, is destroyed before the task ends
    // NOTE@-2:5: 'all' keeps the task
    // NOTE@-3:25: let the coroutine take it by value, or await the task where it is made
  }
  co_await cppcoro::when_all(std::move(all));
  // NOTE@-1:40: the task is used here, when 'url' is gone
}

cppcoro::task<> collected_copies_bad(std::vector<std::string> urls) {
  std::vector<cppcoro::task<int>> all;
  for (auto url : urls)
  // NOTE@-1:13: 'url' is destroyed at the end of its scope
    all.push_back(fetch(url));
    // WARN@-1:25: 'url', which the task refers to, is destroyed before the task ends
    // NOTE@-2:5: 'all' keeps the task
    // NOTE@-3:25: let the coroutine take it by value, or await the task where it is made
  for (auto &one : all)
  // NOTE@-1:20: the task is used here, when 'url' is gone
    use(co_await one);
}

cppcoro::task<> collected_temporaries_bad(std::vector<int> ids) {
  std::vector<cppcoro::task<int>> all;
  for (int id : ids)
    all.emplace_back(fetch(read_name(id)));
    // WARN@-1:28: a temporary, which the task refers to, is destroyed before the task ends
    // NOTE@-2:5: 'all' keeps the task
    // NOTE@-3:28: let the coroutine take it by value, or await the task where it is made
  co_await cppcoro::when_all(std::move(all));
  // NOTE@-1:40: the task is used here, when a temporary is gone
}

cppcoro::task<> combined_bad() {
  auto both = cppcoro::when_all(fetch("/a"), fetch_owned("/b"));
  // WARN@-1:39: a temporary, which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: 'both' keeps the task
  // NOTE@-3:39: let the coroutine take it by value, or await the task where it is made
  co_await both;
  // NOTE@-1:12: the task is used here, when a temporary is gone
}

cppcoro::task<> scoped_temporary_bad(cppcoro::async_scope &scope) {
  scope.spawn(fetch("/a"));
  // WARN@-1:21: a temporary, which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: the scope keeps the task until it is joined
  // NOTE@-3:21: let the coroutine take it by value, or await the task where it is made
  co_await scope.join();
}

class Client {
public:
  explicit Client(std::string host);
  ~Client();
  cppcoro::task<int> get(int id) { co_return co_await fetch(Host) + id; }
  // NOTE@-1:61: the coroutine uses it here
  // NOTE@-2:61: the coroutine uses it here
  // NOTE@-3:61: the coroutine uses it here
  // NOTE@-4:61: the coroutine uses it here
  cppcoro::task<int> declared(int id);
  cppcoro::task<int> forward_ok(const std::string &path) { return fetch(path); }
  cppcoro::task<int> own_ok() { return fetch(Host); }
  cppcoro::task<int> path_bad(int id) {
    auto path = Host + std::to_string(id);
    // NOTE@-1:10: 'path' is destroyed at the end of its scope
    return fetch(path);
    // WARN@-1:18: 'path', which the task refers to, is destroyed before the task ends
    // NOTE@-2:5: the task is returned
    // NOTE@-3:18: let the coroutine take it by value, or make this function a coroutine that awaits the task
  }
  cppcoro::task<int> again_ok(int id) { return get(id); }
  void prepare_bad(int id) {
    std::string path = Host + std::to_string(id);
    // NOTE@-1:17: 'path' is destroyed at the end of its scope
    Prepared = fetch(path);
    // WARN@-1:22: 'path', which the task refers to, is destroyed before the task ends
    // NOTE@-2:5: the task is kept when the function has returned
    // NOTE@-3:22: let the coroutine take it by value, or await the task where it is made
  }
  void prepare_ok() { Prepared = fetch(Host); }

private:
  std::string Host;
  cppcoro::task<int> Prepared;
};

cppcoro::task<int> object_bad(int id) {
  Client client("x");
  // NOTE@-1:10: 'client' is destroyed at the end of its scope
  return client.get(id);
  // WARN@-1:10: 'client', which the task runs on, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:10: keep the object until the task is done, or make this function a coroutine that awaits the task
}

cppcoro::task<int> declared_object_bad(int id) {
  Client client("x");
  // NOTE@-1:10: 'client' is destroyed at the end of its scope
  return client.declared(id);
  // WARN@-1:10: 'client', which the task runs on, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:10: keep the object until the task is done, or make this function a coroutine that awaits the task
}

cppcoro::task<int> temporary_object_bad(int id) {
  return Client("x").get(id);
  // WARN@-1:10: a temporary, which the task runs on, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:10: keep the object until the task is done, or make this function a coroutine that awaits the task
}

cppcoro::task<int> stored_object_bad(int id) {
  auto task = Client("x").get(id);
  // WARN@-1:15: a temporary, which the task runs on, is destroyed before the task ends
  // NOTE@-2:3: 'task' keeps the task
  // NOTE@-3:15: keep the object until the task is done, or await the task where it is made
  co_return co_await task;
  // NOTE@-1:22: the task is used here, when a temporary is gone
}

cppcoro::task<int> unique_object_bad(int id) {
  auto client = std::make_unique<Client>("x");
  // NOTE@-1:8: 'client' is destroyed at the end of its scope
  return client->get(id);
  // WARN@-1:10: 'client', which the task runs on, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:10: keep the object until the task is done, or make this function a coroutine that awaits the task
}

template <typename T> cppcoro::task<int> template_bad(T id) {
  std::string url = std::to_string(id);
  // NOTE@-1:15: 'url' is destroyed at the end of its scope
  return fetch(url);
  // WARN@-1:16: 'url', which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:16: let the coroutine take it by value, or make this function a coroutine that awaits the task
}
template cppcoro::task<int> template_bad(int);
template cppcoro::task<int> template_bad(long);

auto lambda_bad() {
  return [](int id) {
    std::string url = read_name(id);
    // NOTE@-1:17: 'url' is destroyed at the end of its scope
    return fetch(url);
    // WARN@-1:18: 'url', which the task refers to, is destroyed before the task ends
    // NOTE@-2:5: the task is returned
    // NOTE@-3:18: let the coroutine take it by value, or make this function a coroutine that awaits the task
  };
}

cppcoro::task<int> default_argument(const std::string &url = "/");
cppcoro::task<int> default_argument_bad() { return default_argument(); }
// WARN@-1:52: a temporary, which the task refers to, is destroyed before the task ends
// NOTE@-2:45: the task is returned
// NOTE@-3:52: let the coroutine take it by value, or make this function a coroutine that awaits the task

cppcoro::task<int> awaited_ok() { co_return co_await fetch("/users"); }

cppcoro::task<> awaited_together_ok() {
  std::string url = read_name(1);
  co_await cppcoro::when_all(fetch(url), fetch("/b"));
}

cppcoro::task<int> stored_ok() {
  std::string url = read_name(1);
  auto task = fetch(url);
  co_return co_await task;
}

cppcoro::task<> stored_together_ok() {
  std::string first = read_name(1), second = read_name(2);
  auto one = fetch(first);
  auto two = fetch(second);
  co_await cppcoro::when_all(std::move(one), std::move(two));
}

cppcoro::task<> each_round_ok(std::vector<int> ids) {
  for (int id : ids) {
    std::string url = read_name(id);
    auto task = fetch(url);
    use(co_await task);
  }
}

cppcoro::task<> collected_ok(std::vector<std::string> urls) {
  std::vector<cppcoro::task<int>> all;
  for (auto &url : urls)
    all.push_back(fetch(url));
  co_await cppcoro::when_all(std::move(all));
}

cppcoro::task<> reassigned_ok() {
  cppcoro::task<int> task;
  for (int id = 0; id < 3; ++id) {
    std::string url = read_name(id);
    task = fetch(url);
    use(co_await task);
  }
}

cppcoro::task<int> forwarded_ok(const std::string &url) { return fetch(url); }
cppcoro::task<int> owned_ok() { return fetch_owned("/users"); }
cppcoro::task<int> ignored_ok() { return ignores("/users"); }
cppcoro::task<int> copied_ok() {
  std::string url = read_name(1);
  return copies(url);
}
cppcoro::task<int> view_of_literal_ok() { return fetch_view("/users"); }
cppcoro::task<int> static_ok() {
  static const std::string Url = "/users";
  return fetch(Url);
}
cppcoro::task<int> pointed_ok(User *user) { return point(user); }
cppcoro::task<int> shared_ok(std::shared_ptr<Client> client) {
  co_return co_await client->get(1);
}
void waited_for_ok() { use(cppcoro::sync_wait(fetch("/users"))); }

cppcoro::task<> scoped_ok(cppcoro::async_scope &scope) {
  std::string url = read_name(1);
  scope.spawn(fetch(url));
  co_await scope.join();
}

cppcoro::async_generator<int> rows(const std::string &query);
cppcoro::task<> generator_bad() {
  auto all = rows("select");
  // WARN@-1:19: a temporary, which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: 'all' keeps the task
  // NOTE@-3:19: let the coroutine take it by value, or await the task where it is made
  auto it = co_await all.begin();
  // NOTE@-1:22: the task is used here, when a temporary is gone
  while (it != all.end()) {
    use(*it);
    co_await ++it;
  }
}
cppcoro::task<> generator_ok(std::string query) {
  auto all = rows(query);
  auto it = co_await all.begin();
  while (it != all.end()) {
    use(*it);
    co_await ++it;
  }
}

//===----------------------------------------------------------------------===//
// libcoro, folly, async_simple
//===----------------------------------------------------------------------===//

coro::task<int> load(const std::string &key);
coro::task<int> coro_returned_bad(int id) {
  auto key = read_name(id);
  // NOTE@-1:8: 'key' is destroyed at the end of its scope
  return load(key);
  // WARN@-1:15: 'key', which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:15: let the coroutine take it by value, or make this function a coroutine that awaits the task
}
coro::task<> joinable_bad(coro::scheduler &scheduler) {
  auto handle = scheduler.schedule(load("x"));
  // WARN@-1:41: a temporary, which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: 'handle' keeps the task
  // NOTE@-3:41: let the coroutine take it by value, or await the task where it is made
  co_await handle;
  // NOTE@-1:12: the task is used here, when a temporary is gone
}
coro::task<> timed_ok(coro::scheduler &scheduler) {
  co_await scheduler.schedule(load("x"), std::chrono::seconds(1));
}
coro::task<> coro_together_ok() {
  co_await coro::when_all(load("x"), load("y"));
}

folly::coro::Task<int> folly_load(const std::string &key);
folly::coro::now_task<int> folly_now(const std::string &key);
folly::coro::Task<int> folly_returned_bad() { return folly_load("x"); }
// WARN@-1:65: a temporary, which the task refers to, is destroyed before the task ends
// NOTE@-2:47: the task is returned
// NOTE@-3:65: let the coroutine take it by value, or make this function a coroutine that awaits the task
folly::coro::Task<int> folly_stored_bad() {
  auto task = folly_load(read_name(1));
  // WARN@-1:26: a temporary, which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: 'task' keeps the task
  // NOTE@-3:26: let the coroutine take it by value, or await the task where it is made
  co_return co_await std::move(task);
  // NOTE@-1:32: the task is used here, when a temporary is gone
}
folly::coro::Task<int> folly_ok(std::string key) {
  auto task = folly_load(key);
  co_return co_await std::move(task);
}
folly::coro::Task<void> folly_timeout_ok() {
  co_await folly::coro::timeout(folly_load("x"), std::chrono::seconds(1));
}

async_simple::coro::Lazy<int> lazy_load(const std::string &key);
async_simple::coro::Lazy<int> async_simple_returned_bad(int id) {
  std::string key = read_name(id);
  // NOTE@-1:15: 'key' is destroyed at the end of its scope
  return lazy_load(key);
  // WARN@-1:20: 'key', which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:20: let the coroutine take it by value, or make this function a coroutine that awaits the task
}
async_simple::coro::Lazy<int> async_simple_ok() {
  co_return co_await lazy_load("x");
}

//===----------------------------------------------------------------------===//
// Eager: only what is used after a suspension
//===----------------------------------------------------------------------===//

seastar::future<> flush();
seastar::future<> write_late(const std::string &line) {
  co_await flush();
  use(line);
  // NOTE@-1:7: the coroutine uses it here
  // NOTE@-2:7: the coroutine uses it here
}
seastar::future<> write_early(const std::string &line) {
  use(line);
  co_await flush();
}
seastar::future<> write_unknown(const std::string &line);

seastar::future<> seastar_bad(int id) {
  std::string line = read_name(id);
  // NOTE@-1:15: 'line' is destroyed at the end of its scope
  return write_late(line);
  // WARN@-1:21: 'line', which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:21: let the coroutine take it by value, or make this function a coroutine that awaits the task
}
seastar::future<> seastar_stored_bad(int id) {
  auto written = write_late(read_name(id));
  // WARN@-1:29: a temporary, which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: 'written' keeps the task
  // NOTE@-3:29: let the coroutine take it by value, or await the task where it is made
  co_await std::move(written);
  // NOTE@-1:22: the task is used here, when a temporary is gone
}
seastar::future<> seastar_ok(int id) {
  std::string line = read_name(id);
  return write_early(line);
}
/// Whether it uses the line late is not seen.
seastar::future<> FN_seastar_declared(int id) {
  std::string line = read_name(id);
  return write_unknown(line);
}
seastar::future<> seastar_awaited_ok(int id) {
  std::string line = read_name(id);
  co_await write_late(line);
}

boost::cobalt::promise<int> cobalt_ask(const std::string &question) {
  co_await boost::cobalt::io::sleep(std::chrono::seconds(1));
  use(question);
  // NOTE@-1:7: the coroutine uses it here
  co_return 1;
}
boost::cobalt::task<int> cobalt_task(const std::string &question);
boost::cobalt::promise<int> cobalt_bad() { return cobalt_ask("x"); }
// WARN@-1:62: a temporary, which the task refers to, is destroyed before the task ends
// NOTE@-2:44: the task is returned
// NOTE@-3:62: let the coroutine take it by value, or make this function a coroutine that awaits the task
boost::cobalt::task<int> cobalt_task_bad() { return cobalt_task("x"); }
// WARN@-1:65: a temporary, which the task refers to, is destroyed before the task ends
// NOTE@-2:46: the task is returned
// NOTE@-3:65: let the coroutine take it by value, or make this function a coroutine that awaits the task
boost::cobalt::task<int> cobalt_ok() { co_return co_await cobalt_ask("x"); }

concurrencpp::lazy_result<int> lazy_result(const std::string &name);
concurrencpp::lazy_result<int> concurrencpp_bad() { return lazy_result("x"); }
// WARN@-1:72: a temporary, which the task refers to, is destroyed before the task ends
// NOTE@-2:53: the task is returned
// NOTE@-3:72: let the coroutine take it by value, or make this function a coroutine that awaits the task
concurrencpp::lazy_result<int> concurrencpp_ok() {
  co_return co_await lazy_result("x");
}

home::Lazy<int> home_load(const std::string &name);
home::Lazy<int> home_bad(std::string name) { return home_load(name); }
// WARN@-1:63: 'name', which the task refers to, is destroyed before the task ends
// NOTE@-2:46: the task is returned
// NOTE@-3:38: 'name' is destroyed at the end of its scope
// NOTE@-4:63: let the coroutine take it by value, or make this function a coroutine that awaits the task
home::Lazy<int> home_ok(std::string name) {
  co_return co_await home_load(name);
}

struct Request {
  const std::string &Path;
};
home::Lazy<int> send(Request request);
/// Locals that the argument refers to itself.
home::Lazy<int> FN_structure() {
  std::string path = read_name(1);
  return send({path});
}
