#pragma once

#include <corun/error.hpp>
#include <corun/net.hpp>
#include <corun/task.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// Programs, started and waited for without blocking the loop.
///
/// Link `corun::process`.
namespace corun::process {

struct options {
  /// What the program reads from its standard input, which then ends.
  std::string input = {};
  /// Its working directory; empty for the caller's.
  std::filesystem::path directory = {};
  /// Its environment as "NAME=value"; nullopt for the caller's.
  std::optional<std::vector<std::string>> environment = std::nullopt;
  /// How long it may run.
  time_limit timeout = no_limit;
  /// How much it may write to standard output and to standard error, in bytes.
  std::size_t output_limit = 64 << 20;
};

struct result {
  /// What the program returned; -1 if a signal ended it.
  int exit_code = 0;
  /// The signal that ended it, or 0.
  int signal = 0;
  std::string output;
  std::string error;

  bool ok() const noexcept { return exit_code == 0; }
};

/// Runs `executable` with `arguments` (its own name not among them) and
/// captures what it writes: the counterpart of `system`, `popen` and
/// `boost::process::child` with `wait`. No shell is involved.
///
/// Completes when the program has ended and its output is read to the end; a
/// process that it left behind and that holds the output open is waited for.
///
/// \param executable a path, or a name that is looked for in `PATH`.
/// Errors: `errc::invalid_argument` for an empty name or a negative timeout;
/// `no_such_file_or_directory`, `permission_denied` ... where it cannot be
/// started; `errc::timed_out` and `errc::limit_exceeded` after the program was
/// killed. Cancellation (any type): kills the program, waits for its end and
/// throws `operation_aborted`. Thread safety: may be called from any executor.
///
/// \code
/// using namespace std::chrono_literals;
/// corun::process::options o;
/// o.input = "3\n1\n2\n";
/// o.timeout = 5s;
/// std::vector<std::string> arguments = {"-n"};
/// auto sorted = co_await corun::process::run("sort", arguments, o);
/// if (sorted.ok())
///   std::cout << sorted.output;
/// \endcode
// Not `= {}`: g++ 12 destroys twice what braces make inside of a co_await.
task<result> run(std::string executable,
                 std::vector<std::string> arguments = {},
                 options o = options());

} // namespace corun::process
