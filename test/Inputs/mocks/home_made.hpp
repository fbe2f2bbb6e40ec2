//===--- home_made.hpp - types no catalogue lists ---------------*- C++ -*-===//
//
// Coroutine types as projects write them for themselves. Checks know them by
// their structure alone.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_TEST_MOCKS_HOME_MADE_HPP
#define COTIDY_TEST_MOCKS_HOME_MADE_HPP

#include "support.hpp"
#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>

namespace home {

/// Lazy, move-only, awaited as an rvalue.
template <typename T = void> class Lazy {
public:
  struct promise_type : mock_support::returns<T> {
    Lazy get_return_object() noexcept;
    std::suspend_always initial_suspend() noexcept { return {}; }
    mock_support::final_awaiter final_suspend() noexcept;
  };
  Lazy(Lazy &&other) noexcept;
  Lazy &operator=(Lazy &&other) noexcept;
  Lazy(const Lazy &) = delete;
  ~Lazy();
  auto operator co_await() && noexcept { return mock_support::awaiter<T>{}; }
};

/// Eager and shared: copies wait for one result, each with the members of an
/// awaiter.
template <typename T = void> class Shared {
public:
  struct promise_type : mock_support::returns<T> {
    Shared get_return_object();
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
  };
  Shared(const Shared &other);
  Shared &operator=(const Shared &other);
  ~Shared();
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<> continuation);
  T await_resume() const;

private:
  struct State;
  std::shared_ptr<State> Result;
};

/// Synchronous: iterating it runs the body on the caller's stack.
template <typename T> class Generator {
public:
  struct promise_type {
    Generator get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(const T &value) noexcept;
    void return_void() noexcept;
    void unhandled_exception();
    template <typename U>
    std::suspend_never await_transform(U &&awaitable) = delete;
  };
  struct Iterator {
    using difference_type = std::ptrdiff_t;
    using value_type = T;
    Iterator &operator++();
    void operator++(int);
    const T &operator*() const;
    bool operator==(std::default_sentinel_t) const;
  };
  Generator(Generator &&other) noexcept;
  ~Generator();
  Iterator begin();
  std::default_sentinel_t end() noexcept;
};

/// The same without saying that it cannot await: only its begin() and end()
/// tell.
template <typename T> class Sequence {
public:
  struct promise_type {
    Sequence get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(const T &value) noexcept;
    void return_void() noexcept;
    void unhandled_exception();
  };
  Sequence(Sequence &&other) noexcept;
  ~Sequence();
  typename Generator<T>::Iterator begin();
  std::default_sentinel_t end() noexcept;
};

/// Asynchronous: each element is awaited.
template <typename T> class AsyncGenerator {
public:
  struct promise_type {
    AsyncGenerator get_return_object();
    std::suspend_always initial_suspend() noexcept { return {}; }
    mock_support::final_awaiter final_suspend() noexcept;
    mock_support::final_awaiter yield_value(const T &value) noexcept;
    void return_void() noexcept;
    void unhandled_exception();
  };
  AsyncGenerator(AsyncGenerator &&other) noexcept;
  ~AsyncGenerator();
  auto next() { return mock_support::awaiter<std::optional<T>>{}; }
};

/// Awaitable that is no coroutine.
class Timer {
public:
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<> continuation);
  void await_resume();
};
[[nodiscard]] Timer sleep(int milliseconds);

/// Fire and forget: the frame destroys itself.
struct Detached {
  struct promise_type {
    Detached get_return_object() noexcept;
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() noexcept;
    void unhandled_exception() noexcept;
  };
};

} // namespace home

#endif // COTIDY_TEST_MOCKS_HOME_MADE_HPP
