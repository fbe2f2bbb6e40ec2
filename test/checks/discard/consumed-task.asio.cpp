// The same questions to the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-consumed-task

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <utility>

namespace asio = boost::asio;
using asio::awaitable;
using namespace asio::experimental::awaitable_operators;

awaitable<int> ask();
awaitable<void> notify();
bool urgent();

awaitable<int> twice_bad() {
  auto answer = ask();
  int first = co_await std::move(answer);
  // NOTE@-1:34: it is awaited here
  co_return first + co_await std::move(answer);
  // WARN@-1:40: 'answer' is awaited a second time: it is empty by then
  // NOTE@-2:40: make a new task for each use
}

awaitable<void> spawned_bad() {
  auto task = notify();
  asio::co_spawn(co_await asio::this_coro::executor, std::move(task),
  // NOTE@-1:64: it is moved away here
                 asio::detached);
  co_await std::move(task);
  // WARN@-1:22: 'task' is awaited after it was moved away: it is empty by then
  // NOTE@-2:22: make a new task for each use
}

awaitable<void> combined_bad() {
  auto task = notify();
  co_await (std::move(task) && notify());
  // NOTE@-1:23: it is moved away here
  co_await std::move(task);
  // WARN@-1:22: 'task' is awaited after it was moved away: it is empty by then
  // NOTE@-2:22: make a new task for each use
}

awaitable<void> loop_bad() {
  auto task = notify();
  // NOTE@-1:8: 'task' is made once, outside of the loop
  for (int i = 0; i < 3; ++i)
    co_await std::move(task);
    // WARN@-1:24: 'task' is awaited again in the next round of the loop: it is empty by then
    // NOTE@-2:24: make a new task for each use
}

void plain_function_bad(asio::io_context &loop) {
  auto task = notify();
  asio::co_spawn(loop, std::move(task), asio::detached);
  // NOTE@-1:34: it is moved away here
  asio::co_spawn(loop, std::move(task), asio::detached);
  // WARN@-1:34: 'task' is moved after it was moved away: it is empty by then
  // NOTE@-2:34: make a new task for each use
}

awaitable<void> returned_bad() {
  auto task = notify();
  auto other = std::move(task);
  // NOTE@-1:26: it is moved away here
  (void)other;
  return task;
  // WARN@-1:10: 'task' is returned after it was moved away: it is empty by then
  // NOTE@-2:10: make a new task for each use
}

awaitable<int> again_ok() {
  auto answer = ask();
  int first = co_await std::move(answer);
  answer = ask();
  co_return first + co_await std::move(answer);
}

awaitable<void> either_ok() {
  auto task = notify();
  if (urgent())
    co_await std::move(task);
  else
    co_await (std::move(task) && notify());
}
