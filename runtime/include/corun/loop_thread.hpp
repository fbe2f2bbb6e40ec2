#pragma once

#include <dlfcn.h>

namespace corun {

namespace detail {

/// What the guard has for us, where it is loaded.
struct guard_hooks {
  using hook = void (*)() noexcept;

  static const guard_hooks &get() noexcept {
    static const guard_hooks found;
    return found;
  }

  hook enter =
      reinterpret_cast<hook>(::dlsym(RTLD_DEFAULT, "corun_guard_enter"));
  hook leave =
      reinterpret_cast<hook>(::dlsym(RTLD_DEFAULT, "corun_guard_leave"));
};

} // namespace detail

/// Says that the calling thread runs an event loop for as long as the object
/// lives: the guard (`libcorun_guard.so`) then reports the blocking calls that
/// the thread makes. `run` does so on its threads, and the guard finds Asio's
/// own loops itself: this is for other loops, and for programs without a
/// symbol table.
///
/// Costs next to nothing where the guard is not loaded. May be nested. Errors:
/// none. Thread safety: to be destroyed on the thread that made it.
///
/// \code
/// boost::asio::io_context context;
/// {
///   corun::loop_thread marked;
///   context.run();
/// }
/// \endcode
class loop_thread {
public:
  loop_thread() noexcept {
    if (const auto enter = detail::guard_hooks::get().enter)
      enter();
  }
  ~loop_thread() {
    if (const auto leave = detail::guard_hooks::get().leave)
      leave();
  }
  loop_thread(const loop_thread &) = delete;
  loop_thread &operator=(const loop_thread &) = delete;
};

} // namespace corun
