// RUN: %check_test %s async-blocking-call
// RUN: %check_test %s async-blocking-call --tag strict --option StrictMode=true
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/home_made.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <future>
#include <latch>
#include <mutex>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <semaphore>
#include <shared_mutex>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace std::chrono_literals;

// Sleeps.

cppcoro::task<> sleep_for_bad() {
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
  co_return;
}

coro::task<> sleep_until_bad() {
  std::this_thread::sleep_until(std::chrono::steady_clock::now() + 1s);
  // WARN@-1:3: 'sleep_until' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await coro::scheduler::yield_for' instead
  co_return;
}

folly::coro::Task<void> posix_sleep_bad() {
  sleep(1);
  // WARN@-1:3: 'sleep' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await folly::coro::sleep' instead
  co_return;
}

seastar::future<> usleep_bad() {
  usleep(100);
  // WARN@-1:3: 'usleep' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await seastar::sleep' instead
  co_return;
}

cppcoro::task<> nanosleep_bad() {
  timespec Pause{0, 1000};
  nanosleep(&Pause, nullptr);
  // WARN@-1:3: 'nanosleep' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
  co_return;
}

cppcoro::task<> sleep_for_nothing_ok() {
  std::this_thread::sleep_for(0s);
  co_return;
}

cppcoro::task<> yield_thread_ok() {
  std::this_thread::yield();
  co_return;
}

// Joins and waits.

cppcoro::task<> join_bad(std::thread &worker) {
  worker.join();
  // WARN@-1:3: 'join' blocks the event loop: it waits for the thread to end
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> jthread_join_bad(std::jthread &worker) {
  worker.join();
  // WARN@-1:3: 'join' blocks the event loop: it waits for the thread to end
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> jthread_destroyed_bad() {
  std::jthread worker([] {});
  // WARN@-1:16: '~jthread' blocks the event loop: it joins the thread
  // NOTE@-2:16: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> jthread_detached_ok() {
  std::jthread worker([] {});
  worker.detach();
  co_return;
}

std::vector<std::jthread> workers;

cppcoro::task<> jthread_moved_ok() {
  std::jthread worker([] {});
  workers.push_back(std::move(worker));
  co_return;
}

cppcoro::task<int> future_get_bad(std::future<int> &result) {
  co_return result.get();
  // WARN@-1:13: 'get' blocks the event loop: it waits for the result
  // NOTE@-2:13: run it on a thread pool and await the result
}

cppcoro::task<> future_wait_bad(std::future<int> &result) {
  result.wait();
  // WARN@-1:3: 'wait' blocks the event loop: it waits for the result
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<int> future_bounded_wait_bad(std::future<int> result) {
  if (result.wait_for(100ms) != std::future_status::ready)
  // WARN@-1:7: 'wait_for' blocks the event loop: it waits for the result
  // NOTE@-2:7: run it on a thread pool and await the result
    co_return 0;
  co_return result.get();
}

cppcoro::task<int> shared_future_bad(std::shared_future<int> result) {
  co_return result.get();
  // WARN@-1:13: 'get' blocks the event loop: it waits for the result
  // NOTE@-2:13: run it on a thread pool and await the result
}

cppcoro::task<int> future_behind_check_ok(std::future<int> &result) {
  if (result.wait_for(0s) == std::future_status::ready)
    co_return result.get();
  co_return 0;
}

cppcoro::task<int> future_behind_early_return_ok(std::future<int> &result) {
  if (result.wait_for(0s) != std::future_status::ready)
    co_return 0;
  co_return result.get();
}

cppcoro::task<int> future_polled_ok(std::future<int> &result,
                                    cppcoro::io_service &io) {
  while (result.wait_for(0s) != std::future_status::ready)
    co_await io.schedule();
  co_return result.get();
}

cppcoro::task<int> other_future_checked_bad(std::future<int> &result,
                                            std::future<int> &other) {
  if (other.wait_for(0s) == std::future_status::ready)
    co_return result.get();
    // WARN@-1:15: 'get' blocks the event loop: it waits for the result
    // NOTE@-2:15: run it on a thread pool and await the result
  co_return 0;
}

cppcoro::task<> condition_variable_bad(std::condition_variable &ready,
                                       std::unique_lock<std::mutex> &lock) {
  ready.wait(lock);
  // WARN@-1:3: 'wait' blocks the event loop: it waits to be notified
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> condition_variable_any_bad(std::condition_variable_any &ready,
                                           std::unique_lock<std::mutex> &lock) {
  ready.wait(lock, [] { return true; });
  // WARN@-1:3: 'wait' blocks the event loop: it waits to be notified
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> semaphore_bad(std::counting_semaphore<4> &slots) {
  slots.acquire();
  // WARN@-1:3: 'acquire' blocks the event loop: it waits for the semaphore
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<bool> semaphore_try_ok(std::counting_semaphore<4> &slots) {
  co_return slots.try_acquire();
}

cppcoro::task<> latch_bad(std::latch &done) {
  done.wait();
  // WARN@-1:3: 'wait' blocks the event loop: it waits for the other threads
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<bool> latch_try_ok(std::latch &done) { co_return done.try_wait(); }

cppcoro::task<> barrier_bad(std::barrier<> &phase) {
  phase.arrive_and_wait();
  // WARN@-1:3: 'arrive_and_wait' blocks the event loop: it waits for the other threads
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> atomic_wait_bad(std::atomic<int> &value) {
  value.wait(0);
  // WARN@-1:3: 'wait' blocks the event loop: it waits until the value changes
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> atomic_bool_wait_bad(std::atomic<bool> &value) {
  value.wait(false);
  // WARN@-1:3: 'wait' blocks the event loop: it waits until the value changes
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<int> atomic_load_ok(std::atomic<int> &value) {
  co_return value.load();
}

cppcoro::task<> pthread_join_bad(pthread_t worker) {
  pthread_join(worker, nullptr);
  // WARN@-1:3: 'pthread_join' blocks the event loop: it waits for the thread to end
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> sem_wait_bad(sem_t *slots) {
  sem_wait(slots);
  // WARN@-1:3: 'sem_wait' blocks the event loop: it waits for the semaphore
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<bool> sem_trywait_ok(sem_t *slots) {
  co_return sem_trywait(slots) == 0;
}

// Processes.

cppcoro::task<int> system_bad() { co_return std::system("true"); }
// WARN@-1:45: 'system' blocks the event loop: it waits until the command has ended
// NOTE@-2:45: run it on a thread pool and await the result

cppcoro::task<> waitpid_bad(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  // WARN@-1:3: 'waitpid' blocks the event loop: it waits for the child process
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> waitpid_no_hang_ok(pid_t child) {
  int status = 0;
  waitpid(child, &status, WNOHANG);
  co_return;
}

// Multiplexers.

cppcoro::task<> poll_bad(pollfd *sockets) {
  poll(sockets, 1, 1000);
  // WARN@-1:3: 'poll' blocks the event loop: it waits until a descriptor is ready
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> poll_zero_ok(pollfd *sockets) {
  poll(sockets, 1, 0);
  co_return;
}

cppcoro::task<> epoll_wait_bad(int epoll, epoll_event *events) {
  epoll_wait(epoll, events, 1, -1);
  // WARN@-1:3: 'epoll_wait' blocks the event loop: it waits until a descriptor is ready
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

constexpr int at_once = 0;

cppcoro::task<> epoll_wait_zero_ok(int epoll, epoll_event *events) {
  epoll_wait(epoll, events, 1, at_once);
  co_return;
}

// Locks: short when uncontended, so only strict reports them. Function names
// cannot say both, so the function is a finding in one run only.

struct Counter {
  std::mutex mutex;
  std::shared_mutex shared;
  int value = 0;
};

cppcoro::task<> try_lock_ok(Counter &counter) {
  if (counter.mutex.try_lock())
    counter.mutex.unlock();
  co_return;
}

cppcoro::task<> deferred_lock_ok(Counter &counter) {
  std::unique_lock lock(counter.mutex, std::defer_lock);
  co_return;
}

// In place, offloaded, or not at all.

cppcoro::task<> lambda_called_bad() {
  auto nap = [] { std::this_thread::sleep_for(1s); };
  // NOTE@-1:19: 'sleep_for' suspends the calling thread
  nap();
  // WARN@-1:3: 'nap' blocks the event loop through 'sleep_for'
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
  co_return;
}

cppcoro::task<> lambda_called_where_it_stands_bad() {
  [] { std::this_thread::sleep_for(1s); }();
  // WARN@-1:3: this call blocks the event loop through 'sleep_for'
  // NOTE@-2:8: 'sleep_for' suspends the calling thread
  // NOTE@-3:3: use 'co_await cppcoro::io_service::schedule_after' instead
  co_return;
}

cppcoro::task<> generic_lambda_called_bad() {
  auto nap = [](auto pause) { std::this_thread::sleep_for(pause); };
  // NOTE@-1:31: 'sleep_for' suspends the calling thread
  nap(1s);
  // WARN@-1:3: 'nap' blocks the event loop through 'sleep_for'
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
  co_return;
}

cppcoro::task<> lambda_in_lambda_bad() {
  auto inner = [] { std::this_thread::sleep_for(1s); };
  // NOTE@-1:21: 'sleep_for' suspends the calling thread
  auto outer = [&] { inner(); };
  // NOTE@-1:22: through this call
  outer();
  // WARN@-1:3: 'outer' blocks the event loop through 'sleep_for'
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
  co_return;
}

cppcoro::task<> algorithm_bad(std::vector<int> values) {
  std::for_each(values.begin(), values.end(),
  // WARN@-1:3: 'for_each' blocks the event loop through 'sleep_for'
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
                [](int) { std::this_thread::sleep_for(1s); });
                // NOTE@-1:27: 'sleep_for' suspends the calling thread
  co_return;
}

cppcoro::task<> lambda_never_called_ok() {
  auto nap = [] { std::this_thread::sleep_for(1s); };
  (void)nap;
  co_return;
}

cppcoro::task<> thread_body_ok() {
  std::thread([] { std::this_thread::sleep_for(1s); }).detach();
  co_return;
}

std::future<void> pending;

cppcoro::task<> async_body_ok() {
  pending = std::async(std::launch::async,
                       [] { std::this_thread::sleep_for(1s); });
  co_return;
}

cppcoro::task<> lambda_coroutine_bad() {
  auto nap = []() -> cppcoro::task<> {
    std::this_thread::sleep_for(1s);
    // WARN@-1:5: 'sleep_for' blocks the event loop: it suspends the calling thread
    // NOTE@-2:5: use 'co_await cppcoro::io_service::schedule_after' instead
    co_return;
  };
  co_await nap();
}

cppcoro::task<> after_move_ok(cppcoro::static_thread_pool &pool) {
  co_await pool.schedule();
  std::this_thread::sleep_for(1s);
}

cppcoro::task<> before_move_bad(cppcoro::static_thread_pool &pool) {
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
  co_await pool.schedule();
}

cppcoro::generator<int> synchronous_generator_ok() {
  for (int i = 0; i < 3; ++i) {
    std::this_thread::sleep_for(1s);
    co_yield i;
  }
}

void plain_function_ok() { std::this_thread::sleep_for(1s); }

// Not evaluated, or dead.

cppcoro::task<> unevaluated_ok(std::future<int> &result) {
  using Type = decltype(result.get());
  static_assert(sizeof(Type) == sizeof(int));
  static_assert(!noexcept(result.get()));
  co_return;
}

cppcoro::task<> dead_branch_ok() {
  if constexpr (sizeof(int) == 1)
    std::this_thread::sleep_for(1s);
  co_return;
}

template <bool Wait> cppcoro::task<> branch_of_template_ok() {
  if constexpr (Wait)
    std::this_thread::sleep_for(1s);
  co_return;
}
template cppcoro::task<> branch_of_template_ok<false>();

// Templates: once, however many instantiations.

template <typename T> cppcoro::task<> in_template_bad(T) {
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
  co_return;
}
template cppcoro::task<> in_template_bad(int);
template cppcoro::task<> in_template_bad(long);

template <typename T> cppcoro::task<> not_instantiated_bad(T value) {
  std::this_thread::sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
  co_await value;
}

template <typename T> struct Session {
  cppcoro::task<> member_bad() {
    std::this_thread::sleep_for(1s);
    // WARN@-1:5: 'sleep_for' blocks the event loop: it suspends the calling thread
    // NOTE@-2:5: use 'co_await cppcoro::io_service::schedule_after' instead
    co_return;
  }
};
template struct Session<int>;

// Names that look alike.

struct Worker {
  void join() {}
  void wait() {}
  int get() { return 0; }
  void sleep(int) {}
};

cppcoro::task<> names_of_users_ok(Worker worker) {
  worker.join();
  worker.wait();
  worker.get();
  worker.sleep(1);
  co_return;
}

namespace mine {
void sleep(int) {}
void usleep(int) {}
} // namespace mine

cppcoro::task<> functions_of_users_ok() {
  mine::sleep(1);
  mine::usleep(1);
  co_return;
}

#define NAP() std::this_thread::sleep_for(1s)

cppcoro::task<> in_macro_bad() {
  NAP();
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await cppcoro::io_service::schedule_after' instead
  co_return;
}

cppcoro::task<> suppressed_ok() {
  std::this_thread::sleep_for(1s); // NOLINT(async-blocking-call)
  co_return;
}

void helper() { std::this_thread::sleep_for(1s); }
// NOTE@-1:17: 'sleep_for' suspends the calling thread

cppcoro::task<> through_function_bad() {
  helper();
  // WARN@-1:3: 'helper' blocks the event loop through 'sleep_for'
  // NOTE@-2:3: run 'helper' on a thread pool and await the result, or make it a coroutine
  co_return;
}
