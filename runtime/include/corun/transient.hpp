#pragma once

#include <boost/asio/error.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <exception>
#include <system_error>

namespace corun::detail {

inline bool is_transient(const std::error_code &code) noexcept {
  constexpr std::errc passing[] = {
      std::errc::broken_pipe,
      std::errc::connection_aborted,
      std::errc::connection_refused,
      std::errc::connection_reset,
      std::errc::host_unreachable,
      std::errc::interrupted,
      std::errc::network_down,
      std::errc::network_reset,
      std::errc::network_unreachable,
      std::errc::no_buffer_space,
      std::errc::operation_would_block,
      std::errc::resource_unavailable_try_again,
      std::errc::timed_out,
      std::errc::too_many_files_open,
      std::errc::too_many_files_open_in_system,
  };
  return std::any_of(std::begin(passing), std::end(passing),
                     [&](std::errc each) { return code == each; });
}

} // namespace corun::detail

namespace corun {

/// Whether \p code may be gone when the same is done again: a connection that
/// was refused, reset, closed by the other side or not reached, a lookup that
/// says "try again", a time limit that passed, too many open files.
///
/// Thread safety: a function without shared state.
///
/// \code
/// bool later = corun::is_transient(boost::asio::error::connection_refused);
/// \endcode
inline bool is_transient(const boost::system::error_code &code) noexcept {
  namespace error = boost::asio::error;
  return code == error::eof || code == error::host_not_found_try_again ||
         detail::is_transient(static_cast<std::error_code>(code));
}

/// As above, for the code of a `boost::system::system_error` or a
/// `std::system_error`; false for every other exception, and for none.
///
/// \code
/// auto error = std::make_exception_ptr(std::runtime_error("no"));
/// bool later = corun::is_transient(error);
/// \endcode
inline bool is_transient(const std::exception_ptr &error) noexcept {
  try {
    if (error)
      std::rethrow_exception(error);
  } catch (const boost::system::system_error &e) {
    return is_transient(e.code());
  } catch (const std::system_error &e) {
    return detail::is_transient(e.code());
  } catch (...) {
  }
  return false;
}

} // namespace corun
