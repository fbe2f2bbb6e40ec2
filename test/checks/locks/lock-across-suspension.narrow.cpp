// Locks that can be given back before the await, by a fix.
//
// RUN: %check_test %s async-lock-across-suspension

#include "mocks/cppcoro.hpp"
#include <mutex>
#include <shared_mutex>
#include <string>
#include <vector>

using cppcoro::task;

task<> send(std::string text);
task<int> ask();

std::mutex mutex;
std::vector<std::string> queue;
int sent = 0;

task<> scoped_bad() {
  std::lock_guard lock(mutex);
  // WARN@-1:19: 'lock' keeps 'mutex' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:19: unlock it before the 'co_await', or use a mutex that is awaited, such as 'cppcoro::async_mutex'
  // NOTE@-3:19: unlock it before the await
  // UNSAFE@-4:   {
  ++sent;
  // UNSAFE@-1:     std::lock_guard lock(mutex);
  // UNSAFE@-2:     ++sent;
  // UNSAFE@-3:   }
  co_await send("done");
  // NOTE@-1:3: the coroutine can be suspended here
}

task<> unlockable_bad(std::string text) {
  std::unique_lock lock(mutex);
  // WARN@-1:20: 'lock' keeps 'mutex' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:20: unlock it before the 'co_await', or use a mutex that is awaited, such as 'cppcoro::async_mutex'
  queue.push_back(text);
  std::string copy = queue.front();
  co_await send(copy);
  // NOTE@-1:3: the coroutine can be suspended here
}

class Counter {
  std::shared_mutex guard;
  int value = 0;

public:
  task<> count_bad() {
    std::scoped_lock lock(guard);
    // WARN@-1:22: 'lock' keeps 'guard' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
    // NOTE@-2:22: unlock it before the 'co_await', or use a mutex that is awaited, such as 'cppcoro::async_mutex'
    // NOTE@-3:22: unlock it before the await
    // UNSAFE@-4:     {
    ++value;
    // UNSAFE@-1:       std::scoped_lock lock(guard);
    // UNSAFE@-2:       ++value;
    // UNSAFE@-3:     }
    for (int i = 0; i < 3; ++i)
      co_await send("counted");
      // NOTE@-1:7: the coroutine can be suspended here
  }
};

task<> in_branch_bad(bool urgent) {
  if (urgent) {
    std::lock_guard lock(mutex);
    // WARN@-1:21: 'lock' keeps 'mutex' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
    // NOTE@-2:21: unlock it before the 'co_await', or use a mutex that is awaited, such as 'cppcoro::async_mutex'
    // NOTE@-3:21: unlock it before the await
    // UNSAFE@-4:     {
    queue.clear();
    // UNSAFE@-1:       std::lock_guard lock(mutex);
    // UNSAFE@-2:       queue.clear();
    // UNSAFE@-3:     }
    co_await send("urgent");
    // NOTE@-1:5: the coroutine can be suspended here
  }
}

// What the part under the lock declares is wanted behind it.
task<> declared_bad() {
  std::lock_guard lock(mutex);
  // WARN@-1:19: 'lock' keeps 'mutex' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:19: unlock it before the 'co_await', or use a mutex that is awaited, such as 'cppcoro::async_mutex'
  std::string first = queue.front();
  co_await send(first);
  // NOTE@-1:3: the coroutine can be suspended here
}

// The state is used behind the await as well.
task<> needed_bad() {
  std::lock_guard lock(mutex);
  // WARN@-1:19: 'lock' keeps 'mutex' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:19: unlock it before the 'co_await', or use a mutex that is awaited, such as 'cppcoro::async_mutex'
  ++sent;
  co_await send("one");
  // NOTE@-1:3: the coroutine can be suspended here
  ++sent;
}

// Nothing is done under the lock before the await.
task<> nothing_before_bad() {
  std::lock_guard lock(mutex);
  // WARN@-1:19: 'lock' keeps 'mutex' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:19: unlock it before the 'co_await', or use a mutex that is awaited, such as 'cppcoro::async_mutex'
  int answer = co_await ask();
  // NOTE@-1:16: the coroutine can be suspended here
  sent += answer;
}

task<> named_later_bad() {
  std::unique_lock lock(mutex);
  // WARN@-1:20: 'lock' keeps 'mutex' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:20: unlock it before the 'co_await', or use a mutex that is awaited, such as 'cppcoro::async_mutex'
  ++sent;
  co_await send("one");
  // NOTE@-1:3: the coroutine can be suspended here
  lock.unlock();
}

task<> narrow_ok() {
  {
    std::lock_guard lock(mutex);
    ++sent;
  }
  co_await send("done");
}
