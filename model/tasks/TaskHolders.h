//===--- TaskHolders.h - what can hold a task -------------------*- C++ -*-===//
#ifndef COTIDY_MODEL_TASKS_TASKHOLDERS_H
#define COTIDY_MODEL_TASKS_TASKHOLDERS_H

#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"

namespace cotidy {

/// Whether \p T is a class of the standard library that holds values of the
/// class \p Task: `vector<task>`, `optional<task>`, `pair<int, task>`.
bool isStandardHolderOf(clang::QualType T, clang::QualType Task);

/// Whether \p Call makes a standard container of its arguments.
bool makesHolder(const clang::CallExpr &Call);

/// Whether \p Method puts its argument into a standard container.
bool isInsertion(const clang::CXXMethodDecl &Method);

/// Whether \p Method prepares or empties a standard container.
bool isHousekeeping(const clang::CXXMethodDecl &Method);

/// Whether \p Method only tells something of its object: `valid()`, `size()`,
/// `operator bool`.
bool isQuery(const clang::CXXMethodDecl &Method);

/// Whether every function that can name the private members of \p Class is
/// defined in this file.
bool isWhollyVisible(const clang::CXXRecordDecl &Class);

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_TASKHOLDERS_H
