//===--- folly.hpp - folly::coro and futures, names only --------*- C++ -*-===//
//
// As in folly, Task has no operator co_await: the promise's await_transform()
// goes through co_viaIfAsync().
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_TEST_MOCKS_FOLLY_HPP
#define COTIDY_TEST_MOCKS_FOLLY_HPP

#include "support.hpp"
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <ranges>
#include <tuple>
#include <vector>

#if __has_cpp_attribute(clang::coro_await_elidable)
#define MOCK_FOLLY_CORO_TASK_ATTRS [[nodiscard, clang::coro_await_elidable]]
#else
#define MOCK_FOLLY_CORO_TASK_ATTRS [[nodiscard]]
#endif

/// A function object in a namespace of its own, as FOLLY_DEFINE_CPO makes one.
#define MOCK_FOLLY_DEFINE_CPO(Type, Name)                                      \
  namespace folly_cpo__ {                                                      \
  inline constexpr Type Name{};                                                \
  }                                                                            \
  using namespace folly_cpo__;

namespace folly {

struct Unit {};
template <typename T> class Try {
public:
  T &value() &;
  bool hasException() const;
};
struct OperationCancelled : public std::exception {
  const char *what() const noexcept override;
};
class CancellationToken {
public:
  bool isCancellationRequested() const noexcept;
};
class Executor {
public:
  template <typename ExecutorT = Executor> class KeepAlive {
  public:
    KeepAlive() noexcept;
    template <typename OtherT> KeepAlive(OtherT *executor) {}
  };
  virtual ~Executor() = default;
  virtual void add(std::function<void()> func) = 0;
};
class CPUThreadPoolExecutor : public Executor {
public:
  explicit CPUThreadPoolExecutor(std::size_t threads);
  void add(std::function<void()> func) override;
};
Executor::KeepAlive<> getGlobalCPUExecutor();

template <typename T> class Future;
namespace futures::detail {
template <typename T> class FutureBase {
public:
  bool isReady() const;
  bool hasValue() const;
};
} // namespace futures::detail

template <typename T>
class [[nodiscard]] SemiFuture : private futures::detail::FutureBase<T> {
public:
  SemiFuture(SemiFuture &&) noexcept;
  ~SemiFuture();
  using futures::detail::FutureBase<T>::isReady;
  T get() &&;
  T get(std::chrono::microseconds duration) &&;
  Try<T> getTry() &&;
  SemiFuture &wait() &;
  Future<T> via(Executor::KeepAlive<> executor) &&;
  template <typename F> SemiFuture<Unit> deferValue(F &&func) && {
    return mock_support::anything{};
  }
};

template <typename T>
class [[nodiscard]] Future : private futures::detail::FutureBase<T> {
public:
  Future(Future &&) noexcept;
  ~Future();
  using futures::detail::FutureBase<T>::isReady;
  T get() &&;
  T get(std::chrono::microseconds duration) &&;
  Future &wait() &;
  template <typename F> Future<Unit> thenValue(F &&func) && {
    return mock_support::anything{};
  }
  SemiFuture<T> semi() &&;
};

template <typename T>
mock_support::awaiter<T> operator co_await(Future<T> &&future) noexcept {
  return mock_support::anything{};
}
template <typename T>
mock_support::awaiter<T> operator co_await(SemiFuture<T> &&future) noexcept {
  return mock_support::anything{};
}

namespace futures {
SemiFuture<Unit> sleep(std::chrono::microseconds duration);
} // namespace futures

namespace coro {

template <typename T = void> class Task;
template <typename T = void> class TaskWithExecutor;

template <typename Awaitable> class ViaIfAsyncAwaitable {
public:
  auto operator co_await() && {
    return mock_support::awaiter<typename Awaitable::mock_result>{};
  }
};

namespace detail::adl {
struct ViaIfAsyncFunction {
  template <typename Awaitable>
  auto operator()(Executor::KeepAlive<> executor, Awaitable &&awaitable) const {
    return co_viaIfAsync(std::move(executor),
                         std::forward<Awaitable>(awaitable));
  }
};
struct WithExecutorFunction {
  template <typename Awaitable>
  auto operator()(Executor::KeepAlive<> executor, Awaitable &&awaitable) const {
    return co_withExecutor(std::move(executor),
                           std::forward<Awaitable>(awaitable));
  }
};
struct WithCancellationFunction {
  template <typename Awaitable>
  Awaitable operator()(CancellationToken token, Awaitable awaitable) const {
    return mock_support::anything{};
  }
};
} // namespace detail::adl
MOCK_FOLLY_DEFINE_CPO(detail::adl::ViaIfAsyncFunction, co_viaIfAsync)
MOCK_FOLLY_DEFINE_CPO(detail::adl::WithExecutorFunction, co_withExecutor)
MOCK_FOLLY_DEFINE_CPO(detail::adl::WithCancellationFunction,
                      co_withCancellation)

struct co_invoke_fn {
  template <typename F, typename... A>
  constexpr std::invoke_result_t<F, A...> operator()(F &&f, A &&...a) const {
    return mock_support::anything{};
  }
};
MOCK_FOLLY_DEFINE_CPO(co_invoke_fn, co_invoke)

struct co_current_executor_t {};
inline constexpr co_current_executor_t co_current_executor{};
class co_safe_point_t final {};
inline constexpr co_safe_point_t co_safe_point{};

namespace detail {

class co_reschedule_on_current_executor_ {
public:
  using mock_result = void;
  friend ViaIfAsyncAwaitable<co_reschedule_on_current_executor_>
      co_viaIfAsync(Executor::KeepAlive<>, co_reschedule_on_current_executor_);
};

class TaskPromiseBase {
public:
  std::suspend_always initial_suspend() noexcept;
  mock_support::final_awaiter final_suspend() noexcept;
  mock_support::awaiter<void> await_transform(co_safe_point_t) noexcept;
  mock_support::awaiter<Executor *>
      await_transform(co_current_executor_t) noexcept;
  template <typename Awaitable> auto await_transform(Awaitable &&awaitable) {
    if constexpr (requires {
                    mock_support::get_awaiter(
                        std::forward<Awaitable>(awaitable))
                        .await_resume();
                  })
      return mock_support::get_awaiter(std::forward<Awaitable>(awaitable));
    else
      return folly::coro::co_viaIfAsync(Executor::KeepAlive<>(),
                                        std::forward<Awaitable>(awaitable));
  }
};

template <typename T>
class TaskPromise final : public TaskPromiseBase,
                          public mock_support::returns<T> {
public:
  Task<T> get_return_object() noexcept;
};

} // namespace detail

inline constexpr detail::co_reschedule_on_current_executor_
    co_reschedule_on_current_executor{};

template <typename T> class [[nodiscard]] TaskWithExecutor {
public:
  TaskWithExecutor(TaskWithExecutor &&) noexcept;
  ~TaskWithExecutor();
  SemiFuture<T> start() &&;
  template <typename F> void start(F &&callback) && {}
  SemiFuture<T> startInlineUnsafe() &&;
  mock_support::awaiter<T> operator co_await() && noexcept;
};
template <> class [[nodiscard]] TaskWithExecutor<void> {
public:
  TaskWithExecutor(TaskWithExecutor &&) noexcept;
  ~TaskWithExecutor();
  SemiFuture<Unit> start() &&;
  template <typename F> void start(F &&callback) && {}
  SemiFuture<Unit> startInlineUnsafe() &&;
  mock_support::awaiter<void> operator co_await() && noexcept;
};

template <typename T> class MOCK_FOLLY_CORO_TASK_ATTRS Task {
public:
  using promise_type = detail::TaskPromise<T>;
  using mock_result = T;
  Task(const Task &) = delete;
  Task(Task &&) noexcept;
  ~Task();
  SemiFuture<std::conditional_t<std::is_void_v<T>, Unit, T>> semi() &&;
  TaskWithExecutor<T> scheduleOn(Executor::KeepAlive<> executor) && noexcept;
  friend TaskWithExecutor<T> co_withExecutor(Executor::KeepAlive<>,
                                             Task) noexcept {
    return mock_support::anything{};
  }
  friend ViaIfAsyncAwaitable<Task> co_viaIfAsync(Executor::KeepAlive<>,
                                                 Task) noexcept {
    return {};
  }
};

/// Wraps a Task and may only be awaited where it is made.
template <typename T> class MOCK_FOLLY_CORO_TASK_ATTRS now_task final {
public:
  struct promise_type : detail::TaskPromiseBase, mock_support::returns<T> {
    now_task get_return_object() noexcept;
  };
  using mock_result = T;
  ~now_task();
  now_task(now_task &&) = delete;
  friend ViaIfAsyncAwaitable<now_task> co_viaIfAsync(Executor::KeepAlive<>,
                                                     now_task &&) noexcept {
    return {};
  }
};

template <typename Reference> class [[nodiscard]] AsyncGenerator {
public:
  struct promise_type : detail::TaskPromiseBase {
    AsyncGenerator get_return_object() noexcept;
    mock_support::final_awaiter yield_value(Reference value) noexcept;
    void unhandled_exception() noexcept;
    void return_void() noexcept;
  };
  AsyncGenerator(AsyncGenerator &&) noexcept;
  ~AsyncGenerator();
  mock_support::awaiter<Reference *> next() noexcept;
};

class AsyncScope {
public:
  ~AsyncScope();
  template <typename Awaitable>
  void add(Awaitable &&awaitable, void *returnAddress = nullptr) {}
  Task<void> joinAsync() noexcept;
};

class Mutex {
  class LockAwaiter : public mock_support::awaiter<void> {};
  class ScopedLockAwaiter
      : public mock_support::awaiter<std::unique_lock<Mutex>> {};
  template <typename Awaiter> class LockOperation : public Awaiter {};

public:
  bool try_lock() noexcept;
  void lock();
  void unlock() noexcept;
  [[nodiscard]] LockOperation<ScopedLockAwaiter> co_scoped_lock() noexcept;
  [[nodiscard]] LockOperation<LockAwaiter> co_lock() noexcept;
};

struct blocking_wait_fn {
  template <typename Awaitable>
  auto operator()(Awaitable &&awaitable) const ->
      typename std::remove_cvref_t<Awaitable>::mock_result {
    return mock_support::anything{};
  }
};
inline constexpr blocking_wait_fn blocking_wait{};
static constexpr blocking_wait_fn const &blockingWait = blocking_wait;

template <typename... SemiAwaitables>
Task<std::tuple<SemiAwaitables *...>> collectAll(SemiAwaitables... awaitables) {
  return mock_support::anything{};
}
template <std::ranges::range InputRange>
Task<void> collectAllRange(InputRange awaitables) {
  return mock_support::anything{};
}
template <typename SemiAwaitable>
Task<void> collectAllRange(std::vector<SemiAwaitable> awaitables) {
  return mock_support::anything{};
}
template <std::ranges::range InputRange>
Task<void> collectAllWindowed(InputRange awaitables,
                              std::size_t maxConcurrency) {
  return mock_support::anything{};
}
template <typename SemiAwaitable, typename... SemiAwaitables>
Task<std::size_t> collectAny(SemiAwaitable &&awaitable,
                             SemiAwaitables &&...awaitables) {
  return mock_support::anything{};
}
template <typename SemiAwaitable, typename Duration>
Task<typename SemiAwaitable::mock_result> timeout(SemiAwaitable awaitable,
                                                  Duration duration) {
  return mock_support::anything{};
}
Task<void> sleep(std::chrono::microseconds duration);
template <typename Func>
std::invoke_result_t<Func &> retryN(std::uint32_t maxRetries, Func &&func) {
  return mock_support::anything{};
}

} // namespace coro
} // namespace folly

#endif // COTIDY_TEST_MOCKS_FOLLY_HPP
