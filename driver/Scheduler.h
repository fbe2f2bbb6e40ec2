//===--- Scheduler.h - all files, all cores ---------------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_SCHEDULER_H
#define COTIDY_DRIVER_SCHEDULER_H

#include "driver/FileAnalysis.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace cotidy::driver {

/// Analyses \p Units on \p Jobs threads (0: one for each core). \p Done is
/// called for each unit as it ends, in any order, never at the same time. A
/// crash in one unit becomes its failure.
void analyseAll(llvm::ArrayRef<Unit> Units, const AnalysisSettings &Settings,
                unsigned Jobs,
                llvm::function_ref<void(const Unit &, Outcome)> Done);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_SCHEDULER_H
