#pragma once

#include <corun/fs/run.hpp>

#include <cstdint>
#include <system_error>

namespace corun::fs {

/// Whether `p` names something, links followed.
///
/// \code
/// bool there = co_await corun::fs::exists("settings.json");
/// \endcode
inline task<bool> exists(path p) {
  return detail::run([p = std::move(p)] { return std::filesystem::exists(p); });
}

/// Whether `p` names something, links followed. A failure goes to `ec`.
inline task<bool> exists(path p, std::error_code &ec) {
  return detail::run(
      [p = std::move(p), &ec] { return std::filesystem::exists(p, ec); });
}

/// Whether `p` is a regular file, links followed.
///
/// \code
/// bool regular = co_await corun::fs::is_regular_file("log");
/// \endcode
inline task<bool> is_regular_file(path p) {
  return detail::run(
      [p = std::move(p)] { return std::filesystem::is_regular_file(p); });
}

/// Whether `p` is a regular file, links followed. A failure goes to `ec`.
inline task<bool> is_regular_file(path p, std::error_code &ec) {
  return detail::run([p = std::move(p), &ec] {
    return std::filesystem::is_regular_file(p, ec);
  });
}

/// Whether `p` is a directory, links followed.
///
/// \code
/// bool directory = co_await corun::fs::is_directory("logs");
/// \endcode
inline task<bool> is_directory(path p) {
  return detail::run(
      [p = std::move(p)] { return std::filesystem::is_directory(p); });
}

/// Whether `p` is a directory, links followed. A failure goes to `ec`.
inline task<bool> is_directory(path p, std::error_code &ec) {
  return detail::run(
      [p = std::move(p), &ec] { return std::filesystem::is_directory(p, ec); });
}

/// Whether `p` itself is a symbolic link.
///
/// \code
/// bool link = co_await corun::fs::is_symlink("latest");
/// \endcode
inline task<bool> is_symlink(path p) {
  return detail::run(
      [p = std::move(p)] { return std::filesystem::is_symlink(p); });
}

/// Whether `p` itself is a symbolic link. A failure goes to `ec`.
inline task<bool> is_symlink(path p, std::error_code &ec) {
  return detail::run(
      [p = std::move(p), &ec] { return std::filesystem::is_symlink(p, ec); });
}

/// Whether the file or directory `p` is empty.
///
/// \code
/// bool empty = co_await corun::fs::is_empty("logs");
/// \endcode
inline task<bool> is_empty(path p) {
  return detail::run(
      [p = std::move(p)] { return std::filesystem::is_empty(p); });
}

/// Whether the file or directory `p` is empty. A failure goes to `ec`.
inline task<bool> is_empty(path p, std::error_code &ec) {
  return detail::run(
      [p = std::move(p), &ec] { return std::filesystem::is_empty(p, ec); });
}

/// Whether `a` and `b` are the same file.
///
/// \code
/// bool same = co_await corun::fs::equivalent("log", "latest");
/// \endcode
inline task<bool> equivalent(path a, path b) {
  return detail::run([a = std::move(a), b = std::move(b)] {
    return std::filesystem::equivalent(a, b);
  });
}

/// Whether `a` and `b` are the same file. A failure goes to `ec`.
inline task<bool> equivalent(path a, path b, std::error_code &ec) {
  return detail::run([a = std::move(a), b = std::move(b), &ec] {
    return std::filesystem::equivalent(a, b, ec);
  });
}

/// Type and permissions of `p`, links followed.
///
/// \code
/// auto kind = (co_await corun::fs::status("log")).type();
/// \endcode
inline task<file_status> status(path p) {
  return detail::run([p = std::move(p)] { return std::filesystem::status(p); });
}

/// Type and permissions of `p`, links followed. A failure goes to `ec`.
inline task<file_status> status(path p, std::error_code &ec) {
  return detail::run(
      [p = std::move(p), &ec] { return std::filesystem::status(p, ec); });
}

/// Type and permissions of `p` itself.
///
/// \code
/// auto kind = (co_await corun::fs::symlink_status("latest")).type();
/// \endcode
inline task<file_status> symlink_status(path p) {
  return detail::run(
      [p = std::move(p)] { return std::filesystem::symlink_status(p); });
}

/// Type and permissions of `p` itself. A failure goes to `ec`.
inline task<file_status> symlink_status(path p, std::error_code &ec) {
  return detail::run([p = std::move(p), &ec] {
    return std::filesystem::symlink_status(p, ec);
  });
}

/// Size of the file `p` in bytes.
///
/// \code
/// std::uintmax_t bytes = co_await corun::fs::file_size("log");
/// \endcode
inline task<std::uintmax_t> file_size(path p) {
  return detail::run(
      [p = std::move(p)] { return std::filesystem::file_size(p); });
}

/// Size of the file `p` in bytes. A failure goes to `ec`.
inline task<std::uintmax_t> file_size(path p, std::error_code &ec) {
  return detail::run(
      [p = std::move(p), &ec] { return std::filesystem::file_size(p, ec); });
}

/// Number of hard links to `p`.
///
/// \code
/// std::uintmax_t links = co_await corun::fs::hard_link_count("log");
/// \endcode
inline task<std::uintmax_t> hard_link_count(path p) {
  return detail::run(
      [p = std::move(p)] { return std::filesystem::hard_link_count(p); });
}

/// Number of hard links to `p`. A failure goes to `ec`.
inline task<std::uintmax_t> hard_link_count(path p, std::error_code &ec) {
  return detail::run([p = std::move(p), &ec] {
    return std::filesystem::hard_link_count(p, ec);
  });
}

/// When `p` was last written.
///
/// \code
/// auto written = co_await corun::fs::last_write_time("log");
/// \endcode
inline task<file_time_type> last_write_time(path p) {
  return detail::run(
      [p = std::move(p)] { return std::filesystem::last_write_time(p); });
}

/// When `p` was last written. A failure goes to `ec`.
inline task<file_time_type> last_write_time(path p, std::error_code &ec) {
  return detail::run([p = std::move(p), &ec] {
    return std::filesystem::last_write_time(p, ec);
  });
}

/// Capacity, free and available bytes of the file system of `p`.
///
/// \code
/// auto left = (co_await corun::fs::space("/tmp")).available;
/// \endcode
inline task<space_info> space(path p) {
  return detail::run([p = std::move(p)] { return std::filesystem::space(p); });
}

/// Capacity, free and available bytes of the file system of `p`. A failure goes
/// to `ec`.
inline task<space_info> space(path p, std::error_code &ec) {
  return detail::run(
      [p = std::move(p), &ec] { return std::filesystem::space(p, ec); });
}

/// What the symbolic link `p` points to.
///
/// \code
/// auto target = co_await corun::fs::read_symlink("latest");
/// \endcode
inline task<path> read_symlink(path p) {
  return detail::run(
      [p = std::move(p)] { return std::filesystem::read_symlink(p); });
}

/// What the symbolic link `p` points to. A failure goes to `ec`.
inline task<path> read_symlink(path p, std::error_code &ec) {
  return detail::run(
      [p = std::move(p), &ec] { return std::filesystem::read_symlink(p, ec); });
}

/// `p` as an absolute path.
///
/// \code
/// auto whole = co_await corun::fs::absolute("log");
/// \endcode
inline task<path> absolute(path p) {
  return detail::run(
      [p = std::move(p)] { return std::filesystem::absolute(p); });
}

/// `p` as an absolute path. A failure goes to `ec`.
inline task<path> absolute(path p, std::error_code &ec) {
  return detail::run(
      [p = std::move(p), &ec] { return std::filesystem::absolute(p, ec); });
}

/// `p` absolute and without links; it must exist.
///
/// \code
/// auto whole = co_await corun::fs::canonical("log");
/// \endcode
inline task<path> canonical(path p) {
  return detail::run(
      [p = std::move(p)] { return std::filesystem::canonical(p); });
}

/// `p` absolute and without links; it must exist. A failure goes to `ec`.
inline task<path> canonical(path p, std::error_code &ec) {
  return detail::run(
      [p = std::move(p), &ec] { return std::filesystem::canonical(p, ec); });
}

/// As canonical, for the part of `p` that exists.
///
/// \code
/// auto whole = co_await corun::fs::weakly_canonical("new");
/// \endcode
inline task<path> weakly_canonical(path p) {
  return detail::run(
      [p = std::move(p)] { return std::filesystem::weakly_canonical(p); });
}

/// As canonical, for the part of `p` that exists. A failure goes to `ec`.
inline task<path> weakly_canonical(path p, std::error_code &ec) {
  return detail::run([p = std::move(p), &ec] {
    return std::filesystem::weakly_canonical(p, ec);
  });
}

/// `p` seen from `base`, links resolved.
///
/// \code
/// auto below = co_await corun::fs::relative("/etc/hosts", "/etc");
/// \endcode
inline task<path> relative(path p, path base) {
  return detail::run([p = std::move(p), base = std::move(base)] {
    return std::filesystem::relative(p, base);
  });
}

/// `p` seen from `base`, links resolved. A failure goes to `ec`.
inline task<path> relative(path p, path base, std::error_code &ec) {
  return detail::run([p = std::move(p), base = std::move(base), &ec] {
    return std::filesystem::relative(p, base, ec);
  });
}

/// As relative, or `p` if there is no relative path.
///
/// \code
/// auto below = co_await corun::fs::proximate("/etc/hosts", "/etc");
/// \endcode
inline task<path> proximate(path p, path base) {
  return detail::run([p = std::move(p), base = std::move(base)] {
    return std::filesystem::proximate(p, base);
  });
}

/// As relative, or `p` if there is no relative path. A failure goes to `ec`.
inline task<path> proximate(path p, path base, std::error_code &ec) {
  return detail::run([p = std::move(p), base = std::move(base), &ec] {
    return std::filesystem::proximate(p, base, ec);
  });
}

/// The process' current directory.
///
/// \code
/// auto here = co_await corun::fs::current_path();
/// \endcode
inline task<path> current_path() {
  return detail::run([] { return std::filesystem::current_path(); });
}

/// The process' current directory. A failure goes to `ec`.
inline task<path> current_path(std::error_code &ec) {
  return detail::run([&ec] { return std::filesystem::current_path(ec); });
}

/// The directory for temporary files.
///
/// \code
/// auto folder = co_await corun::fs::temp_directory_path();
/// \endcode
inline task<path> temp_directory_path() {
  return detail::run([] { return std::filesystem::temp_directory_path(); });
}

/// The directory for temporary files. A failure goes to `ec`.
inline task<path> temp_directory_path(std::error_code &ec) {
  return detail::run(
      [&ec] { return std::filesystem::temp_directory_path(ec); });
}

} // namespace corun::fs
