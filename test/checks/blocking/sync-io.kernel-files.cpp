// RUN: %check_test %s async-sync-io
// The kernel's own files are no disk's.
#include "mocks/home_made.hpp"
#include <fcntl.h>
#include <filesystem>
#include <functional>
#include <string>

using home::Lazy;
namespace fs = std::filesystem;

namespace std {
template <typename... Values>
std::string format(const char *text, Values... values);
}

Lazy<> child_ok(int child) {
  auto process = std::format("/proc/{}/exe", child);
  fs::exists(process);
  fs::path classes = "/sys/class";
  fs::exists(classes / "net");
  co_return;
}

Lazy<> many_parts_ok(int controller, int device) {
  const std::string spi = "/sys/class/spi_master/spi" +
                          std::to_string(controller) + "/spi" +
                          std::to_string(controller) + "." +
                          std::to_string(device) + "/mtd/";
  if (fs::exists(spi))
    for (const auto &entry : fs::directory_iterator(spi))
      (void)entry;
  open(spi.c_str(), O_RDONLY);
  co_return;
}

static std::string driver(const std::string &chip) {
  auto known = [] { return "/var/lib/chips"; };
  if (chip.empty() || !known())
    return "";
  std::string path = "/sys/bus/i2c/drivers/at24";
  return chip == "at24" ? path : "";
}
Lazy<> by_function_ok(const std::string &chip) {
  auto path = driver(chip);
  fs::exists(path + "/bind");
  fs::exists(std::string() + "/sys/bus");
  co_return;
}

static std::string settings(bool kernel) {
  if (kernel)
    return "/sys/settings";
  return "/etc/settings";
}
Lazy<> perhaps_on_disk_bad(bool kernel) {
  fs::exists(settings(kernel));
  // WARN@-1:3: 'exists' blocks the event loop: it looks the path up in the file system
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}

static std::string nowhere() { return ""; }
static std::string deeper(int levels) {
  return levels == 0 ? "/sys" : deeper(levels - 1) + "/" + deeper(levels - 2);
}
struct Mounts {
  virtual std::string root() { return "/proc/mounts"; }
};
Lazy<> not_known_bad(Mounts &mounts) {
  fs::exists(nowhere());
  // WARN@-1:3: 'exists' blocks the event loop: it looks the path up in the file system
  // NOTE@-2:3: run it on a thread pool and await the result
  fs::exists(deeper(3));
  // WARN@-1:3: 'exists' blocks the event loop: it looks the path up in the file system
  // NOTE@-2:3: run it on a thread pool and await the result
  fs::exists(mounts.root());
  // WARN@-1:3: 'exists' blocks the event loop: it looks the path up in the file system
  // NOTE@-2:3: run it on a thread pool and await the result
  co_return;
}
