#pragma once

#include <corun/error.hpp>

#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>

namespace corun {

/// Threads for `to_thread`. Its end waits for the functions that run; those
/// not begun end with `errc::closed`.
///
/// Thread safety: functions may be handed to it from any thread.
///
/// \code
/// corun::thread_pool pool(2);
/// int answer = co_await corun::to_thread(pool, [] { return 42; });
/// \endcode
class thread_pool {
public:
  using executor_type = boost::asio::thread_pool::executor_type;

  /// Starts \p threads threads. Errors: `errc::invalid_argument` for none; the
  /// system's code where it has no more threads.
  explicit thread_pool(std::size_t threads)
      : size_((detail::require(threads > 0,
                               "corun::thread_pool: the size is zero"),
               threads)),
        pool_(threads) {}

  std::size_t size() const noexcept { return size_; }

  executor_type get_executor() noexcept { return pool_.get_executor(); }

private:
  std::size_t size_;
  boost::asio::thread_pool pool_;
};

namespace detail {

struct default_pool {
  static std::atomic<std::size_t> &wanted() {
    // Blocking calls mostly sleep: more threads than cores.
    static std::atomic<std::size_t> size =
        std::min<std::size_t>(32, std::thread::hardware_concurrency() + 4);
    return size;
  }

  /// Zero once the pool has started.
  static thread_pool &get() {
    static thread_pool pool(wanted().exchange(0));
    return pool;
  }
};

} // namespace detail

/// The pool of `to_thread` where none is given. Starts when first used, with
/// four threads more than the machine has cores, at most 32.
///
/// \code
/// std::cout << corun::default_thread_pool().size() << " threads\n";
/// \endcode
inline thread_pool &default_thread_pool() {
  return detail::default_pool::get();
}

/// Sets the size of the default pool, before its first use.
///
/// Errors: `errc::invalid_argument` for zero threads; `errc::busy` where the
/// pool has started. Thread safety: may be called from any thread.
///
/// \code
/// corun::set_default_thread_pool_size(8);
/// \endcode
inline void set_default_thread_pool_size(std::size_t threads) {
  detail::require(threads > 0,
                  "corun::set_default_thread_pool_size: the size is zero");
  auto &wanted = detail::default_pool::wanted();
  std::size_t before = wanted.load();
  do
    if (before == 0)
      detail::throw_error(errc::busy, "corun::set_default_thread_pool_size: "
                                      "the pool has started");
  while (!wanted.compare_exchange_weak(before, threads));
}

} // namespace corun
