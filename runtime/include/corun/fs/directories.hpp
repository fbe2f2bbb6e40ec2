#pragma once

#include <corun/fs/run.hpp>

#include <vector>

namespace corun::fs {

/// What the directory `p` holds, in no particular order, read at once: the
/// counterpart of looping over a `std::filesystem::directory_iterator`. The
/// entries' types were read with them, so asking for the type of one does not
/// touch the disk again unless it is a link.
///
/// \code
/// corun::task<std::size_t> count_files(std::filesystem::path directory) {
///   std::size_t files = 0;
///   for (const auto &entry : co_await corun::fs::directory_entries(directory))
///     files += entry.is_regular_file() ? 1 : 0;
///   co_return files;
/// }
/// \endcode
inline task<std::vector<directory_entry>>
directory_entries(path p, directory_options options = {}) {
  return detail::run([p = std::move(p), options] {
    std::filesystem::directory_iterator all(p, options);
    return std::vector<directory_entry>(begin(all), end(all));
  });
}

/// As directory_entries, with all levels below `p`: the counterpart of
/// `std::filesystem::recursive_directory_iterator`.
///
/// \code
/// auto all = co_await corun::fs::recursive_directory_entries("/etc");
/// std::cout << all.size() << " entries\n";
/// \endcode
inline task<std::vector<directory_entry>>
recursive_directory_entries(path p, directory_options options = {}) {
  return detail::run([p = std::move(p), options] {
    std::filesystem::recursive_directory_iterator all(p, options);
    return std::vector<directory_entry>(begin(all), end(all));
  });
}

} // namespace corun::fs
