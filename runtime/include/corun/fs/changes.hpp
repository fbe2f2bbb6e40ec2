#pragma once

#include <corun/fs/run.hpp>

#include <cstdint>
#include <system_error>

namespace corun::fs {

/// Sets when `p` was last written.
///
/// \code
/// co_await corun::fs::last_write_time(
///     "log", std::filesystem::file_time_type::clock::now());
/// \endcode
inline task<void> last_write_time(path p, file_time_type when) {
  return detail::run([p = std::move(p), when] {
    return std::filesystem::last_write_time(p, when);
  });
}

/// Sets when `p` was last written. A failure goes to `ec`.
inline task<void> last_write_time(path p, file_time_type when,
                                  std::error_code &ec) {
  return detail::run([p = std::move(p), when, &ec] {
    return std::filesystem::last_write_time(p, when, ec);
  });
}

/// Creates one directory; false if it was there.
///
/// \code
/// bool created = co_await corun::fs::create_directory("logs");
/// \endcode
inline task<bool> create_directory(path p) {
  return detail::run(
      [p = std::move(p)] { return std::filesystem::create_directory(p); });
}

/// Creates one directory; false if it was there. A failure goes to `ec`.
inline task<bool> create_directory(path p, std::error_code &ec) {
  return detail::run([p = std::move(p), &ec] {
    return std::filesystem::create_directory(p, ec);
  });
}

/// Creates `p` and its parents; false if it was there.
///
/// \code
/// bool created = co_await corun::fs::create_directories("logs/2024/05");
/// \endcode
inline task<bool> create_directories(path p) {
  return detail::run(
      [p = std::move(p)] { return std::filesystem::create_directories(p); });
}

/// Creates `p` and its parents; false if it was there. A failure goes to `ec`.
inline task<bool> create_directories(path p, std::error_code &ec) {
  return detail::run([p = std::move(p), &ec] {
    return std::filesystem::create_directories(p, ec);
  });
}

/// Creates the symbolic link `link` to `target`.
///
/// \code
/// co_await corun::fs::create_symlink("log.1", "log");
/// \endcode
inline task<void> create_symlink(path target, path link) {
  return detail::run([target = std::move(target), link = std::move(link)] {
    return std::filesystem::create_symlink(target, link);
  });
}

/// Creates the symbolic link `link` to `target`. A failure goes to `ec`.
inline task<void> create_symlink(path target, path link, std::error_code &ec) {
  return detail::run([target = std::move(target), link = std::move(link), &ec] {
    return std::filesystem::create_symlink(target, link, ec);
  });
}

/// Creates the symbolic link `link` to the directory `target`.
///
/// \code
/// co_await corun::fs::create_directory_symlink("logs.1", "logs");
/// \endcode
inline task<void> create_directory_symlink(path target, path link) {
  return detail::run([target = std::move(target), link = std::move(link)] {
    return std::filesystem::create_directory_symlink(target, link);
  });
}

/// Creates the symbolic link `link` to the directory `target`. A failure goes
/// to `ec`.
inline task<void> create_directory_symlink(path target, path link,
                                           std::error_code &ec) {
  return detail::run([target = std::move(target), link = std::move(link), &ec] {
    return std::filesystem::create_directory_symlink(target, link, ec);
  });
}

/// Creates the hard link `link` to `target`.
///
/// \code
/// co_await corun::fs::create_hard_link("log.1", "log");
/// \endcode
inline task<void> create_hard_link(path target, path link) {
  return detail::run([target = std::move(target), link = std::move(link)] {
    return std::filesystem::create_hard_link(target, link);
  });
}

/// Creates the hard link `link` to `target`. A failure goes to `ec`.
inline task<void> create_hard_link(path target, path link,
                                   std::error_code &ec) {
  return detail::run([target = std::move(target), link = std::move(link), &ec] {
    return std::filesystem::create_hard_link(target, link, ec);
  });
}

/// Copies `from` to `to`.
///
/// \code
/// co_await corun::fs::copy("logs", "backup");
/// \endcode
inline task<void> copy(path from, path to) {
  return detail::run([from = std::move(from), to = std::move(to)] {
    return std::filesystem::copy(from, to);
  });
}

/// Copies `from` to `to`. A failure goes to `ec`.
inline task<void> copy(path from, path to, std::error_code &ec) {
  return detail::run([from = std::move(from), to = std::move(to), &ec] {
    return std::filesystem::copy(from, to, ec);
  });
}

/// Copies `from` to `to` as `options` say.
inline task<void> copy(path from, path to, copy_options options) {
  return detail::run([from = std::move(from), to = std::move(to), options] {
    return std::filesystem::copy(from, to, options);
  });
}

/// Copies `from` to `to` as `options` say. A failure goes to `ec`.
inline task<void> copy(path from, path to, copy_options options,
                       std::error_code &ec) {
  return detail::run(
      [from = std::move(from), to = std::move(to), options, &ec] {
        return std::filesystem::copy(from, to, options, ec);
      });
}

/// Copies one file; whether it did.
///
/// \code
/// bool copied = co_await corun::fs::copy_file("log", "log.1");
/// \endcode
inline task<bool> copy_file(path from, path to) {
  return detail::run([from = std::move(from), to = std::move(to)] {
    return std::filesystem::copy_file(from, to);
  });
}

/// Copies one file; whether it did. A failure goes to `ec`.
inline task<bool> copy_file(path from, path to, std::error_code &ec) {
  return detail::run([from = std::move(from), to = std::move(to), &ec] {
    return std::filesystem::copy_file(from, to, ec);
  });
}

/// Copies one file as `options` say; whether it did.
inline task<bool> copy_file(path from, path to, copy_options options) {
  return detail::run([from = std::move(from), to = std::move(to), options] {
    return std::filesystem::copy_file(from, to, options);
  });
}

/// Copies one file as `options` say; whether it did. A failure goes to `ec`.
inline task<bool> copy_file(path from, path to, copy_options options,
                            std::error_code &ec) {
  return detail::run(
      [from = std::move(from), to = std::move(to), options, &ec] {
        return std::filesystem::copy_file(from, to, options, ec);
      });
}

/// Copies a symbolic link.
///
/// \code
/// co_await corun::fs::copy_symlink("log", "latest");
/// \endcode
inline task<void> copy_symlink(path from, path to) {
  return detail::run([from = std::move(from), to = std::move(to)] {
    return std::filesystem::copy_symlink(from, to);
  });
}

/// Copies a symbolic link. A failure goes to `ec`.
inline task<void> copy_symlink(path from, path to, std::error_code &ec) {
  return detail::run([from = std::move(from), to = std::move(to), &ec] {
    return std::filesystem::copy_symlink(from, to, ec);
  });
}

/// Renames `from` to `to`, replacing a file `to`.
///
/// \code
/// co_await corun::fs::rename("settings.new", "settings");
/// \endcode
inline task<void> rename(path from, path to) {
  return detail::run([from = std::move(from), to = std::move(to)] {
    return std::filesystem::rename(from, to);
  });
}

/// Renames `from` to `to`, replacing a file `to`. A failure goes to `ec`.
inline task<void> rename(path from, path to, std::error_code &ec) {
  return detail::run([from = std::move(from), to = std::move(to), &ec] {
    return std::filesystem::rename(from, to, ec);
  });
}

/// Removes a file or an empty directory; whether it was there.
///
/// \code
/// bool removed = co_await corun::fs::remove("log.1");
/// \endcode
inline task<bool> remove(path p) {
  return detail::run([p = std::move(p)] { return std::filesystem::remove(p); });
}

/// Removes a file or an empty directory; whether it was there. A failure goes
/// to `ec`.
inline task<bool> remove(path p, std::error_code &ec) {
  return detail::run(
      [p = std::move(p), &ec] { return std::filesystem::remove(p, ec); });
}

/// Removes `p` and all below; how many were removed.
///
/// \code
/// std::uintmax_t removed = co_await corun::fs::remove_all("logs");
/// \endcode
inline task<std::uintmax_t> remove_all(path p) {
  return detail::run(
      [p = std::move(p)] { return std::filesystem::remove_all(p); });
}

/// Removes `p` and all below; how many were removed. A failure goes to `ec`.
inline task<std::uintmax_t> remove_all(path p, std::error_code &ec) {
  return detail::run(
      [p = std::move(p), &ec] { return std::filesystem::remove_all(p, ec); });
}

/// Cuts or extends `p` to `bytes` bytes.
///
/// \code
/// co_await corun::fs::resize_file("log", 0);
/// \endcode
inline task<void> resize_file(path p, std::uintmax_t bytes) {
  return detail::run([p = std::move(p), bytes] {
    return std::filesystem::resize_file(p, bytes);
  });
}

/// Cuts or extends `p` to `bytes` bytes. A failure goes to `ec`.
inline task<void> resize_file(path p, std::uintmax_t bytes,
                              std::error_code &ec) {
  return detail::run([p = std::move(p), bytes, &ec] {
    return std::filesystem::resize_file(p, bytes, ec);
  });
}

/// Sets the permissions of `p`.
///
/// \code
/// co_await corun::fs::permissions(
///     "key", std::filesystem::perms::owner_read);
/// \endcode
inline task<void> permissions(path p, perms mode) {
  return detail::run([p = std::move(p), mode] {
    return std::filesystem::permissions(p, mode);
  });
}

/// Sets the permissions of `p`. A failure goes to `ec`.
inline task<void> permissions(path p, perms mode, std::error_code &ec) {
  return detail::run([p = std::move(p), mode, &ec] {
    return std::filesystem::permissions(p, mode, ec);
  });
}

/// Sets, adds or removes permissions as `options` say.
inline task<void> permissions(path p, perms mode, perm_options options) {
  return detail::run([p = std::move(p), mode, options] {
    return std::filesystem::permissions(p, mode, options);
  });
}

/// Sets, adds or removes permissions as `options` say. A failure goes to `ec`.
inline task<void> permissions(path p, perms mode, perm_options options,
                              std::error_code &ec) {
  return detail::run([p = std::move(p), mode, options, &ec] {
    return std::filesystem::permissions(p, mode, options, ec);
  });
}

/// Changes the process' current directory.
///
/// \code
/// co_await corun::fs::current_path("/");
/// \endcode
inline task<void> current_path(path p) {
  return detail::run(
      [p = std::move(p)] { return std::filesystem::current_path(p); });
}

/// Changes the process' current directory. A failure goes to `ec`.
inline task<void> current_path(path p, std::error_code &ec) {
  return detail::run(
      [p = std::move(p), &ec] { return std::filesystem::current_path(p, ec); });
}

} // namespace corun::fs
