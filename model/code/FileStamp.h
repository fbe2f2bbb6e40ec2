//===--- FileStamp.h - whether a file changed -------------------*- C++ -*-===//
#ifndef COTIDY_MODEL_CODE_FILESTAMP_H
#define COTIDY_MODEL_CODE_FILESTAMP_H

#include "llvm/Support/FileSystem.h"
#include <string>

namespace cotidy {

/// What changes with the content of a file, at the cost of one look at its
/// folder. A file that is not there has a stamp too.
class FileStamp {
public:
  explicit FileStamp(const std::string &File) {
    llvm::sys::fs::file_status Status;
    if (!llvm::sys::fs::status(File, Status)) {
      Id = Status.getUniqueID();
      Time = Status.getLastModificationTime();
      Size = Status.getSize();
    }
  }
  bool operator==(const FileStamp &Other) const {
    return Id == Other.Id && Time == Other.Time && Size == Other.Size;
  }

private:
  llvm::sys::fs::UniqueID Id;
  llvm::sys::TimePoint<> Time;
  uint64_t Size = 0;
};

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_FILESTAMP_H
