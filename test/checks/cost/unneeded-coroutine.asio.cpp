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
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <map>
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
