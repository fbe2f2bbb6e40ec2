//===--- seastar.hpp - Seastar, names only ----------------------*- C++ -*-===//
#ifndef COTIDY_TEST_MOCKS_SEASTAR_HPP
#define COTIDY_TEST_MOCKS_SEASTAR_HPP

#include "support.hpp"
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <tuple>
#include <vector>

#if __has_cpp_attribute(clang::coro_await_elidable)
#define MOCK_SEASTAR_AWAIT_ELIDABLE [[clang::coro_await_elidable]]
#else
#define MOCK_SEASTAR_AWAIT_ELIDABLE
#endif

namespace seastar {

template <typename T = void> class future;

namespace internal {
template <typename T> struct futurize_result {
  using type = future<T>;
};
template <typename T> struct futurize_result<future<T>> {
  using type = future<T>;
};
template <typename Func, typename... Args>
using future_of =
    typename futurize_result<std::invoke_result_t<Func, Args...>>::type;
class future_base {};

template <typename T> class coroutine_traits_base {
public:
  class promise_type final : public mock_support::returns<T> {
  public:
    seastar::future<T> get_return_object() noexcept;
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
  };
};

template <bool CheckPreempt, typename T>
struct awaiter : mock_support::awaiter<T> {
  explicit awaiter(seastar::future<T> &&future) noexcept;
};
} // namespace internal

template <typename T>
class [[nodiscard]] MOCK_SEASTAR_AWAIT_ELIDABLE future
    : private internal::future_base {
public:
  future(future &&) noexcept;
  future &operator=(future &&) noexcept;
  ~future();
  T get();
  void wait() noexcept;
  bool available() const noexcept;
  bool failed() const noexcept;
  void ignore_ready_future() noexcept;
  future<> discard_result() noexcept;
  future<> or_terminate() noexcept;
  template <typename Func> future<> then(Func &&func) noexcept {
    return mock_support::anything{};
  }
  template <typename Func> future<> then_wrapped(Func &&func) noexcept {
    return mock_support::anything{};
  }
  template <typename Func> future<T> finally(Func &&func) noexcept {
    return mock_support::anything{};
  }
  template <typename Func> future<T> handle_exception(Func &&func) noexcept {
    return mock_support::anything{};
  }
};

template <typename T> auto operator co_await(future<T> &&f) noexcept {
  return internal::awaiter<true, T>(std::move(f));
}

} // namespace seastar

template <typename T, typename... Args>
class std::coroutine_traits<seastar::future<T>, Args...>
    : public seastar::internal::coroutine_traits_base<T> {};

namespace seastar {

template <typename T> future<T> make_ready_future(T value) noexcept {
  return mock_support::anything{};
}
future<> make_ready_future() noexcept;

template <typename Rep, typename Period>
future<> sleep(std::chrono::duration<Rep, Period> duration) {
  return mock_support::anything{};
}
future<> yield() noexcept;

template <typename... Futures>
future<std::tuple<Futures...>> when_all(Futures &&...futures) noexcept {
  return mock_support::anything{};
}
template <typename... Futures>
future<> when_all_succeed(Futures &&...futures) noexcept {
  return mock_support::anything{};
}
template <typename T>
future<> when_all_succeed(std::vector<future<T>> &&futures) noexcept {
  return mock_support::anything{};
}
template <typename T>
future<T> with_timeout(std::chrono::steady_clock::time_point timeout,
                       future<T> f) {
  return mock_support::anything{};
}
template <typename Range, typename Func>
future<> parallel_for_each(Range &&range, Func &&func) noexcept {
  return mock_support::anything{};
}
template <typename Range, typename Func>
future<> max_concurrent_for_each(Range &&range, std::size_t max_concurrent,
                                 Func &&func) noexcept {
  return mock_support::anything{};
}
template <typename Range, typename Func>
future<> do_for_each(Range &range, Func func) noexcept {
  return mock_support::anything{};
}
template <typename Func> future<> keep_doing(Func func) noexcept {
  return mock_support::anything{};
}

class socket_address {};
class connected_socket {
public:
  connected_socket(connected_socket &&) noexcept;
  ~connected_socket();
};
future<connected_socket> connect(socket_address address);

class abort_requested_exception : public std::exception {
public:
  const char *what() const noexcept override;
};
class sleep_aborted : public abort_requested_exception {};
class abort_source {
public:
  bool abort_requested() const noexcept;
  void check() const;
  void request_abort() noexcept;
};
template <typename Rep, typename Period>
future<> sleep_abortable(std::chrono::duration<Rep, Period> duration,
                         abort_source &source) {
  return mock_support::anything{};
}

class gate {
public:
  ~gate();
  std::size_t get_count() const noexcept;
  future<> close() noexcept;
};
template <typename Func>
internal::future_of<Func> with_gate(gate &g, Func &&func) {
  return mock_support::anything{};
}

struct semaphore_default_exception_factory {};
template <typename ExceptionFactory, typename Clock = std::chrono::steady_clock>
class semaphore_units {
public:
  semaphore_units(semaphore_units &&) noexcept;
  ~semaphore_units();
};
template <typename ExceptionFactory, typename Clock = std::chrono::steady_clock>
class basic_semaphore {
public:
  explicit basic_semaphore(std::size_t count) noexcept;
  future<> wait(std::size_t nr = 1) noexcept;
  void signal(std::size_t nr = 1) noexcept;
};
using semaphore = basic_semaphore<semaphore_default_exception_factory>;
template <typename ExceptionFactory, typename Clock>
future<semaphore_units<ExceptionFactory, Clock>>
get_units(basic_semaphore<ExceptionFactory, Clock> &sem,
          std::size_t units) noexcept {
  return mock_support::anything{};
}
template <typename ExceptionFactory, typename Clock, typename Func>
internal::future_of<Func>
with_semaphore(basic_semaphore<ExceptionFactory, Clock> &sem, std::size_t units,
               Func &&func) noexcept {
  return mock_support::anything{};
}

class shared_mutex {
public:
  future<> lock() noexcept;
  future<> lock_shared() noexcept;
  void unlock() noexcept;
};

class smp {
public:
  template <typename Func>
  static internal::future_of<Func> submit_to(unsigned shard,
                                             Func &&func) noexcept {
    return mock_support::anything{};
  }
};

/// Runs the function on a stackful thread, where futures may be waited for.
template <typename Func, typename... Args>
internal::future_of<Func, Args...> async(Func &&func, Args &&...args) noexcept {
  return mock_support::anything{};
}

namespace coroutine {

class [[nodiscard]] maybe_yield {
public:
  auto operator co_await() { return mock_support::awaiter<void>{}; }
};

template <typename Func> class [[nodiscard]] parallel_for_each final {
public:
  template <typename Range>
  explicit parallel_for_each(Range &&range, Func &&func) {}
  bool await_ready() const noexcept { return false; }
  template <typename Promise>
  void await_suspend(std::coroutine_handle<Promise> handle) {}
  void await_resume() const {}
};
template <typename Range, typename Func>
parallel_for_each(Range &&range, Func &&func) -> parallel_for_each<Func>;

template <typename... Futures> class [[nodiscard]] all {
public:
  template <typename... Func> explicit all(Func &&...funcs) {}
  auto operator co_await() { return mock_support::awaiter<void>{}; }
};
template <typename... Func>
all(Func &&...funcs) -> all<std::invoke_result_t<Func>...>;

template <typename T> class [[nodiscard]] as_future_awaiter {
public:
  bool await_ready() noexcept;
  template <typename Promise>
  void await_suspend(std::coroutine_handle<Promise> handle) noexcept {}
  seastar::future<T> await_resume();
};
template <typename T>
as_future_awaiter<T> as_future(seastar::future<T> &&f) noexcept {
  return mock_support::anything{};
}

template <typename Func> class lambda {
public:
  explicit lambda(Func &&func) noexcept {}
  template <typename... Args>
  std::invoke_result_t<Func &, Args...> operator()(Args &&...args) const {
    return mock_support::anything{};
  }
};

namespace experimental {
namespace internal::unbuffered {
template <typename Ref, typename Value> class [[nodiscard]] generator {
public:
  class promise_type final {
  public:
    generator get_return_object() noexcept;
    std::suspend_always initial_suspend() const noexcept;
    mock_support::final_awaiter final_suspend() noexcept;
    mock_support::awaiter<void> yield_value(Ref value) noexcept;
    void unhandled_exception() noexcept;
    void return_void() noexcept;
  };
  generator(generator &&) noexcept;
  ~generator();
  auto operator()() noexcept {
    return mock_support::awaiter<std::optional<Ref>>{};
  }
};
} // namespace internal::unbuffered
template <typename Ref, typename Value = void>
using generator = internal::unbuffered::generator<Ref, Value>;
} // namespace experimental

} // namespace coroutine
template <typename T> class promise {
public:
  void set_value(T &&value) noexcept {}
};

} // namespace seastar

#endif // COTIDY_TEST_MOCKS_SEASTAR_HPP
