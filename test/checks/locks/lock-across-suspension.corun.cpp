// Mutexes of threads that can become mutexes of coroutines, by a fix.
//
// REQUIRES: boost-asio
// RUN: %check_test %s async-lock-across-suspension -- -isystem %S/../../../runtime/include

#include <boost/asio/awaitable.hpp>
#include <condition_variable>
// UNSAFE@-1: #include <condition_variable>
// UNSAFE@-2: #include <corun/mutex.hpp>
#include <map>
#include <mutex>
#include <string>

using boost::asio::awaitable;

awaitable<std::string> fetch(std::string key);

class Cache {
public:
  awaitable<std::string> look_up_bad(std::string key) {
    std::lock_guard<std::mutex> lock(mutex);
    // WARN@-1:33: 'lock' keeps 'mutex' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
    // NOTE@-2:33: unlock it before the 'co_await', or use a mutex that is awaited
    // NOTE@-3:33: use 'corun::mutex', which is awaited
    // UNSAFE@-4:     auto lock = co_await mutex.lock();
    auto found = entries.find(key);
    if (found == entries.end())
      found = entries.emplace(key, co_await fetch(key)).first;
      // NOTE@-1:36: the coroutine can be suspended here
    co_return found->second;
  }

  awaitable<void> forget_ok(std::string key) {
    std::unique_lock lock(mutex);
    // UNSAFE@-1:     auto lock = co_await mutex.lock();
    entries.erase(key);
    lock.unlock();
    co_await fetch("/forget");
  }

private:
  mutable std::mutex mutex;
  // UNSAFE@-1:   mutable corun::mutex mutex;
  std::map<std::string, std::string> entries;
};

struct State {
  std::mutex mutex;
  // UNSAFE@-1:   corun::mutex mutex;
  std::string last;
};

static awaitable<void> update_bad(State &state) {
  std::scoped_lock lock{state.mutex};
  // WARN@-1:20: 'lock' keeps 'state.mutex' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:20: unlock it before the 'co_await', or use a mutex that is awaited
  // NOTE@-3:20: use 'corun::mutex', which is awaited
  // UNSAFE@-4:   auto lock = co_await state.mutex.lock();
  state.last = co_await fetch("/last" + state.last);
  // NOTE@-1:16: the coroutine can be suspended here
}

awaitable<void> start_ok(State &state) {
  co_await update_bad(state);
}

//===----------------------------------------------------------------------===//
// No fix
//===----------------------------------------------------------------------===//

// Another file may name it.
std::mutex shared;
std::string newest;
awaitable<void> another_file_bad() {
  std::lock_guard lock(shared);
  // WARN@-1:19: 'lock' keeps 'shared' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:19: unlock it before the 'co_await', or use a mutex that is awaited
  newest = co_await fetch(newest);
  // NOTE@-1:12: the coroutine can be suspended here
}

// A function that is no coroutine takes it, too.
class Counter {
public:
  awaitable<void> count_bad() {
    std::lock_guard lock(mutex);
    // WARN@-1:21: 'lock' keeps 'mutex' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
    // NOTE@-2:21: unlock it before the 'co_await', or use a mutex that is awaited
    value = co_await fetch(value);
    // NOTE@-1:13: the coroutine can be suspended here
  }
  std::string get_ok() {
    std::lock_guard lock(mutex);
    return value;
  }

private:
  std::mutex mutex;
  std::string value;
};

// The guard is used for more.
class Queue {
public:
  awaitable<void> wait_bad() {
    std::unique_lock lock(mutex);
    // WARN@-1:22: 'lock' keeps 'mutex' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
    // NOTE@-2:22: unlock it before the 'co_await', or use a mutex that is awaited
    value = co_await fetch(value);
    // NOTE@-1:13: the coroutine can be suspended here
    changed.wait(lock);
    value = co_await fetch(value);
    // NOTE@-1:13: the coroutine can be suspended here
  }

private:
  std::mutex mutex;
  std::condition_variable changed;
  std::string value;
};

class Timed {
public:
  awaitable<void> wait_bad() {
    std::lock_guard lock(mutex);
    // WARN@-1:21: 'lock' keeps 'mutex' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
    // NOTE@-2:21: unlock it before the 'co_await', or use a mutex that is awaited
    value = co_await fetch(value);
    // NOTE@-1:13: the coroutine can be suspended here
  }

private:
  std::timed_mutex mutex;
  std::string value;
};

// Two at a time.
class Pair {
public:
  awaitable<void> swap_bad() {
    std::scoped_lock lock(first, second);
    // WARN@-1:22: 'lock' keeps 'first' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
    // NOTE@-2:22: unlock it before the 'co_await', or use a mutex that is awaited
    value = co_await fetch(value);
    // NOTE@-1:13: the coroutine can be suspended here
  }

private:
  std::mutex first, second;
  std::string value;
};
