// Awaiters and coroutines beside the real Boost.Asio.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-promise-protocol

#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <coroutine>

namespace asio = boost::asio;

void pool_first_bad() {
  struct Awaiter {
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> coroutine) {
      asio::post(Pool, [coroutine] { coroutine.resume(); });
      // NOTE@-1:7: the coroutine's handle is handed to another thread here
      Posted = true;
      // WARN@-1:7: 'await_suspend' touches the awaiter after it has given the coroutine away, which may have destroyed it
      // NOTE@-2:7: do this before, or keep what it needs in a local variable
    }
    void await_resume() const noexcept {}
    asio::thread_pool &Pool;
    bool Posted = false;
  };
}

asio::awaitable<int> off_the_end_bad(asio::steady_timer &timer, int n) {
// WARN@-1:22: control can flow off the end of this coroutine, and its promise has no 'return_void': the behaviour is undefined
// NOTE@-2:22: end each path with 'co_return' and a value
  co_await timer.async_wait(asio::use_awaitable);
  if (n > 0)
    co_return n;
}
// NOTE@-1:1: it ends here without 'co_return'

void pool_last_ok() {
  struct Awaiter {
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> coroutine) {
      Posted = true;
      asio::post(Pool, [coroutine] { coroutine.resume(); });
    }
    void await_resume() const noexcept {}
    asio::thread_pool &Pool;
    bool Posted = false;
  };
}

asio::awaitable<int> each_path_ok(asio::steady_timer &timer, int n) {
  co_await timer.async_wait(asio::use_awaitable);
  if (n > 0)
    co_return n;
  co_return -n;
}

asio::awaitable<void> void_ok(asio::steady_timer &timer) {
  co_await timer.async_wait(asio::use_awaitable);
}
