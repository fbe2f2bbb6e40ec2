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

/// Analyses \p U on a thread of its own with a large stack. A crash becomes its
/// failure. Takes away or verifies fixes as \p Settings say.
Outcome analyseGuarded(const Unit &U, const AnalysisSettings &Settings);

/// Takes from \p Out, what came out of \p U with all its fixes, those that
/// \p Settings do not want, guarded like an analysis: a crash costs the fixes.
void finishFixes(const Unit &U, const AnalysisSettings &Settings, Outcome &Out);

/// Calls \p Work with each number below \p Count, on \p Jobs threads (0: one
/// for each core), in any order.
void inParallel(size_t Count, unsigned Jobs,
                llvm::function_ref<void(size_t)> Work);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_SCHEDULER_H
