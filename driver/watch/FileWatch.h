//===--- FileWatch.h - waits until files change -----------------*- C++ -*-===//
//
// On the kernel's inotify. clang::DirectoryWatcher would take two threads and
// one inotify instance (of which a user has 128) for each folder, while workers
// may only be forked from a process without threads, and headers stand in
// hundreds of folders.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_WATCH_FILEWATCH_H
#define COTIDY_DRIVER_WATCH_FILEWATCH_H

#include "llvm/Support/Error.h"
#include <chrono>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace cotidy::driver {

class FileWatch {
public:
  /// The error says what the system refuses.
  static llvm::Expected<std::unique_ptr<FileWatch>> create();
  ~FileWatch();
  FileWatch(const FileWatch &) = delete;
  FileWatch &operator=(const FileWatch &) = delete;

  /// Watches \p Files (absolute names) from now on, and no others; besides them
  /// what appears in their folders and looks like a source, a header or a
  /// configuration. The error names a folder that cannot be watched and the way
  /// out; the others are.
  llvm::Error watch(std::set<std::string> Files);

  /// Waits until some of them change, appear or vanish, and then until nothing
  /// more does so for a moment: editors write in several steps, and a checkout
  /// writes many files. Returns their names; none if the system lost count, and
  /// any may have changed.
  std::set<std::string> wait();

private:
  explicit FileWatch(int Queue) : Queue(Queue) {}

  bool isReady(std::chrono::milliseconds Patience) const;
  /// False if the system lost count.
  bool take(std::set<std::string> &Changed);
  bool matters(const std::string &File, uint32_t Events) const;

  int Queue;
  std::set<std::string> Files;
  std::map<std::string, int> Folders;
  std::map<int, std::string> FolderOf;
};

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_WATCH_FILEWATCH_H
