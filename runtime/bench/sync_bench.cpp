// Synchronisation. Plain Asio has no mutex: its idiom is a channel of one.
#include "support/bench.hpp"

#include <corun/channel.hpp>
#include <corun/gather.hpp>
#include <corun/mutex.hpp>
#include <corun/sleep.hpp>

#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <vector>

namespace {

namespace asio = boost::asio;
using corun::task;
using corun::bench::compare;
using corun::bench::operations;
using error_code = boost::system::error_code;

constexpr int locks = 1000;
constexpr int users = 8;
constexpr int items = 1000;

using plain_lock = asio::experimental::concurrent_channel<void(error_code)>;

task<> lock_plain(plain_lock &lock, int times, bool suspend) {
  for (int i = 0; i < times; ++i) {
    co_await lock.async_send(error_code(), asio::use_awaitable);
    if (suspend)
      co_await corun::yield();
    lock.try_receive([](error_code) {});
  }
}

task<> lock_corun(corun::mutex &lock, int times, bool suspend) {
  for (int i = 0; i < times; ++i) {
    auto guard = co_await lock.lock();
    if (suspend)
      co_await corun::yield();
  }
}

task<> plain_uncontended() {
  plain_lock lock(co_await asio::this_coro::executor, 1);
  co_await lock_plain(lock, locks, false);
}

task<> corun_uncontended() {
  corun::mutex lock;
  co_await lock_corun(lock, locks, false);
}

task<> plain_contended() {
  plain_lock lock(co_await asio::this_coro::executor, 1);
  std::vector<task<>> all;
  for (int i = 0; i < users; ++i)
    all.push_back(lock_plain(lock, locks / users, true));
  co_await corun::gather(std::move(all));
}

task<> corun_contended() {
  corun::mutex lock;
  std::vector<task<>> all;
  for (int i = 0; i < users; ++i)
    all.push_back(lock_corun(lock, locks / users, true));
  co_await corun::gather(std::move(all));
}

task<> plain_channel() {
  using channel = asio::experimental::concurrent_channel<void(error_code, int)>;
  channel numbers(co_await asio::this_coro::executor, 64);
  auto produce = [&]() -> task<> {
    for (int i = 0; i < items; ++i)
      co_await numbers.async_send(error_code(), i, asio::use_awaitable);
  };
  auto consume = [&]() -> task<> {
    for (int i = 0; i < items; ++i)
      benchmark::DoNotOptimize(
          co_await numbers.async_receive(asio::use_awaitable));
  };
  co_await corun::gather(produce(), consume());
}

task<> corun_channel() {
  corun::channel<int> numbers(64);
  auto produce = [&]() -> task<> {
    for (int i = 0; i < items; ++i)
      co_await numbers.send(i);
  };
  auto consume = [&]() -> task<> {
    for (int i = 0; i < items; ++i)
      benchmark::DoNotOptimize(co_await numbers.receive());
  };
  co_await corun::gather(produce(), consume());
}

[[maybe_unused]] const bool registered = [] {
  compare("mutex, uncontended", "plain",
          [](auto &s) { operations(s, locks, plain_uncontended); });
  compare("mutex, uncontended", "corun",
          [](auto &s) { operations(s, locks, corun_uncontended); });
  compare("mutex, contended by 8", "plain",
          [](auto &s) { operations(s, locks, plain_contended); });
  compare("mutex, contended by 8", "corun",
          [](auto &s) { operations(s, locks, corun_contended); });
  compare("channel of 64, an item", "plain",
          [](auto &s) { operations(s, items, plain_channel); });
  compare("channel of 64, an item", "corun",
          [](auto &s) { operations(s, items, corun_channel); });
  return true;
}();

} // namespace
