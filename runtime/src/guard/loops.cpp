// Is the calling thread in a handler of a loop?
//
// Three answers, from the surest to the weakest:
// 1. It is marked: corun::run and corun::loop_thread.
// 2. A function of Asio that runs handlers is on its stack, and the thread is
//    none of those that Asio starts for itself (thread_pool, resolver). Which
//    addresses those are is read from the symbol table of each ELF object.
// 3. It waits for events (epoll_wait with a timeout other than 0), calls
//    something that blocks from the function that waits or from the one that
//    called that, and then waits again in the same frame: so the call stands in
//    the loop. This needs no symbols, but misses what a loop does on its last
//    round.
#include "guard.hpp"

#include <cstring>
#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <string_view>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unwind.h>

namespace corun::guard {

namespace {

enum class role : unsigned char { none, loop, waits, inner, own_thread };

struct range {
  std::uintptr_t start;
  std::uintptr_t end;
  role what;
};

struct object {
  std::uintptr_t start = 0;
  std::uintptr_t end = 0;
  std::uint64_t path = 0;
  bool symbols = false;
  unsigned first = 0;
  unsigned count = 0;
};

constexpr unsigned max_objects = 1024;
constexpr unsigned max_ranges = 4096;
object objects[max_objects];
std::atomic<unsigned> object_count{0};
range ranges[max_ranges];
unsigned range_count = 0;
spin_lock scan_lock;

/// The starts of functions that wait for events, where symbols do not tell.
std::atomic<void *> wait_functions[64];

bool take(std::string_view &text, std::string_view head) {
  if (!text.starts_with(head))
    return false;
  text.remove_prefix(head.size());
  return true;
}

template <typename... Heads>
bool begins(std::string_view text, const Heads &...heads) {
  return (text.starts_with(heads) || ...);
}

/// What a function of Asio is to us, by its mangled name.
role role_of(std::string_view name) {
  if (!take(name, "_ZN5boost4asio") && !take(name, "_ZN4asio"))
    return role::none;
  if (take(name, "10io_context"))
    return begins(name, "3runE", "7run_oneE", "4pollE", "8poll_oneE")
               ? role::loop
               : role::none;
  if (!take(name, "6detail"))
    return role::none;
  if (take(name, "9scheduler"))
    return begins(name, "3runE", "7run_oneE", "8wait_oneE", "4pollE",
                  "8poll_oneE", "10do_run_oneE", "11do_wait_oneE",
                  "11do_poll_oneE")
               ? role::loop
               : role::inner;
  if (begins(name, "13epoll_reactor"))
    return role::inner;
  if (begins(name, "11posix_event", "27conditionally_enabled_event",
             "11posix_mutex", "27conditionally_enabled_mutex", "11scoped_lock"))
    return role::waits;
  // A thread with a function of Asio's own, not of the program.
  if (begins(name, "12posix_thread4funcINS0_", "12posix_thread4funcINS1_"))
    return role::own_thread;
  return role::none;
}

std::uint64_t hash_of(const char *text) {
  std::uint64_t hash = 14695981039346656037U;
  for (; text && *text; ++text)
    hash = (hash ^ static_cast<unsigned char>(*text)) * 1099511628211U;
  return hash;
}

void read_symbols(object &into, std::uintptr_t base, const char *file,
                  std::size_t size) {
  const auto *header = reinterpret_cast<const ElfW(Ehdr) *>(file);
  if (size < sizeof *header || std::memcmp(header->e_ident, ELFMAG, SELFMAG) ||
      header->e_shentsize != sizeof(ElfW(Shdr)) || header->e_shoff > size ||
      header->e_shnum > (size - header->e_shoff) / sizeof(ElfW(Shdr)))
    return;
  const auto *sections =
      reinterpret_cast<const ElfW(Shdr) *>(file + header->e_shoff);
  const auto fits = [&](const ElfW(Shdr) & it) {
    return it.sh_offset <= size && it.sh_size <= size - it.sh_offset;
  };
  const ElfW(Shdr) *table = nullptr;
  for (unsigned i = 0; i < header->e_shnum; ++i)
    if (sections[i].sh_type == SHT_SYMTAB ||
        (sections[i].sh_type == SHT_DYNSYM && !table))
      table = &sections[i];
  if (!table || !fits(*table) || table->sh_link >= header->e_shnum ||
      !fits(sections[table->sh_link]))
    return;
  into.symbols = table->sh_type == SHT_SYMTAB;
  const auto &strings = sections[table->sh_link];
  const char *names = file + strings.sh_offset;
  if (strings.sh_size == 0 || names[strings.sh_size - 1] != 0)
    return;
  const auto *symbols =
      reinterpret_cast<const ElfW(Sym) *>(file + table->sh_offset);
  for (std::size_t i = 0; i < table->sh_size / sizeof(ElfW(Sym)); ++i) {
    const ElfW(Sym) &it = symbols[i];
    if ((it.st_info & 0xF) != STT_FUNC || it.st_shndx == SHN_UNDEF ||
        it.st_name >= strings.sh_size || range_count == max_ranges)
      continue;
    const char *name = names + it.st_name;
    // Cheap, for the hundreds of thousands that are none.
    if (name[0] != '_' || name[1] != 'Z' || name[2] != 'N')
      continue;
    const role what = role_of(name);
    if (what == role::none)
      continue;
    const std::uintptr_t start = base + it.st_value;
    ranges[range_count++] = {start, start + it.st_size, what};
    ++into.count;
  }
}

void scan(object &into, const module &from) {
  into.start = from.start;
  into.end = from.end;
  into.path = hash_of(from.path);
  into.symbols = false;
  into.first = range_count;
  into.count = 0;
  const char *path = *from.path ? from.path : "/proc/self/exe";
  const int fd = ::open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return;
  struct stat about;
  if (::fstat(fd, &about) == 0 && about.st_size > 0) {
    const auto size = static_cast<std::size_t>(about.st_size);
    void *file = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (file != MAP_FAILED) {
      read_symbols(into, from.base, static_cast<const char *>(file), size);
      ::munmap(file, size);
    }
  }
  ::close(fd);
}

const object *known(const module &it, std::uint64_t path) {
  const unsigned count = object_count.load(std::memory_order_acquire);
  // The last: another library may have been loaded to the place of one.
  for (unsigned i = count; i-- > 0;)
    if (objects[i].start == it.start && objects[i].end == it.end)
      return objects[i].path == path ? &objects[i] : nullptr;
  return nullptr;
}

const object *object_of(const void *address) {
  module it;
  if (!find_module(address, it))
    return nullptr;
  const std::uint64_t path = hash_of(it.path);
  if (const object *found = known(it, path))
    return found;
  scan_lock.lock();
  const object *found = known(it, path);
  const unsigned next = object_count.load(std::memory_order_relaxed);
  if (!found && next < max_objects) {
    scan(objects[next], it);
    found = &objects[next];
    object_count.store(next + 1, std::memory_order_release);
  }
  scan_lock.unlock();
  return found;
}

/// A return address may be the first of the next function.
const char *call_of(void *frame) { return static_cast<char *>(frame) - 1; }

role role_at(void *frame) {
  const char *address = call_of(frame);
  const object *it = object_of(address);
  if (!it)
    return role::none;
  const auto at = reinterpret_cast<std::uintptr_t>(address);
  for (unsigned i = it->first; i < it->first + it->count; ++i)
    if (at >= ranges[i].start && at < ranges[i].end)
      return ranges[i].what;
  return role::none;
}

struct seen {
  bool loop = false;
  bool own_wait = false;
  bool own_thread = false;
};

/// Works without symbols.
void *function_of(void *frame) {
  return ::_Unwind_FindEnclosingFunction(const_cast<char *>(call_of(frame)));
}

std::uint64_t hash_of(const stack &where, unsigned from) {
  std::uint64_t hash = 0;
  for (unsigned i = from; i < where.depth; ++i)
    hash = (hash ^ reinterpret_cast<std::uintptr_t>(where.frames[i])) *
           0x9E3779B97F4A7C15U;
  return hash;
}

/// Whether the function that last waited, or the one that called it, made the
/// call on \p where.
bool below_wait(const stack &where) {
  for (unsigned i = 0; i < 2; ++i) {
    const unsigned above = me.wait.depth - i - 1;
    if (me.wait.depth <= i || where.depth <= above)
      continue;
    const unsigned at = where.depth - above - 1;
    if (me.wait.functions[i] && hash_of(where, at + 1) == me.wait.above[i] &&
        function_of(where.frames[at]) == me.wait.functions[i])
      return true;
  }
  return false;
}

seen look_at(const stack &where) {
  seen found;
  bool only_waits = true;
  for (unsigned i = 0; i < where.depth; ++i) {
    switch (role_at(where.frames[i])) {
    case role::none:
      only_waits = false;
      break;
    case role::waits:
      break;
    // Asio's own locks are short: a wait for one says that the machine is busy.
    case role::inner:
      found.own_wait = found.own_wait || only_waits;
      only_waits = false;
      break;
    case role::loop:
      found.own_wait = found.own_wait || (only_waits && !found.loop);
      found.loop = true;
      break;
    case role::own_thread:
      found.own_thread = true;
      return found;
    }
  }
  return found;
}

} // namespace

context classify(const stack &where) noexcept {
  if (me.left_behind && me.marked == 0)
    return context::none;
  const seen found = look_at(where);
  if (found.own_wait)
    return context::own_wait;
  if (me.marked > 0)
    return context::loop;
  if (found.own_thread)
    return context::none;
  if (found.loop)
    return context::loop;
  return me.unknown_loop && below_wait(where) ? context::perhaps
                                              : context::none;
}

void note_wait(void *caller, void *frame) noexcept {
  inside marked;
  if (caller == me.wait.caller && frame == me.wait.frame) {
    commit_pending();
    return;
  }
  stack where;
  where.capture();
  const auto before = me.wait;
  me.wait = {caller, frame, where.depth, {}, {}};
  for (unsigned i = 0; i < 2 && i < where.depth; ++i) {
    me.wait.above[i] = hash_of(where, i + 1);
    me.wait.functions[i] = function_of(where.frames[i]);
  }
  // An unrolled loop waits at several places.
  if (frame == before.frame && where.depth == before.depth &&
      me.wait.above[0] == before.above[0] &&
      me.wait.functions[0] == before.functions[0]) {
    commit_pending();
    return;
  }
  me.pendings = 0;
  const seen found = look_at(where);
  me.unknown_loop = me.marked == 0 && !found.loop && !found.own_thread;
  // A loop whose threads wait in turns, without symbols: what stands near to
  // the wait is the loop's own.
  for (unsigned i = 0; i < 2 && i < where.depth; ++i) {
    const object *it = object_of(call_of(where.frames[i]));
    void *start = me.wait.functions[i];
    if (!it || it->symbols || !start)
      continue;
    for (auto &slot : wait_functions) {
      void *expected = nullptr;
      if (slot.compare_exchange_strong(expected, start) || expected == start)
        break;
    }
  }
}

bool waits_for_events(void *address) noexcept {
  if (!wait_functions[0].load(std::memory_order_relaxed))
    return false;
  void *start = function_of(address);
  if (!start)
    return false;
  for (auto &slot : wait_functions) {
    void *known = slot.load();
    if (!known || known == start)
      return known;
  }
  return false;
}

bool find_module(const void *address, module &found) noexcept {
  dl_find_object it;
  if (::_dl_find_object(const_cast<void *>(address), &it) != 0)
    return false;
  const link_map *map = it.dlfo_link_map;
  found = {map->l_name ? map->l_name : "", map->l_addr,
           reinterpret_cast<std::uintptr_t>(it.dlfo_map_start),
           reinterpret_cast<std::uintptr_t>(it.dlfo_map_end)};
  return true;
}

void forget_locks_of_parent() noexcept { scan_lock.unlock(); }

} // namespace corun::guard
