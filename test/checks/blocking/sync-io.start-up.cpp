// RUN: %check_test %s async-sync-io
// What only main starts is the rest of main until it is suspended for the first
// time: nobody waits there for a file or a thread.
#include "mocks/home_made.hpp"
#include <fstream>

using home::Lazy;

template <typename T> void spawn(T task) { (void)task; }
Lazy<> a_moment();
Lazy<> a_moment(bool settled);
struct Ready {
  bool await_ready() const { return true; }
  void await_suspend(std::coroutine_handle<>) const {}
  void await_resume() const {}
};

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
  co_await Ready();
  std::ifstream more("more");
  co_await a_moment(std::ifstream("settled").good());
  std::ifstream late("late");
  // WARN@-1:17: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:17: run it on a thread pool and await the result
}

Lazy<> uses_later_bad() {
  std::ofstream log("log");
  log << "begins";
  co_await a_moment();
  log << "goes on";
  // WARN@-1:3: 'operator<<' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:3: run it on a thread pool and await the result
}

Lazy<> again_and_again_bad() {
  for (int round = 0; round != 9; ++round) {
    std::ifstream settings("settings");
    // WARN@-1:19: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
    // NOTE@-2:19: run it on a thread pool and await the result
    co_await a_moment();
  }
}

Lazy<> one_way_bad(bool wait) {
  if (wait)
    co_await a_moment();
  std::ifstream settings("settings");
  // WARN@-1:17: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:17: run it on a thread pool and await the result
}

Lazy<> load_ok() {
  std::ifstream settings("settings");
  co_await a_moment();
}

Lazy<> child_ok() {
  std::ifstream settings("settings");
  co_await a_moment();
}

static void start_child() { spawn(child_ok()); }

Lazy<> late_bad() {
  std::ifstream settings("settings");
  // WARN@-1:17: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:17: run it on a thread pool and await the result
  co_await a_moment();
}

Lazy<> server_ok() {
  start_child();
  co_await load_ok();
  co_await late_bad();
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

struct Router {
  template <typename Handler> void on(const char *, Handler) {}
};

static void add_routes_bad(Router &router) {
  router.on("/", [](int) -> Lazy<> {
    std::ifstream page("page");
    // WARN@-1:19: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
    // NOTE@-2:19: run it on a thread pool and await the result
    co_return;
  });
}

int main() {
  spawn(start_ok());
  run_server();
  spawn(goes_on_bad());
  spawn(uses_later_bad());
  spawn(again_and_again_bad());
  spawn(one_way_bad(true));
  spawn(server_ok());
  spawn(also_elsewhere_bad());
  spawn([]() -> Lazy<> {
    std::ifstream settings("settings");
    co_return;
  }());
  Router router;
  add_routes_bad(router);
}
