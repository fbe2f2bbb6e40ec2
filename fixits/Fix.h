//===--- Fix.h - edits as values --------------------------------*- C++ -*-===//
#ifndef COTIDY_FIXITS_FIX_H
#define COTIDY_FIXITS_FIX_H

#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/SmallVector.h"
#include <string>

namespace cotidy {

/// Whether a fix may be applied without a reader's agreement.
enum class Applicability {
  Safe,  ///< keeps behaviour, always compiles
  Unsafe ///< compiles, but the reader must agree
};

/// One way out of a finding: all of its edits are applied, or none.
struct Fix {
  std::string Title; ///< imperative, lower case: `insert 'co_await'`
  Applicability Level = Applicability::Unsafe;
  llvm::SmallVector<clang::FixItHint, 2> Edits;
};

} // namespace cotidy

#endif // COTIDY_FIXITS_FIX_H
