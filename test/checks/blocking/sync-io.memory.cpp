// A database that may be in memory: whether its calls go to a disk is not known
// where a wrapper can open either.
//
// RUN: %check_test %s async-sync-io

#include "mocks/libcoro.hpp"
#include <fstream>
#include <sqlite3.h>
#include <string>

class Database {
public:
  Database() {
    sqlite3_open_v2("scratch", &Handle,
                    SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, nullptr);
  }
  explicit Database(const char *file) { sqlite3_open(file, &Handle); }

  coro::task<> exec_ok(const char *text) {
    sqlite3_exec(Handle, text, nullptr, nullptr, nullptr);
    co_return;
  }
  coro::task<> step_ok(sqlite3_stmt *statement) {
    while (sqlite3_step(statement) == SQLITE_ROW)
      co_await coro::task<>();
  }

private:
  sqlite3 *Handle = nullptr;
};

/// Other files are on the disk all the same.
coro::task<std::string> file_bad() {
  std::ifstream file("settings");
  // WARN@-1:17: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
  // NOTE@-2:17: run it on a thread pool and await the result
  std::string line;
  std::getline(file, line);
  // NOTE@-1:3: 'getline' on the same handle blocks too
  co_return line;
}
