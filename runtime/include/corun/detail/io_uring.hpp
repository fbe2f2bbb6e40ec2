#pragma once

#include <boost/asio/detail/config.hpp>

#if defined(BOOST_ASIO_HAS_IO_URING)
#include <cstdlib>
#include <cstring>
#include <liburing.h>
#endif

namespace corun::detail {

/// Whether Asio's io_uring file objects work in this process.
///
/// Compiling against liburing does not tell: kernels are built or configured
/// without io_uring, and containers forbid it. Constructing an Asio context is
/// safe either way; constructing a `random_access_file` or `stream_file`
/// throws where this is false. The first call asks the kernel, the answer
/// holds for the life of the process. `CORUN_IO_URING=0` in the environment
/// says no.
inline bool io_uring_available() noexcept {
#if defined(BOOST_ASIO_HAS_IO_URING)
  static const bool available = []() noexcept {
    const char *wish = std::getenv("CORUN_IO_URING");
    if (wish && std::strcmp(wish, "0") == 0)
      return false;
    // As many entries as Asio asks for: a low RLIMIT_MEMLOCK may allow fewer.
    io_uring ring;
    if (::io_uring_queue_init(16384, &ring, 0) != 0)
      return false;
    bool has = false;
    if (io_uring_probe *probe = ::io_uring_get_probe_ring(&ring)) {
      has = true;
      for (int op : {IORING_OP_READV, IORING_OP_WRITEV, IORING_OP_ASYNC_CANCEL,
                     IORING_OP_TIMEOUT})
        has = has && ::io_uring_opcode_supported(probe, op);
      ::io_uring_free_probe(probe);
    }
    ::io_uring_queue_exit(&ring);
    return has;
  }();
  return available;
#else
  return false;
#endif
}

} // namespace corun::detail
