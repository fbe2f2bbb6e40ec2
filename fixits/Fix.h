//===--- Fix.h - edits as values --------------------------------*- C++ -*-===//
#ifndef COTIDY_FIXITS_FIX_H
#define COTIDY_FIXITS_FIX_H

#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include <string>

namespace cotidy {

/// Whether a fix may be applied without a reader's agreement.
enum class Applicability {
  Safe,  ///< keeps behaviour, always compiles
  Unsafe ///< compiles, but the reader must agree
};

/// An `#include` that a fix needs where the file has none.
struct NeededHeader {
  std::string Name;
  clang::SourceLocation Where; ///< where the line is inserted
  std::string Line;            ///< with its end
  bool operator==(const NeededHeader &) const = default;
};

/// One way out of a finding: all of its edits are applied, or none.
struct Fix {
  std::string Title; ///< imperative, lower case: `insert 'co_await'`
  Applicability Level = Applicability::Unsafe;
  llvm::SmallVector<clang::FixItHint, 2> Edits;
  llvm::SmallVector<NeededHeader, 2> Headers;
};

/// All edits of \p F, with one for the headers that come at one place, those
/// left out that \p Leave says are there by then.
llvm::SmallVector<clang::FixItHint, 4> editsOf(
    const Fix &F, llvm::function_ref<bool(const NeededHeader &)> Leave =
                      [](const NeededHeader &) { return false; });

} // namespace cotidy

#endif // COTIDY_FIXITS_FIX_H
