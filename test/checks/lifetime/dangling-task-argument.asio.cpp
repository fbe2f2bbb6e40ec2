// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-dangling-task-argument

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <string>
#include <utility>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;

awaitable<int> fetch(const std::string &url);
awaitable<int> fetch_owned(std::string url);
awaitable<void> send(tcp::socket &socket, asio::const_buffer data) {
  co_await asio::async_write(socket, data, use_awaitable);
  // NOTE@-1:38: the coroutine uses it here
}

awaitable<int> returned_bad(int id) {
  std::string url = "/users/" + std::to_string(id);
  // NOTE@-1:15: 'url' is destroyed at the end of its scope
  return fetch(url);
  // WARN@-1:16: 'url', which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:16: let the coroutine take it by value, or make this function a coroutine that awaits the task
}

awaitable<int> temporary_bad() { return fetch("/users"); }
// WARN@-1:47: a temporary, which the task refers to, is destroyed before the task ends
// NOTE@-2:34: the task is returned
// NOTE@-3:47: let the coroutine take it by value, or make this function a coroutine that awaits the task

awaitable<int> stored_bad() {
  auto task = fetch("/users");
  // WARN@-1:21: a temporary, which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: 'task' keeps the task
  // NOTE@-3:21: let the coroutine take it by value, or await the task where it is made
  co_return co_await std::move(task);
  // NOTE@-1:32: the task is used here, when a temporary is gone
}

awaitable<void> buffer_bad(tcp::socket &socket, int id) {
  std::string line = std::to_string(id);
  // NOTE@-1:15: 'line' is destroyed at the end of its scope
  return send(socket, asio::buffer(line));
  // WARN@-1:23: 'line', which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: the task is returned
  // NOTE@-3:23: let the coroutine take it by value, or make this function a coroutine that awaits the task
}

awaitable<int> combined_bad() {
  auto both = fetch("/a") && fetch_owned("/b");
  // WARN@-1:21: a temporary, which the task refers to, is destroyed before the task ends
  // NOTE@-2:3: 'both' keeps the task
  // NOTE@-3:21: let the coroutine take it by value, or await the task where it is made
  auto [first, second] = co_await std::move(both);
  // NOTE@-1:45: the task is used here, when a temporary is gone
  co_return first + second;
}

awaitable<int> awaited_ok() { co_return co_await fetch("/users"); }

awaitable<int> together_ok() {
  auto [first, second] = co_await (fetch("/a") && fetch("/b"));
  co_return first + second;
}

awaitable<int> stored_ok(int id) {
  std::string url = std::to_string(id);
  auto task = fetch(url);
  co_return co_await std::move(task);
}

awaitable<int> owned_ok() { return fetch_owned("/users"); }

awaitable<int> forwarded_ok(const std::string &url) { return fetch(url); }

awaitable<void> socket_ok(tcp::socket &socket, std::string &line) {
  return send(socket, asio::buffer(line));
}

/// async-detached-task reports what is spawned.
void spawned_ok(asio::io_context &loop, std::string url) {
  asio::co_spawn(loop, fetch(url), asio::detached);
}

/// The lambda is handed over uncalled, and lives as long as its task.
class Owner {
public:
  explicit Owner(int id) : Id(id) {}
  awaitable<void> start() {
    co_await fetch_owned("/start");
    ++Id;
  }

private:
  int Id;
};
void owning_lambda_ok(asio::io_context &loop, int id) {
  asio::co_spawn(
      loop, [owner = Owner(id)]() mutable { return owner.start(); },
      asio::detached);
}
