// RUN: %check_test %s async-sync-io
// What never suspends and only main starts is the rest of main: nobody waits
// there for a file or a thread.
#include "mocks/home_made.hpp"
#include <fstream>

using home::Lazy;

template <typename T> void spawn(T task) { (void)task; }
Lazy<> a_moment();

Lazy<> start_ok() {
  std::ifstream settings("settings");
  co_return;
}

Lazy<> start_through_ok() {
  std::ifstream settings("settings");
  co_return;
}

Lazy<> goes_on_bad() {
  std::ifstream settings("settings");
  // WARN@-1:17: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:17: run it on a thread pool and await the result
  co_await a_moment();
}

Lazy<> also_elsewhere_bad() {
  std::ifstream settings("settings");
  // WARN@-1:17: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:17: run it on a thread pool and await the result
  co_return;
}

Lazy<> by_others_bad() {
  std::ifstream settings("settings");
  // WARN@-1:17: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:17: run it on a thread pool and await the result
  co_return;
}

static void run_server() { spawn(start_through_ok()); }

Lazy<> serve() {
  co_await a_moment();
  spawn(also_elsewhere_bad());
}

void library() { spawn(by_others_bad()); }

int main() {
  spawn(start_ok());
  run_server();
  spawn(goes_on_bad());
  spawn(also_elsewhere_bad());
  spawn([]() -> Lazy<> {
    std::ifstream settings("settings");
    co_return;
  }());
}
