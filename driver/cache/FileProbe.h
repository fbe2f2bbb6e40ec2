//===--- FileProbe.h - what a path is, now ----------------------*- C++ -*-===//
//
// Whether an analysis can be taken from the cache is asked of thousands of
// paths, most of them the same for all files of a project: each is looked at
// once in a run.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_CACHE_FILEPROBE_H
#define COTIDY_DRIVER_CACHE_FILEPROBE_H

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/xxhash.h"
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace cotidy::driver {

enum class PathKind { Missing, File, Folder, Other };

/// What tells one state of a file from another without reading it.
struct FileStamp {
  uint64_t Device = 0, Inode = 0, Size = 0;
  int64_t Modified = 0, Changed = 0; ///< nanoseconds since 1970
  bool operator==(const FileStamp &) const = default;
};

/// One path, and what an analysis learned from it.
struct ReadRecord {
  std::string Path; ///< absolute; `..` stays, as it may follow a link
  PathKind Kind = PathKind::Missing;
  /// Of what was read: hash of the bytes, or of the names in a folder.
  std::optional<uint64_t> Content;
  uint64_t RealPath = 0; ///< hash of the name without links, if read
  FileStamp Stamp;
  /// Whether the stamp says it all: the file was old when it was read, so that
  /// a later change of it must show in the time of its last change.
  bool StampIsEnough = false;
};

uint64_t hashText(llvm::StringRef Text);

/// What \p Path is, links followed.
PathKind kindOf(const std::string &Path, FileStamp &Stamp);

/// The hash of the names in the folder \p Path, in any order; empty if it
/// cannot be read.
std::optional<uint64_t> hashFolder(const std::string &Path);

/// Resolves links, those of each folder once. Not thread-safe.
class RealPaths {
public:
  /// The hash of the real name of the file \p Path.
  uint64_t hash(llvm::StringRef Path);

private:
  llvm::StringMap<std::string> Folders;
};

/// Thread-safe. Assumes that nothing changes while it lives.
class FileProbe {
public:
  /// Whether an analysis would learn the same from the path of \p R again.
  bool holds(const ReadRecord &R);

private:
  struct State {
    PathKind Kind;
    FileStamp Stamp;
    std::optional<uint64_t> Content, Names, RealPath;
  };

  State &at(const std::string &Path);

  std::mutex Mutex;
  llvm::StringMap<State> Known;
  RealPaths Real;
};

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_CACHE_FILEPROBE_H
