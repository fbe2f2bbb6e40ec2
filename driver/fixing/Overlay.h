//===--- Overlay.h - files as they would be ---------------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_FIXING_OVERLAY_H
#define COTIDY_DRIVER_FIXING_OVERLAY_H

#include "llvm/Support/Error.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/VirtualFileSystem.h"
#include <map>
#include <string>

namespace cotidy::driver {

/// Contents that stand for those of files on disk. A file is known by what it
/// is and not by its name: through whatever path or link it is read, the new
/// content is there. Copies are cheap. Thread safety: that of a container.
class Overlay {
public:
  /// Lets \p Content stand for that of \p File, which exists. The error names
  /// the file.
  llvm::Error set(llvm::StringRef File, std::string Content);

  /// The content that stands for that of \p File; null if none does.
  const std::string *find(llvm::StringRef File) const;

  /// What \p File holds: the content set, else that on disk. Empty if it cannot
  /// be read.
  std::optional<std::string> read(llvm::StringRef File) const;

  /// \p Base with these contents. Not changed by later calls of \c set.
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>
  over(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Base) const;

private:
  std::map<llvm::sys::fs::UniqueID, std::shared_ptr<const std::string>> Files;
};

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_FIXING_OVERLAY_H
