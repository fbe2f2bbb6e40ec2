// Names the addresses and writes the findings: one line of JSON for each.
//
// At the end of the program, or from a signal handler: libbacktrace allocates
// by mmap alone and may be used there. Demangling may not, and is left out.
#include "guard.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cxxabi.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>

#if defined(BACKTRACE_HEADER)
#include BACKTRACE_HEADER
#endif

namespace corun::guard {

namespace {

/// One line; frames that do not fit are left out.
class line {
public:
  void clear() { size_ = 0; }

  void add(std::string_view text) {
    for (char c : text)
      put(c);
  }

  void add(std::uint64_t number) {
    char digits[24];
    char *at = digits + sizeof digits;
    do
      *--at = static_cast<char>('0' + number % 10);
    while (number /= 10);
    add({at, static_cast<std::size_t>(digits + sizeof digits - at)});
  }

  void add_seconds(std::uint64_t ns) {
    add(ns / 1'000'000'000);
    put('.');
    for (std::uint64_t unit = 100'000'000; unit != 0; unit /= 10)
      put(static_cast<char>('0' + ns / unit % 10));
  }

  void add_quoted(std::string_view text) {
    constexpr char hex[] = "0123456789abcdef";
    put('"');
    for (char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') {
        put('\\');
        put(c);
      } else if (byte < 0x20) {
        add("\\u00");
        put(hex[byte >> 4]);
        put(hex[byte & 15]);
      } else {
        put(c);
      }
    }
    put('"');
  }

  bool nearly_full() const { return size_ > sizeof text_ - 16384; }

  /// In one piece: other processes may write to the same file.
  void write_to(int fd) {
    for (std::size_t done = 0; done < size_;) {
      const ssize_t n = ::write(fd, text_ + done, size_ - done);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return;
      done += static_cast<std::size_t>(n);
    }
  }

private:
  void put(char c) {
    if (size_ < sizeof text_)
      text_[size_++] = c;
  }

  char text_[1 << 18];
  std::size_t size_ = 0;
};

line output;
std::atomic<int> reporting{0};
bool in_handler = false;
bool ignored = false;
int output_fd = -1;
char program[4096] = "";
pid_t owner = 0;

/// The names in CORUN_GUARD_IGNORE are separated by commas.
bool is_ignored(std::string_view function) {
  std::string_view rest = options.ignore;
  while (!rest.empty()) {
    const auto end = rest.find(',');
    const std::string_view part = rest.substr(0, end);
    if (!part.empty() && function.find(part) != function.npos)
      return true;
    if (end == rest.npos)
      return false;
    rest.remove_prefix(end + 1);
  }
  return false;
}

struct frame {
  std::uintptr_t address;
  module where;
  bool first;
  unsigned written = 0;
};

void add_frame(frame &it, const char *function, const char *file, int number) {
  if (output.nearly_full())
    return;
  char *demangled = nullptr;
  std::string_view name = function ? function : "";
  // A coroutine's body is its function to who reads this.
  for (std::string_view suffix :
       {".resume", ".actor", ".destroy", ".cleanup", ".cold"})
    if (name.ends_with(suffix))
      name.remove_suffix(suffix.size());
  if (!in_handler && name.starts_with("_Z") && name.size() < 8192) {
    char mangled[8192];
    std::memcpy(mangled, name.data(), name.size());
    mangled[name.size()] = 0;
    demangled = abi::__cxa_demangle(mangled, nullptr, nullptr, nullptr);
    if (demangled)
      name = demangled;
  }
  ignored = ignored || is_ignored(name);
  output.add(it.written++ == 0 && it.first ? "" : ",");
  output.add("{\"function\":");
  output.add_quoted(name.substr(0, 4096));
  output.add(",\"file\":");
  output.add_quoted(file ? file : "");
  output.add(",\"line\":");
  output.add(static_cast<std::uint64_t>(number > 0 ? number : 0));
  output.add(",\"offset\":");
  output.add(it.address - it.where.base);
  output.add(",\"module\":");
  output.add_quoted(it.where.path && *it.where.path ? it.where.path : program);
  output.add("}");
  std::free(demangled);
}

#if defined(BACKTRACE_HEADER)
backtrace_state *names = nullptr;

/// What stands at one address: a function and what is inlined there.
struct places {
  static constexpr unsigned size = 64;
  struct {
    const char *function;
    const char *file;
    int line;
  } all[size];
  unsigned count = 0;
};

void no_error(void *, const char *, int) {}

void write_frame(frame &it) {
  static places found;
  found.count = 0;
  backtrace_pcinfo(
      names, it.address,
      [](void *, std::uintptr_t, const char *file, int number,
         const char *function) {
        if (found.count < places::size)
          found.all[found.count++] = {function, file, number};
        return 0;
      },
      no_error, nullptr);
  if (found.count == 0)
    found.all[found.count++] = {};
  // The symbol says more than the debug information of -g1, and is there
  // without any.
  auto &outermost = found.all[found.count - 1];
  if (!outermost.function ||
      !std::string_view(outermost.function).starts_with("_Z"))
    backtrace_syminfo(
        names, it.address,
        [](void *data, std::uintptr_t, const char *symbol, std::uintptr_t,
           std::uintptr_t) {
          if (symbol)
            *static_cast<const char **>(data) = symbol;
        },
        no_error, &outermost.function);
  for (unsigned i = 0; i < found.count; ++i)
    add_frame(it, found.all[i].function, found.all[i].file, found.all[i].line);
}
#else
void write_frame(frame &it) {
  Dl_info found{};
  ::dladdr(reinterpret_cast<void *>(it.address), &found);
  add_frame(it, found.dli_sname, nullptr, 0);
}
#endif

/// Whether a loop waits for its turn in code without symbols: Asio's threads
/// wait for a condition, mostly through a function between.
bool is_own_wait(const entry &it) {
  if (it.what != category::lock || it.depth < 2)
    return false;
  return waits_for_events(it.frames[0]) ||
         (std::string_view(it.call) == "pthread_cond_wait" &&
          waits_for_events(it.frames[1]));
}

void write_entry(void *, entry &it) {
  const int running = it.running.load(std::memory_order_acquire);
  std::uint64_t total = it.total_ns.load();
  std::uint64_t most = it.most_ns.load();
  const std::uint64_t count =
      it.count.load() + static_cast<std::uint64_t>(running > 0 ? running : 0);
  if (count == 0 || is_own_wait(it))
    return;
  if (running > 0) {
    const std::uint64_t until_now = now_ns() - it.started.load();
    total += until_now;
    most = most > until_now ? most : until_now;
  }
  ignored = false;
  output.clear();
  output.add("{\"kind\":\"blocking\",\"call\":");
  output.add_quoted(it.call);
  output.add(",\"category\":");
  output.add_quoted(name_of(it.what));
  output.add(",\"seconds\":");
  output.add_seconds(total);
  output.add(",\"max_seconds\":");
  output.add_seconds(most);
  output.add(",\"count\":");
  output.add(count);
  output.add(",\"running\":");
  output.add(running > 0 ? "true" : "false");
  output.add(",\"pid\":");
  output.add(static_cast<std::uint64_t>(::getpid()));
  output.add(",\"thread\":");
  output.add(static_cast<std::uint64_t>(it.thread));
  output.add(",\"thread_name\":");
  output.add_quoted(it.thread_name);
  output.add(",\"frames\":[");
  bool first = true;
  for (unsigned i = 0; i < it.depth; ++i) {
    // Of the call, not of what follows it.
    frame at{reinterpret_cast<std::uintptr_t>(it.frames[i]) - 1, {}, first};
    if (!find_module(it.frames[i], at.where))
      at.where = {"", 0, 0, 0};
    write_frame(at);
    first = first && at.written == 0;
  }
  output.add("]}\n");
  if (ignored)
    return;
  if (output_fd < 0) {
    char path[sizeof options.output + 24];
    char *to = path;
    for (const char *from = options.output; *from; ++from) {
      if (from[0] == '%' && from[1] == 'p') {
        to += std::snprintf(to, 24, "%d", ::getpid());
        ++from;
        if (to - path > static_cast<long>(sizeof options.output) - 24)
          break;
      } else {
        *to++ = *from;
      }
    }
    *to = 0;
    output_fd =
        *path ? ::open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666)
              : 2;
    if (output_fd < 0) {
      constexpr char message[] =
          "corun guard: CORUN_GUARD_OUTPUT cannot be written\n";
      (void)!::write(2, message, sizeof message - 1);
      output_fd = 2;
    }
  }
  output.write_to(output_fd);
}

} // namespace

void prepare_report() noexcept {
  owner = ::getpid();
  (void)!::readlink("/proc/self/exe", program, sizeof program - 1);
#if defined(BACKTRACE_HEADER)
  names = backtrace_create_state(
      nullptr, 1, [](void *, const char *, int) {}, nullptr);
#endif
}

void own_report() noexcept {
  owner = ::getpid();
  // What the parent was about to write is the parent's.
  reporting = 0;
  output_fd = -1;
}

void report(bool crashed) noexcept {
  // A child of vfork has our memory: what it ends is not this program.
  if (!enabled || ::getpid() != owner || reporting.exchange(1) != 0)
    return;
  inside marked;
  in_handler = crashed;
  for_each_entry(write_entry, nullptr);
  if (const std::uint64_t count = lost()) {
    output.clear();
    output.add("{\"kind\":\"lost\",\"count\":");
    output.add(count);
    output.add("}\n");
    output.write_to(output_fd < 0 ? 2 : output_fd);
  }
  enabled = false;
}

namespace {

void on_signal(int number, siginfo_t *about, void *) {
  const int error = errno;
  report(true);
  errno = error;
  // SA_RESETHAND has restored the default. A fault comes again by itself, and
  // with its true cause.
  const bool fault = number == SIGSEGV || number == SIGBUS ||
                     number == SIGFPE || number == SIGILL;
  if (!fault || about->si_code <= 0)
    ::raise(number);
}

} // namespace

void watch_signals() noexcept {
  for (int number : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTERM, SIGINT,
                     SIGHUP, SIGQUIT}) {
    struct sigaction now{};
    if (::sigaction(number, nullptr, &now) != 0 ||
        (now.sa_flags & SA_SIGINFO) || now.sa_handler != SIG_DFL)
      continue;
    struct sigaction ours{};
    ours.sa_sigaction = on_signal;
    ours.sa_flags = SA_RESETHAND | SA_ONSTACK | SA_SIGINFO;
    ::sigaction(number, &ours, nullptr);
  }
}

} // namespace corun::guard
