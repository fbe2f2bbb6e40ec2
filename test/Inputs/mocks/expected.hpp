// A value that may be an error, with coroutines that leave at the first one, as
// folly::Expected has them.
#pragma once
#include <coroutine>

template <typename T> struct Expected {
  struct promise_type {
    Expected get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_never final_suspend() noexcept;
    void unhandled_exception();
    void return_value(T value);
  };
  struct Awaiter {
    bool await_ready() const;
    void await_suspend(std::coroutine_handle<>) const;
    T await_resume() const;
  };
  bool has_value() const;
  explicit operator bool() const { return has_value(); }
  T &value();
  Awaiter operator co_await() const;
};
