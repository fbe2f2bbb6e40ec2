// RUN: %check_test %s async-busy-wait
// RUN: %check_test %s async-busy-wait --tag strict --option StrictMode=true
#include "mocks/cppcoro.hpp"
#include "mocks/folly.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/seastar.hpp"
#include <atomic>
#include <chrono>
#include <filesystem>
#include <future>
#include <queue>
#include <stop_token>
#include <string>
#include <thread>

using namespace std::chrono_literals;

struct Queue {
  bool empty() const;
  bool try_pop(int &item);
  int pop();
};
struct Connection {
  bool connect();
  void flush();
  bool is_open();
};
void use(int);
bool step();
bool closing;
extern volatile int device;

// Spins.

cppcoro::task<> atomic_bad(std::atomic<bool> &ready) {
  while (!ready.load()) {
  // WARN@-1:3: loop spins on the event loop's thread until a condition changes
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
  }
  co_return;
}
cppcoro::task<> atomic_converted_bad(std::atomic<bool> &ready) {
  while (!ready)
  // WARN@-1:3: loop spins on the event loop's thread until a condition changes
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
    ;
  co_return;
}
cppcoro::task<> atomic_flag_bad(std::atomic_flag &lock) {
  while (lock.test_and_set()) {
  // WARN@-1:3: loop spins on the event loop's thread until a condition changes
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
  }
  co_return;
}
cppcoro::task<> global_flag_bad() {
  while (!closing) {
  // WARN@-1:3: loop spins on the event loop's thread until a condition changes
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
  }
  co_return;
}
cppcoro::task<> volatile_bad() {
  while (device == 0) {
  // WARN@-1:3: loop spins on the event loop's thread until a condition changes
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
  }
  co_return;
}
cppcoro::task<> query_bad(Queue &queue) {
  while (queue.empty())
  // WARN@-1:3: loop spins on the event loop's thread until a condition changes
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
    continue;
  co_return;
}
cppcoro::task<> deadline_bad(std::chrono::steady_clock::time_point end) {
  while (std::chrono::steady_clock::now() < end) {
  // WARN@-1:3: loop spins on the event loop's thread until a condition changes
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
  }
  co_return;
}
cppcoro::task<> break_bad(std::atomic<bool> &ready) {
  for (;;) {
  // WARN@-1:3: loop spins on the event loop's thread until a condition changes
  // NOTE@-2:3: await something that the other side completes: an event, a channel, a timer that it cancels
    if (ready)
    // NOTE@-1:9: this is looked at again and again
      break;
  }
  co_return;
}
cppcoro::task<> return_bad(std::atomic<int> &state) {
  while (true)
  // WARN@-1:3: loop spins on the event loop's thread until a condition changes
  // NOTE@-2:3: await something that the other side completes: an event, a channel, a timer that it cancels
    if (state == 2)
    // NOTE@-1:9: this is looked at again and again
      co_return;
}

// Yields and sleeps.

cppcoro::task<> thread_yield_bad(std::atomic<bool> &ready) {
  while (!ready)
  // WARN@-1:3: loop yields and looks again instead of waiting for the event
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
    std::this_thread::yield();
  co_return;
}
cppcoro::task<> thread_sleep_bad(std::atomic<bool> &ready) {
  while (!ready)
  // WARN@-1:3: loop sleeps and looks again instead of waiting for the event
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
    std::this_thread::sleep_for(1ms);
  co_return;
}
cppcoro::task<> do_while_bad(std::atomic<bool> &ready) {
  do {
  // WARN@-1:3: loop sleeps and looks again instead of waiting for the event
  // NOTE@-2:3: await something that the other side completes: an event, a channel, a timer that it cancels
    std::this_thread::sleep_for(1ms);
  } while (!ready);
  // NOTE@-1:12: this is looked at again and again
  co_return;
}
#define CHECK_THAT(condition)                                                  \
  do {                                                                         \
    if (!(condition))                                                          \
      __builtin_abort();                                                       \
  } while (false)
cppcoro::task<> assertion_ok(Queue &queue) {
  CHECK_THAT(queue.empty());
  do {
    if (queue.empty())
      break;
  } while (false);
  co_return;
}

constexpr int rounds = 1000;
cppcoro::task<> yields_a_fixed_number_of_times_ok(cppcoro::io_service &io) {
  for (int i = 0; i < rounds; ++i)
    co_await io.schedule();
}

cppcoro::task<> coroutine_yield_bad(cppcoro::io_service &io, Queue &queue) {
  while (queue.empty())
  // WARN@-1:3: loop yields and looks again instead of waiting for the event
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
    co_await io.schedule();
}
cppcoro::task<> timer_bad(cppcoro::io_service &io, Queue &queue) {
  while (queue.empty())
  // WARN@-1:3: loop sleeps and looks again instead of waiting for the event
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
    co_await io.schedule_after(10ms);
}
cppcoro::task<> try_pop_bad(cppcoro::io_service &io, Queue &queue) {
  int item;
  while (!queue.try_pop(item))
  // WARN@-1:3: loop sleeps and looks again instead of waiting for the event
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
    co_await io.schedule_after(10ms);
  use(item);
}
cppcoro::task<> future_bad(cppcoro::io_service &io, std::future<int> reply) {
  while (reply.wait_for(0s) != std::future_status::ready)
  // WARN@-1:3: loop sleeps and looks again instead of waiting for the event
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
    co_await io.schedule_after(10ms);
}
coro::task<> libcoro_bad(coro::scheduler &loop, std::stop_token stop) {
  while (!stop.stop_requested())
  // WARN@-1:3: loop sleeps and looks again instead of waiting for the event
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
    co_await loop.yield_for(10ms);
}
folly::coro::Task<> folly_bad(std::atomic<bool> &ready) {
  while (!ready)
  // WARN@-1:3: loop sleeps and looks again instead of waiting for the event
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
    co_await folly::coro::sleep(10ms);
}
seastar::future<> seastar_bad(Queue &queue) {
  while (queue.empty())
  // WARN@-1:3: loop sleeps and looks again instead of waiting for the event
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
    co_await seastar::sleep(10ms);
}
cppcoro::task<> bounded_strict_bad(cppcoro::io_service &io, std::atomic<bool> &ready) {
  for (int i = 0; i < 100 && !ready; ++i)
  // WARN[strict]@-1:3: loop sleeps and looks again instead of waiting for the event
  // NOTE[strict]@-2:19: this is looked at again and again
  // NOTE[strict]@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
    co_await io.schedule_after(10ms);
}
cppcoro::task<> exit_in_the_middle_bad(cppcoro::io_service &io, Queue &queue) {
  for (;;) {
  // WARN@-1:3: loop sleeps and looks again instead of waiting for the event
  // NOTE@-2:3: await something that the other side completes: an event, a channel, a timer that it cancels
    if (!queue.empty()) {
    // NOTE@-1:9: this is looked at again and again
      use(queue.pop());
      co_return;
    }
    co_await io.schedule_after(10ms);
  }
}
cppcoro::task<> file_bad(cppcoro::io_service &io, const std::string &path) {
  while (!std::filesystem::exists(path))
  // WARN@-1:3: loop sleeps and looks again instead of waiting for the event
  // NOTE@-2:10: this is looked at again and again
  // NOTE@-3:3: await something that the other side completes: an event, a channel, a timer that it cancels
    co_await io.schedule_after(1s);
}
class Session {
  bool stopped = false;
  cppcoro::task<> member_bad(cppcoro::io_service &io) {
    while (!stopped)
    // WARN@-1:5: loop sleeps and looks again instead of waiting for the event
    // NOTE@-2:12: this is looked at again and again
    // NOTE@-3:5: await something that the other side completes: an event, a channel, a timer that it cancels
      co_await io.schedule_after(1s);
  }
};
cppcoro::task<> state_bad(cppcoro::io_service &io, std::atomic<int> &state) {
  for (;;) {
  // WARN@-1:3: loop sleeps and looks again instead of waiting for the event
  // NOTE@-2:3: await something that the other side completes: an event, a channel, a timer that it cancels
    int now = state.load();
    // NOTE@-1:15: this is looked at again and again
    if (now == 2)
      break;
    co_await io.schedule_after(1s);
  }
}
void handler_bad(seastar::future<int> number, std::atomic<bool> &ready) {
  (void)number.then([&](int) {
    while (!ready)
    // WARN@-1:5: loop yields and looks again instead of waiting for the event
    // NOTE@-2:12: this is looked at again and again
    // NOTE@-3:5: await something that the other side completes: an event, a channel, a timer that it cancels
      std::this_thread::yield();
  });
}
cppcoro::task<> lambda_bad(std::atomic<bool> &ready) {
  auto wait = [&] {
    while (!ready)
    // WARN@-1:5: loop yields and looks again instead of waiting for the event
    // NOTE@-2:12: this is looked at again and again
    // NOTE@-3:5: await something that the other side completes: an event, a channel, a timer that it cancels
      std::this_thread::yield();
  };
  wait();
  co_return;
}

// Work in each round.

cppcoro::task<> periodic_ok(cppcoro::io_service &io, Connection &connection) {
  while (!closing) {
    co_await io.schedule_after(1s);
    connection.flush();
  }
}
cppcoro::task<> consumer_ok(cppcoro::io_service &io, Queue &queue) {
  while (!closing) {
    if (!queue.empty())
      use(queue.pop());
    co_await io.schedule_after(10ms);
  }
}
cppcoro::task<> works_in_condition_ok() {
  while (step()) {
  }
  co_return;
}

// An operation tried again.

cppcoro::task<> reconnect_ok(cppcoro::io_service &io, Connection &connection) {
  while (!connection.connect())
    co_await io.schedule_after(1s);
}
cppcoro::task<> compare_and_swap_ok(std::atomic<int> &value) {
  int expected = value.load();
  while (!value.compare_exchange_weak(expected, expected + 1)) {
  }
  co_return;
}

// Waiting for an event.

cppcoro::task<> awaits_event_ok(coro::event &event) {
  while (!closing)
    co_await event;
}
cppcoro::task<> awaits_work_ok(cppcoro::task<> (&next)()) {
  while (!closing)
    co_await next();
}

// Counted.

cppcoro::task<> counted_ok(cppcoro::io_service &io) {
  for (int i = 0; i < 3; ++i)
    co_await io.schedule_after(1s);
}
cppcoro::task<> scan_ok(const char *text) {
  while (*text == ' ')
    ++text;
  co_return;
}
cppcoro::task<> search_ok(std::queue<int> &items) {
  while (!items.empty())
    items.pop();
  co_return;
}
cppcoro::task<> growing_delay_ok(cppcoro::io_service &io,
                                 std::atomic<bool> &ready) {
  auto delay = 1ms;
  while (!ready) {
    co_await io.schedule_after(delay);
    delay *= 2;
  }
}
cppcoro::task<> for_ever_ok(cppcoro::io_service &io) {
  for (;;)
    co_await io.schedule_after(1h);
}
cppcoro::task<> range_ok(const std::string &text) {
  for (char c : text)
    (void)c;
  co_return;
}

// Off the loop.

void plain_ok(std::atomic<bool> &ready) {
  while (!ready)
    std::this_thread::yield();
}
cppcoro::task<> moved_ok(cppcoro::static_thread_pool &pool,
                         std::atomic<bool> &ready) {
  co_await pool.schedule();
  while (!ready)
    std::this_thread::yield();
}
cppcoro::task<> thread_ok(std::atomic<bool> &ready) {
  std::thread([&] {
    while (!ready)
      std::this_thread::yield();
  }).detach();
  co_return;
}
