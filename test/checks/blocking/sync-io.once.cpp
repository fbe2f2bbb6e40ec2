// RUN: %check_test %s async-sync-io
// What runs once in the program's life, to make what is there from then on,
// holds up one caller at most.
#include "mocks/home_made.hpp"
#include <atomic>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

using home::Lazy;

struct Settings {
  Settings() { std::ifstream("settings") >> text; }
  // NOTE@-1:16: 'operator>>' reads or writes the file on the calling thread
  std::string text;
};

static std::unique_ptr<Settings> global;
static Settings *raw = nullptr;
static bool loaded = false;

Settings &by_pointer() {
  if (!global)
    global = std::make_unique<Settings>();
  return *global;
}

Settings &by_raw_pointer() {
  if (raw != nullptr)
    return *raw;
  raw = new Settings;
  return *raw;
}

Settings &by_static() {
  static Settings settings;
  return settings;
}

void by_flag() {
  if (!loaded) {
    std::ifstream file("settings");
    loaded = true;
  }
}

std::atomic<bool> started = false;
std::atomic_flag opened;
template <typename Tag> auto first_time() {
  static auto called = false;
  return !std::exchange(called, true);
}
void by_asking() {
  if (!started.exchange(true))
    std::ifstream("settings") >> *new std::string;
  if (opened.test_and_set())
    return;
  std::ifstream("settings") >> *new std::string;
}
void by_function() {
  if (first_time<struct motd>())
    std::ifstream("motd") >> *new std::string;
}

Lazy<> uses_ok() {
  by_asking();
  by_function();
  by_pointer();
  by_raw_pointer();
  by_static();
  by_flag();
  static const std::string motd = [] {
    std::string text;
    std::ifstream("motd") >> text;
    return text;
  }();
  co_return;
}

class Session {
public:
  Lazy<> member_bad() {
    if (!settings_)
      settings_.reset(new Settings);
      // WARN@-1:27: 'Settings' blocks the event loop through 'operator>>'
      // NOTE@-2:27: run 'Settings' on a thread pool and await the result, or make it a coroutine
    co_return;
  }

private:
  std::unique_ptr<Settings> settings_;
};

class Door {
public:
  Lazy<> each_door_bad() {
    if (!open_.exchange(true))
      std::ifstream file("door");
      // WARN@-1:21: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
      // NOTE@-2:21: run it on a thread pool and await the result
    co_return;
  }

private:
  std::atomic<bool> open_ = false;
};

Lazy<> again_bad() {
  if (started.exchange(false))
    std::ifstream file("settings");
    // WARN@-1:19: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
    // NOTE@-2:19: run it on a thread pool and await the result
  if (started.exchange(true))
    std::ifstream file("settings");
    // WARN@-1:19: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
    // NOTE@-2:19: run it on a thread pool and await the result
  if (!first_time<struct again>())
    std::ifstream file("settings");
    // WARN@-1:19: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
    // NOTE@-2:19: run it on a thread pool and await the result
  co_return;
}

bool asks_itself() { return !asks_itself(); }
bool asks_the_flag() { return asks_itself(); }
Lazy<> never_answers_bad() {
  if (asks_itself() || asks_the_flag())
    std::ifstream file("settings");
    // WARN@-1:19: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
    // NOTE@-2:19: run it on a thread pool and await the result
  if (asks_the_flag())
    std::ifstream file("settings");
    // WARN@-1:19: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
    // NOTE@-2:19: run it on a thread pool and await the result
  co_return;
}

Lazy<> every_time_bad() {
  if (loaded)
    std::ifstream file("settings");
    // WARN@-1:19: 'std::ifstream' blocks the event loop: it reads or writes the file on the calling thread
    // NOTE@-2:19: run it on a thread pool and await the result
  if (!global)
    std::ofstream log("log");
    // WARN@-1:19: 'std::ofstream' blocks the event loop: it reads or writes the file on the calling thread
    // NOTE@-2:19: run it on a thread pool and await the result
  co_return;
}
