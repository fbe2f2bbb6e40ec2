// Locks of threads that are held while a coroutine is suspended.
//
// RUN: %check_test %s async-lock-across-suspension

#include "mocks/async_simple.hpp"
#include "mocks/cobalt.hpp"
#include "mocks/concurrencpp.hpp"
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include "mocks/threads.hpp"
#include <condition_variable>
#include <coroutine>
#include <map>
#include <mutex>
#include <optional>
#include <pthread.h>
#include <shared_mutex>
#include <string>
#include <threads.h>
#include <vector>

std::mutex mutex_;
std::mutex other_mutex;
std::map<std::string, std::string> cache;
cppcoro::task<std::string> fetch(std::string key);
cppcoro::task<> store(const std::string &value);
cppcoro::task<bool> is_stale(std::string key);
home::Lazy<> later();
coro::task<int> ask();
folly::coro::Task<int> query();
int combine(int left, int right);
void note(const std::string &text);
bool wanted();

// Where the await can stand.

cppcoro::task<std::string> in_initialiser_bad(std::string key) {
  std::lock_guard lock(mutex_);
  // WARN@-1:19: 'lock' keeps 'mutex_' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:19: unlock it before the 'co_await', or use a mutex that is awaited, such as 'cppcoro::async_mutex'
  auto found = cache.find(key);
  if (found != cache.end())
    co_return found->second;
  std::string value = co_await fetch(key);
  // NOTE@-1:23: the coroutine can be suspended here
  cache.emplace(key, value);
  co_return value;
}

cppcoro::task<> in_condition_bad(std::string key) {
  std::scoped_lock lock(mutex_, other_mutex);
  // WARN@-1:20: 'lock' keeps 'mutex_' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:20: unlock it before the 'co_await', or use a mutex that is awaited, such as 'cppcoro::async_mutex'
  if (co_await is_stale(key))
  // NOTE@-1:7: the coroutine can be suspended here
    cache.erase(key);
}

coro::task<int> in_argument_bad(int left) {
  std::unique_lock<std::mutex> lock{mutex_};
  // WARN@-1:32: 'lock' keeps 'mutex_' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:32: unlock it before the 'co_await', or use a mutex that is awaited, such as 'coro::mutex'
  co_return combine(left, co_await ask());
  // NOTE@-1:27: the coroutine can be suspended here
}

home::Lazy<> in_loop_bad(std::vector<int> &queue) {
  std::lock_guard<std::mutex> lock(mutex_);
  // WARN@-1:31: 'lock' keeps 'mutex_' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:31: unlock it before the 'co_await', or use a mutex that is awaited
  for (int element : queue) {
    if (element == 0)
      continue;
    co_await later();
    // NOTE@-1:5: the coroutine can be suspended here
  }
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
}

home::Lazy<> in_for_increment_bad() {
  std::lock_guard lock(mutex_);
  // WARN@-1:19: 'lock' keeps 'mutex_' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:19: unlock it before the 'co_await', or use a mutex that is awaited
  for (int i = 0; i < 3; co_await later())
  // NOTE@-1:26: the coroutine can be suspended here
    ++i;
}

home::AsyncGenerator<int> at_yield_bad() {
  std::lock_guard lock(mutex_);
  // WARN@-1:19: 'lock' keeps 'mutex_' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:19: unlock it before the 'co_yield', or use a mutex that is awaited
  co_yield 1;
  // NOTE@-1:3: the coroutine is suspended here until its consumer asks for the next value
  co_yield 2;
  // NOTE@-1:3: the coroutine is suspended here until its consumer asks for the next value
}

home::Generator<std::string> consumer_runs_bad() {
  std::shared_lock lock(*new std::shared_mutex);
  // WARN@-1:20: 'lock' keeps '*new std::shared_mutex' locked while the generator's consumer runs: if the consumer wants the lock as well, or never comes back, it is not unlocked
  // NOTE@-2:20: unlock it before the 'co_yield'
  for (const auto &[key, value] : cache)
    co_yield value;
    // NOTE@-1:5: the coroutine is suspended here until its consumer asks for the next value
}

seastar::future<> same_thread_bad() {
  std::lock_guard lock(mutex_);
  // WARN@-1:19: 'lock' keeps 'mutex_' locked while the coroutine is suspended: the next coroutine of this thread that locks it blocks the thread for good
  // NOTE@-2:19: unlock it before the 'co_await', or use a mutex that is awaited, such as 'seastar::shared_mutex'
  co_await seastar::sleep(std::chrono::seconds(1));
  // NOTE@-1:3: the coroutine can be suspended here
}

concurrencpp::result<int> in_return_bad(concurrencpp::result<int> pending) {
  std::lock_guard lock(mutex_);
  // WARN@-1:19: 'lock' keeps 'mutex_' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:19: unlock it before the 'co_await', or use a mutex that is awaited, such as 'concurrencpp::async_lock'
  co_return co_await pending;
  // NOTE@-1:13: the coroutine can be suspended here
}

// Where it is locked and unlocked.

cppcoro::task<> locked_later_bad() {
  std::unique_lock lock(mutex_, std::defer_lock);
  note("before");
  lock.lock();
  // WARN@-1:3: 'lock' stays locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:3: unlock it before the 'co_await', or use a mutex that is awaited, such as 'cppcoro::async_mutex'
  co_await store("value");
  // NOTE@-1:3: the coroutine can be suspended here
}

cppcoro::task<> on_one_path_bad(bool fast) {
  std::unique_lock lock(mutex_);
  // WARN@-1:20: 'lock' keeps 'mutex_' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:20: unlock it before the 'co_await', or use a mutex that is awaited, such as 'cppcoro::async_mutex'
  if (fast)
    lock.unlock();
  co_await store("value");
  // NOTE@-1:3: the coroutine can be suspended here
}

cppcoro::task<> tried_and_got_bad() {
  std::unique_lock lock(mutex_, std::try_to_lock);
  // WARN@-1:20: 'lock' keeps 'mutex_' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:20: unlock it before the 'co_await', or use a mutex that is awaited, such as 'cppcoro::async_mutex'
  if (!lock.owns_lock())
    co_return;
  co_await store("value");
  // NOTE@-1:3: the coroutine can be suspended here
}

cppcoro::task<> taken_again_bad() {
  std::unique_lock lock(mutex_);
  note("locked");
  lock.unlock();
  co_await store("first");
  lock.lock();
  // WARN@-1:3: 'lock' stays locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:3: unlock it before the 'co_await', or use a mutex that is awaited, such as 'cppcoro::async_mutex'
  note("locked again");
  co_await store("second");
  // NOTE@-1:3: the coroutine can be suspended here
}

cppcoro::task<> assigned_bad() {
  std::unique_lock<std::mutex> lock;
  if (wanted())
    lock = std::unique_lock(mutex_);
    // WARN@-1:5: 'lock' stays locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
    // NOTE@-2:5: unlock it before the 'co_await', or use a mutex that is awaited, such as 'cppcoro::async_mutex'
  co_await store("value");
  // NOTE@-1:3: the coroutine can be suspended here
}

cppcoro::task<> by_hand_bad() {
  mutex_.lock();
  // WARN@-1:3: 'mutex_' stays locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:3: unlock it before the 'co_await', or use a mutex that is awaited, such as 'cppcoro::async_mutex'
  note("locked");
  co_await store("value");
  // NOTE@-1:3: the coroutine can be suspended here
  mutex_.unlock();
}

cppcoro::task<> by_hand_in_branch_bad(bool shared) {
  if (shared)
    mutex_.lock();
    // WARN@-1:5: 'mutex_' stays locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
    // NOTE@-2:5: unlock it before the 'co_await', or use a mutex that is awaited, such as 'cppcoro::async_mutex'
  co_await store("value");
  // NOTE@-1:3: the coroutine can be suspended here
  if (shared)
    mutex_.unlock();
}

cppcoro::task<> tried_by_hand_bad() {
  if (mutex_.try_lock()) {
  // WARN@-1:7: 'mutex_' stays locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:7: unlock it before the 'co_await', or use a mutex that is awaited, such as 'cppcoro::async_mutex'
    co_await store("value");
    // NOTE@-1:5: the coroutine can be suspended here
    mutex_.unlock();
  }
}

home::Lazy<> posix_bad(pthread_mutex_t *mutex) {
  pthread_mutex_lock(mutex);
  // WARN@-1:3: 'mutex' stays locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:3: unlock it before the 'co_await', or use a mutex that is awaited
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
  pthread_mutex_unlock(mutex);
}

home::Lazy<> posix_tried_bad(pthread_rwlock_t &lock) {
  if (pthread_rwlock_trywrlock(&lock) != 0)
  // WARN@-1:7: 'lock' stays locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:7: unlock it before the 'co_await', or use a mutex that is awaited
    co_return;
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
  pthread_rwlock_unlock(&lock);
}

home::Lazy<> c11_bad(mtx_t *mutex) {
  mtx_lock(mutex);
  // WARN@-1:3: 'mutex' stays locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:3: unlock it before the 'co_await', or use a mutex that is awaited
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
  mtx_unlock(mutex);
}

home::Lazy<> adopted_bad() {
  std::lock(mutex_, other_mutex);
  std::lock_guard first(mutex_, std::adopt_lock);
  // WARN@-1:19: 'first' keeps 'mutex_' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:19: unlock it before the 'co_await', or use a mutex that is awaited
  std::lock_guard second(other_mutex, std::adopt_lock);
  // WARN@-1:19: 'second' keeps 'other_mutex' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:19: unlock it before the 'co_await', or use a mutex that is awaited
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
  // NOTE@-2:3: the coroutine can be suspended here
}

std::unique_lock<std::mutex> lock_cache();

home::Lazy<> given_bad() {
  auto lock = lock_cache();
  // WARN@-1:8: 'lock' stays locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:8: unlock it before the 'co_await', or use a mutex that is awaited
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
}

home::Lazy<> handed_over_bad(std::unique_lock<std::mutex> lock) {
// WARN@-1:59: 'lock' stays locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
// NOTE@-2:59: unlock it before the 'co_await', or use a mutex that is awaited
  note("still locked");
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
}

home::Lazy<> kept_in_optional_bad() {
  std::optional<std::lock_guard<std::mutex>> lock;
  lock.emplace(mutex_);
  // WARN@-1:3: 'lock' stays locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:3: unlock it before the 'co_await', or use a mutex that is awaited
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
}

home::Lazy<> over_exception_bad() {
  std::unique_lock lock(mutex_);
  // WARN@-1:20: 'lock' keeps 'mutex_' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:20: unlock it before the 'co_await', or use a mutex that is awaited
  try {
    note("may throw");
    lock.unlock();
  } catch (...) {
    note("still locked");
  }
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
}

home::Lazy<> woken_bad(std::condition_variable &changed) {
  std::unique_lock lock(mutex_);
  // WARN@-1:20: 'lock' keeps 'mutex_' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:20: unlock it before the 'co_await', or use a mutex that is awaited
  changed.wait(lock);
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
}

// Other libraries.

folly::coro::Task<int> temporary_bad(folly::Synchronized<std::string> &text) {
  co_return co_await query() + co_await
  // NOTE@-1:32: the coroutine can be suspended here
      [](const std::string &locked) -> folly::coro::Task<int> {
    co_return locked.size();
  }(*text.wlock());
  // WARN@-1:6: the lock that is taken in this expression is held while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:6: unlock it before the 'co_await', or use a mutex that is awaited, such as 'folly::coro::Mutex'
}

folly::coro::Task<> synchronized_bad(folly::Synchronized<int> &value) {
  auto locked = value.wlock();
  // WARN@-1:8: 'locked' stays locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:8: unlock it before the 'co_await', or use a mutex that is awaited, such as 'folly::coro::Mutex'
  *locked = co_await query();
  // NOTE@-1:13: the coroutine can be suspended here
}

folly::coro::Task<> shared_mutex_bad(folly::SharedMutex &mutex) {
  std::shared_lock lock(mutex);
  // WARN@-1:20: 'lock' keeps 'mutex' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:20: unlock it before the 'co_await', or use a mutex that is awaited, such as 'folly::coro::Mutex'
  co_await query();
  // NOTE@-1:3: the coroutine can be suspended here
}

async_simple::coro::Lazy<> qt_bad(QMutex *mutex) {
  QMutexLocker<QMutex> locker(mutex);
  // WARN@-1:24: 'locker' keeps 'mutex' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:24: unlock it before the 'co_await', or use a mutex that is awaited, such as 'async_simple::coro::Mutex'
  co_await async_simple::coro::sleep(std::chrono::seconds(1));
  // NOTE@-1:3: the coroutine can be suspended here
}

async_simple::coro::Lazy<> qt_relocked_bad(QMutex *mutex) {
  QMutexLocker locker(mutex);
  locker.unlock();
  co_await async_simple::coro::sleep(std::chrono::seconds(1));
  locker.relock();
  // WARN@-1:3: 'locker' stays locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:3: unlock it before the 'co_await', or use a mutex that is awaited, such as 'async_simple::coro::Mutex'
  co_await async_simple::coro::sleep(std::chrono::seconds(2));
  // NOTE@-1:3: the coroutine can be suspended here
}

async_simple::coro::Lazy<> qt_read_bad(QReadWriteLock &lock) {
  lock.lockForRead();
  // WARN@-1:3: 'lock' stays locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:3: unlock it before the 'co_await', or use a mutex that is awaited, such as 'async_simple::coro::Mutex'
  co_await async_simple::coro::sleep(std::chrono::seconds(1));
  // NOTE@-1:3: the coroutine can be suspended here
  lock.unlock();
}

boost::cobalt::task<void> absl_bad(absl::Mutex &mutex,
                                   boost::cobalt::task<void> next) {
  absl::MutexLock lock(&mutex);
  // WARN@-1:19: 'lock' keeps 'mutex' locked while the coroutine is suspended: the next coroutine of this thread that locks it blocks the thread for good
  // NOTE@-2:19: unlock it before the 'co_await', or use a mutex that is awaited
  co_await std::move(next);
  // NOTE@-1:3: the coroutine can be suspended here
}

boost::cobalt::task<void> absl_by_hand_bad(absl::Mutex &mutex,
                                           boost::cobalt::task<void> next) {
  mutex.ReaderLock();
  // WARN@-1:3: 'mutex' stays locked while the coroutine is suspended: the next coroutine of this thread that locks it blocks the thread for good
  // NOTE@-2:3: unlock it before the 'co_await', or use a mutex that is awaited
  co_await std::move(next);
  // NOTE@-1:3: the coroutine can be suspended here
  mutex.ReaderUnlock();
}

boost::cobalt::promise<void> boost_bad(boost::mutex &mutex,
                                       boost::cobalt::task<void> next) {
  boost::unique_lock<boost::mutex> lock(mutex);
  // WARN@-1:36: 'lock' keeps 'mutex' locked while the coroutine is suspended: the next coroutine of this thread that locks it blocks the thread for good
  // NOTE@-2:36: unlock it before the 'co_await', or use a mutex that is awaited
  co_await std::move(next);
  // NOTE@-1:3: the coroutine can be suspended here
}

// Home-made classes.

class __attribute__((capability("mutex"))) Annotated {
public:
  void Enter() __attribute__((acquire_capability()));
  void Leave() __attribute__((release_capability()));

private:
  int state;
};
class __attribute__((scoped_lockable)) AnnotatedScope {
public:
  explicit AnnotatedScope(Annotated &lock)
      __attribute__((acquire_capability(lock)));
  ~AnnotatedScope() __attribute__((release_capability()));
};
class Spin {
public:
  void lock();
  bool try_lock();
  void unlock();

private:
  bool taken = false;
};
class MyLock {
public:
  explicit MyLock(std::mutex &mutex) : mutex(mutex) { mutex.lock(); }
  MyLock(const MyLock &) = delete;
  ~MyLock() { mutex.unlock(); }

private:
  std::mutex &mutex;
};
struct NullMutex {
  void lock() {}
  bool try_lock() { return true; }
  void unlock() {}
};

home::Lazy<> annotated_bad(Annotated &resource) {
  resource.Enter();
  // WARN@-1:3: 'resource' stays locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:3: unlock it before the 'co_await', or use a mutex that is awaited
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
  resource.Leave();
}

home::Lazy<> annotated_scope_bad(Annotated &resource) {
  AnnotatedScope scope(resource);
  // WARN@-1:18: 'scope' keeps 'resource' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:18: unlock it before the 'co_await', or use a mutex that is awaited
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
}

home::Lazy<> spinning_bad(Spin &spin) {
  std::lock_guard lock(spin);
  // WARN@-1:19: 'lock' keeps 'spin' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:19: unlock it before the 'co_await', or use a mutex that is awaited
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
}

home::Lazy<> own_guard_bad() {
  MyLock lock(mutex_);
  // WARN@-1:10: 'lock' keeps 'mutex_' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:10: unlock it before the 'co_await', or use a mutex that is awaited
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
}

// Members, lambdas, templates.

class Session {
public:
  home::Lazy<> write_bad(std::string text) {
    std::lock_guard lock(mutex);
    // WARN@-1:21: 'lock' keeps 'mutex' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
    // NOTE@-2:21: unlock it before the 'co_await', or use a mutex that is awaited
    // NOTE@-3:21: unlock it before the await
    // UNSAFE@-4:     {
    pending.push_back(std::move(text));
    // UNSAFE@-1:       std::lock_guard lock(mutex);
    // UNSAFE@-2:       pending.push_back(std::move(text));
    // UNSAFE@-3:     }
    co_await flush_ok();
    // NOTE@-1:5: the coroutine can be suspended here
  }
  home::Lazy<> by_hand_bad() {
    this->mutex.lock();
    // WARN@-1:5: 'this->mutex' stays locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
    // NOTE@-2:5: unlock it before the 'co_await', or use a mutex that is awaited
    co_await flush_ok();
    // NOTE@-1:5: the coroutine can be suspended here
    mutex.unlock();
  }
  home::Lazy<> flush_ok() {
    std::vector<std::string> taken;
    {
      std::lock_guard lock(mutex);
      taken.swap(pending);
    }
    for (const std::string &text : taken) {
      note(text);
      co_await later();
    }
  }

private:
  std::mutex mutex;
  std::vector<std::string> pending;
};

void start_bad() {
  auto work = [](int count) -> home::Lazy<> {
    std::lock_guard lock(mutex_);
    // WARN@-1:21: 'lock' keeps 'mutex_' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
    // NOTE@-2:21: unlock it before the 'co_await', or use a mutex that is awaited
    while (count-- > 0)
      co_await later();
      // NOTE@-1:7: the coroutine can be suspended here
  };
  work(1);
}

template <typename Mutex> home::Lazy<> generic_bad(Mutex &mutex) {
  std::unique_lock<Mutex> lock(mutex);
  // WARN@-1:27: 'lock' keeps 'mutex' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:27: unlock it before the 'co_await', or use a mutex that is awaited
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
}
template home::Lazy<> generic_bad(std::mutex &);
template home::Lazy<> generic_bad(std::timed_mutex &);
template home::Lazy<> generic_bad(NullMutex &);

template <typename T> cppcoro::task<> not_instantiated_bad(T value) {
  std::lock_guard<std::mutex> lock(mutex_);
  // WARN@-1:31: 'lock' keeps 'mutex_' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:31: unlock it before the 'co_await', or use a mutex that is awaited, such as 'cppcoro::async_mutex'
  co_await value.run();
  // NOTE@-1:3: the coroutine can be suspended here
}

// Right.

cppcoro::task<std::string> in_scope_ok(std::string key) {
  {
    std::lock_guard lock(mutex_);
    if (auto found = cache.find(key); found != cache.end())
      co_return found->second;
  }
  std::string value = co_await fetch(key);
  std::lock_guard lock(mutex_);
  cache.emplace(key, value);
  co_return value;
}

cppcoro::task<> unlocked_ok() {
  std::unique_lock lock(mutex_);
  note("locked");
  lock.unlock();
  co_await store("value");
  lock.lock();
  note("locked again");
}

cppcoro::task<> unlocked_on_all_paths_ok(bool fast) {
  std::unique_lock lock(mutex_);
  if (fast) {
    lock.unlock();
    co_await store("fast");
    co_return;
  }
  note("slow");
  lock.unlock();
  co_await store("slow");
}

cppcoro::task<> released_ok() {
  std::unique_lock lock(mutex_);
  std::mutex *mutex = lock.release();
  mutex->unlock();
  co_await store("value");
}

void take(std::unique_lock<std::mutex> lock);
void maybe_unlock(std::unique_lock<std::mutex> &lock);
void look(const std::unique_lock<std::mutex> &proof);

cppcoro::task<> moved_away_ok() {
  std::unique_lock lock(mutex_);
  take(std::move(lock));
  co_await store("value");
}

cppcoro::task<>
moved_into_await_ok(cppcoro::task<> (&wait)(std::unique_lock<std::mutex>)) {
  std::unique_lock lock(mutex_);
  co_await wait(std::move(lock));
  co_await store("value");
}

cppcoro::task<> never_locked_ok() {
  std::unique_lock lock(mutex_, std::defer_lock);
  co_await store("value");
}

cppcoro::task<> empty_ok() {
  std::unique_lock<std::mutex> lock;
  co_await store("value");
}

cppcoro::task<> given_up_ok() {
  std::unique_lock lock(mutex_);
  note("locked");
  lock = {};
  co_await store("value");
}

cppcoro::task<> tried_in_vain_ok() {
  std::unique_lock lock(mutex_, std::try_to_lock);
  while (!lock.owns_lock()) {
    co_await later();
    lock.try_lock();
  }
  note("locked");
}

cppcoro::task<> tried_by_hand_ok() {
  while (!mutex_.try_lock())
    co_await later();
  note("locked");
  mutex_.unlock();
}

home::Lazy<> posix_tried_ok(pthread_mutex_t *mutex) {
  while (pthread_mutex_trylock(mutex) != 0)
    co_await later();
  note("locked");
  pthread_mutex_unlock(mutex);
}

cppcoro::task<> asked_ok(bool fast) {
  std::unique_lock lock(mutex_);
  if (fast)
    lock.unlock();
  if (lock)
    lock.unlock();
  co_await store("value");
}

cppcoro::task<> same_condition_ok(bool shared) {
  if (shared)
    mutex_.lock();
  note("maybe locked");
  if (shared)
    mutex_.unlock();
  co_await store("value");
}

cppcoro::task<> await_first_ok(std::string key) {
  auto value = co_await fetch(key);
  std::lock_guard lock(mutex_);
  cache[key] = value;
}

cppcoro::task<> in_loop_ok(std::vector<std::string> keys) {
  for (const std::string &key : keys) {
    std::string value = co_await fetch(key);
    std::lock_guard lock(mutex_);
    cache[key] = value;
  }
}

cppcoro::task<> left_by_break_ok() {
  while (true) {
    std::unique_lock lock(mutex_);
    if (wanted())
      break;
    if (cache.empty()) {
      lock.unlock();
      co_await later();
      continue;
    }
    cache.clear();
  }
  co_await store("value");
}

cppcoro::task<> left_by_exception_ok() {
  try {
    std::lock_guard lock(mutex_);
    note("may throw");
  } catch (...) {
  }
  co_await later();
}

home::Lazy<> lambda_inside_ok() {
  std::lock_guard lock(mutex_);
  auto work = []() -> home::Lazy<> { co_await later(); };
  static std::optional<home::Lazy<>> kept;
  kept = work();
  co_return;
}

cppcoro::task<> async_mutex_ok(cppcoro::async_mutex &mutex) {
  auto lock = co_await mutex.scoped_lock_async();
  co_await store("value");
}

folly::coro::Task<> folly_async_mutex_ok(folly::coro::Mutex &mutex) {
  std::unique_lock<folly::coro::Mutex> lock = co_await mutex.co_scoped_lock();
  co_await query();
}

coro::task<> libcoro_mutex_ok(coro::mutex &mutex) {
  auto lock = co_await mutex.scoped_lock();
  co_await ask();
}

seastar::future<> semaphore_ok(seastar::semaphore &semaphore) {
  auto units = co_await seastar::get_units(semaphore, 1);
  co_await seastar::sleep(std::chrono::seconds(1));
}

class HomeMutex {
public:
  home::Lazy<> lock();
  bool try_lock();
  void unlock();

private:
  int waiters;
};

home::Lazy<> own_async_mutex_ok(HomeMutex &mutex) {
  co_await mutex.lock();
  std::unique_lock<HomeMutex> lock(mutex, std::adopt_lock);
  co_await later();
}

home::Lazy<> null_mutex_ok(NullMutex &mutex) {
  std::lock_guard lock(mutex);
  co_await later();
}

home::Lazy<> nothing_locked_ok() {
  std::scoped_lock<> lock;
  co_await later();
}

/// Never suspends.
struct Ready {
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  int await_resume() const noexcept;
};

home::Lazy<> always_ready_ok() {
  std::lock_guard lock(mutex_);
  int value = co_await Ready();
  co_await std::suspend_never();
  note(std::to_string(value));
}

folly::coro::Task<> executor_ok() {
  std::lock_guard lock(mutex_);
  folly::Executor *executor = co_await folly::coro::co_current_executor;
  executor->add([] {});
}

folly::coro::Task<> synchronized_ok(folly::Synchronized<int> &value) {
  int next = co_await query();
  *value.wlock() = next;
  co_await query();
}

folly::coro::Task<> synchronized_unlocked_ok(folly::Synchronized<int> &value) {
  auto locked = value.wlock();
  *locked = 1;
  locked.unlock();
  co_await query();
}

async_simple::coro::Lazy<> qt_unlocked_ok(QMutex *mutex) {
  QMutexLocker locker(mutex);
  locker.unlock();
  co_await async_simple::coro::sleep(std::chrono::seconds(1));
}

boost::cobalt::task<void> absl_released_ok(absl::Mutex &mutex,
                                           boost::cobalt::task<void> next) {
  absl::ReleasableMutexLock lock(&mutex);
  lock.Release();
  co_await std::move(next);
}

home::Lazy<> reset_ok() {
  std::optional<std::lock_guard<std::mutex>> lock(std::in_place, mutex_);
  lock.reset();
  co_await later();
}

home::Lazy<> optional_empty_ok() {
  std::optional<std::unique_lock<std::mutex>> lock = std::nullopt;
  co_await later();
}

/// Its partner is in another function, which may run before.
home::Lazy<> unlocked_elsewhere_ok(Spin &spin, void (&finish)()) {
  spin.lock();
  finish();
  co_await later();
}

void not_a_coroutine_ok() {
  std::lock_guard lock(mutex_);
  later();
}

template <typename T> home::Lazy<> dependent_ok(T &mutex) {
  std::unique_lock<std::mutex> lock(mutex_);
  lock.unlock();
  co_await mutex.run();
}

// Known wrong answers.

/// The function may unlock it, and does not.
home::Lazy<> FN_given_by_reference() {
  std::unique_lock lock(mutex_);
  maybe_unlock(lock);
  co_await later();
}

/// A guard in a capture is not followed.
home::Lazy<> FN_captured() {
  auto work = [lock = std::unique_lock(mutex_)]() -> home::Lazy<> {
    co_await later();
  };
  co_await work();
}

template <typename F> struct Finally {
  F f;
  ~Finally() { f(); }
};
/// A scope guard unlocks it, in a lambda.
home::Lazy<> FN_unlocked_by_scope_guard() {
  mutex_.lock();
  Finally unlock{[] { mutex_.unlock(); }};
  co_await later();
}

/// The two conditions exclude each other, which only a human can see.
cppcoro::task<> FP_excluding_conditions(bool fast, int size) {
  std::unique_lock lock(mutex_, std::defer_lock);
  if (size > 10)
    lock.lock();
    // WARN@-1:5: 'lock' stays locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
    // NOTE@-2:5: unlock it before the 'co_await', or use a mutex that is awaited, such as 'cppcoro::async_mutex'
  note("maybe locked");
  if (size < 5)
    co_await store("value");
    // NOTE@-1:5: the coroutine can be suspended here
}

home::Lazy<> proof_given_bad() {
  std::unique_lock lock(mutex_);
  // WARN@-1:20: 'lock' keeps 'mutex_' locked while the coroutine is suspended: others that lock it block their threads, and it may be unlocked on another thread
  // NOTE@-2:20: unlock it before the 'co_await', or use a mutex that is awaited
  look(lock);
  co_await later();
  // NOTE@-1:3: the coroutine can be suspended here
}
