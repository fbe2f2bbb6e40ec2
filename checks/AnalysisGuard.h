//===--- AnalysisGuard.h - checks that may crash ----------------*- C++ -*-===//
#ifndef COTIDY_CHECKS_ANALYSISGUARD_H
#define COTIDY_CHECKS_ANALYSISGUARD_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"

namespace cotidy {

/// Runs the \p Analysis of \p Check so that a crash ends only that, or does not
/// run it if it crashed too often. Returns whether it came to its end. It is
/// called on several threads at once.
using AnalysisGuard = bool (*)(llvm::StringRef Check,
                               llvm::function_ref<void()> Analysis);

/// Has every check run under \p Guard from now on. A program that outlives its
/// analyses calls it before the first; without it a crash is a crash.
void setAnalysisGuard(AnalysisGuard Guard);

} // namespace cotidy

#endif // COTIDY_CHECKS_ANALYSISGUARD_H
