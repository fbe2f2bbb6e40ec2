#pragma once

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <string>

namespace corun {

/// The runtime's own error codes. What comes from the system or a library
/// keeps its own code; a cancelled operation has
/// `boost::asio::error::operation_aborted`.
enum class errc {
  /// An argument that no operation can have: a null handle, an empty path, a
  /// size of zero, a negative timeout.
  invalid_argument = 1,
  /// A time limit passed; what ran under it has been cancelled and has ended.
  timed_out,
  /// The channel, connection or pool has been closed.
  closed,
  /// The circuit breaker lets no call through.
  circuit_open,
  /// The object is in use by another operation, and allows one at a time.
  busy,
  /// The other side sent what its protocol does not allow.
  protocol_error,
  /// More than the limit that the caller gave.
  limit_exceeded,
  /// Asked for where the system or the build does not have it.
  not_supported,
};

/// The category "corun".
///
/// \code
/// try {
///   co_await corun::with_timeout(corun::yield(), std::chrono::seconds(-1));
/// } catch (const boost::system::system_error &e) {
///   bool ours = e.code().category() == corun::error_category();
///   bool wrong = e.code() == corun::errc::invalid_argument;
/// }
/// \endcode
inline const boost::system::error_category &error_category() noexcept {
  struct category final : boost::system::error_category {
    const char *name() const noexcept override { return "corun"; }

    std::string message(int value) const override {
      switch (static_cast<errc>(value)) {
      case errc::invalid_argument:
        return "invalid argument";
      case errc::timed_out:
        return "timed out";
      case errc::closed:
        return "closed";
      case errc::circuit_open:
        return "circuit open";
      case errc::busy:
        return "busy with another operation";
      case errc::protocol_error:
        return "protocol error";
      case errc::limit_exceeded:
        return "limit exceeded";
      case errc::not_supported:
        return "not supported";
      }
      return "unknown error " + std::to_string(value);
    }

    boost::system::error_condition
    default_error_condition(int value) const noexcept override {
      namespace sys = boost::system::errc;
      switch (static_cast<errc>(value)) {
      case errc::invalid_argument:
        return make_error_condition(sys::invalid_argument);
      case errc::timed_out:
        return make_error_condition(sys::timed_out);
      case errc::busy:
        return make_error_condition(sys::device_or_resource_busy);
      case errc::protocol_error:
        return make_error_condition(sys::protocol_error);
      case errc::not_supported:
        return make_error_condition(sys::not_supported);
      default:
        return {value, *this};
      }
    }
  };
  static const category instance;
  return instance;
}

inline boost::system::error_code make_error_code(errc code) noexcept {
  return {static_cast<int>(code), error_category()};
}

} // namespace corun

template <>
struct boost::system::is_error_code_enum<corun::errc> : std::true_type {};

namespace corun::detail {

/// Throws `system_error`; \p where reads "corun::pq::exec: null PGconn*".
[[noreturn]] inline void throw_error(boost::system::error_code code,
                                     const std::string &where) {
  throw boost::system::system_error(code, where);
}

inline void require(bool holds, const char *where) {
  if (!holds)
    throw_error(errc::invalid_argument, where);
}

} // namespace corun::detail
