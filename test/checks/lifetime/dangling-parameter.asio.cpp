// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-dangling-parameter

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <string>
#include <variant>
#include <string_view>

namespace asio = boost::asio;
using asio::awaitable;
using asio::detached;
using asio::use_awaitable;
using asio::ip::tcp;
using namespace asio::experimental::awaitable_operators;

awaitable<void> send(std::string line);

awaitable<void> greet_bad(const std::string &name) {
// WARN@-1:46: 'name' refers to what is gone when the coroutine uses it
// NOTE@-2:46: take it by value, which the coroutine keeps
// NOTE@-3:46: take 'name' by value
// UNSAFE@-4: awaitable<void> greet_bad(std::string name) {
  co_await send("hello " + name);
  // NOTE@-1:28: it is used here, after the coroutine was suspended
}
void welcome(asio::io_context &loop, int user) {
  std::string name = std::to_string(user);
  asio::co_spawn(loop, greet_bad(name), detached);
  // NOTE@-1:24: 'name' dies while the task, which is spawned here, goes on
}

awaitable<void> serve_bad(tcp::socket &socket) {
// WARN@-1:40: 'socket' refers to what is gone when the coroutine uses it
// NOTE@-2:40: take it by value, which the coroutine keeps
  std::string data(64, ' ');
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  // NOTE@-1:12: it is used here, after the coroutine was suspended
}
awaitable<void> accepts(tcp::acceptor &acceptor) {
  while (true) {
    tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
    asio::co_spawn(acceptor.get_executor(), serve_bad(socket), detached);
    // NOTE@-1:45: 'socket' dies while the task, which is spawned here, goes on
  }
}

awaitable<void> moved_bad(tcp::socket &&socket) {
// WARN@-1:41: 'socket' refers to what is gone when the coroutine uses it
// NOTE@-2:41: take it by value, which the coroutine keeps
// NOTE@-3:41: take 'socket' by value
// UNSAFE@-4: awaitable<void> moved_bad(tcp::socket socket) {
  std::string data(64, ' ');
  co_await socket.async_read_some(asio::buffer(data), use_awaitable);
  // NOTE@-1:12: it is used here, after the coroutine was suspended
}
awaitable<void> accepts_moved(tcp::acceptor &acceptor) {
  while (true) {
    tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
    asio::co_spawn(acceptor.get_executor(), moved_bad(std::move(socket)),
    // NOTE@-1:45: 'socket' dies while the task, which is spawned here, goes on
                   detached);
  }
}

awaitable<void> write_bad(tcp::socket &socket, asio::const_buffer data) {
// WARN@-1:67: 'data' refers to what is gone when the coroutine uses it
// NOTE@-2:67: take what owns its elements, by value: the coroutine keeps that
  co_await asio::async_write(socket, data, use_awaitable);
  // NOTE@-1:38: it is used here, after the coroutine was suspended
}
void writes(asio::io_context &loop, tcp::socket &socket) {
  std::string data = "x";
  asio::co_spawn(loop, write_bad(socket, asio::buffer(data)), detached);
  // NOTE@-1:24: 'data' dies while the task, which is spawned here, goes on
}

awaitable<void> view_bad(std::string_view name) {
// WARN@-1:43: 'name' refers to what is gone when the coroutine uses it
// NOTE@-2:43: take what owns its elements, by value: the coroutine keeps that
  co_await send(std::string(name));
  // NOTE@-1:29: it is used here, after the coroutine was suspended
}
awaitable<void> stores() {
  auto task = view_bad(std::to_string(7));
  // NOTE@-1:15: the temporary dies before the task, which is stored here
  co_await std::move(task);
}

/// The temporary dies before the loop runs, in main as well.
awaitable<void> in_main_bad(const std::string &name) { co_await send(name); }
// WARN@-1:48: 'name' refers to what is gone when the coroutine uses it
// NOTE@-2:70: it is used here, after the coroutine was suspended
// NOTE@-3:48: take it by value, which the coroutine keeps
// NOTE@-4:48: take 'name' by value
// UNSAFE@-5: awaitable<void> in_main_bad(std::string name) { co_await send(name); }

awaitable<void> owned_ok(tcp::socket socket, std::string name) {
  co_await asio::async_write(socket, asio::buffer(name), use_awaitable);
}
awaitable<void> accepts_owned(tcp::acceptor &acceptor) {
  while (true)
    asio::co_spawn(acceptor.get_executor(),
                   owned_ok(co_await acceptor.async_accept(use_awaitable), "x"),
                   detached);
}

awaitable<void> listen_ok(asio::io_context &loop, const std::string &address) {
  tcp::acceptor acceptor(loop, {asio::ip::make_address(address), 80});
  co_await acceptor.async_wait(tcp::acceptor::wait_read, use_awaitable);
}

awaitable<void> timed_ok(const std::string &name) { co_await send(name); }
awaitable<void> times(asio::steady_timer &timer) {
  co_await (timed_ok("x") || timer.async_wait(use_awaitable));
  co_await (timed_ok("x") && timed_ok("y"));
  co_await asio::co_spawn(co_await asio::this_coro::executor, timed_ok("x"),
                          use_awaitable);
}

/// `co_spawn` on the coroutine's own executor starts the task in place.
awaitable<void> moved_at_once_ok(tcp::socket &&socket) {
  tcp::socket own = std::move(socket);
  co_await own.async_wait(tcp::socket::wait_read, use_awaitable);
}
awaitable<void> read_later_bad(const std::string &name) {
// WARN@-1:51: 'name' refers to what is gone when the coroutine uses it
// NOTE@-2:51: take it by value, which the coroutine keeps
// NOTE@-3:51: take 'name' by value
// UNSAFE@-4: awaitable<void> read_later_bad(std::string name) {
  co_await send(name);
  co_await send(name);
  // NOTE@-1:17: it is used here, after the coroutine was suspended
}
awaitable<void> moved_elsewhere_bad(tcp::socket &&socket) {
// WARN@-1:51: 'socket' refers to what is gone when the coroutine uses it
// NOTE@-2:51: take it by value, which the coroutine keeps
// NOTE@-3:51: take 'socket' by value
// UNSAFE@-4: awaitable<void> moved_elsewhere_bad(tcp::socket socket) {
  tcp::socket own = std::move(socket);
  // NOTE@-1:31: it is used here, after the coroutine was suspended
  co_await own.async_wait(tcp::socket::wait_read, use_awaitable);
}
awaitable<void> accepts_in_place(tcp::acceptor &acceptor, asio::io_context &loop) {
  auto executor = co_await asio::this_coro::executor;
  while (true) {
    tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
    asio::co_spawn(executor, moved_at_once_ok(std::move(socket)), detached);
    asio::co_spawn(executor, read_later_bad(std::to_string(1)), detached);
    // NOTE@-1:30: the temporary dies while the task, which is spawned here, goes on
    tcp::socket other = co_await acceptor.async_accept(use_awaitable);
    asio::co_spawn(loop, moved_elsewhere_bad(std::move(other)), detached);
    // NOTE@-1:26: 'other' dies while the task, which is spawned here, goes on
  }
}

awaitable<void> future_ok(const std::string &name) { co_await send(name); }
void waits(asio::io_context &loop, int user) {
  std::string name = std::to_string(user);
  asio::co_spawn(loop, future_ok(name), asio::use_future).get();
}

class Session : public std::enable_shared_from_this<Session> {
public:
  explicit Session(tcp::socket socket) : Socket(std::move(socket)) {}
  awaitable<void> reply_ok(const std::string &line) {
    co_await asio::async_write(Socket, asio::buffer(line), use_awaitable);
  }
  awaitable<void> run() {
    std::string line = "hello";
    co_await reply_ok(line);
    co_await reply_ok("bye");
  }

private:
  tcp::socket Socket;
};

struct Direct {
  awaitable<void> connect_ok(const std::string &peer) { co_await send(peer); }
};
struct Relayed {
  awaitable<void> connect_ok(const std::string &peer) { co_await send(peer); }
};
/// The call that is wrong is one, which async-dangling-task-argument reports.
awaitable<void> alternatives(std::variant<Direct, Relayed> &way) {
  co_await std::visit([](auto &each) { return each.connect_ok("localhost"); }, way);
}

int main() {
  asio::io_context loop;
  std::string address = "127.0.0.1";
  asio::co_spawn(loop, listen_ok(loop, address), detached);
  asio::co_spawn(loop, in_main_bad("x"), detached);
  // NOTE@-1:24: the temporary dies while the task, which is spawned here, goes on
  loop.run();
}
