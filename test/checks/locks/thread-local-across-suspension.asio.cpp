// The same questions to the real Boost.Asio, whose coroutines can be resumed on
// any thread that runs the context.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-thread-local-across-suspension
// RUN: %if libc++ %{ %check_test %s async-thread-local-across-suspension --tag libc++ \
// RUN:   -- -stdlib=libc++ %}

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <string>
#include <unistd.h>
#include <vector>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using tcp = asio::ip::tcp;

thread_local std::vector<char> scratch(4096);
void log(int error);

awaitable<void> scratch_bad(tcp::socket &socket) {
  auto &buffer = scratch;
  // NOTE@-1:18: the reference is taken here
  std::size_t got =
      co_await socket.async_read_some(asio::buffer(buffer), use_awaitable);
      // NOTE@-1:7: the coroutine can be suspended here
  buffer.resize(got);
  // WARN@-1:3: 'buffer' refers to thread-local 'scratch' of the thread before the suspension; the coroutine may run on another one here
  // NOTE@-2:3: take it again behind the suspension, or copy the value before
}

awaitable<void> iterator_bad(asio::steady_timer &timer) {
  auto at = scratch.begin();
  // NOTE@-1:13: the reference is taken here
  co_await timer.async_wait(use_awaitable);
  // NOTE@-1:3: the coroutine can be suspended here
  *at = 'x';
  // WARN@-1:4: 'at' refers to thread-local 'scratch' of the thread before the suspension; the coroutine may run on another one here
  // NOTE@-2:4: take it again behind the suspension, or copy the value before
}

awaitable<void> error_bad(asio::steady_timer &timer, int descriptor) {
  if (::fsync(descriptor) < 0) {
  // NOTE@-1:7: the call that set it
    co_await timer.async_wait(use_awaitable);
    // NOTE@-1:5: the coroutine can be suspended here
    log(errno);
    // WARN@-1:9: 'errno' is read behind a suspension: it is that of the thread that resumed the coroutine
    // NOTE@-2:9: copy it into a variable before the 'co_await'
  }
}

awaitable<void> own_buffer_ok(tcp::socket &socket) {
  std::vector<char> buffer(4096);
  std::size_t got =
      co_await socket.async_read_some(asio::buffer(buffer), use_awaitable);
  buffer.resize(got);
}

awaitable<void> own_executor_ok() {
  auto &buffer = scratch;
  auto executor = co_await asio::this_coro::executor;
  (void)executor;
  buffer.clear();
}

awaitable<void> error_ok(asio::steady_timer &timer, int descriptor) {
  if (::fsync(descriptor) < 0) {
    int error = errno;
    co_await timer.async_wait(use_awaitable);
    log(error);
  }
}
