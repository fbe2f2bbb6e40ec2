//===--- libunifex.hpp - libunifex, names only ------------------*- C++ -*-===//
//
// `unifex::task` is an alias of a class nested in a template, algorithms are
// function objects of types called `_fn`, and a task has no operator co_await.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_TEST_MOCKS_LIBUNIFEX_HPP
#define COTIDY_TEST_MOCKS_LIBUNIFEX_HPP

#include "support.hpp"
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>

namespace unifex {

template <typename Value = void> struct _mock_sender {
  using mock_result = Value;
};
template <typename Sender>
using _mock_result_t = typename std::remove_cvref_t<Sender>::mock_result;
template <typename Value>
using _mock_optional_t =
    std::optional<std::conditional_t<std::is_void_v<Value>, int, Value>>;

namespace _await_transform {
struct _fn {
  template <typename Promise, typename Value>
  decltype(auto) operator()(Promise &promise, Value &&value) const {
    if constexpr (requires {
                    tag_invoke(*this, promise, std::forward<Value>(value));
                  })
      return tag_invoke(*this, promise, std::forward<Value>(value));
    else if constexpr (requires {
                         typename std::remove_cvref_t<Value>::mock_result;
                       })
      return mock_support::awaiter<_mock_result_t<Value>>{};
    else
      return std::forward<Value>(value);
  }
};
} // namespace _await_transform
inline constexpr _await_transform::_fn await_transform{};

namespace _task {

template <typename T, bool nothrow> struct _task {
  struct [[nodiscard]] type;
};
template <typename T, bool nothrow> struct _promise final {
  struct type final : mock_support::returns<T> {
    typename _task<T, nothrow>::type get_return_object() noexcept;
    std::suspend_always initial_suspend() noexcept;
    mock_support::final_awaiter final_suspend() noexcept;
    template <typename Value> decltype(auto) await_transform(Value &&value) {
      return unifex::await_transform(*this, std::forward<Value>(value));
    }
  };
};

struct _task_base {};
template <typename T, bool nothrow>
struct _task<T, nothrow>::type : _task_base {
  using promise_type = typename _promise<T, nothrow>::type;
  using mock_result = T;
  type(type &&) noexcept = default;
  type &operator=(type &&) noexcept = default;
  ~type();

private:
  template <typename Promise>
  friend mock_support::awaiter<T> tag_invoke(_await_transform::_fn, Promise &,
                                             type &&) {
    return {};
  }
};

} // namespace _task

template <typename T> using task = typename _task::_task<T, false>::type;
template <typename T> using nothrow_task = typename _task::_task<T, true>::type;

namespace _sync_wait_cpo {
class _fn {
public:
  template <typename Sender>
  auto operator()(Sender &&sender) const
      -> _mock_optional_t<_mock_result_t<Sender>> {
    return mock_support::anything{};
  }
};
} // namespace _sync_wait_cpo
inline constexpr _sync_wait_cpo::_fn sync_wait{};

namespace _schedule {
struct _fn {
  template <typename Scheduler>
  _mock_sender<void> operator()(Scheduler &&scheduler) const {
    return mock_support::anything{};
  }
};
} // namespace _schedule
inline constexpr _schedule::_fn schedule{};

namespace _schedule_after {
inline const struct _fn {
  template <typename Scheduler, typename Duration>
  _mock_sender<void> operator()(Scheduler &&scheduler,
                                Duration &&duration) const {
    return mock_support::anything{};
  }
} schedule_after{};
} // namespace _schedule_after
using _schedule_after::schedule_after;

namespace _on {
inline const struct _fn {
  template <typename Scheduler, typename Sender>
  _mock_sender<_mock_result_t<Sender>> operator()(Scheduler &&scheduler,
                                                  Sender &&sender) const {
    return mock_support::anything{};
  }
} on{};
} // namespace _on
using _on::on;

namespace _when_all::_cpo {
struct _fn {
  template <typename... Senders>
  _mock_sender<void> operator()(Senders &&...senders) const {
    return mock_support::anything{};
  }
};
} // namespace _when_all::_cpo
inline constexpr _when_all::_cpo::_fn when_all{};

namespace _then::_cpo {
struct _fn {
  template <typename Sender, typename Func>
  _mock_sender<void> operator()(Sender &&sender, Func &&func) const {
    return mock_support::anything{};
  }
};
} // namespace _then::_cpo
inline constexpr _then::_cpo::_fn then{};

namespace _static_thread_pool {
class context {
public:
  class scheduler {};
  explicit context(std::uint32_t threads);
  scheduler get_scheduler() noexcept;
};
} // namespace _static_thread_pool
using static_thread_pool = _static_thread_pool::context;

inline namespace v1 {
namespace _async_scope {
struct async_scope {
  async_scope() noexcept = default;
  ~async_scope();
  template <typename Sender>
  _mock_sender<_mock_result_t<Sender>> spawn(Sender &&sender) {
    return mock_support::anything{};
  }
  template <typename Sender> void detached_spawn(Sender &&sender) {}
  template <typename Sender>
  [[nodiscard]] _mock_sender<void> attach(Sender &&sender) {
    return mock_support::anything{};
  }
  [[nodiscard]] _mock_sender<void> complete() noexcept;
  [[nodiscard]] _mock_sender<void> cleanup() noexcept;
};
} // namespace _async_scope
using _async_scope::async_scope;
} // namespace v1

namespace _spawn_detached {
struct _spawn_detached_fn {
  template <typename Sender, typename Scope>
  void operator()(Sender &&sender, Scope &scope) const {}
};
} // namespace _spawn_detached
inline constexpr _spawn_detached::_spawn_detached_fn spawn_detached{};

namespace _spawn_future {
struct _spawn_future_fn {
  template <typename Sender, typename Scope>
  _mock_sender<_mock_result_t<Sender>> operator()(Sender &&sender,
                                                  Scope &scope) const {
    return mock_support::anything{};
  }
};
} // namespace _spawn_future
inline constexpr _spawn_future::_spawn_future_fn spawn_future{};

class async_mutex {
  class lock_sender : public _mock_sender<void> {};

public:
  [[nodiscard]] bool try_lock() noexcept;
  [[nodiscard]] lock_sender async_lock() noexcept;
  void unlock() noexcept;
};

} // namespace unifex

#endif // COTIDY_TEST_MOCKS_LIBUNIFEX_HPP
