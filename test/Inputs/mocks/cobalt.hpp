//===--- cobalt.hpp - Boost.Cobalt, names only ------------------*- C++ -*-===//
#ifndef COTIDY_TEST_MOCKS_COBALT_HPP
#define COTIDY_TEST_MOCKS_COBALT_HPP

#include "support.hpp"
#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <tuple>
#include <vector>

namespace boost::asio::error {
enum basic_errors { operation_aborted };
}

namespace boost::system {
class error_code {
public:
  error_code() noexcept;
  error_code(asio::error::basic_errors) noexcept;
  friend bool operator==(const error_code &, const error_code &) noexcept;
  int value() const noexcept;
  explicit operator bool() const noexcept;
};
class system_error : public std::runtime_error {
public:
  const error_code &code() const noexcept;
};
} // namespace boost::system

namespace boost::cobalt {

template <typename Return> struct task;
template <typename Return> struct promise;
template <typename Yield, typename Push = void> struct generator;
struct detached;
struct main;

namespace detail {

template <typename Return> struct task_promise : mock_support::returns<Return> {
  struct initial_awaitable {
    bool await_ready() const noexcept;
    void await_suspend(std::coroutine_handle<>) noexcept;
    void await_resume();
  };
  task<Return> get_return_object();
  initial_awaitable initial_suspend() noexcept;
  mock_support::final_awaiter final_suspend() noexcept;
};

template <typename Return>
struct cobalt_promise : mock_support::returns<Return> {
  promise<Return> get_return_object();
  std::suspend_never initial_suspend() noexcept;
  mock_support::final_awaiter final_suspend() noexcept;
};

template <typename Yield, typename Push>
struct generator_promise : mock_support::returns<Yield> {
  generator<Yield, Push> get_return_object();
  std::suspend_never initial_suspend() noexcept;
  mock_support::final_awaiter final_suspend() noexcept;
  template <typename Y> mock_support::awaiter<Push> yield_value(Y &&value) {
    return mock_support::anything{};
  }
};

struct detached_promise : mock_support::returns<void> {
  detached get_return_object();
  std::suspend_never initial_suspend() noexcept;
  std::suspend_never final_suspend() noexcept;
};

struct main_promise : mock_support::returns<int> {
  main get_return_object();
  std::suspend_always initial_suspend() noexcept;
  std::suspend_never final_suspend() noexcept;
};

template <typename Result> struct with_impl {
  struct promise_type : mock_support::returns<Result> {
    with_impl get_return_object();
    std::suspend_always initial_suspend() noexcept;
    mock_support::final_awaiter final_suspend() noexcept;
  };
  mock_support::awaiter<Result> operator co_await();
};

template <typename... P> struct race_variadic_impl {
  mock_support::awaiter<std::size_t> operator co_await() &&;
};
template <typename... P> struct gather_variadic_impl {
  mock_support::awaiter<std::tuple<P *...>> operator co_await() &&;
};
template <typename... P> struct join_variadic_impl {
  mock_support::awaiter<void> operator co_await() &&;
};
template <typename Range> struct gather_ranged_impl {
  mock_support::awaiter<void> operator co_await() &&;
};
struct gather_wrapper {
  mock_support::awaiter<void> operator co_await() &&;
};

} // namespace detail

struct main {
  using promise_type = detail::main_promise;
};

template <typename Return> struct [[nodiscard]] task {
  using promise_type = detail::task_promise<Return>;
  task(task &&) noexcept;
  task &operator=(task &&) noexcept;
  task(const task &) = delete;
  auto operator co_await() { return mock_support::awaiter<Return>{}; }
};

template <typename Return> struct [[nodiscard]] promise {
  using promise_type = detail::cobalt_promise<Return>;
  promise(promise &&) noexcept;
  promise &operator=(promise &&) noexcept;
  promise(const promise &) = delete;
  ~promise();
  auto operator co_await() { return mock_support::awaiter<Return>{}; }
  void operator+() &&;
  void detach();
  void attach();
  bool attached() const;
  void cancel();
  bool ready() const;
  explicit operator bool() const;
  Return get();
};

template <typename Yield, typename Push> struct [[nodiscard]] generator {
  using promise_type = detail::generator_promise<Yield, Push>;
  generator(generator &&) noexcept;
  generator &operator=(generator &&) noexcept;
  ~generator();
  explicit operator bool() const;
  bool ready() const;
  auto operator co_await() { return mock_support::awaiter<Yield>{}; }
};

struct detached {
  using promise_type = detail::detached_promise;
};

struct use_op_t {};
inline constexpr use_op_t use_op{};

template <typename... Args> struct op {
  auto operator co_await() { return mock_support::awaiter<void>{}; }
  virtual ~op() = default;
};

/// The context and the token stand for Asio's, which the mock does not include.
template <typename Context, typename T, typename Token>
void spawn(Context &context, task<T> &&t, Token &&token) {}
template <typename Context, typename T>
[[nodiscard]] op<std::exception_ptr, T> spawn(Context &context, task<T> &&t,
                                              use_op_t token) {
  return mock_support::anything{};
}

template <typename T> T run(task<T> t) { return mock_support::anything{}; }

template <typename... P>
auto race(P &&...p) -> detail::race_variadic_impl<P...> {
  return mock_support::anything{};
}
template <typename... P>
auto left_race(P &&...p) -> detail::race_variadic_impl<P...> {
  return mock_support::anything{};
}
template <typename... P>
auto gather(P &&...p) -> detail::gather_variadic_impl<P...> {
  return mock_support::anything{};
}
template <typename T>
auto gather(std::vector<T> &p) -> detail::gather_ranged_impl<std::vector<T> &> {
  return mock_support::anything{};
}
template <typename... P>
auto join(P &&...p) -> detail::join_variadic_impl<P...> {
  return mock_support::anything{};
}

struct wait_group {
  void push_back(promise<void> p);
  std::size_t size() const;
  std::size_t reap();
  void cancel();
  detail::gather_wrapper wait();
  mock_support::awaiter<void> operator co_await();
};

template <typename Arg, typename Func, typename Teardown>
detail::with_impl<void> with(Arg arg, Func func, Teardown teardown) {
  return mock_support::anything{};
}

struct thread {
  thread(thread &&) noexcept;
  ~thread();
  void join();
  bool joinable() const;
  void detach();
  mock_support::awaiter<void> operator co_await() &;
  mock_support::awaiter<void> operator co_await() &&;
  struct promise_type : mock_support::returns<void> {
    thread get_return_object();
    std::suspend_always initial_suspend() noexcept;
    std::suspend_never final_suspend() noexcept;
  };
};

template <typename T> struct channel {
  struct [[nodiscard]] read_op {
    auto operator co_await() { return mock_support::awaiter<T>{}; }
  };
  struct [[nodiscard]] write_op {
    auto operator co_await() { return mock_support::awaiter<void>{}; }
  };
  read_op read();
  write_op write(T value);
};

namespace detail::io {
struct steady_sleep final : op<int> {};
} // namespace detail::io

namespace io {
template <typename Rep, typename Period>
[[nodiscard]] detail::io::steady_sleep
sleep(const std::chrono::duration<Rep, Period> &duration) {
  return mock_support::anything{};
}
} // namespace io

} // namespace boost::cobalt

#endif // COTIDY_TEST_MOCKS_COBALT_HPP
