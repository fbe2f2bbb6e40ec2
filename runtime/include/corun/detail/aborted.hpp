#pragma once

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <exception>

namespace corun::detail {

/// Whether \p error says that an operation has been cancelled.
inline bool is_aborted(const std::exception_ptr &error) noexcept {
  try {
    if (error)
      std::rethrow_exception(error);
  } catch (const boost::system::system_error &e) {
    return e.code() == boost::asio::error::operation_aborted;
  } catch (...) {
  }
  return false;
}

} // namespace corun::detail
