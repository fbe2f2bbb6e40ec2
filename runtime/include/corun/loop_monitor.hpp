#pragma once

#include <corun/detail/monitored_executor.hpp>
#include <corun/task.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace corun {

/// One function on a stack. Where debug information or the symbol table does
/// not tell, names are empty and the line is zero.
struct stack_frame {
  std::string function;
  std::string file;
  int line = 0;
  /// In the module, as `addr2line` takes it.
  std::uint64_t offset = 0;
  std::string module;
};

/// A handler that held its loop for too long.
struct held_handler {
  std::chrono::nanoseconds held{};
  /// Whether it still ran when this was made; another one follows at its end.
  bool running = false;
  /// The thread, as the system numbers and names it.
  int thread = 0;
  std::string thread_name;
  /// What it was doing shortly before it reached the limit, innermost first.
  std::vector<stack_frame> frames;

  /// One line of JSON, without the line's end; the fields are those of the
  /// guard's report, its `kind` is "handler".
  ///
  /// \code
  /// corun::loop_monitor_options options;
  /// options.on_held = [](const corun::held_handler &it) {
  ///   std::cerr << it.json() << '\n';
  /// };
  /// \endcode
  std::string json() const;
};

/// What all handlers together have done.
struct loop_statistics {
  std::uint64_t handlers = 0;
  std::uint64_t held = 0;
  std::chrono::nanoseconds total{};
  std::chrono::nanoseconds longest{};
};

struct loop_monitor_options {
  /// A handler that runs for so long is reported.
  std::chrono::nanoseconds limit = std::chrono::milliseconds(100);
  /// Called on the monitor's thread, never on a loop's. Must not throw.
  std::function<void(const held_handler &)> on_held = {};
  /// A file that lines of JSON are appended to. Where there is neither a file
  /// nor a function, they go to the standard error stream.
  std::string output = {};
  /// Whether to take stacks. To do so a signal (SIGRTMIN + 3) is sent to the
  /// loop's thread; it interrupts system calls that are never restarted, such
  /// as `poll` and `nanosleep`, as every signal does.
  bool stacks = true;
};

/// Measures how long each handler of a loop runs: the time in which no other
/// one could. Link `corun::monitor`.
///
/// Tasks under `watch` run on an executor that takes the time before and after
/// each handler, so the figures are exact and tell one long handler from many
/// short ones, which a timer on the loop cannot; and they hold with several
/// threads and strands. What runs on another executor is not seen: a task that
/// is watched, all that it awaits, and all that it spawns on its executor are.
/// A thread of the monitor takes the stack of a handler that nears the limit.
///
/// Errors: the constructor throws `errc::invalid_argument` for a limit below a
/// microsecond, and the system's code where it cannot open the file or start
/// the thread. Thread safety: all members may be called from any thread. The
/// monitor must outlive the tasks that it watches.
///
/// \code
/// corun::task<> program() { co_return; }
/// int main() {
///   corun::loop_monitor monitor({.output = "held.jsonl"});
///   corun::run(monitor.watch(program()));
///   return 0;
/// }
/// \endcode
class loop_monitor {
public:
  explicit loop_monitor(loop_monitor_options options = {});
  /// Reports what has been found, and stops.
  ~loop_monitor();
  loop_monitor(const loop_monitor &) = delete;
  loop_monitor &operator=(const loop_monitor &) = delete;

  /// Runs \p work on the caller's executor, measured.
  ///
  /// Completion: the result of \p work, on the caller's executor. Errors: its
  /// exception. Cancellation: forwarded to \p work.
  ///
  /// \code
  /// corun::loop_monitor monitor;
  /// co_await monitor.watch(corun::yield());
  /// \endcode
  template <typename T> task<T> watch(task<T> work) {
    const auto executor = watch(co_await asio::this_coro::executor);
    co_return co_await asio::co_spawn(executor, std::move(work),
                                      asio::use_awaitable);
  }

  /// An executor that runs functions on \p executor, measured: for programs of
  /// plain Boost.Asio, and for sockets and timers.
  ///
  /// \code
  /// corun::loop_monitor monitor;
  /// boost::asio::io_context context;
  /// boost::asio::co_spawn(monitor.watch(context.get_executor()),
  ///                       corun::yield(), boost::asio::detached);
  /// context.run();
  /// \endcode
  asio::any_io_executor watch(asio::any_io_executor executor) const {
    if (const auto *of = executor.target<asio::io_context::executor_type>())
      return detail::monitored_executor(*of, *handlers_);
    return detail::monitored_executor(std::move(executor), *handlers_);
  }

  /// What has been measured until now; handlers that run count when they end.
  ///
  /// \code
  /// corun::loop_monitor monitor;
  /// std::cout << monitor.statistics().longest.count() << " ns\n";
  /// \endcode
  loop_statistics statistics() const;

private:
  class implementation;
  std::unique_ptr<implementation> implementation_;
  detail::handler_watch *handlers_;
};

} // namespace corun
