#pragma once

#include <corun/thread_pool.hpp>

#include <boost/asio/post.hpp>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace corun::test {

/// A fresh directory, removed with all below at the end.
class temporary_directory {
public:
  temporary_directory() {
    std::string pattern =
        std::filesystem::temp_directory_path() / "corun.XXXXXX";
    if (!::mkdtemp(pattern.data()))
      throw std::runtime_error("no temporary directory " + pattern);
    path_ = pattern;
  }
  ~temporary_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  temporary_directory(const temporary_directory &) = delete;
  temporary_directory &operator=(const temporary_directory &) = delete;

  const std::filesystem::path &path() const { return path_; }

private:
  std::filesystem::path path_;
};

/// Holds all threads of the default pool until release().
class busy_pool {
public:
  busy_pool() {
    for (std::ptrdiff_t i = 0; i < pool_threads(); ++i)
      boost::asio::post(default_thread_pool().get_executor(), [s = state_] {
        s->held.count_down();
        s->go.wait();
      });
    state_->held.wait();
  }
  ~busy_pool() { release(); }

  void release() {
    if (std::exchange(released_, true))
      return;
    state_->go.count_down();
    // The pool is first in, first out: when each of its threads has come here,
    // what was queued before has run.
    auto drained = std::make_shared<std::latch>(pool_threads() + 1);
    for (std::ptrdiff_t i = 0; i < pool_threads(); ++i)
      boost::asio::post(default_thread_pool().get_executor(),
                        [drained] { drained->arrive_and_wait(); });
    drained->arrive_and_wait();
  }

private:
  static std::ptrdiff_t pool_threads() {
    return static_cast<std::ptrdiff_t>(default_thread_pool().size());
  }

  struct state {
    std::latch held{pool_threads()};
    std::latch go{1};
  };
  std::shared_ptr<state> state_ = std::make_shared<state>();
  bool released_ = false;
};

} // namespace corun::test
