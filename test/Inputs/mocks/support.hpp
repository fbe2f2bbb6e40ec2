//===--- support.hpp - parts that several mocked runtimes share -*- C++ -*-===//
//
// The mocks stand in for libraries that Debian does not package. They have the
// names, namespaces, qualifiers and coroutine machinery of the real ones and no
// behaviour: most functions are declared only, so that no check finds anything
// in them, and they are compiled with -fsyntax-only.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_TEST_MOCKS_SUPPORT_HPP
#define COTIDY_TEST_MOCKS_SUPPORT_HPP

#include <concepts>
#include <coroutine>
#include <exception>
#include <type_traits>
#include <utility>

namespace mock_support {

/// The part of a promise that differs between void and other results.
template <typename T> struct returns {
  template <typename U>
    requires std::convertible_to<U &&, T>
  void return_value(U &&value);
  void unhandled_exception() noexcept;
};
template <> struct returns<void> {
  void return_void() noexcept;
  void unhandled_exception() noexcept;
};

/// The awaiter of an operation with a result of type T.
template <typename T = void> struct awaiter {
  bool await_ready() const noexcept;
  template <typename Promise>
  void await_suspend(std::coroutine_handle<Promise> continuation) {}
  T await_resume();
};

/// What final_suspend() gives in libraries that resume a continuation there.
struct final_awaiter {
  bool await_ready() const noexcept;
  template <typename Promise>
  std::coroutine_handle<>
  await_suspend(std::coroutine_handle<Promise> coroutine) noexcept;
  void await_resume() noexcept;
};

/// A value of any type, for templates that need a body because they are
/// instantiated with local types.
struct anything {
  template <typename T> operator T() const;
};

/// What awaiting an lvalue or an rvalue of type \p A gives.
template <typename A> decltype(auto) get_awaiter(A &&awaitable) {
  if constexpr (requires { std::forward<A>(awaitable).operator co_await(); })
    return std::forward<A>(awaitable).operator co_await();
  else if constexpr (requires {
                       operator co_await(std::forward<A>(awaitable));
                     })
    return operator co_await(std::forward<A>(awaitable));
  else
    return std::forward<A>(awaitable);
}
template <typename A>
using await_result_t =
    decltype(mock_support::get_awaiter(std::declval<A>()).await_resume());

} // namespace mock_support

#endif // COTIDY_TEST_MOCKS_SUPPORT_HPP
