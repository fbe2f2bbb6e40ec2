//===--- Write.h - fixed sources leave memory -------------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_FIXING_WRITE_H
#define COTIDY_DRIVER_FIXING_WRITE_H

#include "driver/fixing/Fixer.h"

namespace cotidy::driver {

/// Writes \p Files, each whole or not at all; permissions and links stay.
/// Before the first one is written, the error names those that Git knows to
/// have uncommitted changes (unless \p AllowDirty), and those that are no more
/// what was analysed.
llvm::Error writeFixed(llvm::ArrayRef<FixedFile> Files, bool AllowDirty);

/// \p Files as a patch that `git apply` takes: names are relative to the top of
/// the Git work tree that \p Root is in, else to \p Root. Runs `git`.
llvm::Expected<std::string> patchOf(llvm::ArrayRef<FixedFile> Files,
                                    llvm::StringRef Root);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_FIXING_WRITE_H
