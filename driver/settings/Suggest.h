//===--- Suggest.h - the nearest name to a misspelt one ---------*- C++ -*-===//
#ifndef COTIDY_DRIVER_SETTINGS_SUGGEST_H
#define COTIDY_DRIVER_SETTINGS_SUGGEST_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace cotidy::driver {

/// `; did you mean 'X'?` for the candidate nearest to \p Name, or
/// `; known: A, B, C` where none is near and there are few.
std::string suggestion(llvm::StringRef Name,
                       llvm::ArrayRef<std::string> Candidates);

/// The candidate nearest to \p Name by edit distance, empty where none is
/// close enough to be meant.
std::string nearest(llvm::StringRef Name,
                    llvm::ArrayRef<std::string> Candidates);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_SETTINGS_SUGGEST_H
