#pragma once

#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <cstddef>
#include <thread>

namespace corun::detail {

// Blocking calls mostly sleep, so a few more threads than cores.
inline std::size_t blocking_pool_size() {
  return std::max<std::size_t>(4, std::thread::hardware_concurrency());
}

// The threads on which blocking calls run.
inline boost::asio::thread_pool::executor_type blocking_pool() {
  static boost::asio::thread_pool pool(blocking_pool_size());
  return pool.get_executor();
}

} // namespace corun::detail
