//===--- LinkedFindings.h - findings that need several functions *- C++ -*-===//
#ifndef COTIDY_DRIVER_REPORT_LINKEDFINDINGS_H
#define COTIDY_DRIVER_REPORT_LINKEDFINDINGS_H

#include "driver/analysis/ChainFixes.h"
#include "driver/report/Report.h"
#include "driver/settings/Project.h"
#include "model/link/LoopReach.h"

namespace cotidy::driver {

/// The chains of \p Whole, whose graph is \p Graph, with what \p Fixes know of
/// the calls that they begin with. A chain at a place where the same check has
/// a finding in \p Direct is left out, and a finding in \p Direct that a chain
/// implies is taken away, as in clang-tidy. Source lines are read from the
/// files below \p Root; one that cannot be read costs the line, not the
/// finding.
std::vector<Result> linkedFindings(const Program &Whole, const CallGraph &Graph,
                                   const LoopReach &FromLoops,
                                   llvm::StringRef Root,
                                   llvm::ArrayRef<ChainFix> Fixes,
                                   std::vector<Result> &Direct);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_REPORT_LINKEDFINDINGS_H
