// The same questions where handlers of the real Boost.Asio are called.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-resume-under-lock
// RUN: %if libc++ %{ %check_test %s async-resume-under-lock --tag libc++ -- -stdlib=libc++ %}

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>

namespace asio = boost::asio;

class Queue {
public:
  void push_bad(int value) {
    std::lock_guard lock(mutex);
    // NOTE@-1:21: the lock is taken here
    if (waiting.empty())
      return values.push_back(value);
    waiting.front()(value);
    // WARN@-1:5: 'waiting.front()' calls back code that is not known here, while a lock is held that it may want
    // NOTE@-2:5: unlock it before the call
    waiting.pop_front();
  }

  void push_ok(int value) {
    std::unique_lock lock(mutex);
    if (waiting.empty())
      return values.push_back(value);
    auto next = std::move(waiting.front());
    waiting.pop_front();
    lock.unlock();
    next(value);
  }

  void posted_ok(asio::any_io_executor executor, int value) {
    std::lock_guard lock(mutex);
    asio::post(executor,
               [next = std::move(waiting.front()), value] { next(value); });
    waiting.pop_front();
  }

  void pop_bad(std::function<void(int)> handler) {
    std::lock_guard lock(mutex);
    // NOTE@-1:21: the lock is taken here
    if (!values.empty())
      std::move(handler)(values.front());
      // WARN@-1:7: 'std::move(handler)' calls back code that is not known here, while a lock is held that it may want
      // NOTE@-2:7: unlock it before the call
  }

private:
  std::mutex mutex;
  std::deque<int> values;
  std::deque<std::function<void(int)>> waiting;
};
