//===--- cppcoro.hpp - cppcoro, names only ----------------------*- C++ -*-===//
#ifndef COTIDY_TEST_MOCKS_CPPCORO_HPP
#define COTIDY_TEST_MOCKS_CPPCORO_HPP

#include "support.hpp"
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <tuple>
#include <vector>

namespace cppcoro {

using mock_support::await_result_t;
using mock_support::awaiter;

template <typename T = void> class task;
template <typename T = void> class shared_task;
template <typename T> class generator;
template <typename T> class recursive_generator;
template <typename T> class async_generator;

namespace detail {

template <typename T> class task_promise : public mock_support::returns<T> {
public:
  task<T> get_return_object() noexcept;
  std::suspend_always initial_suspend() noexcept;
  mock_support::final_awaiter final_suspend() noexcept;
};

template <typename T>
class shared_task_promise : public mock_support::returns<T> {
public:
  shared_task<T> get_return_object() noexcept;
  std::suspend_always initial_suspend() noexcept;
  mock_support::final_awaiter final_suspend() noexcept;
};

template <typename T> class generator_promise {
public:
  generator<T> get_return_object() noexcept;
  constexpr std::suspend_always initial_suspend() const noexcept { return {}; }
  constexpr std::suspend_always final_suspend() const noexcept { return {}; }
  std::suspend_always yield_value(std::remove_reference_t<T> &value) noexcept;
  std::suspend_always yield_value(std::remove_reference_t<T> &&value) noexcept;
  void unhandled_exception();
  void return_void();
  template <typename U> std::suspend_never await_transform(U &&value) = delete;
};

struct generator_sentinel {};

template <typename T> class generator_iterator {
public:
  using iterator_category = std::input_iterator_tag;
  using difference_type = std::ptrdiff_t;
  using value_type = std::remove_reference_t<T>;
  bool operator==(generator_sentinel) const;
  generator_iterator &operator++();
  void operator++(int);
  value_type &operator*() const;
};

template <typename T> class async_generator_promise {
public:
  async_generator<T> get_return_object() noexcept;
  std::suspend_always initial_suspend() const noexcept;
  mock_support::final_awaiter final_suspend() noexcept;
  mock_support::final_awaiter yield_value(T value) noexcept;
  void unhandled_exception() noexcept;
  void return_void() noexcept;
};

template <typename T> class async_generator_iterator {
public:
  awaiter<async_generator_iterator &> operator++() noexcept;
  T &operator*() const noexcept;
  bool operator==(const async_generator_iterator &) const noexcept;
};

template <typename Results> class when_all_ready_awaitable {
public:
  auto operator co_await() & noexcept { return awaiter<Results &>{}; }
  auto operator co_await() && noexcept { return awaiter<Results &&>{}; }
};

} // namespace detail

template <typename T> class [[nodiscard]] task {
public:
  using promise_type = detail::task_promise<T>;
  using value_type = T;
  task() noexcept;
  task(task &&) noexcept;
  task(const task &) = delete;
  ~task();
  task &operator=(task &&) noexcept;
  bool is_ready() const noexcept;
  auto operator co_await() const & noexcept {
    return awaiter<std::add_lvalue_reference_t<T>>{};
  }
  auto operator co_await() const && noexcept { return awaiter<T>{}; }
  auto when_ready() const noexcept { return awaiter<void>{}; }
};

template <typename T> class [[nodiscard]] shared_task {
public:
  using promise_type = detail::shared_task_promise<T>;
  shared_task() noexcept;
  shared_task(const shared_task &) noexcept;
  shared_task(shared_task &&) noexcept;
  ~shared_task();
  shared_task &operator=(const shared_task &) noexcept;
  auto operator co_await() const noexcept {
    return awaiter<std::add_lvalue_reference_t<T>>{};
  }
};

template <typename T> class [[nodiscard]] generator {
public:
  using promise_type = detail::generator_promise<T>;
  using iterator = detail::generator_iterator<T>;
  generator(generator &&) noexcept;
  generator(const generator &) = delete;
  ~generator();
  iterator begin();
  detail::generator_sentinel end() noexcept;
};

template <typename T> class [[nodiscard]] recursive_generator {
public:
  class promise_type final : public detail::generator_promise<T> {
  public:
    recursive_generator get_return_object() noexcept;
    using detail::generator_promise<T>::yield_value;
    awaiter<void> yield_value(recursive_generator &&nested) noexcept;
  };
  using iterator = detail::generator_iterator<T>;
  recursive_generator(recursive_generator &&) noexcept;
  ~recursive_generator();
  iterator begin();
  detail::generator_sentinel end() noexcept;
};

template <typename T> class [[nodiscard]] async_generator {
public:
  using promise_type = detail::async_generator_promise<T>;
  using iterator = detail::async_generator_iterator<T>;
  async_generator(async_generator &&) noexcept;
  ~async_generator();
  auto begin() noexcept { return awaiter<iterator>{}; }
  iterator end() noexcept;
};

class async_mutex_lock {
public:
  async_mutex_lock(async_mutex_lock &&) noexcept;
  ~async_mutex_lock();
};
class async_mutex_lock_operation {
public:
  bool await_ready() const noexcept;
  bool await_suspend(std::coroutine_handle<> awaiter) noexcept;
  void await_resume() const noexcept;
};
class async_mutex_scoped_lock_operation : public async_mutex_lock_operation {
public:
  [[nodiscard]] async_mutex_lock await_resume() const noexcept;
};
class async_mutex {
public:
  bool try_lock() noexcept;
  async_mutex_lock_operation lock_async() noexcept;
  async_mutex_scoped_lock_operation scoped_lock_async() noexcept;
  void unlock();
};

class operation_cancelled : public std::exception {
public:
  const char *what() const noexcept override;
};

class cancellation_token {
public:
  bool is_cancellation_requested() const noexcept;
  void throw_if_cancellation_requested() const;
};

class io_service {
public:
  class schedule_operation : public awaiter<void> {};
  class timed_schedule_operation : public awaiter<void> {};
  io_service();
  schedule_operation schedule() noexcept;
  template <typename Rep, typename Period>
  timed_schedule_operation
  schedule_after(const std::chrono::duration<Rep, Period> &delay,
                 cancellation_token token = {}) noexcept {
    return mock_support::anything{};
  }
  std::uint64_t process_events();
  std::uint64_t process_pending_events();
  std::uint64_t process_one_event();
  void stop() noexcept;
};

class static_thread_pool {
public:
  class schedule_operation : public awaiter<void> {};
  explicit static_thread_pool(std::uint32_t threads = 0);
  ~static_thread_pool();
  schedule_operation schedule() noexcept;
};

class async_scope {
public:
  ~async_scope();
  template <typename Awaitable> void spawn(Awaitable &&awaitable) {}
  [[nodiscard]] auto join() noexcept { return awaiter<void>{}; }
};

template <typename Awaitable>
auto sync_wait(Awaitable &&awaitable) -> await_result_t<Awaitable &&> {
  return mock_support::anything{};
}

template <typename... Awaitables>
[[nodiscard]] task<std::tuple<Awaitables *...>>
when_all(Awaitables &&...awaitables) {
  return mock_support::anything{};
}
template <typename Awaitable>
[[nodiscard]] task<void> when_all(std::vector<Awaitable> awaitables) {
  return mock_support::anything{};
}
template <typename... Awaitables>
[[nodiscard]] detail::when_all_ready_awaitable<std::tuple<Awaitables *...>>
when_all_ready(Awaitables &&...awaitables) {
  return mock_support::anything{};
}

template <typename Scheduler, typename Awaitable>
auto schedule_on(Scheduler &scheduler, Awaitable awaitable)
    -> task<await_result_t<Awaitable>> {
  return mock_support::anything{};
}
template <typename Scheduler, typename Awaitable>
auto resume_on(Scheduler &scheduler, Awaitable awaitable)
    -> task<await_result_t<Awaitable>> {
  return mock_support::anything{};
}

class async_manual_reset_event {
public:
  void set() noexcept;
};

} // namespace cppcoro

#endif // COTIDY_TEST_MOCKS_CPPCORO_HPP
