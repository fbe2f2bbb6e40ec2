//===--- LoopChanges.h - what differs between rounds ------------*- C++ -*-===//
#ifndef COTIDY_MODEL_CODE_LOOPCHANGES_H
#define COTIDY_MODEL_CODE_LOOPCHANGES_H

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace cotidy {

using ValueSet = llvm::SmallPtrSet<const clang::ValueDecl *, 8>;

/// Adds to \p Into the variables and members that \p S declares or assigns.
void collectAssigned(const clang::Stmt &S, const clang::ASTContext &Ctx,
                     ValueSet &Into);

/// What each round of \p Loop declares or assigns, its head included.
ValueSet changedBy(const clang::Stmt &Loop, const clang::ASTContext &Ctx);

/// Whether \p S names one of \p Values.
bool namesAny(const clang::Stmt &S,
              const llvm::SmallPtrSetImpl<const clang::ValueDecl *> &Values,
              const clang::ASTContext &Ctx);

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_LOOPCHANGES_H
