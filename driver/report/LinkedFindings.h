//===--- LinkedFindings.h - findings that need several functions *- C++ -*-===//
#ifndef COTIDY_DRIVER_REPORT_LINKEDFINDINGS_H
#define COTIDY_DRIVER_REPORT_LINKEDFINDINGS_H

#include "driver/analysis/ChainFixes.h"
#include "driver/report/Report.h"
#include "driver/settings/Project.h"
#include "model/link/LoopReach.h"

namespace cotidy::driver {

/// Adds the chains of \p Whole, whose graph is \p Graph, to \p Into, with what
/// \p Fixes know of the calls that they begin with. A chain at a place where
/// the same check has a direct finding in \p Into is left out, as it is in
/// clang-tidy. Source lines are read from the files below \p Root; one that
/// cannot be read costs the line, not the finding.
void addLinkedFindings(const Program &Whole, const CallGraph &Graph,
                       const LoopReach &FromLoops, llvm::StringRef Root,
                       llvm::ArrayRef<ChainFix> Fixes,
                       std::vector<Result> &Into);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_REPORT_LINKEDFINDINGS_H
