#pragma once

#include <corun/detail/offload.hpp>
#include <corun/detail/posix_io.hpp>
#include <corun/error.hpp>
#include <corun/task.hpp>
#include <corun/thread_pool.hpp>

#include <filesystem>
#include <string>
#include <utility>

// Whole files in one hop to the pool: opening and closing need a thread
// anyway, so a second way through io_uring would only be slower.

namespace corun {

namespace detail {

inline task<> put_file(const char *where, std::filesystem::path path,
                       std::string content, int flags, unsigned permissions) {
  require(!path.empty(), (std::string(where) + ": empty path").c_str());
  stop_flag stop;
  co_await offload(
      default_thread_pool(),
      [&] {
        const std::string name = path.string();
        auto fd =
            open_file(name, O_WRONLY | O_CREAT | flags, permissions, where);
        const std::string place = std::string(where) + ": " + name;
        write_whole(fd.get(), content, stop, place);
        if (::close(fd.release()) != 0)
          throw_errno(errno, place);
      },
      [&stop] { stop.request(); });
}

} // namespace detail

/// The whole content of the file `path`.
///
/// Completes with the bytes as they are, no translation. The counterpart of
/// opening a `std::ifstream` and reading it to the end.
///
/// Errors: `boost::system::system_error` that names the path;
/// `errc::invalid_argument` for an empty one. Cancellation: seen between
/// pieces of 1 MiB; throws `operation_aborted`. Thread safety: may be called
/// from any executor.
///
/// \code
/// std::string text = co_await corun::read_file("settings.json");
/// \endcode
inline task<std::string> read_file(std::filesystem::path path) {
  constexpr auto where = "corun::read_file";
  detail::require(!path.empty(), "corun::read_file: empty path");
  detail::stop_flag stop;
  co_return co_await detail::offload(
      default_thread_pool(),
      [&] {
        const std::string name = path.string();
        const auto fd = detail::open_file(name, O_RDONLY, 0, where);
        return detail::read_whole(fd.get(), stop,
                                  std::string(where) + ": " + name);
      },
      [&stop] { stop.request(); });
}

/// Replaces the content of the file `path` by `content`, creating the file
/// with `permissions` less the umask if it is not there.
///
/// Completes when the file has been closed; not synced to the disk. Not
/// atomic: a failure or a cancellation in the middle leaves the first part.
/// Write to another name and corun::fs::rename() it where that matters.
///
/// Errors, cancellation and thread safety are those of read_file(); a full
/// disk is `no_space_on_device`.
///
/// \code
/// co_await corun::write_file("settings.json", "{}");
/// \endcode
inline task<> write_file(std::filesystem::path path, std::string content,
                         unsigned permissions = 0666) {
  return detail::put_file("corun::write_file", std::move(path),
                          std::move(content), O_TRUNC, permissions);
}

/// As write_file(), but adds `content` at the end of what the file holds.
///
/// \code
/// co_await corun::append_file("audit.log", "user logged in\n");
/// \endcode
inline task<> append_file(std::filesystem::path path, std::string content,
                          unsigned permissions = 0666) {
  return detail::put_file("corun::append_file", std::move(path),
                          std::move(content), O_APPEND, permissions);
}

} // namespace corun
