//===--- async_simple.hpp - async_simple, names only ------------*- C++ -*-===//
#ifndef COTIDY_TEST_MOCKS_ASYNC_SIMPLE_HPP
#define COTIDY_TEST_MOCKS_ASYNC_SIMPLE_HPP

#include "support.hpp"
#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <tuple>
#include <variant>
#include <vector>

#if __has_cpp_attribute(clang::coro_await_elidable)
#define MOCK_ASYNC_SIMPLE_ELIDEABLE                                            \
  clang::coro_only_destroy_when_complete, clang::coro_await_elidable
#define MOCK_ASYNC_SIMPLE_LAZY_ATTRS [[nodiscard, MOCK_ASYNC_SIMPLE_ELIDEABLE]]
#else
#define MOCK_ASYNC_SIMPLE_LAZY_ATTRS [[nodiscard]]
#endif

namespace async_simple {

class SignalException : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};
class Executor {
public:
  virtual ~Executor() = default;
  virtual bool schedule(std::function<void()> func) = 0;
};
template <typename T> class Try {
public:
  bool hasError() const;
};

template <typename T> class Future {
public:
  Future(Future &&);
  ~Future();
  bool hasResult() const;
  T get() &&;
  void wait();
  template <typename F> Future<T> thenTry(F &&f) && {
    return mock_support::anything{};
  }
  template <typename F> Future<T> thenValue(F &&f) && {
    return mock_support::anything{};
  }
  auto coAwait(Executor *) && noexcept { return mock_support::awaiter<T>{}; }
};

namespace coro {

template <typename T = void> class Lazy;
template <typename T> class RescheduleLazy;
struct Yield {};

namespace detail {

template <typename Awaitable>
auto coAwait(Executor *ex, Awaitable &&awaitable) {
  if constexpr (requires { std::forward<Awaitable>(awaitable).coAwait(ex); })
    return std::forward<Awaitable>(awaitable).coAwait(ex);
  else
    return mock_support::get_awaiter(std::forward<Awaitable>(awaitable));
}

class LazyPromiseBase {
public:
  struct YieldAwaiter : mock_support::awaiter<void> {};
  std::suspend_always initial_suspend() noexcept { return {}; }
  mock_support::final_awaiter final_suspend() noexcept;
  YieldAwaiter await_transform(Yield);
  template <typename Awaitable> auto await_transform(Awaitable &&awaitable) {
    return detail::coAwait(nullptr, std::forward<Awaitable>(awaitable));
  }
};

template <typename T>
class LazyPromise : public LazyPromiseBase, public mock_support::returns<T> {
public:
  Lazy<T> get_return_object() noexcept;
};

template <typename T, bool reschedule> class LazyBase {
public:
  using promise_type = detail::LazyPromise<T>;
  using ValueType = T;
  struct ValueAwaiter : mock_support::awaiter<T> {
    auto coAwait(Executor *) { return *this; }
  };
  struct TryAwaiter : mock_support::awaiter<Try<T>> {
    auto coAwait(Executor *) { return *this; }
  };
  LazyBase(LazyBase &&) noexcept;
  ~LazyBase();
  bool isReady() const;
  template <typename F> void start(F &&callback) {}
  auto operator co_await() { return ValueAwaiter{}; }
  auto coAwaitTry() { return TryAwaiter{}; }
};

struct DetachedCoroutine {
  struct promise_type {
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept;
    void unhandled_exception();
    DetachedCoroutine get_return_object() noexcept;
  };
};

class DispatchAwaitable {
public:
  auto coAwait(Executor *) { return mock_support::awaiter<void>{}; }
};

} // namespace detail

template <typename T>
class MOCK_ASYNC_SIMPLE_LAZY_ATTRS Lazy
    : public detail::LazyBase<T, /*reschedule=*/false> {
  using Base = detail::LazyBase<T, false>;

public:
  Lazy(Lazy &&) noexcept;
  ~Lazy();
  RescheduleLazy<T> via(Executor *ex) &&;
  using Base::start;
  template <typename F> void directlyStart(F &&callback, Executor *executor) {}
  auto coAwait(Executor *) { return typename Base::ValueAwaiter{}; }
};

template <typename T>
class [[nodiscard]] RescheduleLazy
    : public detail::LazyBase<T, /*reschedule=*/true> {
  using Base = detail::LazyBase<T, true>;

public:
  RescheduleLazy(RescheduleLazy &&) noexcept;
  ~RescheduleLazy();
  void detach();
  using Base::start;
};

template <typename LazyType>
auto syncAwait(LazyType &&lazy) ->
    typename std::remove_cvref_t<LazyType>::ValueType {
  return mock_support::anything{};
}

template <typename Rep, typename Period>
Lazy<void> sleep(std::chrono::duration<Rep, Period> duration) {
  return mock_support::anything{};
}

template <template <typename> typename LazyType, typename... Ts>
Lazy<std::tuple<Ts *...>> collectAll(LazyType<Ts>... inputs) {
  return mock_support::anything{};
}
template <typename T>
Lazy<std::vector<Try<T>>> collectAll(std::vector<Lazy<T>> &&input) {
  return mock_support::anything{};
}
template <typename T>
Lazy<std::vector<Try<T>>> collectAllWindowed(std::size_t maxConcurrency,
                                             bool yield,
                                             std::vector<Lazy<T>> &&input) {
  return mock_support::anything{};
}
template <template <typename> typename LazyType, typename... Ts>
Lazy<std::size_t> collectAny(LazyType<Ts>... awaitables) {
  return mock_support::anything{};
}

detail::DispatchAwaitable dispatch(Executor *ex);

class Mutex {
public:
  class LockAwaiter : public mock_support::awaiter<void> {};
  class ScopedLockAwaiter
      : public mock_support::awaiter<std::unique_lock<Mutex>> {};
  bool tryLock() noexcept;
  [[nodiscard]] ScopedLockAwaiter coScopedLock() noexcept;
  [[nodiscard]] LockAwaiter coLock() noexcept;
  void lock();
  void unlock() noexcept;
};

} // namespace coro
template <typename T> class Promise {
public:
  void setValue(T &&value) {}
  void setException(std::exception_ptr error) {}
};

} // namespace async_simple

namespace coro_io {
struct socket {};
async_simple::coro::Lazy<std::size_t> async_read(socket &peer, char *buffer,
                                                 std::size_t size);
async_simple::coro::Lazy<std::size_t> async_write(socket &peer,
                                                  const char *text,
                                                  std::size_t size);
async_simple::coro::Lazy<int> async_connect(socket &peer, const char *host,
                                            const char *port);
template <typename Func>
async_simple::coro::Lazy<async_simple::Try<std::invoke_result_t<Func>>>
post(Func func) {
  return mock_support::anything{};
}
template <typename Duration>
async_simple::coro::Lazy<bool> sleep_for(Duration duration) {
  return mock_support::anything{};
}
} // namespace coro_io

#endif // COTIDY_TEST_MOCKS_ASYNC_SIMPLE_HPP
