//===--- kj.hpp - kj 2 with coroutines, names only --------------*- C++ -*-===//
//
// Debian's kj 0.9 knows no coroutines. A promise has no operator co_await: the
// coroutine's promise type takes kj::Promise in await_transform().
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_TEST_MOCKS_KJ_HPP
#define COTIDY_TEST_MOCKS_KJ_HPP

#include "support.hpp"
#include <cstdint>

namespace kj {

class WaitScope {};
class Exception {};
template <typename T> class Promise;
template <typename T> class ForkedPromise;
template <typename T> class Array {};
struct Duration {};

namespace _ {

class PromiseBase {};

template <typename T> struct UnwrapPromise_ {
  using Type = T;
};
template <typename T> struct UnwrapPromise_<Promise<T>> {
  using Type = T;
};
template <typename Func, typename... Args>
using PromiseForResult =
    Promise<typename UnwrapPromise_<std::invoke_result_t<Func, Args...>>::Type>;

template <typename T> class PromiseAwaiter : public mock_support::awaiter<T> {};
template <typename T>
class ForkedPromiseAwaiter : public mock_support::awaiter<T> {};

template <typename T> class Coroutine final : public mock_support::returns<T> {
public:
  Promise<T> get_return_object();
  std::suspend_never initial_suspend() { return {}; }
  mock_support::final_awaiter final_suspend() noexcept;
  template <typename U> PromiseAwaiter<U> await_transform(Promise<U> &promise) {
    return mock_support::anything{};
  }
  template <typename U>
  PromiseAwaiter<U> await_transform(Promise<U> &&promise) {
    return mock_support::anything{};
  }
  template <typename U>
  ForkedPromiseAwaiter<U> await_transform(ForkedPromise<U> &promise) {
    return mock_support::anything{};
  }
};

} // namespace _

template <typename T> class [[nodiscard]] Promise : protected _::PromiseBase {
public:
  Promise(Promise &&) noexcept;
  Promise &operator=(Promise &&) noexcept;
  ~Promise();
  template <typename Func> Promise<void> then(Func &&func) {
    return mock_support::anything{};
  }
  template <typename ErrorFunc> Promise<T> catch_(ErrorFunc &&errorHandler) {
    return mock_support::anything{};
  }
  T wait(WaitScope &waitScope);
  bool poll(WaitScope &waitScope);
  ForkedPromise<T> fork();
  Promise<T> exclusiveJoin(Promise<T> &&other);
  template <typename... Attachments>
  Promise<T> attach(Attachments &&...attachments) {
    return mock_support::anything{};
  }
  template <typename ErrorFunc>
  Promise<T> eagerlyEvaluate(ErrorFunc &&errorHandler) {
    return mock_support::anything{};
  }
  Promise<T> eagerlyEvaluate(decltype(nullptr));
  template <typename ErrorFunc> void detach(ErrorFunc &&errorHandler) {}
};

template <typename T> class ForkedPromise {
public:
  Promise<T> addBranch();
};

template <typename Func> _::PromiseForResult<Func> evalLater(Func &&func) {
  return mock_support::anything{};
}
template <typename Func> _::PromiseForResult<Func> evalNow(Func &&func) {
  return mock_support::anything{};
}
Promise<void> yield();

template <typename T>
Promise<Array<T>> joinPromises(Array<Promise<T>> &&promises) {
  return mock_support::anything{};
}
template <typename Functor> auto coCapture(Functor &&f) {
  return std::forward<Functor>(f);
}

class TaskSet {
public:
  class ErrorHandler {
  public:
    virtual void taskFailed(Exception &&exception) = 0;
  };
  explicit TaskSet(ErrorHandler &errorHandler);
  ~TaskSet();
  void add(Promise<void> &&promise);
  Promise<void> onEmpty();
};

class Timer {
public:
  virtual Promise<void> afterDelay(Duration delay) = 0;
  template <typename T>
  Promise<T> timeoutAfter(Duration delay, Promise<T> &&promise) {
    return mock_support::anything{};
  }
};

class Executor {
public:
  template <typename Func>
  _::PromiseForResult<Func> executeAsync(Func &&func) const {
    return mock_support::anything{};
  }
  template <typename Func>
  std::invoke_result_t<Func> executeSync(Func &&func) const {
    return mock_support::anything{};
  }
};

template <typename T> class Locked {
public:
  using _kj_DissalowedInCoroutine = void;
  Locked(Locked &&other);
  ~Locked();
  T *operator->();
};
template <typename T> class MutexGuarded {
public:
  Locked<T> lockExclusive() const;
};

} // namespace kj

template <typename T, typename... Args>
struct std::coroutine_traits<kj::Promise<T>, Args...> {
  using promise_type = kj::_::Coroutine<T>;
};

#endif // COTIDY_TEST_MOCKS_KJ_HPP
