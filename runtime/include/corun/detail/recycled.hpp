#pragma once

#include <boost/asio/recycling_allocator.hpp>

#include <cstddef>

namespace corun::detail {

// AddressSanitizer cannot tell a use after the end from one of the next object
// in the same place.
#if defined(__SANITIZE_ADDRESS__)
#define CORUN_NO_RECYCLING
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CORUN_NO_RECYCLING
#endif
#endif

/// Objects of \p T, made with `new`, take their memory from what Asio keeps
/// for each thread that runs a loop.
template <typename T> struct recycled {
#ifndef CORUN_NO_RECYCLING
  static void *operator new(std::size_t) {
    return boost::asio::recycling_allocator<T>().allocate(1);
  }

  static void operator delete(void *memory) noexcept {
    boost::asio::recycling_allocator<T>().deallocate(static_cast<T *>(memory),
                                                     1);
  }
#endif
};

#undef CORUN_NO_RECYCLING

} // namespace corun::detail
