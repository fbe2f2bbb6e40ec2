//===--- ChangedLines.h - what differs from a revision of Git ---*- C++ -*-===//
//
// The lines of the working tree that a pull request would change. A finding is
// caused by them if it stands on one, or if one of its notes does: a chain that
// begins in an unchanged coroutine ends at the blocking call that was added.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_CHANGES_CHANGEDLINES_H
#define COTIDY_DRIVER_CHANGES_CHANGEDLINES_H

#include "driver/report/Report.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"

namespace cotidy::driver {

class ChangedLines {
public:
  /// What the files below \p Root, committed or not, have beyond the merge base
  /// of \p Revision and HEAD. Lines that were only moved to another file by a
  /// rename are none; of lines that were removed, the two around them count.
  /// Files that Git does not know are changed as a whole, unless it ignores
  /// them. Runs `git`; the error says what it said and what to do.
  static llvm::Expected<ChangedLines> since(llvm::StringRef Revision,
                                            llvm::StringRef Root);

  /// Reads a unified diff without context lines, as `git diff -U0` writes it.
  void read(llvm::StringRef Diff);
  void addWhole(llvm::StringRef File) { Files[File].Whole = true; }

  /// Whether a line of \p Where differs.
  bool touch(const Place &Where) const;

  /// Whether the finding \p R is caused by a line that differs.
  bool cause(const Result &R) const;

  /// Marks what is not caused by these lines, and counts it.
  void apply(Report &Rep, llvm::StringRef Revision) const;

private:
  struct Lines {
    bool Whole = false;
    std::vector<std::pair<unsigned, unsigned>> Ranges; ///< first and last
  };
  llvm::StringMap<Lines> Files; ///< relative to the root
};

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_CHANGES_CHANGEDLINES_H
