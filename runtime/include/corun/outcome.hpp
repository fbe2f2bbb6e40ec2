#pragma once

#include <corun/detail/launch.hpp>

#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace corun {

/// How a task ended: with its result, or with an exception.
///
/// Thread safety: as a `std::optional`.
///
/// \code
/// corun::outcome<int> good(42);
/// corun::outcome<int> bad(std::make_exception_ptr(std::runtime_error("no")));
/// int sum = good.value() + (bad ? bad.value() : 0);
/// \endcode
template <typename T> class [[nodiscard]] outcome {
public:
  using value_type = detail::stored<T>;

  /// Ended well.
  explicit outcome(value_type value) : value_(std::move(value)) {}
  /// Ended with \p error, which is not null.
  explicit outcome(std::exception_ptr error) noexcept
      : error_(std::move(error)) {}

  /// Whether the task ended well.
  ///
  /// \code
  /// corun::outcome<int> answer(42);
  /// if (answer.has_value())
  ///   std::cout << answer.value() << '\n';
  /// \endcode
  bool has_value() const noexcept { return value_.has_value(); }
  explicit operator bool() const noexcept { return has_value(); }

  /// The exception; null where the task ended well.
  const std::exception_ptr &error() const noexcept { return error_; }

  /// The result; rethrows the exception where there is none.
  value_type &value() & {
    check();
    return *value_;
  }
  const value_type &value() const & {
    check();
    return *value_;
  }
  value_type &&value() && {
    check();
    return std::move(*value_);
  }

private:
  void check() const {
    if (!value_)
      std::rethrow_exception(error_);
  }

  std::optional<value_type> value_;
  std::exception_ptr error_;
};

} // namespace corun
