// Awaits one after another that could run together.
//
// RUN: %check_test %s async-sequential-awaits

#include "mocks/async_simple.hpp"
#include "mocks/cobalt.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

using cppcoro::task;

void log(std::string_view text);
struct User {
  std::string name;
  int group = 0;
};
struct Account {
  int balance = 0;
};
task<User> fetch_user(int id);
task<Account> fetch_account(int id);
task<std::string> fetch_page(std::string url);
task<std::string> get_config(const std::string &name);
task<int> count_words(std::string_view text);
task<std::optional<User>> find_user(std::string name);
task<> store_user(int id, User user);
task<int> update_balance(int id);

struct Client {
  task<std::string> get(std::string url);
  task<std::string> get_cached(std::string url) const;
};
task<std::string> query(Client &client, std::string text);
task<std::string> query_shared(std::shared_ptr<Client> client,
                               std::string text);
struct Stream {
  task<std::string> read_line();
  task<int> get_number();
};

//===----------------------------------------------------------------------===//
// Consecutive statements
//===----------------------------------------------------------------------===//

task<std::string> two_bad(int id) {
  User user = co_await fetch_user(id);
  // NOTE@-1:15: this does not depend on the others
  Account account = co_await fetch_account(id);
  // WARN@-1:21: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:21: run them together: 'cppcoro::when_all'
  co_return user.name + std::to_string(account.balance);
}

task<std::string> three_bad(int id, std::string url) {
  auto user = co_await fetch_user(id);
  // NOTE@-1:15: this does not depend on the others
  auto account = co_await fetch_account(id);
  // WARN@-1:18: these 3 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:18: run them together: 'cppcoro::when_all'
  auto page = co_await fetch_page(url);
  // NOTE@-1:15: this does not depend on the others
  co_return page + user.name + std::to_string(account.balance);
}

task<> assigned_bad(int id, User &user, Account &account) {
  user = co_await fetch_user(id);
  // NOTE@-1:10: this does not depend on the others
  account = co_await fetch_account(id);
  // WARN@-1:13: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:13: run them together: 'cppcoro::when_all'
}

task<std::string> other_clients_bad(Client a, Client b) {
  std::string first = co_await a.get("x");
  // NOTE@-1:23: this does not depend on the others
  std::string second = co_await b.get("x");
  // WARN@-1:24: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:24: run them together: 'cppcoro::when_all'
  co_return first + second;
}

task<std::string> in_a_branch_bad(bool full, int id) {
  if (full) {
    auto user = co_await fetch_user(id);
    // NOTE@-1:17: this does not depend on the others
    auto config = co_await get_config("limits");
    // WARN@-1:19: these 2 awaits take the sum of their times; gathered they take the longest
    // NOTE@-2:19: run them together: 'cppcoro::when_all'
    co_return user.name + config;
  }
  co_return "";
}

task<int> same_function_bad(int a, int b) {
  Account first = co_await fetch_account(a);
  // NOTE@-1:19: this does not depend on the others
  Account second = co_await fetch_account(b);
  // WARN@-1:20: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:20: run them together: 'cppcoro::when_all'
  co_return first.balance + second.balance;
}

task<std::string> after_a_dependent_one_bad(std::string name) {
  std::optional<User> user = co_await find_user(name);
  if (!user)
    co_return "";
  auto page = co_await fetch_page("/users/" + name);
  // NOTE@-1:15: this does not depend on the others
  auto config = co_await get_config("layout");
  // WARN@-1:17: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:17: run them together: 'cppcoro::when_all'
  co_return page + config;
}

task<std::string> data_flow_ok(std::string name) {
  std::string url = co_await get_config(name);
  std::string page = co_await fetch_page(url);
  co_return page;
}

task<std::string> part_of_it_ok(int id) {
  User user = co_await fetch_user(id);
  Account account = co_await fetch_account(user.group);
  co_return std::to_string(account.balance);
}

task<std::string> same_client_ok(Client &client) {
  std::string a = co_await client.get("a");
  std::string b = co_await client.get("b");
  co_return a + b;
}

task<std::string> same_reference_ok(Client &client) {
  std::string a = co_await query(client, "a");
  std::string b = co_await query(client, "b");
  co_return a + b;
}

task<std::string> same_handle_ok(std::shared_ptr<Client> client) {
  std::string a = co_await query_shared(client, "a");
  std::string b = co_await client->get("b");
  co_return a + b;
}

task<> stores_between_ok(int id) {
  User user = co_await fetch_user(id);
  co_await store_user(id, user);
  Account account = co_await fetch_account(id);
  log(std::to_string(account.balance));
}

task<int> not_only_a_question_ok(int id) {
  int before = co_await update_balance(id);
  int after = co_await update_balance(id);
  co_return after - before;
}

task<std::string> stream_ok(Stream &stream) {
  std::string line = co_await stream.read_line();
  int number = co_await stream.get_number();
  co_return line + std::to_string(number);
}

task<std::string> guarded_ok(int id) {
  User user = co_await fetch_user(id);
  if (user.group == 0)
    co_return "";
  Account account = co_await fetch_account(id);
  co_return std::to_string(account.balance);
}

task<int> load_at_once(int id) { co_return id + 1; }

task<int> nothing_waits_ok() {
  int a = co_await load_at_once(1);
  int b = co_await load_at_once(2);
  co_return a + b;
}

int Requests = 0;
task<std::string> load_counted(int id) {
  ++Requests;
  co_return co_await fetch_page("/" + std::to_string(id));
}
task<std::string> load_indirectly(int id) {
  std::string page = co_await load_counted(id);
  co_return page;
}

task<std::string> visible_global_ok() {
  std::string a = co_await load_counted(1);
  std::string b = co_await load_counted(2);
  co_return a + b;
}

task<std::string> visible_global_below_ok() {
  std::string a = co_await load_indirectly(1);
  std::string b = co_await load_indirectly(2);
  co_return a + b;
}

const std::string Root = "/";
task<std::string> load_below_root(int id) {
  co_return co_await fetch_page(Root + std::to_string(id));
}

task<std::string> visible_constant_bad() {
  std::string a = co_await load_below_root(1);
  // NOTE@-1:19: this does not depend on the others
  std::string b = co_await load_below_root(2);
  // WARN@-1:19: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:19: run them together: 'cppcoro::when_all'
  co_return a + b;
}

class Page {
public:
  task<std::string> own_functions_ok() {
    std::string head = co_await load_head();
    std::string body = co_await load_body();
    co_return head + body;
  }
  task<std::string> load_head();
  task<std::string> load_body();
};

task<std::string> output_parameter_ok(int id) {
  struct Out {
    static task<int> load_into(User &user);
    static task<int> get_group(const User *user);
  };
  User user;
  int first = co_await Out::load_into(user);
  int second = co_await Out::get_group(&user);
  co_return std::to_string(first + second);
}

task<std::string> gathered_ok(int id) {
  co_await cppcoro::when_all(fetch_user(id), fetch_account(id));
  co_return "";
}

task<std::string> one_ok(int id) {
  User user = co_await fetch_user(id);
  co_return user.name;
}

task<std::string> load_row(int id);

// Both go through one connection that neither a parameter nor a body shows.
task<std::string> FP_hidden_connection() {
  std::string a = co_await load_row(1);
  // NOTE@-1:19: this does not depend on the others
  std::string b = co_await load_row(2);
  // WARN@-1:19: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:19: run them together: 'cppcoro::when_all'
  co_return a + b;
}

// In one expression.
task<int> FN_one_expression(int a, int b) {
  co_return (co_await fetch_account(a)).balance +
      (co_await fetch_account(b)).balance;
}

//===----------------------------------------------------------------------===//
// Loops
//===----------------------------------------------------------------------===//

task<std::vector<std::string>> pages_bad(std::vector<std::string> urls) {
  std::vector<std::string> pages;
  for (const std::string &url : urls)
  // WARN@-1:3: each round waits for the one before: the loop takes the sum of the times of its awaits
  // NOTE@-2:3: run several at a time: 'corun::map_concurrent'
    pages.push_back(co_await fetch_page(url));
    // NOTE@-1:21: this needs nothing that another round gives
  co_return pages;
}

task<int> sum_bad(std::vector<int> ids) {
  int sum = 0;
  for (int id : ids)
  // WARN@-1:3: each round waits for the one before: the loop takes the sum of the times of its awaits
  // NOTE@-2:3: run several at a time: 'corun::map_concurrent'
    sum += (co_await fetch_account(id)).balance;
    // NOTE@-1:13: this needs nothing that another round gives
  co_return sum;
}

task<std::vector<User>> by_index_bad(const std::vector<int> &ids) {
  std::vector<User> users;
  for (std::size_t i = 0; i < ids.size(); ++i) {
  // WARN@-1:3: each round waits for the one before: the loop takes the sum of the times of its awaits
  // NOTE@-2:3: run several at a time: 'corun::map_concurrent'
    User user = co_await fetch_user(ids[i]);
    // NOTE@-1:17: this needs nothing that another round gives
    users.push_back(user);
  }
  co_return users;
}

task<std::map<int, User>> into_a_map_bad(std::vector<int> ids) {
  std::map<int, User> users;
  for (int id : ids)
  // WARN@-1:3: each round waits for the one before: the loop takes the sum of the times of its awaits
  // NOTE@-2:3: run several at a time: 'corun::map_concurrent'
    users[id] = co_await fetch_user(id);
    // NOTE@-1:17: this needs nothing that another round gives
  co_return users;
}

task<std::vector<std::string>>
through_one_client_ok(Client &client, std::vector<std::string> urls) {
  std::vector<std::string> pages;
  for (const std::string &url : urls)
    pages.push_back(co_await client.get(url));
  co_return pages;
}

task<std::string> ends_early_ok(std::vector<std::string> urls) {
  for (const std::string &url : urls) {
    std::string page = co_await fetch_page(url);
    if (!page.empty())
      co_return page;
  }
  co_return "";
}

task<std::vector<std::string>> uses_the_last_ok(std::vector<int> depths) {
  std::vector<std::string> pages{"/"};
  for (int depth : depths)
    pages.push_back(co_await fetch_page(pages.back() + std::to_string(depth)));
  co_return pages;
}

// async-connection-per-call has these.
task<std::vector<std::string>> own_client_ok(std::vector<std::string> urls) {
  std::vector<std::string> pages;
  for (const std::string &url : urls) {
    Client client;
    pages.push_back(co_await client.get(url));
  }
  co_return pages;
}

// async-retry-without-backoff has these.
task<std::string> retries_ok(std::vector<std::string> pages) {
  for (int attempt = 0; attempt < 5; ++attempt) {
    try {
      pages.push_back(co_await fetch_page("/" + std::to_string(attempt)));
      break;
    } catch (const std::exception &) {
      log("again");
    }
  }
  co_return pages.back();
}

task<> stores_each_ok(std::vector<int> ids) {
  for (int id : ids)
    co_await store_user(id, {});
}

task<int> without_the_element_ok(std::vector<int> ids) {
  int sum = 0;
  for (int id : ids)
    sum += (co_await fetch_account(0)).balance * id;
  co_return sum;
}

//===----------------------------------------------------------------------===//
// Other runtimes
//===----------------------------------------------------------------------===//

coro::task<int> load(int key);
coro::task<int> libcoro_bad() {
  int a = co_await load(1);
  // NOTE@-1:11: this does not depend on the others
  int b = co_await load(2);
  // WARN@-1:11: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:11: run them together: 'coro::when_all'
  co_return a + b;
}
coro::task<int> libcoro_ok() {
  int a = co_await load(1);
  int b = co_await load(a);
  co_return a + b;
}

folly::coro::Task<int> get(int id);
folly::coro::Task<int> folly_bad() {
  int a = co_await get(1);
  // NOTE@-1:11: this does not depend on the others
  int b = co_await get(2);
  // WARN@-1:11: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:11: run them together: 'folly::coro::collectAll'
  co_return a + b;
}
folly::coro::Task<int> folly_ok() {
  int a = co_await get(1);
  co_await folly::coro::sleep(std::chrono::seconds(1));
  int b = co_await get(2);
  co_return a + b;
}

seastar::future<int> get_shard(std::string key);
seastar::future<int> seastar_bad() {
  int a = co_await get_shard("a");
  // NOTE@-1:11: this does not depend on the others
  int b = co_await get_shard("b");
  // WARN@-1:11: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:11: run them together: 'seastar::coroutine::all'
  co_return a + b;
}

boost::cobalt::task<int> fetch(int id);
boost::cobalt::task<int> cobalt_bad(std::vector<int> ids) {
  int sum = 0;
  for (int id : ids)
  // WARN@-1:3: each round waits for the one before: the loop takes the sum of the times of its awaits
  // NOTE@-2:3: run several at a time: 'corun::map_concurrent'
    sum += co_await fetch(id);
    // NOTE@-1:12: this needs nothing that another round gives
  co_return sum;
}

async_simple::coro::Lazy<int> lookup(int key);
async_simple::coro::Lazy<int> async_simple_bad() {
  int a = co_await lookup(1);
  // NOTE@-1:11: this does not depend on the others
  int b = co_await lookup(2);
  // WARN@-1:11: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:11: run them together: 'async_simple::coro::collectAll'
  co_return a + b;
}

home::Lazy<int> get_value(int key);
home::Lazy<int> home_made_bad() {
  int a = co_await get_value(1);
  // NOTE@-1:11: this does not depend on the others
  int b = co_await get_value(2);
  // WARN@-1:11: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:11: run them together: 'corun::gather'
  co_return a + b;
}
