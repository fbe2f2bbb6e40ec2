// Handles that go to a queue, which another thread may empty, and coroutines
// that run unattended.
//
// RUN: %check_test %s async-promise-protocol --option StrictMode=true

#include <coroutine>
#include <functional>

void enqueue(std::coroutine_handle<> coroutine);
struct Pool {
  void post(std::function<void()> job);
  void submit(std::coroutine_handle<> coroutine);
};

void enqueues_first_bad() {
  struct Awaiter {
    void await_suspend(std::coroutine_handle<> coroutine) {
      enqueue(coroutine);
      // NOTE@-1:7: the coroutine's handle is handed to another thread here
      Queued = true;
      // WARN@-1:7: 'await_suspend' touches the awaiter after it has given the coroutine away, which may have destroyed it
      // NOTE@-2:7: do this before, or keep what it needs in a local variable
    }
    bool Queued = false;
  };
}

void posts_first_bad() {
  struct Awaiter {
    void await_suspend(std::coroutine_handle<> coroutine) {
      Workers.post([coroutine] { coroutine.resume(); });
      // NOTE@-1:7: the coroutine's handle is handed to another thread here
      ++Posted;
      // WARN@-1:9: 'await_suspend' touches the awaiter after it has given the coroutine away, which may have destroyed it
      // NOTE@-2:9: do this before, or keep what it needs in a local variable
    }
    Pool &Workers;
    int Posted = 0;
  };
}

template <typename Promise> struct Submitted {
  static void submits_first_bad() {
    struct Awaiter {
      void await_suspend(std::coroutine_handle<Promise> coroutine) {
        Workers.submit(coroutine);
        // NOTE@-1:9: the coroutine's handle is handed to another thread here
        Sent = true;
        // WARN@-1:9: 'await_suspend' touches the awaiter after it has given the coroutine away, which may have destroyed it
        // NOTE@-2:9: do this before, or keep what it needs in a local variable
      }
      Pool &Workers;
      bool Sent = false;
    };
    Awaiter awaiter{*new Pool};
    awaiter.await_suspend({});
  }
};
void instantiate_ok() { Submitted<void>::submits_first_bad(); }

void enqueues_last_ok() {
  struct Awaiter {
    void await_suspend(std::coroutine_handle<> coroutine) {
      Queued = true;
      enqueue(coroutine);
    }
    bool Queued = false;
  };
}

void unattended_bad() {
  struct Unattended {
    struct promise_type {
      Unattended get_return_object() { return {}; }
      std::suspend_never initial_suspend() noexcept { return {}; }
      std::suspend_never final_suspend() noexcept { return {}; }
      void return_void() {}
      void unhandled_exception() {}
      // WARN@-1:12: 'unhandled_exception' does nothing: a coroutine that throws ends as if it had succeeded
      // NOTE@-2:12: keep 'std::current_exception()' for who awaits the coroutine, or call 'std::terminate()'
    };
  };
}
