// What the parts of the guard share.
//
// The guard lives in other people's programs: it may be called before its own
// constructor, in signal handlers, between fork and exec, and by a malloc that
// it must not call back. So it allocates nothing while it watches, keeps one
// short spin lock, and does nothing at all while it is inside of itself.
#pragma once

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <sched.h>

namespace corun::guard {

/// As cotidy's catalogue has it.
enum class category : unsigned char {
  sleep,
  wait,
  socket,
  file,
  standard_input,
  dns,
  process,
  lock,
};

const char *name_of(category what) noexcept;

struct settings {
  /// Waits for other threads that end sooner are no finding.
  std::uint64_t lock_limit_ns = 1'000'000;
  /// The same for all other calls.
  std::uint64_t limit_ns = 0;
  bool files = true;
  bool signals = true;
  char output[4096] = {};
  char ignore[1024] = {};
};

extern settings options;
/// From the end of the constructor to the final report.
extern std::atomic<bool> enabled;

constexpr unsigned max_captured = 256;
constexpr unsigned max_kept = 96;

/// Return addresses, innermost first, without the guard's own.
struct stack {
  void *frames[max_captured + 16];
  unsigned depth = 0;

  void capture() noexcept;
};

// ---- threads ----------------------------------------------------------------

struct entry;

struct thread_state {
  /// Above zero: the guard or a call that it watches runs, pass on.
  int inside = 0;
  /// How many `loop_thread` there are.
  int marked = 0;
  /// A child of fork that a handler made: its parent's loop is on its stack,
  /// but will not run.
  bool left_behind = false;
  /// Where the thread last waited for events: the call, its stack without the
  /// innermost frame and without the innermost two, and their functions.
  struct {
    void *caller = nullptr;
    void *frame = nullptr;
    unsigned depth = 0;
    std::uint64_t above[2] = {};
    void *functions[2] = {};
  } wait;
  /// We know nothing of the code that waits.
  bool unknown_loop = false;
  /// Calls since that wait: findings if the same wait comes round again.
  struct {
    entry *where;
    std::uint64_t ns;
  } pending[32] = {};
  unsigned pendings = 0;
};

// The model keeps the first use from allocating.
extern thread_local thread_state me __attribute__((tls_model("initial-exec")));

/// The guard does not watch itself.
class inside {
public:
  inside() noexcept : error_(errno) { ++me.inside; }
  ~inside() {
    --me.inside;
    errno = error_;
  }
  inside(const inside &) = delete;
  inside &operator=(const inside &) = delete;

private:
  int error_;
};

inline bool watching() noexcept {
  return me.inside == 0 && enabled.load(std::memory_order_relaxed);
}

class spin_lock {
public:
  void lock() noexcept {
    while (!try_lock())
      ::sched_yield();
  }
  bool try_lock() noexcept {
    return !taken_.exchange(true, std::memory_order_acquire);
  }
  void unlock() noexcept { taken_.store(false, std::memory_order_release); }

private:
  std::atomic<bool> taken_{false};
};

inline std::uint64_t now_ns() noexcept {
  timespec now;
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000 +
         static_cast<std::uint64_t>(now.tv_nsec);
}

// ---- loops (loops.cpp) ------------------------------------------------------

enum class context {
  none,
  /// In a loop's handler.
  loop,
  /// In the loop's own code, which waits for work.
  own_wait,
  /// A thread that has waited for events before; see thread_state::pending.
  perhaps,
};

context classify(const stack &where) noexcept;

/// The calling thread waits for events.
void note_wait(void *caller, void *frame) noexcept;

/// Whether \p address is in the code that waits for events, by a table of
/// functions that is filled where there are no symbols.
bool waits_for_events(void *address) noexcept;

/// The ELF object that \p address is in; its path may be empty: the program.
struct module {
  const char *path;
  std::uintptr_t base;
  std::uintptr_t start;
  std::uintptr_t end;
};
bool find_module(const void *address, module &found) noexcept;

void forget_locks_of_parent() noexcept;

// ---- the table of findings (record.cpp) -------------------------------------

/// One call from one place.
struct entry {
  const char *call = nullptr;
  category what{};
  std::uint64_t hash = 0;
  std::atomic<std::uint64_t> count{0};
  std::atomic<std::uint64_t> total_ns{0};
  std::atomic<std::uint64_t> most_ns{0};
  /// Calls that have not returned.
  std::atomic<int> running{0};
  std::atomic<std::uint64_t> started{0};
  int thread = 0;
  char thread_name[16] = {};
  unsigned depth = 0;
  void *frames[max_kept] = {};
};

/// A call under way on a loop's thread.
class measured {
public:
  measured(const char *call, category what) noexcept;
  ~measured();
  measured(const measured &) = delete;
  measured &operator=(const measured &) = delete;

private:
  entry *where_ = nullptr;
  bool perhaps_ = false;
  std::uint64_t started_ = 0;
};

/// A call that has taken \p ns.
void record(const char *call, category what, std::uint64_t ns) noexcept;
void commit_pending() noexcept;
void clear_table() noexcept;

/// Calls `use(context, entry)` for all, those with the most time first.
void for_each_entry(void (*use)(void *, entry &), void *data) noexcept;
/// How many calls found no place.
std::uint64_t lost() noexcept;

// ---- the report (report.cpp) ------------------------------------------------

/// Writes what there is. \p crashed: from a signal handler.
void report(bool crashed) noexcept;
void prepare_report() noexcept;
/// After a fork.
void own_report() noexcept;
void watch_signals() noexcept;

/// Finds what the guard hides: later might be in a signal handler.
void find_all_symbols() noexcept;

} // namespace corun::guard
