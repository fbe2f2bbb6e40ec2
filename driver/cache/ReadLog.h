//===--- ReadLog.h - what an analysis read and looked for -------*- C++ -*-===//
#ifndef COTIDY_DRIVER_CACHE_READLOG_H
#define COTIDY_DRIVER_CACHE_READLOG_H

#include "driver/cache/FileProbe.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <chrono>
#include <memory>

namespace cotidy::driver {

/// Keeps a record of each path that the compiler asks a file system for: the
/// files that it reads, and those that are not there, since one that appears
/// earlier on the include path, or that `__has_include` asks for, changes what
/// is compiled. Not thread-safe.
class ReadLog {
public:
  ReadLog();
  ~ReadLog();

  /// \p Base, with its use recorded here as long as this log lives.
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>
  over(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Base);

  /// The records, sorted by path, to be taken once. Empty if a path gave
  /// different answers, since a file changed meanwhile.
  std::optional<std::vector<ReadRecord>> take();

  struct Records;

private:
  std::chrono::system_clock::time_point Begin;
  std::shared_ptr<Records> Log;
};

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_CACHE_READLOG_H
