// REQUIRES: boost-asio
// RUN: %check_test %s async-cpu-heavy-call
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
// UNSAFE@-1: #include <boost/asio/steady_timer.hpp>
// UNSAFE@-2: #include <boost/asio/system_executor.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <string>

extern "C" char *crypt(const char *phrase, const char *setting);

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;

awaitable<void> log_in_bad(const std::string &password) {
  crypt(password.c_str(), "$6$");
  // WARN@-1:3: 'crypt' blocks the event loop: it hashes the password by many rounds
  // NOTE@-2:3: run it on a thread pool and await the result
  // NOTE@-3:3: run it on a thread of 'boost::asio::system_executor'
  // UNSAFE@-4:   co_await boost::asio::co_spawn(boost::asio::system_executor(), [&]() -> boost::asio::awaitable<void> { crypt(password.c_str(), "$6$"); co_return; }, boost::asio::use_awaitable);
  co_return;
}

void posted_bad(asio::io_context &io) {
  asio::post(io, [] { crypt("phrase", "$6$"); });
  // WARN@-1:23: 'crypt' blocks the event loop: it hashes the password by many rounds
  // NOTE@-2:23: run it on a thread pool and await the result
}

void on_timer_bad(asio::steady_timer &timer) {
  timer.async_wait([](auto) { crypt("phrase", "$6$"); });
  // WARN@-1:31: 'crypt' blocks the event loop: it hashes the password by many rounds
  // NOTE@-2:31: run it on a thread pool and await the result
}

awaitable<void> posted_to_bad(asio::thread_pool &pool) {
  co_await asio::post(pool, use_awaitable);
  crypt("phrase", "$6$");
  // WARN@-1:3: 'crypt' blocks the event loop: it hashes the password by many rounds
  // NOTE@-2:3: run it on a thread pool and await the result
  // NOTE@-3:3: run it on a thread of 'boost::asio::system_executor'
  // UNSAFE@-4:   co_await boost::asio::co_spawn(boost::asio::system_executor(), [&]() -> boost::asio::awaitable<void> { crypt("phrase", "$6$"); co_return; }, boost::asio::use_awaitable);
}

awaitable<void> moved_ok(asio::thread_pool &pool) {
  co_await asio::post(asio::bind_executor(pool, use_awaitable));
  crypt("phrase", "$6$");
}

void posted_to_pool_ok(asio::thread_pool &pool) {
  asio::post(pool, [] { crypt("phrase", "$6$"); });
}

awaitable<void> spawned_ok(asio::thread_pool &pool, std::string password) {
  co_await asio::co_spawn(
      pool,
      [&]() -> awaitable<void> {
        crypt(password.c_str(), "$6$");
        co_return;
      },
      use_awaitable);
}

int main() {
  crypt("phrase", "$6$");
  asio::io_context io;
  io.run();
}
