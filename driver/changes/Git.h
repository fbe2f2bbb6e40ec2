//===--- Git.h - asking the version control ---------------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_CHANGES_GIT_H
#define COTIDY_DRIVER_CHANGES_GIT_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"
#include <string>

namespace cotidy::driver {

/// What `git` with \p Arguments writes to standard output, run in \p Folder;
/// names in it are not quoted. The error is what it says instead, or that
/// there is no such program. An exit status up to \p HighestStatus is none:
/// `git diff --no-index` has 1 for files that differ.
llvm::Expected<std::string> runGit(llvm::StringRef Folder,
                                   llvm::ArrayRef<llvm::StringRef> Arguments,
                                   int HighestStatus = 0);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_CHANGES_GIT_H
