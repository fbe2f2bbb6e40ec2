// Promise types and awaiters that break the protocol.
//
// RUN: %check_test %s async-promise-protocol

#include "mocks/cppcoro.hpp"
#include "mocks/libcoro.hpp"
#include "mocks/support.hpp"
#include <atomic>
#include <coroutine>
#include <cstdio>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

void log(const char *text);
bool urgent();
std::deque<std::coroutine_handle<>> Ready;
void enqueue(std::coroutine_handle<> coroutine);
struct Pool {
  void post(std::function<void()> job);
  void submit(std::coroutine_handle<> coroutine);
};

//===----------------------------------------------------------------------===//
// final_suspend
//===----------------------------------------------------------------------===//

void plain_final_suspend_bad() {
  struct promise_type {
    void get_return_object() {}
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_always final_suspend() { return {}; }
    // WARN@-1:25: 'final_suspend' may throw: it runs after the coroutine's last handler, and compilers refuse coroutines of this type
    // NOTE@-2:25: declare it 'noexcept'
    void return_void() {}
    void unhandled_exception() { throw; }
  };
}

void final_suspend_with_work_bad() {
  struct Promise {
    std::suspend_always initial_suspend() noexcept { return {}; }
    auto final_suspend() {
    // WARN@-1:10: 'final_suspend' may throw: it runs after the coroutine's last handler, and compilers refuse coroutines of this type
    // NOTE@-2:10: declare it 'noexcept'
      log("done");
      return std::suspend_always();
    }
    void unhandled_exception() { std::terminate(); }
  };
}

void noexcept_final_suspend_ok() {
  struct promise_type {
    void get_return_object() {}
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { throw; }
  };
}

// A function of this name in a class that is no promise type.
void animation_ok() {
  struct Animation {
    int final_suspend() { return Frame; }
    int Frame = 0;
  };
}

//===----------------------------------------------------------------------===//
// unhandled_exception
//===----------------------------------------------------------------------===//

void empty_unhandled_bad() {
  struct promise_type {
    void get_return_object() {}
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(int value) { Value = value; }
    void unhandled_exception() {}
    // WARN@-1:10: 'unhandled_exception' does nothing: a coroutine that throws ends as if it had succeeded
    // NOTE@-2:10: keep 'std::current_exception()' for who awaits the coroutine, or call 'std::terminate()'
    int Value = 0;
  };
}

void blank_unhandled_bad() {
  struct Promise {
    std::suspend_always final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept {  }
    // WARN@-1:10: 'unhandled_exception' does nothing: a coroutine that throws ends as if it had succeeded
    // NOTE@-2:10: keep 'std::current_exception()' for who awaits the coroutine, or call 'std::terminate()'
  };
}

void keeps_the_exception_ok() {
  struct promise_type {
    std::suspend_always final_suspend() noexcept { return {}; }
    void unhandled_exception() { Error = std::current_exception(); }
    std::exception_ptr Error;
  };
}

void says_why_ok() {
  struct promise_type {
    std::suspend_always final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept { /* errors are logged by the task */ }
  };
}

void configured_ok() {
  struct promise_type {
    std::suspend_always final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept {
#ifdef LOG_ERRORS
      log("error");
#endif
    }
  };
}

void terminates_ok() {
  struct promise_type {
    std::suspend_always final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept { std::terminate(); }
  };
}

// Nobody could ask such a coroutine how it ended.
struct Unattended {
  struct promise_type {
    Unattended get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
Unattended unattended_ok() { co_return; }

void visitor_ok() {
  struct Visitor {
    void unhandled_exception() {}
  };
}

//===----------------------------------------------------------------------===//
// The end of a coroutine
//===----------------------------------------------------------------------===//

template <typename T> struct Value {
  struct promise_type {
    Value get_return_object();
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(T value);
    void unhandled_exception() { throw; }
  };
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
};
struct Steps {
  struct promise_type {
    Steps get_return_object();
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int value) noexcept;
    void unhandled_exception() { throw; }
  };
};

Value<int> one_branch_bad(int n) {
// WARN@-1:12: control can flow off the end of this coroutine, and its promise has no 'return_void': the behaviour is undefined
// NOTE@-2:12: end each path with 'co_return' and a value
  if (n > 0)
    co_return n;
}
// NOTE@-1:1: it ends here without 'co_return'

Value<int> after_loop_bad(int n) {
// WARN@-1:12: control can flow off the end of this coroutine, and its promise has no 'return_void': the behaviour is undefined
// NOTE@-2:12: end each path with 'co_return' and a value
  while (n-- > 0)
    if (urgent())
      co_return n;
  co_await one_branch_bad(n);
}
// NOTE@-1:1: it ends here without 'co_return'

Value<int> handler_bad(int n) {
// WARN@-1:12: control can flow off the end of this coroutine, and its promise has no 'return_void': the behaviour is undefined
// NOTE@-2:12: end each path with 'co_return' and a value
  try {
    co_return co_await one_branch_bad(n);
  } catch (const std::exception &) {
    log("failed");
  }
}
// NOTE@-1:1: it ends here without 'co_return'

Value<int> switch_bad(int n) {
// WARN@-1:12: control can flow off the end of this coroutine, and its promise has no 'return_void': the behaviour is undefined
// NOTE@-2:12: end each path with 'co_return' and a value
  switch (n) {
  case 0:
    co_return 1;
  case 1:
    co_return 2;
  default:
    break;
  }
}
// NOTE@-1:1: it ends here without 'co_return'

cppcoro::task<int> known_type_bad(cppcoro::io_service &io) {
// WARN@-1:20: control can flow off the end of this coroutine, and its promise has no 'return_void': the behaviour is undefined
// NOTE@-2:20: end each path with 'co_return' and a value
  co_await io.schedule();
  if (urgent())
    co_return 1;
}
// NOTE@-1:1: it ends here without 'co_return'

coro::task<int> other_type_bad(coro::scheduler &scheduler) {
// WARN@-1:17: control can flow off the end of this coroutine, and its promise has no 'return_void': the behaviour is undefined
// NOTE@-2:17: end each path with 'co_return' and a value
  co_await scheduler.yield();
}
// NOTE@-1:1: it ends here without 'co_return'

Steps generator_bad() {
// WARN@-1:7: control can flow off the end of this coroutine, and its promise has no 'return_void': the behaviour is undefined
// NOTE@-2:7: end each path with 'co_return' and a value
  co_yield 1;
  co_yield 2;
}
// NOTE@-1:1: it ends here without 'co_return'

Value<int> both_branches_ok(int n) {
  if (n > 0)
    co_return n;
  else
    co_return -n;
}

Value<int> endless_ok(int n) {
  for (;;) {
    if (urgent())
      co_return n;
    co_await both_branches_ok(n);
  }
}

Value<int> throws_ok(int n) {
  if (n > 0)
    co_return n;
  throw std::runtime_error("negative");
}

[[noreturn]] void fail(const char *text);
Value<int> fails_ok(int n) {
  if (n > 0)
    co_return n;
  fail("negative");
}

Value<int> handled_ok(int n) {
  try {
    co_return co_await both_branches_ok(n);
  } catch (const std::exception &) {
    co_return 0;
  }
}

enum class Colour { Red, Green };
Value<int> all_cases_ok(Colour colour) {
  switch (colour) {
  case Colour::Red:
    co_return 1;
  case Colour::Green:
    co_return 2;
  }
}

cppcoro::task<> nothing_to_return_ok(cppcoro::io_service &io) {
  co_await io.schedule();
}

coro::generator<int> generator_ok() {
  co_yield 1;
}

//===----------------------------------------------------------------------===//
// await_suspend
//===----------------------------------------------------------------------===//

void resumes_first_bad() {
  struct Awaiter {
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> coroutine) {
      coroutine.resume();
      // NOTE@-1:7: the coroutine is resumed here
      Done = true;
      // WARN@-1:7: 'await_suspend' touches the awaiter after it has given the coroutine away, which may have destroyed it
      // NOTE@-2:7: do this before, or keep what it needs in a local variable
    }
    void await_resume() {}
    bool Done = false;
  };
}

void calls_first_bad() {
  struct Awaiter {
    bool await_suspend(std::coroutine_handle<> coroutine) {
      if (urgent()) {
        coroutine();
        // NOTE@-1:9: the coroutine is resumed here
        ++Count;
        // WARN@-1:11: 'await_suspend' touches the awaiter after it has given the coroutine away, which may have destroyed it
        // NOTE@-2:11: do this before, or keep what it needs in a local variable
      }
      return true;
    }
    int Count = 0;
  };
}

void thread_first_bad() {
  struct Awaiter {
    void await_suspend(std::coroutine_handle<> coroutine) {
      std::thread worker([coroutine] { coroutine.resume(); });
      // NOTE@-1:19: the coroutine's handle is handed to another thread here
      worker.detach();
      Started = true;
      // WARN@-1:7: 'await_suspend' touches the awaiter after it has given the coroutine away, which may have destroyed it
      // NOTE@-2:7: do this before, or keep what it needs in a local variable
    }
    bool Started = false;
  };
}

void named_lambda_bad() {
  struct Awaiter {
    void await_suspend(std::coroutine_handle<> coroutine) {
      auto job = [coroutine] { coroutine.resume(); };
      std::thread(std::move(job)).detach();
      // NOTE@-1:7: the coroutine's handle is handed to another thread here
      log(Name);
      // WARN@-1:11: 'await_suspend' touches the awaiter after it has given the coroutine away, which may have destroyed it
      // NOTE@-2:11: do this before, or keep what it needs in a local variable
    }
    const char *Name = "job";
  };
}

void calls_own_function_bad() {
  struct Awaiter {
    void await_suspend(std::coroutine_handle<> coroutine) {
      coroutine.resume();
      // NOTE@-1:7: the coroutine is resumed here
      finish();
      // WARN@-1:7: 'await_suspend' touches the awaiter after it has given the coroutine away, which may have destroyed it
      // NOTE@-2:7: do this before, or keep what it needs in a local variable
    }
    void finish();
  };
}

void one_path_bad() {
  struct Awaiter {
    bool await_suspend(std::coroutine_handle<> coroutine) {
      bool now = urgent();
      if (now)
        coroutine.resume();
        // NOTE@-1:9: the coroutine is resumed here
      return Suspended;
      // WARN@-1:14: 'await_suspend' touches the awaiter after it has given the coroutine away, which may have destroyed it
      // NOTE@-2:14: do this before, or keep what it needs in a local variable
    }
    bool Suspended = true;
  };
}

void resumes_last_ok() {
  struct Awaiter {
    void await_suspend(std::coroutine_handle<> coroutine) {
      Done = true;
      coroutine.resume();
    }
    bool Done = false;
  };
}

void thread_last_ok() {
  struct Awaiter {
    void await_suspend(std::coroutine_handle<> coroutine) {
      Started = true;
      std::thread([coroutine] { coroutine.resume(); }).detach();
    }
    bool Started = false;
  };
}

void other_path_ok() {
  struct Awaiter {
    bool await_suspend(std::coroutine_handle<> coroutine) {
      if (urgent()) {
        coroutine.resume();
        return true;
      }
      Waiting = true;
      return true;
    }
    bool Waiting = false;
  };
}

void local_copy_ok() {
  struct Awaiter {
    void await_suspend(std::coroutine_handle<> coroutine) {
      const char *name = Name;
      coroutine.resume();
      log(name);
    }
    const char *Name = "job";
  };
}

void symmetric_transfer_ok() {
  struct Awaiter {
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> coroutine) {
      Child = coroutine;
      return Child;
    }
    std::coroutine_handle<> Child;
  };
}

void stores_ok() {
  struct Awaiter {
    bool await_suspend(std::coroutine_handle<> coroutine) {
      Waiter = coroutine;
      return !Ready;
    }
    std::coroutine_handle<> Waiter;
    bool Ready = false;
  };
}

// Only StrictMode takes a queue for another thread.
void queue_ok() {
  struct Awaiter {
    void await_suspend(std::coroutine_handle<> coroutine) {
      Ready.push_back(coroutine);
      Queued = true;
    }
    bool Queued = false;
  };
}

// A queue that another thread empties.
void FN_other_thread() {
  struct Awaiter {
    void await_suspend(std::coroutine_handle<> coroutine) {
      std::lock_guard lock(Guard);
      Shared->push_back(coroutine);
      Queued = true;
    }
    std::mutex &Guard;
    std::deque<std::coroutine_handle<>> *Shared;
    bool Queued = false;
  };
}

// The operation is kept alive by who starts it.
void FP_kept_alive() {
  struct Operation {
    void await_suspend(std::coroutine_handle<> coroutine) {
      Self = this;
      coroutine.resume();
      // NOTE@-1:7: the coroutine is resumed here
      Self->Done = true;
      // WARN@-1:7: 'await_suspend' touches the awaiter after it has given the coroutine away, which may have destroyed it
      // NOTE@-2:7: do this before, or keep what it needs in a local variable
      Done = true;
    }
    Operation *Self = nullptr;
    bool Done = false;
  };
}
