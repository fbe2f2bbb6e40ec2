//===--- CrashGuard.h - checks that crash, in a server ----------*- C++ -*-===//
#ifndef COTIDY_EDITOR_CRASHGUARD_H
#define COTIDY_EDITOR_CRASHGUARD_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"

namespace cotidy::editor {

/// An AnalysisGuard (checks/AnalysisGuard.h) that survives an invalid access,
/// an endless recursion, a failed assertion and the like. What the analysis had
/// allocated is lost; so what crashed five times is not run again. Not survived
/// are a heap in ruins and a lack of memory.
bool surviveCrash(llvm::StringRef Name, llvm::function_ref<void()> Analysis);

} // namespace cotidy::editor

#endif // COTIDY_EDITOR_CRASHGUARD_H
