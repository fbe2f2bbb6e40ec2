// The same questions to the real Boost.Asio, with the locks of Boost.Thread.
//
// REQUIRES: boost-asio, boost-thread
// RUN: %check_test %s async-lock-across-suspension
// RUN: %if libc++ %{ %check_test %s async-lock-across-suspension --tag libc++ \
// RUN:   -- -stdlib=libc++ %}

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/thread/lock_guard.hpp>
#include <boost/thread/mutex.hpp>
#include <boost/thread/shared_mutex.hpp>
#include <deque>
#include <mutex>
#include <shared_mutex>
#include <string>

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using tcp = asio::ip::tcp;

class Connection {
public:
  awaitable<void> send_bad(std::string text) {
    std::lock_guard lock(mutex);
    // WARN@-1:21: 'lock' keeps 'mutex' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
    // NOTE@-2:21: unlock it before the 'co_await', or use a mutex that is awaited
    pending.push_back(std::move(text));
    while (!pending.empty()) {
      co_await asio::async_write(socket, asio::buffer(pending.front()),
      // NOTE@-1:7: the coroutine can be suspended here
                                 use_awaitable);
      pending.pop_front();
    }
  }

  awaitable<void> send_ok(std::string text) {
    {
      std::lock_guard lock(mutex);
      pending.push_back(text);
    }
    co_await asio::async_write(socket, asio::buffer(text), use_awaitable);
  }

  awaitable<std::size_t> size_bad() {
    std::shared_lock lock(shared);
    // WARN@-1:22: 'lock' keeps 'shared' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
    // NOTE@-2:22: unlock it before the 'co_await', or use a mutex that is awaited
    co_await asio::post(socket.get_executor(), use_awaitable);
    // NOTE@-1:5: the coroutine can be suspended here
    co_return pending.size();
  }

  awaitable<void> retry_bad(asio::steady_timer &timer) {
    std::unique_lock lock(mutex);
    // WARN@-1:22: 'lock' keeps 'mutex' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
    // NOTE@-2:22: unlock it before the 'co_await', or use a mutex that is awaited
    boost::system::error_code error;
    for (int i = 0; i < 3 && !pending.empty(); ++i) {
      timer.expires_after(std::chrono::seconds(i));
      co_await timer.async_wait(asio::redirect_error(use_awaitable, error));
      // NOTE@-1:7: the coroutine can be suspended here
    }
  }

  awaitable<void> retry_ok(asio::steady_timer &timer) {
    std::unique_lock lock(mutex);
    while (!pending.empty()) {
      lock.unlock();
      timer.expires_after(std::chrono::seconds(1));
      co_await timer.async_wait(use_awaitable);
      lock.lock();
    }
  }

  awaitable<void> own_executor_ok() {
    std::lock_guard lock(mutex);
    auto executor = co_await asio::this_coro::executor;
    asio::post(executor, [] {});
    pending.clear();
  }

  awaitable<void> boost_bad(asio::steady_timer &timer) {
    boost::unique_lock<boost::mutex> lock(boost_mutex);
    // WARN@-1:38: 'lock' keeps 'boost_mutex' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
    // NOTE@-2:38: unlock it before the 'co_await', or use a mutex that is awaited
    co_await timer.async_wait(use_awaitable);
    // NOTE@-1:5: the coroutine can be suspended here
  }

  awaitable<void> boost_shared_bad(asio::steady_timer &timer) {
    boost::shared_lock<boost::shared_mutex> lock(boost_shared);
    // WARN@-1:45: 'lock' keeps 'boost_shared' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
    // NOTE@-2:45: unlock it before the 'co_await', or use a mutex that is awaited
    co_await timer.async_wait(use_awaitable);
    // NOTE@-1:5: the coroutine can be suspended here
  }

  awaitable<void> boost_ok(asio::steady_timer &timer) {
    {
      boost::lock_guard<boost::mutex> lock(boost_mutex);
      pending.clear();
    }
    boost::unique_lock<boost::mutex> deferred(boost_mutex, boost::defer_lock);
    co_await timer.async_wait(use_awaitable);
  }

private:
  std::mutex mutex;
  std::shared_mutex shared;
  boost::mutex boost_mutex;
  boost::shared_mutex boost_shared;
  std::deque<std::string> pending;
  tcp::socket socket;
};

void listen_bad(asio::io_context &context, tcp::acceptor &acceptor,
                std::recursive_mutex &mutex) {
  asio::co_spawn(
      context,
      [&]() -> awaitable<void> {
        std::lock_guard lock(mutex);
        // WARN@-1:25: 'lock' keeps 'mutex' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
        // NOTE@-2:25: unlock it before the 'co_await', or use a mutex that is awaited
        tcp::socket client = co_await acceptor.async_accept(use_awaitable);
        // NOTE@-1:30: the coroutine can be suspended here
        client.close();
      },
      asio::detached);
}

template <typename Stream>
awaitable<void> generic_bad(Stream &stream, std::timed_mutex &mutex) {
  if (!mutex.try_lock_for(std::chrono::milliseconds(1)))
  // WARN@-1:8: 'mutex' stays locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:8: unlock it before the 'co_await', or use a mutex that is awaited
    co_return;
  co_await asio::async_write(stream, asio::buffer("x", 1), use_awaitable);
  // NOTE@-1:3: the coroutine can be suspended here
  mutex.unlock();
}
template awaitable<void> generic_bad(tcp::socket &, std::timed_mutex &);
