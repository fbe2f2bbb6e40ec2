#pragma once

#include "steps.hpp"

#include <corun/resource_pool.hpp>
#include <corun/task.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace corun::test {

/// Counts those that live.
class connection {
public:
  connection(std::atomic<int> &alive, int number)
      : number(number), alive_(&alive, [](std::atomic<int> *n) { --*n; }) {
    ++alive;
  }

  int number;
  bool broken = false;

private:
  std::unique_ptr<std::atomic<int>, void (*)(std::atomic<int> *)> alive_;
};

using pool = corun::resource_pool<connection>;

/// Makes connections with numbers from 1 on.
struct server {
  std::atomic<int> alive{0};
  std::atomic<int> made{0};

  pool::factory connect(int steps = 1) {
    return [this, steps]() -> corun::task<connection> {
      co_await after(steps);
      co_return connection(alive, ++made);
    };
  }
};

inline pool::options size_of(std::size_t size, std::size_t min_idle = 0) {
  pool::options options;
  options.max_size = size;
  options.min_idle = min_idle;
  return options;
}

/// All can be lent at once, and no more.
inline void expect_whole(pool &p, std::size_t size) {
  asio::io_context context(1);
  std::vector<pool::lease> leases;
  auto take = [&]() -> corun::task<> {
    auto lease = co_await p.acquire();
    leases.push_back(std::move(lease));
  };
  for (std::size_t i = 0; i <= size; ++i)
    asio::co_spawn(context, take(), asio::detached);
  context.poll();
  EXPECT_EQ(leases.size(), size);
  EXPECT_EQ(p.size(), size);
  EXPECT_EQ(p.idle(), 0u);
}

} // namespace corun::test
