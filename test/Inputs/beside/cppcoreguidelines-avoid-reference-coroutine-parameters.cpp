// Cases for parameters that refer to what is gone.
//
// ours: async-dangling-parameter

#include "mocks/cppcoro.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct User {
  std::string Name;
};
std::string read_name(int id);
void use(std::string_view);
void use(int);

home::Lazy<> stored_with_a_temporary_bad(const std::string &name) {
  use(name);
  co_return;
}
home::Lazy<> stores() {
  auto task = stored_with_a_temporary_bad("x");
  co_await std::move(task);
}

home::Lazy<> returned_with_a_local_bad(const User &user) {
  use(user.Name);
  co_return;
}
home::Lazy<> returns() {
  User user;
  return returned_with_a_local_bad(user);
}

coro::task<> spawned_with_a_local_bad(User &user) {
  use(user.Name);
  co_return;
}
void spawns(coro::thread_pool &pool) {
  User user;
  pool.spawn_detached(spawned_with_a_local_bad(user));
}

coro::task<> spawned_with_a_moved_local_bad(std::string &&name) {
  use(name);
  co_return;
}
void spawns_moved(coro::thread_pool &pool, std::string name) {
  pool.spawn_detached(spawned_with_a_moved_local_bad(std::move(name)));
}

home::Lazy<> view_of_a_local_bad(std::string_view name) {
  use(name);
  co_return;
}
home::Lazy<> returns_view(int id) {
  std::string name = read_name(id);
  return view_of_a_local_bad(name);
}

home::Lazy<> span_of_a_local_bad(std::span<const int> values) {
  for (int value : values)
    use(value);
  co_return;
}
home::Lazy<> returns_span() {
  std::vector<int> values{1, 2};
  return span_of_a_local_bad(values);
}

home::Lazy<> iterator_into_a_local_bad(std::vector<int>::const_iterator from) {
  use(*from);
  co_return;
}
home::Lazy<> returns_iterator() {
  std::vector<int> values{1, 2};
  return iterator_into_a_local_bad(values.begin());
}

home::Lazy<> pointer_to_a_local_bad(const User *user) {
  use(user->Name);
  co_return;
}
home::Lazy<> returns_pointer() {
  User user;
  return pointer_to_a_local_bad(&user);
}

home::Lazy<> wrapped_reference_bad(std::reference_wrapper<User> user) {
  use(user.get().Name);
  co_return;
}
home::Lazy<> returns_wrapped() {
  User user;
  return wrapped_reference_bad(user);
}

seastar::future<> flush();
seastar::future<> used_after_the_first_await_bad(const std::string &line) {
  co_await flush();
  use(line);
}
seastar::future<> returns_late(int id) {
  std::string line = read_name(id);
  return used_after_the_first_await_bad(line);
}

home::Detached detached_with_a_temporary_bad(const std::string &name) {
  co_await home::sleep(10);
  use(name);
}
void detaches() { detached_with_a_temporary_bad("x"); }

home::Lazy<> rvalue_reference_nobody_calls_bad(std::string &&name) {
  use(name);
  co_return;
}

home::Lazy<> converted_reference_nobody_calls_bad(const std::string &name) {
  use(name);
  co_return;
}

home::Lazy<> always_awaited_at_once_ok(const std::string &name) {
  use(name);
  co_return;
}
home::Lazy<> awaits(std::string name) {
  co_await always_awaited_at_once_ok(name);
  co_await always_awaited_at_once_ok("x");
}

cppcoro::task<> awaited_in_a_combinator_ok(const User &user) {
  use(user.Name);
  co_return;
}
cppcoro::task<> combines(User user) {
  co_await cppcoro::when_all(awaited_in_a_combinator_ok(user),
                             awaited_in_a_combinator_ok(user));
}

coro::task<> awaited_with_a_timeout_ok(const User &user) {
  use(user.Name);
  co_return;
}
coro::task<> limits(coro::scheduler &scheduler_of_its_own, User user) {
  co_await scheduler_of_its_own.schedule(awaited_with_a_timeout_ok(user),
                                         std::chrono::seconds(1));
}

cppcoro::task<> waited_for_ok(const User &user) {
  use(user.Name);
  co_return;
}
void waits(User user) { cppcoro::sync_wait(waited_for_ok(user)); }

cppcoro::task<> stored_and_awaited_in_time_ok(const User &user) {
  use(user.Name);
  co_return;
}
cppcoro::task<> stores_in_time(User user) {
  auto first = stored_and_awaited_in_time_ok(user);
  auto second = stored_and_awaited_in_time_ok(user);
  co_await cppcoro::when_all(std::move(first), std::move(second));
}

seastar::future<> used_before_the_first_await_ok(const std::string &line) {
  use(line);
  co_await flush();
}
seastar::future<> returns_early(int id) {
  std::string line = read_name(id);
  return used_before_the_first_await_ok(line);
}

home::Lazy<> not_used_ok(const User &) { co_return; }
home::Lazy<> returns_unused() {
  User user;
  return not_used_ok(user);
}

User administrator;
home::Lazy<> refers_to_a_global_ok(User &user) {
  use(user.Name);
  co_return;
}
home::Lazy<> returns_global() { return refers_to_a_global_ok(administrator); }

class Server {
public:
  home::Lazy<> refers_to_a_member_ok(const User &user) {
    use(user.Name);
    co_return;
  }
  home::Lazy<> start() { return refers_to_a_member_ok(Owner); }

private:
  User Owner;
};

home::Lazy<> parameter_by_value_ok(std::string name) {
  use(name);
  co_return;
}
home::Lazy<> returns_value() { return parameter_by_value_ok("x"); }
