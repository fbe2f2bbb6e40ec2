// Coroutines and callbacks that are run while a lock is held.
//
// RUN: %check_test %s async-resume-under-lock

#include "mocks/async_simple.hpp"
#include "mocks/concurrencpp.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include "mocks/threads.hpp"
#include <algorithm>
#include <coroutine>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <optional>
#include <pthread.h>
#include <utility>
#include <vector>

std::mutex mutex_;
void note(int value);
bool wanted();

// Found.

class Event {
public:
  void set_bad() {
    std::lock_guard lock(mutex);
    // NOTE@-1:21: the lock is taken here
    is_set = true;
    if (waiter)
      waiter.resume();
      // WARN@-1:7: 'resume' runs the coroutine until it suspends again, while a lock is held that it may want
      // NOTE@-2:7: unlock it before the call
  }
  void set_ok() {
    std::coroutine_handle<> to_resume;
    {
      std::lock_guard lock(mutex);
      is_set = true;
      to_resume = std::exchange(waiter, nullptr);
    }
    if (to_resume)
      to_resume.resume();
  }

private:
  std::mutex mutex;
  bool is_set = false;
  std::coroutine_handle<> waiter;
};

void all_waiters_bad(std::deque<std::coroutine_handle<>> &waiters) {
  std::scoped_lock lock(mutex_);
  // NOTE@-1:20: the lock is taken here
  for (auto waiter : waiters)
    waiter.resume();
    // WARN@-1:5: 'resume' runs the coroutine until it suspends again, while a lock is held that it may want
    // NOTE@-2:5: unlock it before the call
}

void called_bad(std::coroutine_handle<home::Lazy<>::promise_type> waiter) {
  std::unique_lock lock(mutex_);
  // NOTE@-1:20: the lock is taken here
  waiter();
  // WARN@-1:3: 'waiter' runs the coroutine until it suspends again, while a lock is held that it may want
  // NOTE@-2:3: unlock it before the call
}

void promise_bad(std::promise<int> &result) {
  std::lock_guard lock(mutex_);
  // NOTE@-1:19: the lock is taken here
  result.set_value(1);
  // WARN@-1:3: 'set_value' wakes whoever waits for the future, while a lock is held that it may want
  // NOTE@-2:3: unlock it before the call
}

void exception_bad(std::promise<int> &result) {
  std::lock_guard lock(mutex_);
  // NOTE@-1:19: the lock is taken here
  try {
    note(1);
  } catch (...) {
    result.set_exception(std::current_exception());
    // WARN@-1:5: 'set_exception' wakes whoever waits for the future, while a lock is held that it may want
    // NOTE@-2:5: unlock it before the call
  }
}

void callback_bad(std::function<void(int)> &done) {
  std::lock_guard lock(mutex_);
  // NOTE@-1:19: the lock is taken here
  done(1);
  // WARN@-1:3: 'done' calls back code that is not known here, while a lock is held that it may want
  // NOTE@-2:3: unlock it before the call
}

template <typename Handler> void complete_bad(Handler handler) {
  std::lock_guard lock(mutex_);
  // NOTE@-1:19: the lock is taken here
  std::move(handler)(1);
  // WARN@-1:3: 'std::move(handler)' calls back code that is not known here, while a lock is held that it may want
  // NOTE@-2:3: unlock it before the call
}
void completes(int base) {
  complete_bad([base](int value) { note(base + value); });
}

void by_hand_bad(std::coroutine_handle<> waiter) {
  mutex_.lock();
  // NOTE@-1:3: the lock is taken here
  waiter.resume();
  // WARN@-1:3: 'resume' runs the coroutine until it suspends again, while a lock is held that it may want
  // NOTE@-2:3: unlock it before the call
  mutex_.unlock();
}

void posix_bad(pthread_mutex_t *mutex, std::function<void()> &done) {
  pthread_mutex_lock(mutex);
  // NOTE@-1:3: the lock is taken here
  done();
  // WARN@-1:3: 'done' calls back code that is not known here, while a lock is held that it may want
  // NOTE@-2:3: unlock it before the call
  pthread_mutex_unlock(mutex);
}

void absl_bad(absl::Mutex &mutex, std::function<void()> &done) {
  absl::MutexLock lock(&mutex);
  // NOTE@-1:19: the lock is taken here
  done();
  // WARN@-1:3: 'done' calls back code that is not known here, while a lock is held that it may want
  // NOTE@-2:3: unlock it before the call
}

void qt_bad(QMutex *mutex, std::coroutine_handle<> waiter) {
  QMutexLocker locker(mutex);
  // NOTE@-1:16: the lock is taken here
  waiter.resume();
  // WARN@-1:3: 'resume' runs the coroutine until it suspends again, while a lock is held that it may want
  // NOTE@-2:3: unlock it before the call
}

void synchronized_bad(folly::Synchronized<int> &value,
                      std::coroutine_handle<> waiter) {
  auto locked = value.wlock();
  // NOTE@-1:8: the lock is taken here
  *locked = 1;
  waiter.resume();
  // WARN@-1:3: 'resume' runs the coroutine until it suspends again, while a lock is held that it may want
  // NOTE@-2:3: unlock it before the call
}

void event_bad(coro::event &event) {
  std::lock_guard lock(mutex_);
  // NOTE@-1:19: the lock is taken here
  event.set();
  // WARN@-1:3: 'set' resumes the coroutines that await it, while a lock is held that it may want
  // NOTE@-2:3: unlock it before the call
}

class Results {
public:
  void concurrencpp_bad(int value) {
    std::lock_guard lock(mutex_);
    // NOTE@-1:21: the lock is taken here
    Concurrencpp.set_result(value);
    // WARN@-1:5: 'set_result' may resume the coroutine that awaits it, while a lock is held that it may want
    // NOTE@-2:5: unlock it before the call
  }
  void concurrencpp_ok(int value) {
    {
      std::lock_guard lock(mutex_);
      note(value);
    }
    Concurrencpp.set_result(value);
  }
  void async_simple_bad(int value) {
    std::lock_guard lock(mutex_);
    // NOTE@-1:21: the lock is taken here
    if (wanted())
      AsyncSimple.setValue(std::move(value));
      // WARN@-1:7: 'setValue' may resume the coroutine that awaits it, while a lock is held that it may want
      // NOTE@-2:7: unlock it before the call
  }
  void async_simple_ok(int value) {
    std::unique_lock lock(mutex_);
    note(value);
    lock.unlock();
    AsyncSimple.setValue(std::move(value));
  }
  void cppcoro_bad() {
    const std::scoped_lock lock(mutex_);
    // NOTE@-1:28: the lock is taken here
    Event.set();
    // WARN@-1:5: 'set' resumes the coroutines that await it, while a lock is held that it may want
    // NOTE@-2:5: unlock it before the call
  }
  void seastar_bad(int value) {
    std::lock_guard lock(mutex_);
    // NOTE@-1:21: the lock is taken here
    Seastar.set_value(std::move(value));
    // WARN@-1:5: 'set_value' may resume the coroutine that awaits it, while a lock is held that it may want
    // NOTE@-2:5: unlock it before the call
  }
  void seastar_ok(int value) { Seastar.set_value(std::move(value)); }

private:
  concurrencpp::result_promise<int> Concurrencpp;
  async_simple::Promise<int> AsyncSimple;
  cppcoro::async_manual_reset_event Event;
  seastar::promise<int> Seastar;
};

void locked_again_bad(std::coroutine_handle<> waiter) {
  std::unique_lock lock(mutex_);
  lock.unlock();
  note(1);
  lock.lock();
  // NOTE@-1:3: the lock is taken here
  waiter.resume();
  // WARN@-1:3: 'resume' runs the coroutine until it suspends again, while a lock is held that it may want
  // NOTE@-2:3: unlock it before the call
}

void on_one_path_bad(std::coroutine_handle<> waiter) {
  std::unique_lock lock(mutex_);
  // NOTE@-1:20: the lock is taken here
  if (wanted())
    lock.unlock();
  waiter.resume();
  // WARN@-1:3: 'resume' runs the coroutine until it suspends again, while a lock is held that it may want
  // NOTE@-2:3: unlock it before the call
}

struct Awaiter {
  std::coroutine_handle<> next;
  bool await_ready() const noexcept { return false; }
  void await_suspend_bad(std::coroutine_handle<>) {
    std::lock_guard lock(mutex_);
    // NOTE@-1:21: the lock is taken here
    next.resume();
    // WARN@-1:5: 'resume' runs the coroutine until it suspends again, while a lock is held that it may want
    // NOTE@-2:5: unlock it before the call
  }
};

cppcoro::task<> in_coroutine_bad(std::coroutine_handle<> waiter) {
  std::lock_guard lock(mutex_);
  // NOTE@-1:19: the lock is taken here
  waiter.resume();
  // WARN@-1:3: 'resume' runs the coroutine until it suspends again, while a lock is held that it may want
  // NOTE@-2:3: unlock it before the call
  co_return;
}

void in_lambda_bad(std::coroutine_handle<> waiter) {
  auto wake = [waiter] {
    std::lock_guard lock(mutex_);
    // NOTE@-1:21: the lock is taken here
    waiter.resume();
    // WARN@-1:5: 'resume' runs the coroutine until it suspends again, while a lock is held that it may want
    // NOTE@-2:5: unlock it before the call
  };
  wake();
}

// Left alone.

void behind_scope_ok(std::coroutine_handle<> waiter) {
  {
    std::lock_guard lock(mutex_);
    note(1);
  }
  waiter.resume();
}

void unlocked_ok(std::promise<int> &result) {
  std::unique_lock lock(mutex_);
  note(1);
  lock.unlock();
  result.set_value(1);
}

void moved_ok(std::coroutine_handle<> waiter,
              std::unique_lock<std::mutex> &to) {
  std::unique_lock lock(mutex_);
  to = std::move(lock);
  waiter.resume();
}

void deferred_ok(std::coroutine_handle<> waiter) {
  std::unique_lock lock(mutex_, std::defer_lock);
  waiter.resume();
}

void not_got_ok(std::coroutine_handle<> waiter) {
  std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock)
    waiter.resume();
}

/// What the callable is given is what the lock is there for.
std::vector<int> Guarded;
void update_under_lock_ok(const std::function<void(int &)> &change) {
  std::lock_guard lock(mutex_);
  change(Guarded.front());
}
void visit_bad(const std::function<void(const int &)> &show) {
  std::lock_guard lock(mutex_);
  // NOTE@-1:19: the lock is taken here
  show(Guarded.front());
  // WARN@-1:3: 'show' calls back code that is not known here, while a lock is held that it may want
  // NOTE@-2:3: unlock it before the call
}

void predicate_ok(std::function<bool(int)> &test, std::vector<int> &values) {
  std::lock_guard lock(mutex_);
  if (test(1))
    values.clear();
}

void algorithm_ok(std::vector<int> &values) {
  std::lock_guard lock(mutex_);
  auto show = [](int value) { note(value); };
  std::for_each(values.begin(), values.end(), show);
  show(1);
}

void copied_ok(std::vector<std::function<void()>> &callbacks) {
  std::vector<std::function<void()>> taken;
  {
    std::lock_guard lock(mutex_);
    taken.swap(callbacks);
  }
  for (auto &callback : taken)
    callback();
}

void destroyed_ok(std::coroutine_handle<> waiter) {
  std::lock_guard lock(mutex_);
  waiter.destroy();
}

void asked_ok(std::coroutine_handle<> waiter) {
  std::lock_guard lock(mutex_);
  if (waiter.done())
    note(1);
}

void without_lock_ok(std::function<void()> &done) { done(); }

void by_hand_ok(std::coroutine_handle<> waiter) {
  mutex_.lock();
  note(1);
  mutex_.unlock();
  waiter.resume();
}

void queued_ok(std::deque<std::function<void()>> &queue,
               std::function<void()> done) {
  std::lock_guard lock(mutex_);
  queue.push_back(std::move(done));
}

void early_return_ok(std::coroutine_handle<> waiter) {
  if (std::unique_lock lock(mutex_); wanted())
    return;
  waiter.resume();
}

void stored_lambda_ok(std::coroutine_handle<> waiter,
                      std::function<void()> &later) {
  std::lock_guard lock(mutex_);
  later = [waiter] { waiter.resume(); };
}

cppcoro::task<> async_mutex_ok(cppcoro::async_mutex &mutex,
                               std::coroutine_handle<> waiter) {
  auto lock = co_await mutex.scoped_lock_async();
  waiter.resume();
}

/// Nobody can wait for it yet.
std::future<int> FP_new_promise() {
  std::lock_guard lock(mutex_);
  // NOTE@-1:19: the lock is taken here
  std::promise<int> result;
  auto future = result.get_future();
  result.set_value(1);
  // WARN@-1:3: 'set_value' wakes whoever waits for the future, while a lock is held that it may want
  // NOTE@-2:3: unlock it before the call
  return future;
}

void wake(std::coroutine_handle<> waiter) { waiter.resume(); }
/// What the other function calls is not looked at.
void FN_through_function(std::coroutine_handle<> waiter) {
  std::lock_guard lock(mutex_);
  wake(waiter);
}
