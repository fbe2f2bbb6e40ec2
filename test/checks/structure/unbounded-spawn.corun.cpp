// What the fix target corun makes of tasks without a bound.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-unbounded-spawn -- -isystem %S/../../../runtime/include

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
// UNSAFE@-1: #include <boost/asio/this_coro.hpp>
// UNSAFE@-2: #include <corun/semaphore.hpp>
// UNSAFE@-3: #include <memory>
#include <string>
// UNSAFE@-1: #include <string>
// UNSAFE@-2: #include <utility>
#include <vector>

namespace asio = boost::asio;
using asio::awaitable;

awaitable<void> fetch(std::string url);
awaitable<int> count_rows(std::string table);

awaitable<void> each_bad(std::vector<std::string> urls) {
  auto executor = co_await asio::this_coro::executor;
  // UNSAFE@-1:   auto executor = co_await asio::this_coro::executor;
  // UNSAFE@-2:   auto slots = std::make_shared<corun::semaphore>(16);
  for (const std::string &url : urls)
  // NOTE@-1:3: nothing in this loop waits for a task to end
    asio::co_spawn(executor, fetch(url), asio::detached);
    // WARN@-1:5: a task is spawned for each element, and all run at once: memory, sockets and the other side take the load of the whole input
    // NOTE@-2:5: run so many at a time: 'corun::map_concurrent'
    // NOTE@-3:5: start no more than 16 at a time with 'corun::semaphore'
    // UNSAFE@-4:     asio::co_spawn(executor, [](auto, auto, auto task) -> corun::task<void> { co_await std::move(task); }(slots, co_await slots->acquire(), fetch(url)), asio::detached);
}

awaitable<void> nested_bad(std::vector<std::vector<std::string>> hosts) {
  auto executor = co_await asio::this_coro::executor;
  if (!hosts.empty()) {
  // UNSAFE@-1:   if (!hosts.empty()) {
  // UNSAFE@-2:     auto slots = std::make_shared<corun::semaphore>(16);
    for (const auto &urls : hosts) {
      for (const auto &url : urls) {
      // NOTE@-1:7: nothing in this loop waits for a task to end
        asio::co_spawn(executor, fetch(url + "/index"), asio::detached);
        // WARN@-1:9: a task is spawned for each element, and all run at once: memory, sockets and the other side take the load of the whole input
        // NOTE@-2:9: run so many at a time: 'corun::map_concurrent'
        // NOTE@-3:9: start no more than 16 at a time with 'corun::semaphore'
        // UNSAFE@-4:         asio::co_spawn(executor, [](auto, auto, auto task) -> corun::task<void> { co_await std::move(task); }(slots, co_await slots->acquire(), fetch(url + "/index")), asio::detached);
      }
    }
  }
}

// A task with a value has no fix.
awaitable<void> values_bad(std::vector<std::string> tables) {
  auto executor = co_await asio::this_coro::executor;
  for (const std::string &table : tables)
  // NOTE@-1:3: nothing in this loop waits for a task to end
    asio::co_spawn(executor, count_rows(table), asio::detached);
    // WARN@-1:5: a task is spawned for each element, and all run at once: memory, sockets and the other side take the load of the whole input
    // NOTE@-2:5: run so many at a time: 'corun::map_concurrent'
}

// There is no place before the loop.
awaitable<void> no_block_bad(std::vector<std::string> urls, bool all) {
  auto executor = co_await asio::this_coro::executor;
  if (all)
    for (const std::string &url : urls)
    // NOTE@-1:5: nothing in this loop waits for a task to end
      asio::co_spawn(executor, fetch(url), asio::detached);
      // WARN@-1:7: a task is spawned for each element, and all run at once: memory, sockets and the other side take the load of the whole input
      // NOTE@-2:7: run so many at a time: 'corun::map_concurrent'
}

// Nobody can wait here.
void from_a_handler_bad(asio::io_context &io, std::vector<std::string> urls) {
  asio::post(io, [&io, urls] {
    for (const std::string &url : urls)
    // NOTE@-1:5: nothing in this loop waits for a task to end
      asio::co_spawn(io, fetch(url), asio::detached);
      // WARN@-1:7: a task is spawned for each element, and all run at once: memory, sockets and the other side take the load of the whole input
      // NOTE@-2:7: run so many at a time: 'corun::map_concurrent'
  });
}

// The name is taken.
awaitable<void> named_bad(std::vector<std::string> urls, int slots) {
  auto executor = co_await asio::this_coro::executor;
  for (const std::string &url : urls)
  // NOTE@-1:3: nothing in this loop waits for a task to end
    asio::co_spawn(executor, fetch(url + std::to_string(slots)), asio::detached);
    // WARN@-1:5: a task is spawned for each element, and all run at once: memory, sockets and the other side take the load of the whole input
    // NOTE@-2:5: run so many at a time: 'corun::map_concurrent'
}

awaitable<void> one_by_one_ok(std::vector<std::string> urls) {
  for (const std::string &url : urls)
    co_await fetch(url);
}
