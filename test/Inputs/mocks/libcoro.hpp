//===--- libcoro.hpp - libcoro 0.16, names only -----------------*- C++ -*-===//
#ifndef COTIDY_TEST_MOCKS_LIBCORO_HPP
#define COTIDY_TEST_MOCKS_LIBCORO_HPP

#include "support.hpp"
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <ranges>
#include <stop_token>
#include <tuple>
#include <vector>

namespace coro {

using mock_support::await_result_t;

template <typename return_type = void> class task;
template <typename T> class generator;
class mutex;
class scoped_lock;

namespace detail {

template <typename return_type>
struct promise final : mock_support::returns<return_type> {
  auto get_return_object() noexcept -> task<return_type>;
  auto initial_suspend() noexcept { return std::suspend_always{}; }
  mock_support::final_awaiter final_suspend() noexcept;
};

template <typename T> struct generator_promise {
  auto get_return_object() noexcept -> generator<T>;
  auto initial_suspend() const { return std::suspend_always{}; }
  auto final_suspend() const noexcept { return std::suspend_always{}; }
  std::suspend_always yield_value(std::remove_reference_t<T> &value) noexcept;
  std::suspend_always yield_value(std::remove_reference_t<T> &&value) noexcept;
  void unhandled_exception() noexcept;
  void return_void() noexcept;
  template <typename U> std::suspend_never await_transform(U &&value) = delete;
};

struct generator_sentinel {};
template <typename T> struct generator_iterator {
  using difference_type = std::ptrdiff_t;
  using value_type = std::remove_reference_t<T>;
  bool operator==(generator_sentinel) const;
  generator_iterator &operator++();
  void operator++(int);
  value_type &operator*() const;
};

struct lock_operation_base {
  virtual ~lock_operation_base() = default;
  auto await_ready() const noexcept -> bool;
  auto await_suspend(std::coroutine_handle<> awaiting) noexcept -> bool;
};
template <typename return_type> struct lock_operation : lock_operation_base {
  auto await_resume() noexcept -> return_type;
};

template <typename container_type> class when_all_ready_awaitable {
public:
  auto operator co_await() & noexcept {
    return mock_support::awaiter<container_type &>{};
  }
  auto operator co_await() && noexcept {
    return mock_support::awaiter<container_type>{};
  }
};

} // namespace detail

template <typename return_type> class [[nodiscard]] task {
public:
  using promise_type = detail::promise<return_type>;
  task() noexcept;
  task(task &&) noexcept;
  task(const task &) = delete;
  ~task();
  auto operator=(task &&) noexcept -> task &;
  auto is_ready() const noexcept -> bool;
  auto resume() -> bool;
  auto destroy() -> bool;
  auto operator co_await() const & noexcept {
    return mock_support::awaiter<std::add_lvalue_reference_t<return_type>>{};
  }
  auto operator co_await() const && noexcept {
    return mock_support::awaiter<return_type>{};
  }
};

template <typename T> class [[nodiscard]] generator {
public:
  using promise_type = detail::generator_promise<T>;
  using iterator = detail::generator_iterator<T>;
  generator(generator &&) noexcept;
  ~generator();
  auto begin() -> iterator;
  auto end() noexcept -> detail::generator_sentinel;
};

class scoped_lock {
public:
  scoped_lock(scoped_lock &&) noexcept;
  ~scoped_lock();
  auto unlock() -> void;
};

class mutex {
public:
  [[nodiscard]] auto scoped_lock() -> detail::lock_operation<coro::scoped_lock>;
  [[nodiscard]] auto lock() -> detail::lock_operation<void>;
  [[nodiscard]] auto try_lock() -> bool;
  auto unlock() -> void;
};

class event {
public:
  struct awaiter : mock_support::awaiter<void> {};
  auto set() noexcept -> void;
  auto operator co_await() const noexcept -> awaiter;
};

class thread_pool {
public:
  class schedule_operation : public mock_support::awaiter<void> {};
  static auto make_unique() -> std::unique_ptr<thread_pool>;
  virtual ~thread_pool();
  [[nodiscard]] auto schedule() -> schedule_operation;
  template <typename return_type>
  [[nodiscard]] auto schedule(coro::task<return_type> task)
      -> coro::task<return_type> {
    return mock_support::anything{};
  }
  auto spawn_detached(coro::task<void> &&task) noexcept -> bool;
  auto spawn_joinable(coro::task<void> &&task) noexcept -> coro::task<void>;
  [[nodiscard]] auto yield() -> schedule_operation;
  auto shutdown() noexcept -> void;
};

class scheduler {
public:
  class schedule_operation : public mock_support::awaiter<void> {};
  static auto make_unique() -> std::unique_ptr<scheduler>;
  virtual ~scheduler();
  auto schedule() -> schedule_operation;
  template <typename return_type>
  [[nodiscard]] auto schedule(coro::task<return_type> task)
      -> coro::task<return_type> {
    return mock_support::anything{};
  }
  template <typename return_type, typename rep, typename period>
  [[nodiscard]] auto schedule(coro::task<return_type> task,
                              std::chrono::duration<rep, period> timeout)
      -> coro::task<bool> {
    return mock_support::anything{};
  }
  template <typename return_type, typename rep, typename period>
  [[nodiscard]] auto schedule(std::stop_source stop_source,
                              coro::task<return_type> task,
                              std::chrono::duration<rep, period> timeout)
      -> coro::task<bool> {
    return mock_support::anything{};
  }
  auto spawn_detached(coro::task<void> &&task) -> bool;
  auto spawn_joinable(coro::task<void> &&task) -> coro::task<void>;
  template <typename rep, typename period>
  [[nodiscard]] auto schedule_after(std::chrono::duration<rep, period> amount)
      -> coro::task<void> {
    return mock_support::anything{};
  }
  template <typename rep, typename period>
  [[nodiscard]] auto yield_for(std::chrono::duration<rep, period> amount)
      -> coro::task<void> {
    return mock_support::anything{};
  }
  [[nodiscard]] auto yield_until(std::chrono::steady_clock::time_point time)
      -> coro::task<void>;
  [[nodiscard]] auto yield() -> schedule_operation;
  auto process_events(std::chrono::milliseconds timeout = {}) -> std::size_t;
  auto shutdown() noexcept -> void;
};

namespace net {
enum class connect_status { connected, timeout, error };
namespace tcp {
class client {
public:
  auto connect(std::chrono::milliseconds timeout = {})
      -> coro::task<net::connect_status>;
  template <typename buffer_type>
  auto read_some(buffer_type &buffer, std::chrono::milliseconds timeout = {})
      -> coro::task<std::size_t> {
    return mock_support::anything{};
  }
  template <typename buffer_type>
  auto write_some(const buffer_type &buffer,
                  std::chrono::milliseconds timeout = {})
      -> coro::task<std::size_t> {
    return mock_support::anything{};
  }
};
} // namespace tcp
} // namespace net

template <typename executor_type> class task_group {
public:
  explicit task_group(executor_type *executor);
  explicit task_group(std::unique_ptr<executor_type> &executor);
  ~task_group();
  [[nodiscard]] auto start(coro::task<void> &&task) -> bool;
  auto operator co_await() const noexcept -> event::awaiter;
};

template <typename awaitable_type>
auto sync_wait(awaitable_type &&a) -> await_result_t<awaitable_type> {
  return mock_support::anything{};
}

template <typename... awaitables_type>
[[nodiscard]] auto when_all(awaitables_type... awaitables)
    -> detail::when_all_ready_awaitable<std::tuple<awaitables_type *...>> {
  return mock_support::anything{};
}
template <std::ranges::range range_type>
[[nodiscard]] auto when_all(range_type awaitables)
    -> detail::when_all_ready_awaitable<
        std::vector<std::ranges::range_value_t<range_type> *>> {
  return mock_support::anything{};
}
template <typename... awaitable_type>
[[nodiscard]] auto when_any(awaitable_type... awaitables) -> coro::task<int> {
  return mock_support::anything{};
}

template <typename functor_type, typename... args_types>
auto invoke(functor_type functor, args_types &&...args)
    -> std::invoke_result_t<functor_type, args_types...> {
  return mock_support::anything{};
}

} // namespace coro

#endif // COTIDY_TEST_MOCKS_LIBCORO_HPP
