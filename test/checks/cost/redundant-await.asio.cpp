// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-redundant-await

#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <mutex>
#include <string>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

awaitable<std::string> ask(tcp::socket &socket, const std::string &question);

awaitable<std::string> ask_twice_bad(tcp::socket &socket,
                                     const std::string &question) {
  co_return co_await ask(socket, question);
  // WARN@-1:13: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
  // NOTE@-2:3: return the task itself: 'return' in the place of 'co_return co_await'
  // NOTE@-3:13: return the task itself
  // UNSAFE@-4:   return ask(socket, question);
}

awaitable<std::size_t> operation_bad(tcp::socket &socket,
                                     asio::streambuf &buffer) {
  co_return co_await asio::async_read_until(socket, buffer, '\n',
  // WARN@-1:13: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
  // NOTE@-2:3: return the task itself: 'return' in the place of 'co_return co_await'
  // NOTE@-3:13: return the task itself
  // UNSAFE@-4:   return asio::async_read_until(socket, buffer, '\n',
                                            use_awaitable);
}

awaitable<std::size_t> write_ok(tcp::socket &socket, std::string text) {
  co_return co_await asio::async_write(socket, asio::buffer(text),
                                       use_awaitable);
}

awaitable<std::string> temporary_ok(tcp::socket &socket, int number) {
  co_return co_await ask(socket, std::to_string(number));
}

awaitable<std::string> by_value_ok(tcp::socket socket,
                                   const std::string &question) {
  co_return co_await ask(socket, question);
}

//===----------------------------------------------------------------------===//
// Parameters that the coroutine keeps until the await is over
//===----------------------------------------------------------------------===//

struct Client {
  awaitable<int> get(int key);
  awaitable<int> take(std::shared_ptr<void> self, int key);
};

awaitable<int> self_ok(Client &client, std::shared_ptr<void> self) {
  co_return co_await client.get(1);
}

awaitable<int> handed_on_bad(Client &client, std::shared_ptr<void> self) {
  co_return co_await client.take(std::move(self), 1);
  // WARN@-1:13: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
  // NOTE@-2:3: return the task itself: 'return' in the place of 'co_return co_await'
  // NOTE@-3:13: return the task itself
  // UNSAFE@-4:   return client.take(std::move(self), 1);
}

awaitable<int> lock_ok(Client &client, std::unique_lock<std::mutex> lock) {
  co_return co_await client.get(2);
}

awaitable<int>
work_ok(Client &client,
        asio::executor_work_guard<asio::io_context::executor_type> work) {
  co_return co_await client.get(3);
}

awaitable<int> not_thrown_bad(Client &client) noexcept {
  co_return co_await client.get(4);
  // WARN@-1:13: this coroutine only hands a value through: returning the task itself saves a frame and an await for each call
  // NOTE@-2:3: return the task itself: 'return' in the place of 'co_return co_await'
  // NOTE@-3:13: return the task itself
  // UNSAFE@-4:   return client.get(4);
}
