//===--- dpp.hpp - D++, names only ------------------------------*- C++ -*-===//
#ifndef COTIDY_TEST_MOCKS_DPP_HPP
#define COTIDY_TEST_MOCKS_DPP_HPP

#include "support.hpp"
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

namespace dpp {

template <typename R = void> class task;
template <typename R = void> class coroutine;
template <typename T> class awaitable;
struct job {};

namespace detail {

namespace task {
template <typename R> struct promise_t : mock_support::returns<R> {
  [[nodiscard]] dpp::task<R> get_return_object() noexcept;
  std::suspend_never initial_suspend() const noexcept;
  [[nodiscard]] mock_support::final_awaiter final_suspend() const noexcept;
};
} // namespace task

namespace coroutine {
template <typename R> struct promise_t : mock_support::returns<R> {
  [[nodiscard]] dpp::coroutine<R> get_return_object() noexcept;
  [[nodiscard]] std::suspend_always initial_suspend() const noexcept;
  [[nodiscard]] mock_support::final_awaiter final_suspend() const noexcept;
};
} // namespace coroutine

namespace job {
template <typename... Args> struct promise {
  dpp::job get_return_object() const noexcept { return {}; }
  std::suspend_never initial_suspend() const noexcept { return {}; }
  std::suspend_never final_suspend() const noexcept { return {}; }
  void return_void() const noexcept {}
  void unhandled_exception() const { throw; }
};
} // namespace job

} // namespace detail

template <typename Derived> class basic_awaitable {
public:
  auto sync_wait() {
    return mock_support::get_awaiter(static_cast<Derived &>(*this))
        .await_resume();
  }
  template <typename Rep, typename Period>
  bool sync_wait_for(const std::chrono::duration<Rep, Period> &duration) {
    return mock_support::anything{};
  }
};

template <typename T> class awaitable : public basic_awaitable<awaitable<T>> {
public:
  template <typename Derived> struct awaiter : mock_support::awaiter<T> {};
  awaitable() = default;
  awaitable(const awaitable &) = delete;
  awaitable(awaitable &&) noexcept;
  ~awaitable();
  bool await_ready() const;
  template <typename Derived>
    requires(std::is_base_of_v<awaitable, std::remove_cv_t<Derived>>)
  friend awaiter<Derived &> operator co_await(Derived &) noexcept {
    return {};
  }
  template <typename Derived>
    requires(std::is_base_of_v<awaitable, std::remove_cv_t<Derived>>)
  friend awaiter<Derived &&> operator co_await(Derived &&) noexcept {
    return {};
  }
};

template <typename R>
class [[nodiscard("dpp::task cancels itself on destruction")]] task
    : public awaitable<R> {
public:
  task(task &&) noexcept;
  ~task();
  [[nodiscard]] bool done() const noexcept;
  task &cancel() & noexcept;
};

template <typename R>
class [[nodiscard("dpp::coroutine only starts when it is awaited")]] coroutine
    : public basic_awaitable<coroutine<R>> {
public:
  coroutine(coroutine &&) noexcept;
  ~coroutine();
  [[nodiscard]] auto operator co_await() { return mock_support::awaiter<R>{}; }
};

template <typename R> class async : public awaitable<R> {
public:
  async(async &&) noexcept;
  ~async();
};

template <typename... Args> class when_any {
public:
  explicit when_any(Args... args);
  [[nodiscard]] auto operator co_await() noexcept {
    return mock_support::awaiter<std::size_t>{};
  }
};

using timer = std::size_t;
struct confirmation_callback_t {};
struct slashcommand_t {
  async<confirmation_callback_t> co_reply() const;
};

template <class T> class event_router_t {
public:
  template <typename F> std::size_t operator()(F &&fun) {
    return mock_support::anything{};
  }
  template <typename F> std::size_t attach(F &&fun) {
    return mock_support::anything{};
  }
};

class cluster {
public:
  event_router_t<slashcommand_t> on_slashcommand;
  timer start_timer(std::function<void(timer)> on_tick,
                    std::uint64_t frequency);
  [[nodiscard]] async<timer> co_sleep(std::uint64_t seconds);
};

} // namespace dpp

template <typename R, typename... Args>
struct std::coroutine_traits<dpp::task<R>, Args...> {
  using promise_type = dpp::detail::task::promise_t<R>;
};
template <typename R, typename... Args>
struct std::coroutine_traits<dpp::coroutine<R>, Args...> {
  using promise_type = dpp::detail::coroutine::promise_t<R>;
};
template <typename... Args> struct std::coroutine_traits<dpp::job, Args...> {
  using promise_type = dpp::detail::job::promise<Args...>;
};

#endif // COTIDY_TEST_MOCKS_DPP_HPP
