// RUN: %check_test %s async-blocking-call
// A forked child has no loop; the parent goes on with its own.
#include "mocks/cppcoro.hpp"
#include <chrono>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;

void child_works() { std::this_thread::sleep_for(1s); }
// NOTE@-1:22: 'sleep_for' suspends the calling thread

cppcoro::task<> variable_bad() {
  pid_t child = fork();
  // WARN@-1:17: 'fork' blocks the event loop: it copies the process's page tables
  // NOTE@-2:17: run it on a thread pool and await the result
  if (child == 0) {
    std::this_thread::sleep_for(1s);
    child_works();
    _exit(0);
  }
  waitpid(child, nullptr, 0);
  // WARN@-1:3: 'waitpid' blocks the event loop: it waits for the child process
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

cppcoro::task<> assigned_bad() {
  pid_t child;
  child = fork();
  // WARN@-1:11: 'fork' blocks the event loop: it copies the process's page tables
  // NOTE@-2:11: run it on a thread pool and await the result
  if (child > 0)
    co_return;
  child_works();
}

cppcoro::task<> in_the_condition_bad() {
  if (pid_t child = fork(); !child)
  // WARN@-1:21: 'fork' blocks the event loop: it copies the process's page tables
  // NOTE@-2:21: run it on a thread pool and await the result
    child_works();
  else
    child_works();
    // WARN@-1:5: 'child_works' blocks the event loop through 'sleep_for'
    // NOTE@-2:5: run 'child_works' on a thread pool and await the result, or make it a coroutine
  co_return;
}

cppcoro::task<> without_a_name_bad(bool again) {
  if (fork() == 0)
  // WARN@-1:7: 'fork' blocks the event loop: it copies the process's page tables
  // NOTE@-2:7: run it on a thread pool and await the result
    std::this_thread::sleep_for(1s);
  if (again && !fork())
  // WARN@-1:17: 'fork' blocks the event loop: it copies the process's page tables
  // NOTE@-2:17: run it on a thread pool and await the result
    std::this_thread::sleep_for(1s);
  co_return;
}

cppcoro::task<> another_number_bad(int tries) {
  if (tries == 0)
    std::this_thread::sleep_for(1s);
    // WARN@-1:5: 'sleep_for' blocks the event loop: it suspends the calling thread
    // NOTE@-2:5: use 'co_await cppcoro::io_service::schedule_after' instead
  co_return;
}

cppcoro::task<> in_an_assignment_bad() {
  pid_t child;
  if ((child = fork()) == 0)
  // WARN@-1:16: 'fork' blocks the event loop: it copies the process's page tables
  // NOTE@-2:16: run it on a thread pool and await the result
    child_works();
  co_return;
}

static pid_t start() {
  pid_t child = fork(); // NOLINT(async-blocking-call)
  if (child == 0)
    std::this_thread::sleep_for(1s);
  return child;
}
cppcoro::task<> starts_ok() {
  start();
  co_return;
}
