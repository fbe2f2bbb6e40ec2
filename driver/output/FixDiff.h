//===--- FixDiff.h - a fix as lines removed and added -----------*- C++ -*-===//
#ifndef COTIDY_DRIVER_OUTPUT_FIXDIFF_H
#define COTIDY_DRIVER_OUTPUT_FIXDIFF_H

#include "driver/report/Report.h"

namespace cotidy::driver {

/// Lines of one file that a fix changes, with some around them.
struct DiffHunk {
  std::string File;
  unsigned Line = 0; ///< of the first one, before the fix
  struct Row {
    char Kind = ' '; ///< ' ', '-' or '+'
    std::string Text;
  };
  std::vector<Row> Rows;
};

/// What \p Fix does, by file and line. Empty where a line is not in \p Excerpts
/// or was cut there, or where edits overlap.
std::vector<DiffHunk> fixDiff(const ResultFix &Fix,
                              const SourceExcerpts &Excerpts);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_OUTPUT_FIXDIFF_H
