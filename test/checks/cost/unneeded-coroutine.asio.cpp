// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-unneeded-coroutine

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <concepts>
#include <ctime>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

class Server {
public:
  explicit Server(asio::any_io_executor executor) : Executor(executor) {}
  awaitable<void> serve_ok(tcp::socket socket);
  void start_ok();

private:
  awaitable<std::string> answer_bad(const std::string &request);
  // UNSAFE@-1:   std::string answer_bad(const std::string &request);
  awaitable<void> remember_bad(std::string key, std::string value);
  // UNSAFE@-1:   void remember_bad(std::string key, std::string value);
  awaitable<void> janitor_ok();
  asio::any_io_executor Executor;
  std::map<std::string, std::string> Values;
};

awaitable<std::string> Server::answer_bad(const std::string &request) {
// WARN@-1:32: 'answer_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:32: make it a plain function that returns 'std::string', and call it without 'co_await' at its 1 caller
// NOTE@-3:32: make it a plain function
// UNSAFE@-4: std::string Server::answer_bad(const std::string &request) {
  auto found = Values.find(request);
  if (found == Values.end())
    co_return "none\n";
    // UNSAFE@-1:     return "none\n";
  co_return found->second + '\n';
  // UNSAFE@-1:   return found->second + '\n';
}

awaitable<void> Server::remember_bad(std::string key, std::string value) {
// WARN@-1:25: 'remember_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:25: make it a plain function that returns 'void', and call it without 'co_await' at its 1 caller
// NOTE@-3:25: make it a plain function
// UNSAFE@-4: void Server::remember_bad(std::string key, std::string value) {
  Values[std::move(key)] = std::move(value);
  co_return;
  // UNSAFE@-1: <removed>
}

awaitable<void> Server::janitor_ok() {
  Values.clear();
  co_return;
}

awaitable<void> Server::serve_ok(tcp::socket socket) {
  std::string line;
  for (;;) {
    co_await asio::async_read_until(socket, asio::dynamic_buffer(line), '\n',
                                    use_awaitable);
    std::string answer = co_await answer_bad(line);
    // NOTE@-1:35: this await never waits
    // UNSAFE@-2:     std::string answer = answer_bad(line);
    co_await asio::async_write(socket, asio::buffer(answer), use_awaitable);
    co_await remember_bad(line, answer);
    // NOTE@-1:14: this await never waits
    // UNSAFE@-2:     remember_bad(line, answer);
    line.clear();
  }
}

void Server::start_ok() {
  asio::co_spawn(Executor, janitor_ok(), asio::detached);
}

awaitable<int> digits_bad(int number) {
// WARN@-1:16: 'digits_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:16: make it a plain function that returns 'int', and call it without 'co_await' at its 1 caller
  int digits = 1;
  while (number /= 10)
    ++digits;
  co_return digits;
}
awaitable<int> counts_ok() { co_return co_await digits_bad(1000); }
// NOTE@-1:49: this await never waits

awaitable<int> raced_ok(int number) { co_return number + 1; }
awaitable<void> races_ok() {
  using namespace asio::experimental::awaitable_operators;
  co_await raced_ok(1);
  co_await (raced_ok(1) && raced_ok(2));
}

awaitable<void> handler_ok(int number) {
  std::puts(std::to_string(number).c_str());
  co_return;
}
template <typename F> void repeat(asio::any_io_executor executor, F handler) {
  for (int i = 0; i < 3; ++i)
    asio::co_spawn(executor, handler(i), asio::detached);
}
awaitable<void> repeats_ok() {
  repeat(co_await asio::this_coro::executor, handler_ok);
  co_await handler_ok(3);
}

//===----------------------------------------------------------------------===//
// As code bases have it
//===----------------------------------------------------------------------===//

namespace codebase {
awaitable<void> pause_();
// taken for a table of handlers
static awaitable<int> handle_ping_ok(int x) { int y = x * 2; co_return y; }
static awaitable<int> handle_pong_ok(int x) { int y = x * 3; co_return y; }
using handler = awaitable<int> (*)(int);
static const std::map<std::string, handler> table{{"ping", handle_ping_ok}, {"pong", &handle_pong_ok}};
awaitable<int> calls_it() { co_return co_await handle_ping_ok(1) + co_await handle_pong_ok(2); }
// a default template argument / non-type template parameter
static awaitable<int> as_parameter_ok(int x) { int y = x + 1; co_return y; }
template <auto F> awaitable<int> twice(int x) { co_return co_await F(x) + co_await F(x); }
awaitable<int> calls_param() { co_return co_await twice<as_parameter_ok>(1) + co_await as_parameter_ok(2); }
// concept
template <typename T> concept Codec = requires(T t, std::string s) { { t.encode_ok(s) } -> std::same_as<awaitable<std::string>>; };
struct plain_codec { awaitable<std::string> encode_ok(std::string s) { s += '\n'; co_return s; } };
template <Codec C> awaitable<std::string> use_codec(C c, std::string s) { co_await pause_(); co_return co_await c.encode_ok(s); }
awaitable<std::string> calls_codec() { plain_codec p; co_await pause_(); std::string d = co_await p.encode_ok("x"); co_return d + co_await use_codec(p, "a"); }
// requires-expression with decltype
struct hook { awaitable<int> on_start_ok(int x) { int y = x * x; co_return y; } };
template <typename T> awaitable<int> start(T &t) { if constexpr (requires { t.on_start_ok(1); }) co_return co_await t.on_start_ok(1); else co_return 0; }
awaitable<int> calls_hook() { hook h; co_return co_await start(h) + co_await h.on_start_ok(3); }
// CRTP base calls it
template <typename D> struct session_base { awaitable<void> run() { co_await static_cast<D *>(this)->greet_ok(); } };
struct session : session_base<session> { int n = 0; awaitable<void> greet_ok() { ++n; n *= 2; co_return; } awaitable<void> again() { co_await greet_ok(); co_await pause_(); } };
awaitable<void> runs_session() { session s; co_await s.run(); co_await s.again(); }
// override, in the middle and final
struct base { virtual ~base() = default; virtual awaitable<int> size_ok() = 0; };
struct derived final : base { awaitable<int> size_ok() override { int n = v; n += 1; co_return n; } int v = 0; };
awaitable<int> calls_size(derived d) { co_return co_await d.size_ok(); }
// overridden method without 'virtual' in the derived
struct derived2 : base { awaitable<int> size_ok() { int n = v; n += 2; co_return n; } int v = 0; };
awaitable<int> calls_size2(derived2 d) { co_return co_await d.size_ok(); }
// behind #if
static awaitable<int> traced_ok(int x) {
  int y = x * 2;
#ifdef TRACE
  co_await pause_();
#endif
  co_return y;
}
awaitable<int> calls_traced() { co_return co_await traced_ok(1); }
static awaitable<int> traced_macro_ok(int x);
#ifdef TRACE
#define CHECKPOINT() co_await pause_()
#else
#define CHECKPOINT() ((void)0)
#endif
static awaitable<int> traced_macro_ok(int x) {
  int y = x * 2;
  CHECKPOINT();
  co_return y;
}
awaitable<int> calls_traced_macro() { co_return co_await traced_macro_ok(1); }
// another build spawns it
static awaitable<void> tick_ok(int &n) { ++n; n += 2; co_return; }
awaitable<void> calls_tick(int &n) {
  co_await tick_ok(n);
#ifdef BACKGROUND
  co_spawn(co_await asio::this_coro::executor, tick_ok(n), asio::detached);
#endif
}
// raced, spawned, group
static awaitable<int> raced_ok(int x) { int y = x * 2; co_return y; }
awaitable<int> races(asio::steady_timer &t) { using namespace asio::experimental::awaitable_operators; auto r = co_await (raced_ok(1) || t.async_wait(use_awaitable)); co_return r.index(); }
static awaitable<int> spawned_ok(int x) { int y = x * 2; co_return y; }
awaitable<int> spawns(asio::io_context &c) { co_return co_await asio::co_spawn(c, spawned_ok(2), use_awaitable) + co_await spawned_ok(3); }
static awaitable<int> spawned_fn_ok() { int y = std::time(nullptr); co_return y; }
awaitable<int> spawns_fn(asio::io_context &c) { co_return co_await asio::co_spawn(c, spawned_fn_ok, use_awaitable) + co_await spawned_fn_ok(); }
static awaitable<int> bound_ok(int x) { int y = x * 2; co_return y; }
awaitable<int> binds() { auto f = std::bind_front(bound_ok, 1); co_return co_await f() + co_await bound_ok(2); }
// as a member pointer
struct router { awaitable<int> route_ok(int x) { int y = x + n; co_return y; } int n = 0;
  awaitable<int> go(bool b) { auto p = &router::route_ok; co_return b ? co_await (this->*p)(1) : co_await route_ok(2); } };
// conditional of two tasks: one suspends
static awaitable<int> cached_ok(int x) { int y = x * 2; co_return y; }
awaitable<int> slow(int x);
awaitable<int> either(bool hit) { co_return co_await (hit ? cached_ok(1) : slow(1)); }
// same signature by overload
static awaitable<int> send_ok(int x) { int y = x; y++; co_return y; }
static awaitable<int> send_ok(std::string s) { co_await pause_(); co_return s.size(); }
awaitable<int> sends() { co_return co_await send_ok(1) + co_await send_ok("x"); }
// if constexpr, discarded for the instance
template <bool Wait> static awaitable<int> maybe_ok(int x) { if constexpr (Wait) co_await pause_(); co_return x * 2; }
awaitable<int> maybes() { co_return co_await maybe_ok<false>(1); }
// macro that makes the function
#define HANDLER(name) static awaitable<int> name(int x) { int y = x * 2; co_return y; }
HANDLER(by_macro_ok)
awaitable<int> calls_macro() { co_return co_await by_macro_ok(2); }
// friend / ADL customization point
namespace lib { struct thing { int v; friend awaitable<int> to_value_ok(thing t) { int y = t.v * 2; co_return y; } }; }
template <typename T> awaitable<int> convert(T t) { co_return co_await to_value_ok(t); }
awaitable<int> converts() { co_return co_await convert(lib::thing{1}); }
// reported
static awaitable<std::optional<int>> parse_bad(const std::string &s) { if (s.empty()) co_return std::nullopt; co_return std::stoi(s); }
// WARN@-1:38: 'parse_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:38: make it a plain function that returns 'std::optional<int>', and call it without 'co_await' at its 1 caller
awaitable<int> parses(std::string s) { auto v = co_await parse_bad(s); co_await pause_(); co_return v.value_or(0); }
// NOTE@-1:58: this await never waits
class store { awaitable<void> recall_bad(int k) { seen_[k]++; total_ += k; co_return; } std::map<int,int> seen_; int total_ = 0; public: awaitable<void> put(int k) { co_await recall_bad(k); co_await pause_(); } };
// WARN@-1:31: 'recall_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:176: this await never waits
// NOTE@-3:31: make it a plain function that returns 'void', and call it without 'co_await' at its 1 caller
// NOTE@-4:31: make it a plain function
// UNSAFE@-5: class store { void recall_bad(int k) { seen_[k]++; total_ += k; return; } std::map<int,int> seen_; int total_ = 0; public: awaitable<void> put(int k) { recall_bad(k); co_await pause_(); } };
namespace { awaitable<bool> allowed_bad(const std::string &who) { bool r = who != "root"; co_return r; } }
// WARN@-1:29: 'allowed_bad' never suspends: its coroutine frame and each await of it are for nothing
// NOTE@-2:29: make it a plain function that returns 'bool', and call it without 'co_await' at its 1 caller
// NOTE@-3:29: make it a plain function
// UNSAFE@-4: namespace { bool allowed_bad(const std::string &who) { bool r = who != "root"; return r; } }
awaitable<void> guarded(std::string w) { while (!co_await allowed_bad(w)) co_await pause_(); }
// NOTE@-1:59: this await never waits
// UNSAFE@-2: awaitable<void> guarded(std::string w) { while (!allowed_bad(w)) co_await pause_(); }
} // namespace codebase
