//===--- AtomicFile.h - files written whole or not at all -------*- C++ -*-===//
#ifndef COTIDY_DRIVER_SUPPORT_ATOMICFILE_H
#define COTIDY_DRIVER_SUPPORT_ATOMICFILE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace cotidy::driver {

/// Replaces the file \p Path by \p Content, or leaves it as it was: the bytes
/// go to a temporary file in the same folder, reach the disk, and take the name
/// at once. What is no regular file (a pipe, /dev/stdout) is written in place.
/// The error names the file and the reason.
llvm::Error writeAtomically(llvm::StringRef Path, llvm::StringRef Content);

/// Writes \p Content to standard output; reports a closed or full one.
llvm::Error writeToStdout(llvm::StringRef Content);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_SUPPORT_ATOMICFILE_H
