#pragma once

#include <corun/detail/task_registry.hpp>
#include <corun/loop_monitor.hpp>
#include <corun/task.hpp>

#include <chrono>
#include <cstdint>
#include <source_location>
#include <string>
#include <utility>
#include <vector>

namespace corun {

/// A traced task, and what it waits in.
struct task_stack {
  /// Tasks are numbered as they start.
  std::uint64_t number = 0;
  std::chrono::nanoseconds age{};
  /// Where `traced` was called; no file for tasks that corun started itself.
  std::source_location started_at;
  /// It runs, for example the one that asks.
  bool running = false;
  /// It is on another executor, where it may run just now: without frames.
  bool elsewhere = false;
  /// The coroutines, innermost first: each is awaited by the next one. File and
  /// line are those of the last `here` that the coroutine has passed, else of
  /// its beginning.
  std::vector<stack_frame> frames;
};

/// Switches the list of tasks on or off for those that start from now on: all
/// that corun starts (`run`, `spawn`, `scope`, `gather`, ...) are then traced.
/// Off at first, unless the environment has `CORUN_DEBUG_TASKS=1`.
///
/// A traced task costs about a microsecond and 300 bytes more. Thread safety:
/// may be called from any thread.
///
/// \code
/// corun::debug_tasks(true);
/// \endcode
inline void debug_tasks(bool on) noexcept {
  detail::task_registry::enabled() = on;
}

/// Runs \p work, and lists it in `task_stacks`: for tasks that are started by
/// Boost.Asio's own functions.
///
/// Completion: the result of \p work. Errors: its exception. Cancellation:
/// forwarded to it.
///
/// \code
/// boost::asio::io_context context;
/// boost::asio::co_spawn(context, corun::traced(corun::yield()),
///                       boost::asio::detached);
/// context.run();
/// \endcode
template <typename T>
task<T> traced(task<T> work,
               std::source_location where = std::source_location::current()) {
  return detail::trace_task(std::move(work), where);
}

/// Awaited, notes that the coroutine has come to this line: `task_stacks` shows
/// it until the next one. Does not suspend. No effect in a task that is not
/// traced.
///
/// Cancellation: none. Thread safety: a function without shared state.
///
/// \code
/// co_await corun::here();
/// co_await corun::yield();
/// \endcode
#if CORUN_HAS_AWAITABLE_FRAMES
inline auto here(std::source_location where = std::source_location::current()) {
  return detail::with_frame<detail::note_place>{{where}};
}
#else
inline task<> here(std::source_location = std::source_location::current()) {
  co_return;
}
#endif

/// The traced tasks that have not ended, oldest first, each with the chain of
/// coroutines that await each other: the asynchronous stack. Link
/// `corun::monitor`.
///
/// What it can show: the functions, as far as the program's symbols name them.
/// What it cannot: the line at which a coroutine is suspended, which the
/// compiler does not tell (see `here`); operations that are no coroutines, as
/// most of Boost.Asio's are, so the innermost frame is who awaits them; and who
/// waits for another task: those that `spawn` or `gather` starts are tasks of
/// their own in the list. With another version of Boost than 1.80 and 1.81
/// there are no frames.
///
/// \param executor whose tasks are shown with frames. To be called in a
///   coroutine or handler of it, so that nothing else runs there.
/// Errors: none but lack of memory. Thread safety: see \p executor.
///
/// \code
/// auto executor = co_await boost::asio::this_coro::executor;
/// std::cout << corun::to_text(corun::task_stacks(executor));
/// \endcode
std::vector<task_stack> task_stacks(const asio::any_io_executor &executor);

/// The stacks for people.
///
/// \code
/// std::cout << corun::to_text({});
/// \endcode
std::string to_text(const std::vector<task_stack> &stacks);

} // namespace corun
