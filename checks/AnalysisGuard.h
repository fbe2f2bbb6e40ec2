//===--- AnalysisGuard.h - analyses that may crash --------------*- C++ -*-===//
#ifndef COTIDY_CHECKS_ANALYSISGUARD_H
#define COTIDY_CHECKS_ANALYSISGUARD_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"

namespace cotidy {

/// Runs an \p Analysis so that a crash ends only that, or does not run it if
/// what has this \p Name crashed too often. Returns whether it came to its end.
/// It is called on several threads at once.
using AnalysisGuard = bool (*)(llvm::StringRef Name,
                               llvm::function_ref<void()> Analysis);

/// Has every check, and the reading of every file, run under \p Guard from now
/// on. A program that outlives its analyses calls it before the first; without
/// it a crash is a crash.
void setAnalysisGuard(AnalysisGuard Guard);

} // namespace cotidy

#endif // COTIDY_CHECKS_ANALYSISGUARD_H
