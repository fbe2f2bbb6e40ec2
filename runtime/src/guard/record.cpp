// The table of findings, and the life of the guard.
#include "guard.hpp"

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <execinfo.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <unistd.h>

namespace corun::guard {

settings options;
std::atomic<bool> enabled{false};
thread_local thread_state me __attribute__((tls_model("initial-exec")));

namespace {

constexpr unsigned capacity = 2048;
constexpr unsigned buckets = 2 * capacity;

entry entries[capacity];
// One more than the index in `entries`.
std::uint16_t index_of[buckets];
std::atomic<unsigned> used{0};
std::atomic<std::uint64_t> without_place{0};
spin_lock table_lock;

std::uint64_t hash_of(const char *call, const stack &where, unsigned depth) {
  std::uint64_t hash = reinterpret_cast<std::uintptr_t>(call);
  for (unsigned i = 0; i < depth; ++i) {
    hash ^= reinterpret_cast<std::uintptr_t>(where.frames[i]);
    hash *= 0x9E3779B97F4A7C15U;
    hash ^= hash >> 29;
  }
  return hash;
}

entry *locate(const char *call, category what, const stack &where) noexcept {
  const unsigned depth = std::min(where.depth, max_kept);
  const std::uint64_t hash = hash_of(call, where, depth);
  table_lock.lock();
  entry *found = nullptr;
  for (unsigned i = hash % buckets;; i = (i + 1) % buckets) {
    if (index_of[i] == 0) {
      const unsigned next = used.load(std::memory_order_relaxed);
      if (next == capacity)
        break;
      found = &entries[next];
      found->call = call;
      found->what = what;
      found->hash = hash;
      found->thread = ::gettid();
      ::prctl(PR_GET_NAME, found->thread_name);
      found->depth = depth;
      std::memcpy(found->frames, where.frames, depth * sizeof(void *));
      index_of[i] = static_cast<std::uint16_t>(next + 1);
      used.store(next + 1, std::memory_order_release);
      break;
    }
    entry &it = entries[index_of[i] - 1];
    if (it.hash == hash && it.call == call && it.depth == depth) {
      found = &it;
      break;
    }
  }
  table_lock.unlock();
  if (!found)
    without_place.fetch_add(1, std::memory_order_relaxed);
  return found;
}

void commit(entry &where, std::uint64_t ns) noexcept {
  where.count.fetch_add(1, std::memory_order_relaxed);
  where.total_ns.fetch_add(ns, std::memory_order_relaxed);
  std::uint64_t most = where.most_ns.load(std::memory_order_relaxed);
  while (most < ns && !where.most_ns.compare_exchange_weak(most, ns)) {
  }
}

void keep_pending(entry &where, std::uint64_t ns) noexcept {
  if (me.pendings == std::size(me.pending))
    return;
  me.pending[me.pendings++] = {&where, ns};
}

} // namespace

void commit_pending() noexcept {
  for (unsigned i = 0; i < me.pendings; ++i)
    commit(*me.pending[i].where, me.pending[i].ns);
  me.pendings = 0;
}

measured::measured(const char *call, category what) noexcept {
  const int error = errno;
  ++me.inside;
  stack where;
  where.capture();
  const context found = classify(where);
  if (found == context::loop || found == context::perhaps) {
    where_ = locate(call, what, where);
    perhaps_ = found == context::perhaps;
    started_ = now_ns();
    if (where_ && !perhaps_) {
      where_->started.store(started_, std::memory_order_relaxed);
      where_->running.fetch_add(1, std::memory_order_release);
    }
  }
  errno = error;
}

measured::~measured() {
  if (where_) {
    const int error = errno;
    const std::uint64_t ns = now_ns() - started_;
    if (!perhaps_)
      where_->running.fetch_sub(1, std::memory_order_release);
    const std::uint64_t limit = where_->what == category::lock
                                    ? options.lock_limit_ns
                                    : options.limit_ns;
    if (ns >= limit) {
      if (perhaps_)
        keep_pending(*where_, ns);
      else
        commit(*where_, ns);
    }
    errno = error;
  }
  --me.inside;
}

void record(const char *call, category what, std::uint64_t ns) noexcept {
  inside marked;
  stack where;
  where.capture();
  const context found = classify(where);
  if (found != context::loop && found != context::perhaps)
    return;
  if (entry *it = locate(call, what, where)) {
    if (found == context::perhaps)
      keep_pending(*it, ns);
    else
      commit(*it, ns);
  }
}

void clear_table() noexcept {
  table_lock.unlock();
  for (unsigned i = 0; i < used.load(); ++i) {
    entries[i].count = 0;
    entries[i].total_ns = 0;
    entries[i].most_ns = 0;
    entries[i].running = 0;
  }
  without_place = 0;
  me.pendings = 0;
}

std::uint64_t lost() noexcept { return without_place.load(); }

void for_each_entry(void (*use)(void *, entry &), void *data) noexcept {
  static std::uint16_t order[capacity];
  const unsigned count = used.load(std::memory_order_acquire);
  for (unsigned i = 0; i < count; ++i)
    order[i] = static_cast<std::uint16_t>(i);
  // Other threads go on counting: the order is of one moment.
  static std::uint64_t times[capacity];
  for (unsigned i = 0; i < count; ++i)
    times[i] = entries[i].total_ns.load();
  std::sort(order, order + count, [](std::uint16_t a, std::uint16_t b) {
    return times[a] != times[b] ? times[a] > times[b] : a < b;
  });
  for (unsigned i = 0; i < count; ++i)
    use(data, entries[order[i]]);
}

void stack::capture() noexcept {
  static const module own = [] {
    module it{};
    find_module(reinterpret_cast<const void *>(&clear_table), it);
    return it;
  }();
  constexpr int size = max_captured + 16;
  const int count = ::backtrace(frames, size);
  int first = 0;
  while (first < count &&
         reinterpret_cast<std::uintptr_t>(frames[first]) >= own.start &&
         reinterpret_cast<std::uintptr_t>(frames[first]) < own.end)
    ++first;
  depth = static_cast<unsigned>(count - first);
  std::memmove(frames, frames + first, depth * sizeof(void *));
  // glibc ends some stacks with a null.
  while (depth > 0 && !frames[depth - 1])
    --depth;
}

const char *name_of(category what) noexcept {
  switch (what) {
  case category::sleep:
    return "sleep";
  case category::wait:
    return "wait";
  case category::socket:
    return "socket";
  case category::file:
    return "file";
  case category::standard_input:
    return "stdin";
  case category::dns:
    return "dns";
  case category::process:
    return "process";
  case category::lock:
    return "lock";
  }
  return "?";
}

namespace {

std::uint64_t milliseconds(const char *variable, std::uint64_t otherwise) {
  const char *text = std::getenv(variable);
  if (!text || !*text)
    return otherwise;
  char *end = nullptr;
  const double value = std::strtod(text, &end);
  if (*end || !(value >= 0 && value < 1e9)) {
    constexpr char message[] =
        "corun guard: a limit is no number of milliseconds, ignored: ";
    (void)!::write(2, message, sizeof message - 1);
    (void)!::write(2, variable, std::strlen(variable));
    (void)!::write(2, "\n", 1);
    return otherwise;
  }
  return static_cast<std::uint64_t>(value * 1e6);
}

bool flag(const char *variable, bool otherwise) {
  const char *text = std::getenv(variable);
  return text && *text ? std::strcmp(text, "0") != 0 : otherwise;
}

void read_settings() {
  options.lock_limit_ns = milliseconds("CORUN_GUARD_LOCK_LIMIT_MS", 1'000'000);
  options.limit_ns = milliseconds("CORUN_GUARD_LIMIT_MS", 0);
  options.files = flag("CORUN_GUARD_FILES", true);
  options.signals = flag("CORUN_GUARD_SIGNALS", true);
  if (const char *ignore = std::getenv("CORUN_GUARD_IGNORE"))
    std::strncpy(options.ignore, ignore, sizeof options.ignore - 1);
  const char *output = std::getenv("CORUN_GUARD_OUTPUT");
  if (!output || !*output)
    return;
  // The program may change its directory.
  std::size_t at = 0;
  if (*output != '/' && ::getcwd(options.output, sizeof options.output / 2)) {
    at = std::strlen(options.output);
    options.output[at++] = '/';
  }
  std::strncpy(options.output + at, output, sizeof options.output - at - 1);
}

/// The child has one thread, and findings of its own.
void after_fork() noexcept {
  forget_locks_of_parent();
  own_report();
  clear_table();
  if (!enabled)
    return;
  inside marked;
  stack where;
  where.capture();
  me.left_behind = me.marked > 0 || classify(where) == context::loop;
  me.marked = 0;
}

__attribute__((constructor(101))) void start() {
  inside marked;
  read_settings();
  // Loads the unwinder now: later might be in a signal handler.
  stack first;
  first.capture();
  find_all_symbols();
  prepare_report();
  ::pthread_atfork(nullptr, nullptr, [] { after_fork(); });
  if (options.signals)
    watch_signals();
  enabled = true;
}

__attribute__((destructor(101))) void end() { report(false); }

} // namespace

} // namespace corun::guard

extern "C" {
__attribute__((visibility("default"))) void corun_guard_enter() noexcept {
  ++corun::guard::me.marked;
}
__attribute__((visibility("default"))) void corun_guard_leave() noexcept {
  --corun::guard::me.marked;
}
}
