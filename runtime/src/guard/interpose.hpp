// How the guard stands between a program and its C library.
#pragma once

#include "guard.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace corun::guard {

/// The definition that we hide. Aligned to its size, so that the section is an
/// array of them whatever alignment a compiler likes.
struct alignas(32) next_symbol {
  const char *name;
  /// Where the oldest version of several is not what programs bind to.
  const char *version;
  std::atomic<void *> address{nullptr};

  void *get() noexcept {
    void *found = address.load(std::memory_order_relaxed);
    return found ? found : look_up();
  }

  void *look_up() noexcept {
    ++me.inside;
    void *found = nullptr;
    if (version)
      found = ::dlvsym(RTLD_NEXT, name, version);
    if (!found)
      found = ::dlsym(RTLD_NEXT, name);
    --me.inside;
    address.store(found, std::memory_order_relaxed);
    return found;
  }
};

template <typename Function> struct next : next_symbol {
  template <typename... Arguments> auto operator()(Arguments... arguments) {
    return reinterpret_cast<Function *>(get())(arguments...);
  }
};

/// Defines the C function NAME; `next_NAME` is what it would have been. A name
/// of our own in C++ keeps the library's declaration, with its attributes and
/// exception specification, out of the way.
#define CORUN_INTERPOSE(RESULT, NAME, ...)                                     \
  CORUN_INTERPOSE_VERSION(RESULT, NAME, nullptr, __VA_ARGS__)
#define CORUN_INTERPOSE_VERSION(RESULT, NAME, VERSION, ...)                    \
  extern "C" __attribute__((visibility("default"))) RESULT guard_##NAME(       \
      __VA_ARGS__) __asm__(#NAME);                                             \
  __attribute__((                                                              \
      section("corun_next"),                                                   \
      used)) static constinit corun::guard::next<RESULT(__VA_ARGS__)>          \
      next_##NAME{{#NAME, VERSION}};                                           \
  RESULT guard_##NAME(__VA_ARGS__)

/// Makes a call that blocks, and notes it.
template <typename Call>
auto watch(const char *name, category what, Call call) {
  if (!watching())
    return call();
  measured it(name, what);
  return call();
}

/// Makes a call that blocks where `condition()` holds.
template <typename Condition, typename Call>
auto watch_if(Condition condition, const char *name, category what, Call call) {
  if (!watching() || !condition())
    return call();
  measured it(name, what);
  return call();
}

/// Waits with `wait()` for what `attempt()` does not get at once, which is no
/// finding below the limit for locks.
template <typename Attempt, typename Wait>
int watch_lock(const char *name, Attempt attempt, Wait wait) {
  if (!watching())
    return wait();
  const int result = attempt();
  if (result != EBUSY)
    return result;
  const std::uint64_t start = now_ns();
  ++me.inside;
  const int got = wait();
  --me.inside;
  const std::uint64_t ns = now_ns() - start;
  if (ns >= options.lock_limit_ns)
    record(name, category::lock, ns);
  return got;
}

enum class kind { quiet, stream, file };

/// Whether input or output on \p fd may block, and as what.
inline kind kind_of(int fd) noexcept {
  const int error = errno;
  kind found = kind::quiet;
  struct stat about;
  const int flags = ::fcntl(fd, F_GETFL);
  if (flags >= 0 && !(flags & O_NONBLOCK) && ::fstat(fd, &about) == 0) {
    if (S_ISREG(about.st_mode) || S_ISBLK(about.st_mode))
      found = options.files ? kind::file : kind::quiet;
    // No type: eventfd, timerfd, signalfd, inotify.
    else if (S_ISSOCK(about.st_mode) || S_ISFIFO(about.st_mode) ||
             (about.st_mode & S_IFMT) == 0 ||
             (S_ISCHR(about.st_mode) && ::isatty(fd)))
      found = kind::stream;
  }
  errno = error;
  return found;
}

/// Reads or writes on \p fd.
template <typename Call>
auto watch_descriptor(int fd, bool writes, const char *name, Call call) {
  // A program's messages go to 1 and 2: seldom slow, and never the finding.
  if (!watching() || (writes && (fd == 1 || fd == 2)))
    return call();
  switch (kind_of(fd)) {
  case kind::quiet:
    break;
  case kind::stream:
    return watch(name, fd == 0 ? category::standard_input : category::socket,
                 call);
  case kind::file:
    return watch(name, category::file, call);
  }
  return call();
}

} // namespace corun::guard
