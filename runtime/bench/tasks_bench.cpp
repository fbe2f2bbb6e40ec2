// Starting tasks and waiting for them.
#include "support/bench.hpp"

#include <corun/gather.hpp>
#include <corun/spawn.hpp>

#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/experimental/promise.hpp>
#include <boost/asio/experimental/use_promise.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <vector>

namespace {

namespace asio = boost::asio;
using corun::task;
using corun::bench::compare;
using corun::bench::operations;

constexpr int spawns = 1000;
constexpr int width = 1000;

task<> child() { co_return; }

task<> plain_spawn() {
  auto executor = co_await asio::this_coro::executor;
  for (int i = 0; i < spawns; ++i)
    co_await asio::co_spawn(executor, child(), asio::use_awaitable);
}

/// What corun::spawn is in plain Asio: starts at once, is awaited later.
task<> plain_promise() {
  auto executor = co_await asio::this_coro::executor;
  for (int i = 0; i < spawns; ++i) {
    auto promise =
        asio::co_spawn(executor, child(), asio::experimental::use_promise);
    co_await promise(asio::use_awaitable);
  }
}

task<> corun_spawn() {
  auto executor = co_await asio::this_coro::executor;
  for (int i = 0; i < spawns; ++i)
    co_await corun::spawn(executor, child()).join();
}

task<> plain_gather() {
  auto executor = co_await asio::this_coro::executor;
  using operation = decltype(asio::co_spawn(executor, child(), asio::deferred));
  std::vector<operation> operations;
  operations.reserve(width);
  for (int i = 0; i < width; ++i)
    operations.push_back(asio::co_spawn(executor, child(), asio::deferred));
  co_await asio::experimental::make_parallel_group(std::move(operations))
      .async_wait(asio::experimental::wait_for_one_error(),
                  asio::use_awaitable);
}

task<> corun_gather() {
  std::vector<task<>> tasks;
  tasks.reserve(width);
  for (int i = 0; i < width; ++i)
    tasks.push_back(child());
  co_await corun::gather(std::move(tasks));
}

[[maybe_unused]] const bool registered = [] {
  compare("spawn, then await the handle", "plain",
          [](auto &s) { operations(s, spawns, plain_promise); });
  compare("spawn, then await the handle", "corun",
          [](auto &s) { operations(s, spawns, corun_spawn); });
  // Which starts when it is awaited, has no handle and cannot be left alone.
  compare("spawn, beside a lazy co_spawn", "plain",
          [](auto &s) { operations(s, spawns, plain_spawn); });
  compare("spawn, beside a lazy co_spawn", "corun",
          [](auto &s) { operations(s, spawns, corun_spawn); });
  compare("gather of 1000, a task", "plain",
          [](auto &s) { operations(s, width, plain_gather); });
  compare("gather of 1000, a task", "corun",
          [](auto &s) { operations(s, width, corun_gather); });
  return true;
}();

} // namespace
