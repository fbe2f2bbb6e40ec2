//===--- concurrencpp.hpp - concurrencpp, names only ------------*- C++ -*-===//
#ifndef COTIDY_TEST_MOCKS_CONCURRENCPP_HPP
#define COTIDY_TEST_MOCKS_CONCURRENCPP_HPP

#include "support.hpp"
#include <chrono>
#include <cstddef>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <tuple>
#include <vector>

namespace concurrencpp {

namespace errors {
struct runtime_shutdown : public std::runtime_error {
  using runtime_error::runtime_error;
};
} // namespace errors

template <class type> class result;
template <class type> class lazy_result;
struct null_result {};
struct executor_tag {};
enum class result_status { idle, value, exception };

namespace details {

struct initialy_resumed_null_result_promise : mock_support::returns<void> {
  null_result get_return_object() const noexcept;
  std::suspend_never initial_suspend() const noexcept;
  std::suspend_never final_suspend() const noexcept;
};

template <class type>
struct initialy_resumed_result_promise : mock_support::returns<type> {
  result<type> get_return_object();
  std::suspend_never initial_suspend() const noexcept;
  mock_support::final_awaiter final_suspend() const noexcept;
};

template <class type, class executor_type>
struct initialy_rescheduled_result_promise : mock_support::returns<type> {
  result<type> get_return_object();
  mock_support::awaiter<void> initial_suspend() const noexcept;
  mock_support::final_awaiter final_suspend() const noexcept;
};

template <class type> struct lazy_promise : mock_support::returns<type> {
  lazy_result<type> get_return_object() noexcept;
  std::suspend_always initial_suspend() const noexcept;
  mock_support::final_awaiter final_suspend() const noexcept;
};

template <class executor_type>
class resume_on_awaitable : public std::suspend_always {
public:
  explicit resume_on_awaitable(executor_type &executor) noexcept;
  void await_suspend(std::coroutine_handle<void> handle);
  void await_resume() const;
};

} // namespace details

/// Without nodiscard, as in the library.
template <class type> class result {
public:
  result() noexcept = default;
  result(result &&) noexcept;
  result &operator=(result &&) noexcept;
  ~result() noexcept;
  explicit operator bool() const noexcept;
  result_status status() const;
  void wait() const;
  template <class rep, class period>
  result_status wait_for(std::chrono::duration<rep, period> duration) const {
    return mock_support::anything{};
  }
  type get();
  auto operator co_await() { return mock_support::awaiter<type>{}; }
  auto resolve() { return mock_support::awaiter<result>{}; }
};

template <class type> class lazy_result {
public:
  lazy_result() noexcept = default;
  lazy_result(lazy_result &&) noexcept;
  lazy_result &operator=(lazy_result &&) noexcept;
  ~lazy_result() noexcept;
  auto operator co_await() { return mock_support::awaiter<type>{}; }
  auto resolve() { return mock_support::awaiter<lazy_result>{}; }
  result<type> run();
};

template <class type> class shared_result {
public:
  shared_result(result<type> rhs);
  shared_result(const shared_result &) noexcept;
  void wait();
  std::add_lvalue_reference_t<type> get();
  auto operator co_await() {
    return mock_support::awaiter<std::add_lvalue_reference_t<type>>{};
  }
};

template <class type> class generator {
public:
  struct promise_type {
    generator get_return_object();
    std::suspend_always initial_suspend() const noexcept;
    std::suspend_always final_suspend() const noexcept;
    std::suspend_always yield_value(type &value) noexcept;
    std::suspend_always yield_value(type &&value) noexcept;
    void unhandled_exception();
    void return_void() const noexcept;
  };
  struct end_iterator {};
  struct iterator {
    using difference_type = std::ptrdiff_t;
    using value_type = type;
    iterator &operator++();
    void operator++(int);
    type &operator*() const;
    bool operator==(end_iterator) const;
  };
  generator(generator &&) noexcept;
  ~generator() noexcept;
  iterator begin();
  static end_iterator end() noexcept;
};

class executor {
public:
  virtual ~executor() noexcept = default;
  template <class callable, class... arguments>
  void post(callable &&c, arguments &&...args) {}
  template <class callable, class... arguments>
  auto submit(callable &&c, arguments &&...args)
      -> result<std::invoke_result_t<callable, arguments...>> {
    return mock_support::anything{};
  }
};
template <class concrete> class derivable_executor : public executor {
public:
  template <class callable, class... arguments>
  void post(callable &&c, arguments &&...args) {}
  template <class callable, class... arguments>
  auto submit(callable &&c, arguments &&...args)
      -> result<std::invoke_result_t<callable, arguments...>> {
    return mock_support::anything{};
  }
};
class thread_pool_executor final
    : public derivable_executor<thread_pool_executor> {};
class inline_executor final : public executor {};
class manual_executor final : public derivable_executor<manual_executor> {
public:
  bool loop_once();
  void wait_for_task();
};

class timer {
public:
  void cancel();
};
class timer_queue : public std::enable_shared_from_this<timer_queue> {
public:
  template <class callable>
  timer make_one_shot_timer(std::chrono::milliseconds due_time,
                            std::shared_ptr<concurrencpp::executor> executor,
                            callable &&c) {
    return mock_support::anything{};
  }
  lazy_result<void>
  make_delay_object(std::chrono::milliseconds due_time,
                    std::shared_ptr<concurrencpp::executor> executor);
};

class runtime {
public:
  std::shared_ptr<concurrencpp::timer_queue> timer_queue() const noexcept;
  std::shared_ptr<concurrencpp::thread_pool_executor>
  thread_pool_executor() const noexcept;
  std::shared_ptr<concurrencpp::thread_pool_executor>
  background_executor() const noexcept;
};

class scoped_async_lock {
public:
  scoped_async_lock(scoped_async_lock &&) noexcept;
  ~scoped_async_lock() noexcept;
};
class async_lock {
public:
  lazy_result<scoped_async_lock>
  lock(std::shared_ptr<executor> resume_executor);
  lazy_result<bool> try_lock();
  void unlock();
};

template <class executor_type>
details::resume_on_awaitable<executor_type>
resume_on(std::shared_ptr<executor_type> executor) {
  return mock_support::anything{};
}

template <class executor_type, class... results>
lazy_result<std::tuple<results...>>
when_all(std::shared_ptr<executor_type> resume_executor, results &&...r) {
  return mock_support::anything{};
}

template <class type> class result_promise {
public:
  template <class... argument_types>
  void set_result(argument_types &&...arguments) {}
  void set_exception(std::exception_ptr exception);
};

} // namespace concurrencpp

template <class... arguments>
struct std::coroutine_traits<concurrencpp::null_result, arguments...> {
  using promise_type =
      concurrencpp::details::initialy_resumed_null_result_promise;
};
template <class type, class... arguments>
struct std::coroutine_traits<concurrencpp::result<type>, arguments...> {
  using promise_type =
      concurrencpp::details::initialy_resumed_result_promise<type>;
};
template <class type, class executor_type, class... arguments>
struct std::coroutine_traits<concurrencpp::result<type>,
                             concurrencpp::executor_tag,
                             std::shared_ptr<executor_type>, arguments...> {
  using promise_type =
      concurrencpp::details::initialy_rescheduled_result_promise<type,
                                                                 executor_type>;
};
template <class type, class... arguments>
struct std::coroutine_traits<concurrencpp::lazy_result<type>, arguments...> {
  using promise_type = concurrencpp::details::lazy_promise<type>;
};

#endif // COTIDY_TEST_MOCKS_CONCURRENCPP_HPP
