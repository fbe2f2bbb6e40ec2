//===--- IncludeScanner.h - what a unit begins with -------------*- C++ -*-===//
//
// Reads the directives of a source file, and of the project's headers that it
// includes. Nothing is preprocessed: what stands behind a condition counts as
// if it might be there or not, whichever is the more careful.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_PRECOMPILED_INCLUDESCANNER_H
#define COTIDY_DRIVER_PRECOMPILED_INCLUDESCANNER_H

#include "driver/settings/Project.h"
#include "clang/Lex/HeaderSearchOptions.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace cotidy::driver {

/// The headers outside the project that are certainly read, between
/// declarations, and the macros that may be defined or undefined before each.
struct CertainIncludes {
  struct Header {
    std::string Spelled; ///< as in the directive, with quotes or brackets
    size_t MacrosBefore; ///< so many of \c Macros come before it
    bool Leading;        ///< nothing of the project is declared before it
  };
  std::vector<Header> Headers; ///< each once, in order
  std::vector<std::string> Macros;
};

/// Reads each file once. Not thread-safe.
class IncludeScanner {
public:
  /// Headers are looked for in the folders of \p Options, relative ones in the
  /// working folder of \p FS.
  IncludeScanner(const Project &P,
                 llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS,
                 const clang::HeaderSearchOptions &Options);

  /// What the source \p File (absolute) reads.
  CertainIncludes certainIncludes(llvm::StringRef File);

  /// About how many bytes the compiler reads for \p Spelled and not for what is
  /// in \p Seen, which then knows them: all conditions count as true.
  uint64_t weigh(llvm::StringRef Spelled, llvm::StringSet<> &Seen);

private:
  enum class EventKind { Include, Macro, Code, Stop };
  struct Event {
    EventKind Kind;
    std::string Text; ///< the header as spelled, or the macro's name
    bool Certain;     ///< behind no condition, between declarations
  };
  struct ScannedFile {
    std::vector<Event> Events; ///< up to a \c Stop or the end
  };
  struct WeighedFile {
    std::vector<std::string> Includes; ///< all in the file, as spelled
    uint64_t Size = 0;
  };
  struct Folder {
    std::string Name;
    bool ForQuotesOnly, OfSystem;
  };
  struct Found {
    std::string File;
    bool BesideIncluder = false, OfSystem = false;
  };

  const ScannedFile &scan(const std::string &File);
  static ScannedFile read(llvm::StringRef Content);
  const WeighedFile &look(const std::string &File);
  std::optional<Found> find(llvm::StringRef Spelled, llvm::StringRef Includer);
  /// False once nothing more is certain. \p Leading: no code was seen.
  bool walk(const std::string &File, bool Certain, bool &Leading,
            llvm::StringSet<> &Visited, CertainIncludes &Into);
  void weighFile(const std::string &File, llvm::StringSet<> &Seen,
                 uint64_t &Sum);

  const Project &P;
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS;
  std::vector<Folder> Folders;
  llvm::StringMap<ScannedFile> Scanned;
  llvm::StringMap<WeighedFile> Weighed;
  llvm::StringMap<bool> Exists;
};

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_PRECOMPILED_INCLUDESCANNER_H
