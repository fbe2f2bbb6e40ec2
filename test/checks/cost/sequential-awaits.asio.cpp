// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-sequential-awaits

#include <boost/asio/awaitable.hpp>
// UNSAFE@-1: #include <boost/asio/awaitable.hpp>
// UNSAFE@-2: #include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

awaitable<std::string> fetch(std::string url);
awaitable<std::string> get_line(tcp::socket &socket);

awaitable<std::string> two_pages_bad() {
  std::string head = co_await fetch("/head"); std::string body = co_await fetch("/body");
  // WARN@-1:66: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:22: this does not depend on the others
  // NOTE@-3:66: run them together: 'corun::gather'
  // NOTE@-4:66: run them together with 'operator&&' of 'boost::asio::awaitable'
  // UNSAFE@-5:   using namespace boost::asio::experimental::awaitable_operators;
  // UNSAFE@-6:   auto [head, body] = co_await (fetch("/head") && fetch("/body"));
  co_return head + body;
}

awaitable<std::vector<std::string>> pages_bad(std::vector<std::string> urls) {
  std::vector<std::string> pages;
  for (const std::string &url : urls)
  // WARN@-1:3: each round waits for the one before: the loop takes the sum of the times of its awaits
  // NOTE@-2:3: run several at a time: 'corun::map_concurrent'
    pages.push_back(co_await fetch(url));
    // NOTE@-1:21: this needs nothing that another round gives
  co_return pages;
}

// Nothing says that they are two.
awaitable<std::string> two_references_ok(tcp::socket &a, tcp::socket &b) {
  std::string first = co_await get_line(a);
  std::string second = co_await get_line(b);
  co_return first + second;
}

awaitable<std::string> own_sockets_bad(tcp::socket a, tcp::socket b) {
  std::string first = co_await get_line(a); std::string second = co_await get_line(b);
  // WARN@-1:66: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:23: this does not depend on the others
  // NOTE@-3:66: run them together: 'corun::gather'
  // NOTE@-4:66: run them together with 'operator&&' of 'boost::asio::awaitable'
  // UNSAFE@-5:   using namespace boost::asio::experimental::awaitable_operators;
  // UNSAFE@-6:   auto [first, second] = co_await (get_line(a) && get_line(b));
  co_return first + second;
}

awaitable<std::string> one_socket_ok(tcp::socket &socket) {
  std::string first = co_await get_line(socket);
  std::string second = co_await get_line(socket);
  co_return first + second;
}

awaitable<void> operations_ok(tcp::resolver &resolver, tcp::socket &socket) {
  auto endpoints = co_await resolver.async_resolve("a", "80", use_awaitable);
  co_await socket.async_connect(*endpoints.begin(), use_awaitable);
  std::string line;
  std::size_t size = co_await asio::async_read_until(
      socket, asio::dynamic_buffer(line), '\n', use_awaitable);
  std::size_t more = co_await asio::async_read_until(
      socket, asio::dynamic_buffer(line), '\n', use_awaitable);
  line.resize(size + more);
}

awaitable<std::string> follows_ok() {
  std::string url = co_await fetch("/index");
  std::string page = co_await fetch(url);
  co_return page;
}

//===----------------------------------------------------------------------===//
// What may be shared
//===----------------------------------------------------------------------===//

struct user { std::string name; };
struct account { int balance; };
struct connection { awaitable<std::string> get(std::string key); awaitable<user> find_user(int id); std::string host; tcp::socket socket; };
awaitable<user> fetch_user(int id);
awaitable<account> fetch_account(int id);
awaitable<user> fetch_user(std::string name);
awaitable<account> fetch_account(std::string name);
awaitable<user> fetch_user(connection &c, int id);
awaitable<account> fetch_account(connection &c, int id);
awaitable<user> fetch_user(std::shared_ptr<connection> c, int id);
awaitable<account> fetch_account(std::shared_ptr<connection> c, int id);

// aliases
awaitable<int> local_alias_ok(connection &c) {
  connection &same = c;
  user u = co_await fetch_user(c, 1);
  account a = co_await fetch_account(same, 1);
  co_return a.balance + u.name.size();
}
awaitable<int> two_references_may_alias_ok(connection &primary, connection &replica) {
  user u = co_await fetch_user(primary, 1);
  account a = co_await fetch_account(replica, 1);
  co_return a.balance + u.name.size();
}
awaitable<int> pointer_to_it_ok(connection c) {
  connection *p = &c;
  user u = co_await fetch_user(*p, 1);
  account a = co_await fetch_account(c, 1);
  co_return a.balance + u.name.size();
}
awaitable<int> copied_handle_ok(std::shared_ptr<connection> c) {
  auto d = c;
  user u = co_await fetch_user(c, 1);
  account a = co_await fetch_account(d, 1);
  co_return a.balance + u.name.size();
}
class users { connection &db_; public: explicit users(connection &db) : db_(db) {} awaitable<user> find(int id); };
class accounts { connection &db_; public: explicit accounts(connection &db) : db_(db) {} awaitable<account> find(int id); };
awaitable<int> repositories_on_one_connection_ok(connection &db) {
  users u(db);
  accounts a(db);
  user who = co_await u.find(1);
  account money = co_await a.find(1);
  co_return money.balance + who.name.size();
}
class service {
public:
  explicit service(connection &db) : users_(db), accounts_(db) {}
  awaitable<int> members_on_one_connection_ok(int id) {
    user who = co_await users_.find(id);
    account money = co_await accounts_.find(id);
    co_return money.balance + who.name.size();
  }
  awaitable<int> member_and_its_socket_ok(int id) {
    auto self = &conn_;
    user who = co_await self->find_user(id);
    account money = co_await fetch_account(*conn_, id);
    co_return money.balance + who.name.size();
  }
private:
  users users_;
  accounts accounts_;
  std::shared_ptr<connection> conn_storage_;
  struct holder { connection *p; connection *operator->(); connection &operator*(); awaitable<user> find_user(int); } conn_{};
};
awaitable<int> by_capture_ok(connection &c) {
  auto work = [&c, &other = c]() -> awaitable<int> {
    user u = co_await fetch_user(c, 1);
    account a = co_await fetch_account(other, 1);
    co_return a.balance + u.name.size();
  };
  co_return co_await work();
}
connection &primary();
awaitable<std::string> get_setting_global(std::string key) {
  co_return co_await primary().get(key);
}
awaitable<std::string> hidden_singleton_ok() {
  std::string a = co_await get_setting_global("a");
  std::string b = co_await get_setting_global("b");
  co_return a + b;
}
struct store {
  inline static int hits = 0;
  static awaitable<std::string> load(std::string key) { ++store::hits; co_await asio::post(use_awaitable); co_return key; }
  awaitable<std::string> load2(std::string key) { ++this->hits; co_await asio::post(use_awaitable); co_return key; }
};
awaitable<std::string> static_member_ok() {
  std::string a = co_await store::load("a");
  std::string b = co_await store::load("b");
  co_return a + b;
}
awaitable<std::string> static_member_via_this_ok(store x, store y) {
  std::string a = co_await x.load2("a");
  std::string b = co_await y.load2("b");
  co_return a + b;
}

awaitable<int> moved_argument_ok(std::string name) {
  user u = co_await fetch_user(name);
  account a = co_await fetch_account(std::move(name));
  co_return a.balance + u.name.size();
}
// pagination: the condition looks at what the rounds collect
awaitable<std::string> fetch_row(int page);
awaitable<std::vector<std::string>> paged_ok(std::size_t want) {
  std::vector<std::string> rows;
  for (int page = 0; rows.size() < want; ++page)
    rows.push_back(co_await fetch_row(page));
  co_return rows;
}
awaitable<int> get_price(int page);
awaitable<int> sum_until_ok(int limit) {
  int total = 0;
  for (int page = 0; total < limit; ++page)
    total += co_await get_price(page);
  co_return total;
}
// names that change something
awaitable<int> get_and_increment(std::string counter);
awaitable<int> get_next_id();
awaitable<int> find_or_create_user(std::string name);
awaitable<int> listen_for_signal(int n);
awaitable<int> select_db(int n);
awaitable<int> fetch_add(std::string key, int by);
awaitable<int> query(std::string sql);
awaitable<int> counter_ok() { int a = co_await get_and_increment("a"); int b = co_await get_and_increment("a"); co_return a + b; }
awaitable<int> ids_ok() { int a = co_await get_next_id(); int b = co_await get_next_id(); co_return a - b; }
awaitable<int> created_ok() { int a = co_await find_or_create_user("a"); int b = co_await find_or_create_user("a"); co_return a - b; }
awaitable<int> listening_ok() { int a = co_await listen_for_signal(1); int b = co_await listen_for_signal(2); co_return a - b; }
awaitable<int> selected_ok() { int a = co_await select_db(1); int b = co_await fetch_add("n", 2); co_return a - b; }
awaitable<int> statement_ok() { int a = co_await query("INSERT INTO t VALUES (1)"); int b = co_await query("SELECT count(*) FROM t"); co_return a - b; }
// what a body writes
awaitable<std::string> fetch_logged(std::ostream &log, std::string url);
awaitable<std::string> log_order_ok(std::ostream &log) {
  std::string a = co_await fetch_logged(log, "a");
  std::string b = co_await fetch_logged(log, "b");
  co_return a + b;
}
awaitable<std::string> fetch_to_console(std::string url) { std::cout << "GET " << url << '\n'; co_await asio::post(use_awaitable); co_return url; }
awaitable<std::string> console_order_ok() {
  std::string a = co_await fetch_to_console("a");
  std::string b = co_await fetch_to_console("b");
  co_return a + b;
}
awaitable<std::string> fetch_to_file(std::string url) { std::ofstream f("/tmp/history", std::ios::app); f << url; co_await asio::post(use_awaitable); co_return url; }
awaitable<std::string> file_order_ok() {
  std::string a = co_await fetch_to_file("a");
  std::string b = co_await fetch_to_file("b");
  co_return a + b;
}
// containers of pointers by value
awaitable<int> load_all(std::vector<connection *> where);
awaitable<int> count_all(std::vector<connection *> where);
awaitable<int> pointers_by_value_ok(std::vector<connection *> v) {
  int a = co_await load_all(v);
  int b = co_await count_all(v);
  co_return a + b;
}
awaitable<std::size_t> load_into(std::span<char> buffer, int id);
awaitable<std::size_t> one_buffer_ok(std::span<char> buffer) {
  std::size_t a = co_await load_into(buffer, 1);
  std::size_t b = co_await load_into(buffer, 2);
  co_return a + b;
}
// still reported
awaitable<int> independent_bad(int id) {
  user u = co_await fetch_user(id); account a = co_await fetch_account(id);
  // WARN@-1:49: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:12: this does not depend on the others
  // NOTE@-3:49: run them together: 'corun::gather'
  // NOTE@-4:49: run them together with 'operator&&' of 'boost::asio::awaitable'
  // UNSAFE@-5:   using namespace boost::asio::experimental::awaitable_operators;
  // UNSAFE@-6:   auto [u, a] = co_await (fetch_user(id) && fetch_account(id));
  co_return a.balance + u.name.size();
}
awaitable<int> own_connections_bad(int id) {
// UNSAFE@-1: awaitable<int> own_connections_bad(int id) {
// UNSAFE@-2:   using namespace boost::asio::experimental::awaitable_operators;
  auto ex = co_await asio::this_coro::executor;
  connection one{"a", tcp::socket(ex)}, two{"b", tcp::socket(ex)};
  user u = co_await one.find_user(id); std::string v = co_await two.get("k");
  // WARN@-1:56: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:12: this does not depend on the others
  // NOTE@-3:56: run them together: 'corun::gather'
  // NOTE@-4:56: run them together with 'operator&&' of 'boost::asio::awaitable'
  // UNSAFE@-5:   auto [u, v] = co_await (one.find_user(id) && two.get("k"));
  co_return v.size() + u.name.size();
}
template <typename Key> awaitable<int> in_template_bad(Key id) {
  user u = co_await fetch_user(id);
  // NOTE@-1:12: this does not depend on the others
  account a = co_await fetch_account(id);
  // WARN@-1:15: these 2 awaits take the sum of their times; gathered they take the longest
  // NOTE@-2:15: run them together: 'corun::gather'
  co_return a.balance + u.name.size();
}
template awaitable<int> in_template_bad<int>(int);
awaitable<int> users_bad(std::vector<int> ids) {
  std::vector<user> all;
  for (int id : ids) all.push_back(co_await fetch_user(id));
  // WARN@-1:3: each round waits for the one before: the loop takes the sum of the times of its awaits
  // NOTE@-2:36: this needs nothing that another round gives
  // NOTE@-3:3: run several at a time: 'corun::map_concurrent'
  co_return all.size();
}
awaitable<user> fetch_user(const std::string &name, int);
awaitable<std::string> get_page(tcp::socket &s); awaitable<std::string> get_page(tcp::socket s, int); awaitable<std::string> get_url(std::string_view u);
void log_line(std::string_view);
awaitable<void> audit(std::string what);
awaitable<std::string> get_noted(std::string k) { log_line(k); co_return co_await get_url(k); }
awaitable<std::string> get_audited(std::string k) { co_await audit(k); co_return co_await get_url(k); }
awaitable<std::string> get_pure(std::string k) { std::string u = "/" + k; co_return co_await get_url(u); }
awaitable<std::string> plain_log_ok() { auto a = co_await get_noted("a"); auto b = co_await get_noted("b"); co_return a + b; }
awaitable<std::string> awaited_log_ok() { auto a = co_await get_audited("a"); auto b = co_await get_audited("b"); co_return a + b; }
awaitable<std::string> pure_bad() { auto a = co_await get_pure("a"); auto b = co_await get_pure("b"); co_return a + b; }
// WARN@-1:79: these 2 awaits take the sum of their times; gathered they take the longest
// NOTE@-2:46: this does not depend on the others
// NOTE@-3:79: run them together: 'corun::gather'
// NOTE@-4:79: run them together with 'operator&&' of 'boost::asio::awaitable'
// UNSAFE@-5: awaitable<std::string> pure_bad() { using namespace boost::asio::experimental::awaitable_operators; auto [a, b] = co_await (get_pure("a") && get_pure("b")); co_return a + b; }
awaitable<std::string> const_refs_bad(const std::string &n, const std::string &m) { auto a = co_await fetch_user(n, 1); auto b = co_await fetch_user(m, 2); co_return a.name + b.name; }
// WARN@-1:130: these 2 awaits take the sum of their times; gathered they take the longest
// NOTE@-2:94: this does not depend on the others
// NOTE@-3:130: run them together: 'corun::gather'
// NOTE@-4:130: run them together with 'operator&&' of 'boost::asio::awaitable'
// UNSAFE@-5: awaitable<std::string> const_refs_bad(const std::string &n, const std::string &m) { using namespace boost::asio::experimental::awaitable_operators; auto [a, b] = co_await (fetch_user(n, 1) && fetch_user(m, 2)); co_return a.name + b.name; }
awaitable<std::string> made_sockets_bad() { auto ex = co_await asio::this_coro::executor; tcp::socket a(ex), b(ex); auto x = co_await get_page(a); auto y = co_await get_page(b); co_return x + y; }
// WARN@-1:157: these 2 awaits take the sum of their times; gathered they take the longest
// NOTE@-2:126: this does not depend on the others
// NOTE@-3:157: run them together: 'corun::gather'
// NOTE@-4:157: run them together with 'operator&&' of 'boost::asio::awaitable'
// UNSAFE@-5: awaitable<std::string> made_sockets_bad() { using namespace boost::asio::experimental::awaitable_operators; auto ex = co_await asio::this_coro::executor; tcp::socket a(ex), b(ex); auto [x, y] = co_await (get_page(a) && get_page(b)); co_return x + y; }
awaitable<std::string> sockets_by_value_bad(tcp::socket a, tcp::socket b) { auto x = co_await get_page(a); auto y = co_await get_page(b); co_return x + y; }
// WARN@-1:117: these 2 awaits take the sum of their times; gathered they take the longest
// NOTE@-2:86: this does not depend on the others
// NOTE@-3:117: run them together: 'corun::gather'
// NOTE@-4:117: run them together with 'operator&&' of 'boost::asio::awaitable'
// UNSAFE@-5: awaitable<std::string> sockets_by_value_bad(tcp::socket a, tcp::socket b) { using namespace boost::asio::experimental::awaitable_operators; auto [x, y] = co_await (get_page(a) && get_page(b)); co_return x + y; }
awaitable<std::string> sockets_moved_bad(tcp::socket a, tcp::socket b) { auto x = co_await get_page(std::move(a), 1); auto y = co_await get_page(std::move(b), 1); co_return x + y; }
// WARN@-1:128: these 2 awaits take the sum of their times; gathered they take the longest
// NOTE@-2:83: this does not depend on the others
// NOTE@-3:128: run them together: 'corun::gather'
// NOTE@-4:128: run them together with 'operator&&' of 'boost::asio::awaitable'
// UNSAFE@-5: awaitable<std::string> sockets_moved_bad(tcp::socket a, tcp::socket b) { using namespace boost::asio::experimental::awaitable_operators; auto [x, y] = co_await (get_page(std::move(a), 1) && get_page(std::move(b), 1)); co_return x + y; }
awaitable<std::string> one_moved_ok(tcp::socket a) { auto x = co_await get_page(a); auto y = co_await get_page(std::move(a), 1); co_return x + y; }
struct session { tcp::socket in; tcp::socket out; tcp::socket &both; awaitable<std::string> two_members_bad() { auto x = co_await get_page(in); auto y = co_await get_page(out); co_return x + y; }
// WARN@-1:154: these 2 awaits take the sum of their times; gathered they take the longest
// NOTE@-2:122: this does not depend on the others
// NOTE@-3:154: run them together: 'corun::gather'
// NOTE@-4:154: run them together with 'operator&&' of 'boost::asio::awaitable'
// UNSAFE@-5: struct session { tcp::socket in; tcp::socket out; tcp::socket &both; awaitable<std::string> two_members_bad() { using namespace boost::asio::experimental::awaitable_operators; auto [x, y] = co_await (get_page(in) && get_page(out)); co_return x + y; }
 awaitable<std::string> member_ref_ok() { auto x = co_await get_page(in); auto y = co_await get_page(both); co_return x + y; } };
awaitable<std::string> whole(session &s);
awaitable<std::string> get_all(session &s);
awaitable<std::string> part_ok(session s) { auto x = co_await get_all(s); auto y = co_await get_page(s.in); co_return x + y; }
struct people { std::string name; std::map<std::string, user> cache; awaitable<user> get_user(int id); awaitable<account> get_account(int id);
 awaitable<int> own_methods_ok(int id) { user u = co_await get_user(id); account a = co_await this->get_account(id); co_return a.balance; }
 awaitable<int> reads_members_bad(int id) { user u = co_await fetch_user(name); account a = co_await fetch_account(id); co_return a.balance; }
 // WARN@-1:93: these 2 awaits take the sum of their times; gathered they take the longest
 // NOTE@-2:54: this does not depend on the others
 // NOTE@-3:93: run them together: 'corun::gather'
 // NOTE@-4:93: run them together with 'operator&&' of 'boost::asio::awaitable'
 // UNSAFE@-5:  awaitable<int> reads_members_bad(int id) { using namespace boost::asio::experimental::awaitable_operators; auto [u, a] = co_await (fetch_user(name) && fetch_account(id)); co_return a.balance; }
 awaitable<int> writes_member_ok() { name = (co_await get_url("x")); account a = co_await fetch_account(name); co_return a.balance; } };
struct outer { people s; awaitable<int> lambda_bad(int id) { auto f = [id]() -> awaitable<int> { user u = co_await fetch_user(id); account a = co_await fetch_account(id); co_return a.balance; }; co_return co_await f(); } };
// WARN@-1:144: these 2 awaits take the sum of their times; gathered they take the longest
// NOTE@-2:107: this does not depend on the others
// NOTE@-3:144: run them together: 'corun::gather'
// NOTE@-4:144: run them together with 'operator&&' of 'boost::asio::awaitable'
// UNSAFE@-5: struct outer { people s; awaitable<int> lambda_bad(int id) { auto f = [id]() -> awaitable<int> { using namespace boost::asio::experimental::awaitable_operators; auto [u, a] = co_await (fetch_user(id) && fetch_account(id)); co_return a.balance; }; co_return co_await f(); } };
awaitable<int> between_ok(int id) { user u = co_await fetch_user(id); std::cout << "got\n"; account a = co_await fetch_account(id); co_return a.balance; }
awaitable<int> bfs_ok(std::vector<std::string> urls) { for (auto &u : urls) urls.push_back(co_await get_url(u)); co_return 0; }
awaitable<int> sessions_ok(std::vector<std::shared_ptr<people>> all) { std::vector<user> r; for (auto &s : all) r.push_back(co_await s->get_user(1)); co_return r.size(); }
awaitable<int> services_bad(std::vector<people> all) { std::vector<user> r; for (auto &s : all) r.push_back(co_await s.get_user(1)); co_return r.size(); }
// WARN@-1:77: each round waits for the one before: the loop takes the sum of the times of its awaits
// NOTE@-2:109: this needs nothing that another round gives
// NOTE@-3:77: run several at a time: 'corun::map_concurrent'
awaitable<int> counted_ok(int &n, std::string k) { auto a = co_await fetch_user(n++); auto b = co_await fetch_user(n++); co_return 0; }
awaitable<int> ref_result_ok(std::string &out, const std::string &k) { out = co_await get_url("/x"); user b = co_await fetch_user(k); co_return 0; }
awaitable<int> iface_ok(std::istream &in, std::ostream &out);
struct reader { virtual ~reader(); virtual awaitable<int> get_size() = 0; }; struct writer { virtual ~writer(); virtual awaitable<int> get_space() = 0; };
awaitable<int> two_interfaces_ok(reader &r, writer &w) { int a = co_await r.get_size(); int b = co_await w.get_space(); co_return a + b; }
#define TRY_AWAIT(e) co_await (e)
awaitable<int> by_macro_bad(int id) { user u = TRY_AWAIT(fetch_user(id)); account a = TRY_AWAIT(fetch_account(id)); co_return a.balance; }
// WARN@-1:87: these 2 awaits take the sum of their times; gathered they take the longest
// NOTE@-2:48: this does not depend on the others
// NOTE@-3:87: run them together: 'corun::gather'
awaitable<int> with_functions_ok(std::function<awaitable<int>(int)> get) { int a = co_await get(1); int b = co_await get(2); co_return a + b; }
awaitable<int> pointers_ok(awaitable<int> (*get_it)(int)) { int a = co_await get_it(1); int b = co_await get_it(2); co_return a + b; }
