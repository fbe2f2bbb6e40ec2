// Cases for locks that are held over a suspension.
//
// ours: async-lock-across-suspension

#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/threads.hpp"
#include <condition_variable>
#include <mutex>
#include <optional>
#include <pthread.h>
#include <shared_mutex>

std::mutex mutex, other;
home::Lazy<> later();
home::Lazy<int> ask();
bool wanted();
void use(int value = 0);
void take(std::unique_lock<std::mutex> lock);

home::Lazy<> guard_over_an_await_bad() {
  std::lock_guard<std::mutex> lock(mutex);
  co_await later();
}

home::Lazy<> guard_with_deduced_arguments_bad() {
  std::lock_guard lock(mutex);
  co_await later();
}

home::Lazy<> scoped_lock_over_an_await_bad() {
  std::scoped_lock<std::mutex, std::mutex> lock(mutex, other);
  co_await later();
}

home::Lazy<> shared_lock_over_an_await_bad(std::shared_mutex &shared) {
  std::shared_lock<std::shared_mutex> lock(shared);
  co_await later();
}

home::AsyncGenerator<int> guard_over_a_yield_bad() {
  std::lock_guard<std::mutex> lock(mutex);
  co_yield 1;
}

home::Lazy<> await_in_an_initialiser_bad() {
  std::lock_guard<std::mutex> lock(mutex);
  int value = co_await ask();
  use(value);
}

home::Lazy<> await_in_a_condition_bad() {
  std::lock_guard<std::mutex> lock(mutex);
  if (co_await ask())
    use();
}

home::Lazy<> await_in_an_argument_bad() {
  std::lock_guard<std::mutex> lock(mutex);
  use(co_await ask());
}

home::Lazy<> await_in_a_loop_bad() {
  std::lock_guard<std::mutex> lock(mutex);
  while (wanted())
    co_await later();
}

home::Lazy<int> await_in_co_return_bad() {
  std::lock_guard<std::mutex> lock(mutex);
  co_return co_await ask();
}

home::Lazy<> scope_ends_before_ok() {
  {
    std::lock_guard<std::mutex> lock(mutex);
    use();
  }
  co_await later();
}

home::Lazy<> await_before_the_lock_ok() {
  co_await later();
  std::lock_guard<std::mutex> lock(mutex);
  use();
}

home::Lazy<> unlocked_before_ok() {
  std::unique_lock<std::mutex> lock(mutex);
  use();
  lock.unlock();
  co_await later();
}

home::Lazy<> unlocked_and_locked_again_ok() {
  std::unique_lock<std::mutex> lock(mutex);
  lock.unlock();
  co_await later();
  lock.lock();
}

home::Lazy<> locked_again_over_a_second_await_bad() {
  std::unique_lock<std::mutex> lock(mutex);
  lock.unlock();
  co_await later();
  lock.lock();
  co_await later();
}

home::Lazy<> unlocked_on_one_path_only_bad(bool fast) {
  std::unique_lock<std::mutex> lock(mutex);
  if (fast)
    lock.unlock();
  co_await later();
}

home::Lazy<> deferred_and_never_locked_ok() {
  std::unique_lock<std::mutex> lock(mutex, std::defer_lock);
  co_await later();
}

home::Lazy<> deferred_and_locked_bad() {
  std::unique_lock<std::mutex> lock(mutex, std::defer_lock);
  lock.lock();
  co_await later();
}

home::Lazy<> moved_away_ok() {
  std::unique_lock<std::mutex> lock(mutex);
  take(std::move(lock));
  co_await later();
}

home::Lazy<> released_ok() {
  std::unique_lock<std::mutex> lock(mutex);
  lock.release()->unlock();
  co_await later();
}

home::Lazy<> not_locked_in_this_branch_ok() {
  std::unique_lock<std::mutex> lock(mutex, std::try_to_lock);
  if (!lock.owns_lock())
    co_await later();
}

home::Lazy<> locked_in_this_branch_bad() {
  std::unique_lock<std::mutex> lock(mutex, std::try_to_lock);
  if (lock.owns_lock())
    co_await later();
}

home::Lazy<> by_hand_bad() {
  mutex.lock();
  co_await later();
  mutex.unlock();
}

home::Lazy<> by_hand_and_unlocked_before_ok() {
  mutex.lock();
  use();
  mutex.unlock();
  co_await later();
}

home::Lazy<> posix_by_hand_bad(pthread_mutex_t *posix) {
  pthread_mutex_lock(posix);
  co_await later();
  pthread_mutex_unlock(posix);
}

home::Lazy<> guard_as_a_parameter_bad(std::unique_lock<std::mutex> lock) {
  co_await later();
}

home::Lazy<> guard_in_an_optional_bad() {
  std::optional<std::unique_lock<std::mutex>> lock(mutex);
  co_await later();
}

home::Lazy<> assigned_guard_bad() {
  std::unique_lock<std::mutex> lock;
  lock = std::unique_lock(mutex);
  co_await later();
}

home::Lazy<> empty_guard_ok() {
  std::unique_lock<std::mutex> lock;
  co_await later();
}

home::Lazy<> await_of_what_is_always_ready_ok() {
  std::lock_guard<std::mutex> lock(mutex);
  co_await std::suspend_never();
}

folly::coro::Task<> mutex_that_is_awaited_ok(folly::coro::Mutex &awaited) {
  std::unique_lock<folly::coro::Mutex> lock = co_await awaited.co_scoped_lock();
  co_await folly::coro::sleep(std::chrono::seconds(1));
}

home::Lazy<> other_libraries_guard_bad(QMutex *qt) {
  QMutexLocker locker(qt);
  co_await later();
}

home::Lazy<> guard_without_a_name_bad(folly::Synchronized<int> &value) {
  auto touch = [](int &) { return later(); };
  co_await touch(*value.wlock());
}

home::Lazy<> coroutine_inside_of_the_scope_ok() {
  std::lock_guard<std::mutex> lock(mutex);
  auto work = []() -> home::Lazy<> { co_await later(); };
  (void)work;
  co_return;
}

template <typename T> home::Lazy<> template_that_nobody_uses_bad(T task) {
  std::lock_guard<std::mutex> lock(mutex);
  co_await task;
}

template <typename Mutex> home::Lazy<> template_bad(Mutex &any) {
  std::unique_lock<Mutex> lock(any);
  co_await later();
}
template home::Lazy<> template_bad(std::mutex &);
