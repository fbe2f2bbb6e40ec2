#pragma once

#include <corun/fs/changes.hpp>
#include <corun/fs/directories.hpp>
#include <corun/fs/queries.hpp>

/// The operations of `std::filesystem` that touch the disk, each under its own
/// name and with its own parameters, run on corun's pool of threads.
///
/// Contract: `co_await corun::fs::f(args...)` gives what
/// `std::filesystem::f(args...)` gives. Paths are taken by value, so the task
/// may outlive its arguments; a `std::error_code &` must stay alive until the
/// task ends.
///
/// Errors: those of the namesake. Without a `std::error_code` parameter a
/// failure is a `std::filesystem::filesystem_error`, which existing handlers
/// already catch, and which names the operation and the path (an empty one
/// included).
///
/// Cancellation: an operation that still waits for a thread never runs and
/// throws `boost::system::system_error` with `operation_aborted`. One that has
/// begun cannot be interrupted and completes.
///
/// Thread safety: all functions may be called from any executor.
///
/// \code
/// corun::task<std::uintmax_t> size_of(std::filesystem::path source) {
///   if (!co_await corun::fs::exists(source))
///     co_return 0;
///   co_return co_await corun::fs::file_size(source);
/// }
/// \endcode
namespace corun::fs {}
