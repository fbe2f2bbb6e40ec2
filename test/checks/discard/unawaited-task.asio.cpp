// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-unawaited-task

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using namespace asio::experimental::awaitable_operators;

awaitable<void> notify(int user);
awaitable<int> ask(int user);
bool ready();

awaitable<void> statement_bad() {
  notify(1);
  // WARN@-1:3: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:3: await it with 'co_await', or hand it to 'boost::asio::co_spawn' to let it run on its own
  // NOTE@-3:3: let it run on its own
  // FIX@-4:   co_await notify(1);
  co_return;
}

awaitable<void> timer_statement_bad(asio::steady_timer &timer) {
  timer.expires_after(std::chrono::seconds(1));
  timer.async_wait(use_awaitable);
  // WARN@-1:3: task returned by 'async_wait' is never awaited: it never runs
  // NOTE@-2:3: await it with 'co_await', or hand it to 'boost::asio::co_spawn' to let it run on its own
  // NOTE@-3:3: let it run on its own
  // FIX@-4:   co_await timer.async_wait(use_awaitable);
  co_return;
}

awaitable<void> write_statement_bad(asio::ip::tcp::socket &socket) {
  asio::async_write(socket, asio::buffer("x", 1), use_awaitable);
  // WARN@-1:3: task returned by 'async_write' is never awaited: it never runs
  // NOTE@-2:3: await it with 'co_await', or hand it to 'boost::asio::co_spawn' to let it run on its own
  // NOTE@-3:3: let it run on its own
  // FIX@-4:   co_await asio::async_write(socket, asio::buffer("x", 1), use_awaitable);
  co_return;
}

awaitable<void> deferred_statement_bad(asio::steady_timer &timer) {
  timer.async_wait(asio::deferred);
  // WARN@-1:3: operation returned by 'async_wait' is never awaited: it never starts
  // NOTE@-2:3: await it with 'co_await', or hand it to something that runs it
  // FIX@-3:   co_await timer.async_wait(asio::deferred);
  co_return;
}

awaitable<void> spawned_with_use_awaitable_bad(asio::io_context &io) {
  co_spawn(io, notify(1), use_awaitable);
  // WARN@-1:3: task returned by 'co_spawn' is never awaited: it never runs
  // NOTE@-2:3: await it with 'co_await', or hand it to 'boost::asio::co_spawn' to let it run on its own
  // NOTE@-3:3: let it run on its own
  // FIX@-4:   co_await co_spawn(io, notify(1), use_awaitable);
  co_return;
}

void spawned_with_deferred_bad(asio::io_context &io) {
  co_spawn(io, notify(1), asio::deferred);
  // WARN@-1:3: operation returned by 'co_spawn' is never awaited: it never starts
  // NOTE@-2:3: the function around it is no coroutine: return it to a caller that awaits it, or hand it to something that runs it
}

awaitable<void> both_bad() {
  notify(1) && notify(2);
  // WARN@-1:3: task returned by 'operator&&' is never awaited: it never runs
  // NOTE@-2:3: await it with 'co_await', or hand it to 'boost::asio::co_spawn' to let it run on its own
  // NOTE@-3:3: let it run on its own
  // FIX@-4:   co_await (notify(1) && notify(2));
  co_return;
}

awaitable<void> either_bad(asio::steady_timer &timer) {
  auto first = ask(1) || timer.async_wait(use_awaitable);
  // WARN@-1:16: task returned by 'operator||' is never awaited: it never runs
  // NOTE@-2:8: 'first' holds it and is never used
  // NOTE@-3:16: await it with 'co_await', or hand it to 'boost::asio::co_spawn' to let it run on its own
  // NOTE@-4:16: let it run on its own
  // FIX@-5:   auto first = co_await (ask(1) || timer.async_wait(use_awaitable));
  co_return;
}

void parallel_group_bad(asio::steady_timer &a, asio::steady_timer &b) {
  asio::experimental::make_parallel_group(a.async_wait(asio::deferred),
  // WARN@-1:3: operation returned by 'make_parallel_group' is never awaited: it never starts
  // NOTE@-2:3: the function around it is no coroutine: return it to a caller that awaits it, or hand it to something that runs it
                                          b.async_wait(asio::deferred));
}

awaitable<void> variable_bad() {
  auto reply = ask(1);
  // WARN@-1:16: task returned by 'ask' is never awaited: it never runs
  // NOTE@-2:8: 'reply' holds it and is never used
  // NOTE@-3:16: await it with 'co_await', or hand it to 'boost::asio::co_spawn' to let it run on its own
  // NOTE@-4:16: let it run on its own
  // FIX@-5:   auto reply = co_await ask(1);
  co_return;
}

awaitable<void> void_variable_bad() {
  auto done = notify(1);
  // WARN@-1:15: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:8: 'done' holds it and is never used
  // NOTE@-3:15: await it with 'co_await', or hand it to 'boost::asio::co_spawn' to let it run on its own
  // NOTE@-4:15: let it run on its own
  // FIX@-5:   co_await notify(1);
  co_return;
}

awaitable<void> typed_variable_bad() {
  awaitable<int> reply = ask(1);
  // WARN@-1:26: task returned by 'ask' is never awaited: it never runs
  // NOTE@-2:18: 'reply' holds it and is never used
  // NOTE@-3:26: await it with 'co_await', or hand it to 'boost::asio::co_spawn' to let it run on its own
  // NOTE@-4:26: let it run on its own
  // FIX@-5:   co_await ask(1);
  co_return;
}

awaitable<void> cast_bad() {
  (void)notify(1);
  // WARN@-1:9: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:9: await it with 'co_await', or hand it to 'boost::asio::co_spawn' to let it run on its own
  // FIX@-3:   (void)co_await notify(1);
  co_return;
}

awaitable<void> ignored_bad() {
  std::ignore = ask(1);
  // WARN@-1:17: task returned by 'ask' is never awaited: it never runs
  // NOTE@-2:17: await it with 'co_await', or hand it to 'boost::asio::co_spawn' to let it run on its own
  // FIX@-3:   std::ignore = co_await ask(1);
  co_return;
}

awaitable<void> branch_bad(bool urgent) {
  if (urgent)
    notify(1);
    // WARN@-1:5: task returned by 'notify' is never awaited: it never runs
    // NOTE@-2:5: await it with 'co_await', or hand it to 'boost::asio::co_spawn' to let it run on its own
    // FIX@-3:     co_await notify(1);
  else
    co_await notify(2);
}

awaitable<int> path_bad(bool wanted) {
  auto reply = ask(1);
  // WARN@-1:16: task returned by 'ask' is not awaited on every path
  // NOTE@-2:16: make it where it is awaited, or use it on every path
  if (wanted)
    co_return co_await std::move(reply);
  co_return 0;
  // NOTE@-1:3: the path that ends here leaves 'reply' unused
}

awaitable<int> early_exit_ok(bool wanted) {
  auto reply = ask(1);
  if (!wanted)
    co_return 0;
  co_return co_await std::move(reply);
}

awaitable<void> elements_bad(const std::vector<int> &users) {
  std::vector<awaitable<void>> pending;
  // NOTE@-1:32: 'pending' is only ever filled
  for (int user : users)
    pending.push_back(notify(user));
    // WARN@-1:23: task returned by 'notify' is never awaited: it never runs
    // NOTE@-2:23: await it with 'co_await', or hand it to 'boost::asio::co_spawn' to let it run on its own
  co_return;
}

awaitable<void> handler_bad() {
  bool failed = false;
  try {
    co_await notify(1);
  } catch (const std::exception &) {
    notify(2);
    // WARN@-1:5: task returned by 'notify' is never awaited: it never runs
    // NOTE@-2:5: a handler cannot await: await it behind the handler, or hand it to 'boost::asio::co_spawn' to let it run on its own
    failed = true;
  }
  (void)failed;
}

void plain_function_bad() { notify(1); }
// WARN@-1:29: task returned by 'notify' is never awaited: it never runs
// NOTE@-2:29: the function around it is no coroutine: return it to a caller that awaits it, or hand it to 'boost::asio::co_spawn' to let it run on its own

awaitable<void> in_lambda_bad() {
  auto later = [] { notify(1); };
  // WARN@-1:21: task returned by 'notify' is never awaited: it never runs
  // NOTE@-2:21: the function around it is no coroutine: return it to a caller that awaits it, or hand it to 'boost::asio::co_spawn' to let it run on its own
  later();
  co_return;
}

void spawned_lambda_bad(asio::io_context &io) {
  co_spawn(
      io,
      []() -> awaitable<void> {
        notify(1);
        // WARN@-1:9: task returned by 'notify' is never awaited: it never runs
        // NOTE@-2:9: await it with 'co_await', or hand it to 'boost::asio::co_spawn' to let it run on its own
        // NOTE@-3:9: let it run on its own
        // FIX@-4:         co_await notify(1);
        co_return;
      },
      asio::detached);
}

awaitable<void> awaited_ok(asio::steady_timer &timer) {
  co_await notify(1);
  co_await timer.async_wait(use_awaitable);
  auto [error] = co_await timer.async_wait(asio::as_tuple(use_awaitable));
  (void)error;
}

void spawned_ok(asio::io_context &io) {
  co_spawn(io, notify(1), asio::detached);
  co_spawn(io, [] { return notify(2); }, asio::detached);
  co_spawn(io, ask(1), [](std::exception_ptr, int) {});
  auto reply = co_spawn(io, ask(1), asio::use_future);
  co_spawn(io, ask(2), asio::use_future);
}

awaitable<void> returned_ok(int user) { return notify(user); }

awaitable<int> chosen_ok(bool first) {
  co_return co_await (first ? ask(1) : ask(2));
}

awaitable<void> both_ok() { co_await (notify(1) && notify(2)); }

awaitable<void> variable_ok() {
  auto reply = ask(1);
  (void)co_await std::move(reply);
}

awaitable<void> deferred_variable_ok(asio::steady_timer &timer) {
  auto wait = timer.async_wait(asio::deferred);
  co_await std::move(wait)(use_awaitable);
}

awaitable<void> group_ok(asio::steady_timer &a, asio::steady_timer &b) {
  auto [order, first, second] =
      co_await asio::experimental::make_parallel_group(
          a.async_wait(asio::deferred), b.async_wait(asio::deferred))
          .async_wait(asio::experimental::wait_for_one(), use_awaitable);
  (void)order, (void)first, (void)second;
}

awaitable<int> both_paths_ok(bool wanted) {
  auto reply = ask(1);
  if (!wanted)
    co_return co_await (std::move(reply) && ask(2)), 0;
  co_return co_await std::move(reply);
}

awaitable<int> throwing_path_ok(bool wanted) {
  auto reply = ask(1);
  if (!wanted)
    throw std::exception();
  co_return co_await std::move(reply);
}

awaitable<void> elements_ok(const std::vector<int> &users) {
  std::vector<awaitable<void>> pending;
  for (int user : users)
    pending.push_back(notify(user));
  for (auto &task : pending)
    co_await std::move(task);
}

awaitable<void> optional_ok(bool wanted) {
  std::optional<awaitable<void>> pending;
  if (wanted)
    pending.emplace(notify(1));
  if (pending)
    co_await std::move(*pending);
}

struct session {
  awaitable<void> pending;
  void stored_ok() { pending = notify(1); }
};

awaitable<void> callback_ok(asio::steady_timer &timer) {
  timer.async_wait([](boost::system::error_code) {});
  timer.async_wait(asio::detached);
  co_return;
}

awaitable<void> loop_ok() {
  for (auto reply = ask(1);;) {
    (void)co_await std::move(reply);
    reply = ask(2);
  }
}

template <typename T> awaitable<T> forwarded_ok(awaitable<T> task) {
  co_return co_await std::move(task);
}

awaitable<void> passed_ok() { (void)co_await forwarded_ok(ask(1)); }

using unevaluated_ok = decltype(notify(1));
