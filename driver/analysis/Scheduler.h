//===--- Scheduler.h - all files, all cores ---------------------*- C++ -*-===//
//
// Files are analysed in worker processes (Workers.h): whatever one does to its
// process, the others do not notice. None of these functions may be called
// while the process has other threads.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_ANALYSIS_SCHEDULER_H
#define COTIDY_DRIVER_ANALYSIS_SCHEDULER_H

#include "driver/analysis/FileAnalysis.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace cotidy::driver {

/// One file to analyse.
struct Task {
  const Unit *U;
  AnalysisSettings Settings;
  /// What came out of it with all its fixes, if it was analysed already: then
  /// those that \c Settings do not want are taken from it, and no more.
  std::optional<Outcome> Made = {};
};

/// Does \p Tasks, \p Jobs at once (0: one for each core). \p Done is called for
/// each as it ends, in any order. What the cache of the settings holds is not
/// done again. A crash, or more time and memory than the settings of the first
/// one allow, become the failure of that file only, or cost its fixes.
void runTasks(llvm::ArrayRef<Task> Tasks, unsigned Jobs,
              llvm::function_ref<void(size_t, Outcome)> Done);

/// Analyses \p Units, as runTasks() does.
void analyseAll(llvm::ArrayRef<Unit> Units, const AnalysisSettings &Settings,
                unsigned Jobs,
                llvm::function_ref<void(const Unit &, Outcome)> Done);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_ANALYSIS_SCHEDULER_H
