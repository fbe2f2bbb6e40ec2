//===--- UnusedPath.h - paths that pass a variable by -----------*- C++ -*-===//
#ifndef COTIDY_MODEL_TASKS_UNUSEDPATH_H
#define COTIDY_MODEL_TASKS_UNUSEDPATH_H

#include "clang/Analysis/CFG.h"
#include "llvm/ADT/SmallPtrSet.h"
#include <optional>

namespace cotidy {

/// Where a path ends.
struct PathEnd {
  /// The return statement, or null where control flows off the end.
  const clang::Stmt *Exit = nullptr;
  /// The path goes round a loop to the declaration again.
  bool Round = false;
};

/// A path from the declaration of \p Var to the exit of \p Graph, or round to
/// the declaration, that meets none of the expressions \p Mentions. Paths that
/// end in an exception or do not return are left out. The graph is built with
/// CXXThrowExpr and the mentions' class always added.
std::optional<PathEnd>
pathAround(const clang::CFG &Graph, const clang::VarDecl &Var,
           const llvm::SmallPtrSetImpl<const clang::Stmt *> &Mentions);

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_UNUSEDPATH_H
