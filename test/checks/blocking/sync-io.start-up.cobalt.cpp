// RUN: %check_test %s async-sync-io
// co_main is the main of a program with Boost.Cobalt.
#include "mocks/cobalt.hpp"
#include <fstream>

namespace cobalt = boost::cobalt;

cobalt::task<void> serve_ok();

static cobalt::task<int> settings_ok() {
  std::ifstream file("settings");
  int port = 0;
  file >> port;
  co_return port;
}

static cobalt::task<void> log_settings_bad() {
  std::ofstream log("log");
  log << co_await settings_ok();
  // WARN@-1:3: 'operator<<' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:3: run it on a thread pool and await the result
}

cobalt::main co_main(int, char **) {
  std::ofstream("started");
  co_await log_settings_bad();
  co_await serve_ok();
  co_return 0;
}

cobalt::task<void> request_bad() {
  std::ifstream page("page");
  // WARN@-1:17: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:17: run it on a thread pool and await the result
  co_return;
}
