//===--- GuardedRun.h - work that may crash ---------------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_ANALYSIS_GUARDEDRUN_H
#define COTIDY_DRIVER_ANALYSIS_GUARDEDRUN_H

#include "llvm/ADT/STLFunctionalExtras.h"

namespace cotidy::driver {

/// Of the thread that does the work, in bytes of address space: where clang
/// runs short of the usual 8 MiB it goes on in a new thread, visitors of the
/// tree cannot.
constexpr unsigned GuardedStackSize = 128 << 20;

/// Lets the crash handlers that LLVM installed run on a stack of their own: a
/// thread that used up its stack has no room for them. To be called before
/// runGuarded(), once for a process and those that it forks.
void handleCrashesOnOwnStack();

/// Runs \p Work on a thread with a large stack. False if it crashed: then what
/// it was writing is in ruins, and so may be LLVM's globals.
bool runGuarded(llvm::function_ref<void()> Work);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_ANALYSIS_GUARDEDRUN_H
