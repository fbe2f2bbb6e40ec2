//===--- stdexec.hpp - NVIDIA's stdexec, names only -------------*- C++ -*-===//
//
// Algorithms are function objects, `exec` is an alias of a namespace, and
// `exec::task` one of a class template with another name, as in the library.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_TEST_MOCKS_STDEXEC_HPP
#define COTIDY_TEST_MOCKS_STDEXEC_HPP

#include "support.hpp"
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tuple>

namespace stdexec {

struct sender_tag {};

/// Stands for what every sender adaptor gives; awaitable in a task as senders
/// are.
template <class Value = void> struct __mock_sender {
  using sender_concept = sender_tag;
  using __mock_result = Value;
};

template <class S> struct __value_of {
  using type = typename S::__mock_result;
};
template <class S>
using __value_of_t = typename __value_of<std::remove_cvref_t<S>>::type;
template <class Value>
using __tuple_of_t =
    typename std::conditional_t<std::is_void_v<Value>,
                                std::type_identity<std::tuple<>>,
                                std::type_identity<std::tuple<Value *>>>::type;

struct sync_wait_t {
  template <class Sender>
  auto operator()(Sender &&sender) const
      -> std::optional<__tuple_of_t<__value_of_t<Sender>>> {
    return mock_support::anything{};
  }
};
inline constexpr sync_wait_t sync_wait{};

struct when_all_t {
  template <class... Senders>
  __mock_sender<void> operator()(Senders &&...senders) const {
    return mock_support::anything{};
  }
};
inline constexpr when_all_t when_all{};

struct then_t {
  template <class Sender, class Function>
  __mock_sender<void> operator()(Sender &&sender, Function function) const {
    return mock_support::anything{};
  }
};
inline constexpr then_t then{};

struct let_value_t {
  template <class Sender, class Function>
  __mock_sender<void> operator()(Sender &&sender, Function function) const {
    return mock_support::anything{};
  }
};
inline constexpr let_value_t let_value{};

struct on_t {
  template <class Scheduler, class Sender>
  __mock_sender<__value_of_t<Sender>> operator()(Scheduler &&scheduler,
                                                 Sender &&sender) const {
    return mock_support::anything{};
  }
};
inline constexpr on_t on{};

struct starts_on_t {
  template <class Scheduler, class Sender>
  __mock_sender<__value_of_t<Sender>> operator()(Scheduler &&scheduler,
                                                 Sender &&sender) const {
    return mock_support::anything{};
  }
};
inline constexpr starts_on_t starts_on{};

struct continues_on_t {
  template <class Sender, class Scheduler>
  __mock_sender<__value_of_t<Sender>> operator()(Sender &&sender,
                                                 Scheduler &&scheduler) const {
    return mock_support::anything{};
  }
};
inline constexpr continues_on_t continues_on{};

struct schedule_t {
  template <class Scheduler>
  __mock_sender<void> operator()(Scheduler &&scheduler) const {
    return mock_support::anything{};
  }
};
inline constexpr schedule_t schedule{};

struct just_t {
  __mock_sender<void> operator()() const;
};
inline constexpr just_t just{};

/// What a promise of a task does with a sender or an awaitable.
template <class Derived> struct with_awaitable_senders {
  template <class Value> decltype(auto) await_transform(Value &&value) {
    using Class = std::remove_cvref_t<Value>;
    if constexpr (requires {
                    std::forward<Value>(value).as_awaitable(
                        static_cast<Derived &>(*this));
                  })
      return std::forward<Value>(value).as_awaitable(
          static_cast<Derived &>(*this));
    else if constexpr (requires { typename Class::__mock_result; })
      return mock_support::awaiter<typename Class::__mock_result>{};
    else
      return std::forward<Value>(value);
  }
};

template <class T = void> class [[nodiscard]] task {
  struct __promise;

public:
  using sender_concept = sender_tag;
  using promise_type = __promise;
  using __mock_result = T;
  constexpr task(task &&) noexcept;
  ~task();
  template <class ParentPromise>
  mock_support::awaiter<T> as_awaitable(ParentPromise &parent) && {
    return mock_support::anything{};
  }

private:
  struct __promise : mock_support::returns<T>,
                     with_awaitable_senders<__promise> {
    task get_return_object() noexcept;
    std::suspend_always initial_suspend() noexcept;
    mock_support::final_awaiter final_suspend() noexcept;
  };
};

} // namespace stdexec

namespace experimental::execution {

namespace __task {
template <class T> struct default_task_context {};

template <class T, class Context = default_task_context<T>>
class [[nodiscard]] basic_task {
  struct __promise;

public:
  using promise_type = __promise;
  using __mock_result = T;
  constexpr basic_task(basic_task &&) noexcept;
  ~basic_task();
  template <class ParentPromise>
  mock_support::awaiter<T> as_awaitable(ParentPromise &parent) && noexcept {
    return mock_support::anything{};
  }
  mock_support::awaiter<T> operator co_await() && noexcept;

private:
  struct __promise : mock_support::returns<T>,
                     stdexec::with_awaitable_senders<__promise> {
    basic_task get_return_object() noexcept;
    std::suspend_always initial_suspend() noexcept;
    mock_support::final_awaiter final_suspend() noexcept;
  };
};

struct __reschedule_coroutine_on_t {
  template <class Scheduler>
  mock_support::awaiter<void> operator()(Scheduler scheduler) const {
    return mock_support::anything{};
  }
};
} // namespace __task

using __task::basic_task;
template <class T> using task = basic_task<T, __task::default_task_context<T>>;
inline constexpr __task::__reschedule_coroutine_on_t reschedule_coroutine_on{};

struct start_detached_t {
  template <class Sender> void operator()(Sender &&sender) const {}
};
inline constexpr start_detached_t start_detached{};

namespace __when_any {
struct __when_any_t {
  template <class... Senders>
  stdexec::__mock_sender<void> operator()(Senders &&...senders) const {
    return mock_support::anything{};
  }
};
inline constexpr __when_any_t when_any{};
} // namespace __when_any
using __when_any::when_any;

namespace __scope {
struct async_scope {
  async_scope() = default;
  async_scope(async_scope &&) = delete;
  ~async_scope();
  [[nodiscard]] stdexec::__mock_sender<void> on_empty() const;
  template <class Sender>
  [[nodiscard]] stdexec::__mock_sender<void> nest(Sender &&sender) {
    return mock_support::anything{};
  }
  template <class Sender> void spawn(Sender &&sender) {}
  template <class Sender>
  stdexec::__mock_sender<stdexec::__value_of_t<Sender>>
  spawn_future(Sender &&sender) {
    return mock_support::anything{};
  }
};
} // namespace __scope
using __scope::async_scope;

struct schedule_after_t {
  template <class Scheduler, class Duration>
  stdexec::__mock_sender<void> operator()(Scheduler &&scheduler,
                                          Duration &&duration) const {
    return mock_support::anything{};
  }
};
inline constexpr schedule_after_t schedule_after{};

namespace _pool_ {
class _static_thread_pool {
public:
  struct scheduler {
    bool operator==(const scheduler &) const noexcept = default;
  };
  scheduler get_scheduler() noexcept;
};
} // namespace _pool_
struct static_thread_pool : private _pool_::_static_thread_pool {
  explicit static_thread_pool(std::uint32_t threads);
  using _pool_::_static_thread_pool::get_scheduler;
};

} // namespace experimental::execution

namespace exec = experimental::execution;

#endif // COTIDY_TEST_MOCKS_STDEXEC_HPP
