// What the fix target corun has for waits, and what it leaves to a thread.
// REQUIRES: boost-asio
// RUN: %check_test %s async-blocking-call -- -isystem %S/../../../runtime/include
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>

#include <chrono>
#include <condition_variable>
// FIX@-1: #include <condition_variable>
// FIX@-2: #include <corun/sleep.hpp>
// UNSAFE@-3: #include <condition_variable>
// UNSAFE@-4: #include <corun/sleep.hpp>
// UNSAFE@-5: #include <corun/to_thread.hpp>
#include <future>
#include <mutex>
#include <semaphore>
#include <thread>
#include <unistd.h>

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<void> sleeps_bad(std::chrono::steady_clock::time_point then) {
  std::this_thread::sleep_for(50ms);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  // FIX@-3:   co_await corun::sleep_for(50ms);
  std::this_thread::sleep_until(then);
  // WARN@-1:3: 'sleep_until' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  // FIX@-3:   co_await corun::sleep_until(then);
  if (then > std::chrono::steady_clock::now())
    sleep(1);
    // WARN@-1:5: 'sleep' blocks the event loop: it suspends the calling thread
    // NOTE@-2:5: use 'co_await boost::asio::steady_timer::async_wait' instead
    // FIX@-3:     co_await corun::sleep_for(std::chrono::seconds(1));
  usleep(100);
  // WARN@-1:3: 'usleep' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  // FIX@-3:   co_await corun::sleep_for(std::chrono::microseconds(100));
  co_return;
}

asio::awaitable<void> sleeps_in_rounds_bad(int rounds) {
  for (int i = 0; i < rounds; ++i) {
    // A comment that stays.
    std::this_thread::sleep_for(std::chrono::milliseconds(i));
    // WARN@-1:5: 'sleep_for' blocks the event loop: it suspends the calling thread
    // NOTE@-2:5: use 'co_await boost::asio::steady_timer::async_wait' instead
    // FIX@-3:     co_await corun::sleep_for(std::chrono::milliseconds(i));
  }
  co_return;
}

asio::awaitable<void> sleeps_in_a_lambda_bad() {
  auto wait = []() -> asio::awaitable<void> {
    std::this_thread::sleep_for(1s);
    // WARN@-1:5: 'sleep_for' blocks the event loop: it suspends the calling thread
    // NOTE@-2:5: use 'co_await boost::asio::steady_timer::async_wait' instead
    // FIX@-3:     co_await corun::sleep_for(1s);
    co_return;
  };
  co_await wait();
}

template <typename Duration>
asio::awaitable<void> sleeps_in_a_template_bad(Duration wait) {
  std::this_thread::sleep_for(wait);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  // NOTE@-3:3: use 'corun::sleep_for' instead
  // UNSAFE@-4:   co_await corun::sleep_for(wait);
  co_return;
}
template asio::awaitable<void> sleeps_in_a_template_bad(std::chrono::seconds);

struct poller {
  std::chrono::milliseconds pause{10};
  asio::awaitable<void> poll_bad() {
    std::this_thread::sleep_for(pause);
    // WARN@-1:5: 'sleep_for' blocks the event loop: it suspends the calling thread
    // NOTE@-2:5: use 'co_await boost::asio::steady_timer::async_wait' instead
    // FIX@-3:     co_await corun::sleep_for(pause);
    co_return;
  }
};

// The rest of the time is asked for: no await gives it.
asio::awaitable<unsigned> asks_for_the_rest_bad() {
  unsigned rest = sleep(2);
  // WARN@-1:19: 'sleep' blocks the event loop: it suspends the calling thread
  // NOTE@-2:19: use 'co_await boost::asio::steady_timer::async_wait' instead
  // NOTE@-3:19: run it on a thread with 'corun::to_thread'
  // UNSAFE@-4:   unsigned rest = co_await corun::to_thread([&] { return sleep(2); });
  co_return rest;
}

asio::awaitable<int> waits_for_a_future_bad(std::future<int> answer) {
  int value = answer.get();
  // WARN@-1:15: 'get' blocks the event loop: it waits for the result
  // NOTE@-2:15: run it on a thread pool and await the result
  // NOTE@-3:15: run it on a thread with 'corun::to_thread'
  // UNSAFE@-4:   int value = co_await corun::to_thread([&] { return answer.get(); });
  co_return value + 1;
}

asio::awaitable<void> joins_bad(std::thread worker) {
  worker.join();
  // WARN@-1:3: 'join' blocks the event loop: it waits for the thread to end
  // NOTE@-2:3: run it on a thread pool and await the result
  // NOTE@-3:3: run it on a thread with 'corun::to_thread'
  // UNSAFE@-4:   co_await corun::to_thread([&] { worker.join(); });
  co_return;
}

void pause_twice() {
  std::this_thread::sleep_for(1s);
  // NOTE@-1:3: 'sleep_for' suspends the calling thread
  std::this_thread::sleep_for(1s);
}

asio::awaitable<void> through_a_function_bad() {
  pause_twice();
  // WARN@-1:3: 'pause_twice' blocks the event loop through 'sleep_for'
  // NOTE@-2:3: run 'pause_twice' on a thread pool and await the result, or make it a coroutine
  // NOTE@-3:3: run it on a thread with 'corun::to_thread'
  // UNSAFE@-4:   co_await corun::to_thread([&] { pause_twice(); });
  co_return;
}

// ---- reported without a fix -------------------------------------------------

// The lock belongs to this thread.
asio::awaitable<void> waits_under_a_lock_bad(std::mutex &mutex,
                                             std::condition_variable &ready) {
  {
    std::unique_lock lock(mutex);
    ready.wait(lock);
    // WARN@-1:5: 'wait' blocks the event loop: it waits to be notified
    // NOTE@-2:5: use 'co_await boost::asio::steady_timer::async_wait' instead
  }
  co_return;
}

// No coroutine, nothing to await in.
void in_a_callback_bad(asio::any_io_executor executor) {
  asio::post(executor, [] { std::this_thread::sleep_for(1s); });
  // WARN@-1:29: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:29: run it on a thread pool and await the result
}

// ---- fine -------------------------------------------------------------------

asio::awaitable<bool> tries_ok(std::binary_semaphore &slots) {
  co_return slots.try_acquire();
}
