//===--- SourceLines.h - lines of sources -----------------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_REPORT_SOURCELINES_H
#define COTIDY_DRIVER_REPORT_SOURCELINES_H

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>
#include <optional>
#include <vector>

namespace cotidy::driver {

/// Reads lines of the sources below a folder, each file once.
class SourceLines {
public:
  explicit SourceLines(llvm::StringRef Root) : Root(Root) {}

  /// Line \p Number of \p File, counted from 1, without its end. Lives as long
  /// as this object.
  std::optional<llvm::StringRef> find(llvm::StringRef File, unsigned Number);

  /// The same, empty where there is none.
  llvm::StringRef line(llvm::StringRef File, unsigned Number) {
    return find(File, Number).value_or("");
  }

private:
  struct Source {
    std::unique_ptr<llvm::MemoryBuffer> Buffer;
    std::vector<llvm::StringRef> Lines;
  };
  std::string Root;
  llvm::StringMap<Source> Files;
};

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_REPORT_SOURCELINES_H
