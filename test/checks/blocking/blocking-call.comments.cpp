// What is replaced keeps its comments, or stays as it is.
// REQUIRES: boost-asio
// RUN: %check_test %s async-blocking-call -- -isystem %S/../../../runtime/include
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <corun/sleep.hpp>
#include <corun/to_thread.hpp>
#include <thread>
#include <unistd.h>

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<void> says_what_the_arguments_are_bad() {
  sleep(/* seconds */ 1);
  // WARN@-1:3: 'sleep' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  // FIX@-3:   co_await corun::sleep_for(std::chrono::seconds(/* seconds */ 1));
  usleep(100 /* microseconds */);
  // WARN@-1:3: 'usleep' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  // FIX@-3:   co_await corun::sleep_for(std::chrono::microseconds(100 /* microseconds */));
  std::this_thread::sleep_for(/* a while */ 1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  // FIX@-3:   co_await corun::sleep_for(/* a while */ 1s);
  co_return;
}

asio::awaitable<void> says_what_a_thread_waits_for_bad(std::thread worker) {
  worker.join(/* it has nothing left to do */);
  // WARN@-1:3: 'join' blocks the event loop: it waits for the thread to end
  // NOTE@-2:3: run it on a thread pool and await the result
  // NOTE@-3:3: run it on a thread with 'corun::to_thread'
  // UNSAFE@-4:   co_await corun::to_thread([&] { worker.join(/* it has nothing left to do */); });
  co_return;
}

// ---- reported without a fix -------------------------------------------------

asio::awaitable<void> says_it_in_the_middle_bad() {
  std::this_thread:: /* not a timer */ sleep_for(1s);
  // WARN@-1:3: 'sleep_for' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  sleep /* seconds */ (1);
  // WARN@-1:3: 'sleep' blocks the event loop: it suspends the calling thread
  // NOTE@-2:3: use 'co_await boost::asio::steady_timer::async_wait' instead
  co_return;
}

asio::awaitable<void> awaits_ok() {
  co_await corun::sleep_for(/* a while */ 1s);
}
