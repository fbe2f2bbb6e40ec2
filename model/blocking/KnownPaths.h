//===--- KnownPaths.h - where a path of the source begins -------*- C++ -*-===//
#ifndef COTIDY_MODEL_BLOCKING_KNOWNPATHS_H
#define COTIDY_MODEL_BLOCKING_KNOWNPATHS_H

#include "clang/AST/Expr.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace cotidy {

/// Whether the path \p Path begins with one of \p Folders ("/proc/"), as far as
/// the source shows: of what is put together the left end counts, of a
/// formatted string the format's, of a variable its initialiser, of a call what
/// the function's visible body returns. Where a choice is made, all that is not
/// empty must be below, and something must.
bool isBelow(const clang::Expr &Path, llvm::ArrayRef<llvm::StringRef> Folders);

} // namespace cotidy

#endif // COTIDY_MODEL_BLOCKING_KNOWNPATHS_H
