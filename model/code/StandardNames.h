//===--- StandardNames.h - calls into the standard library ------*- C++ -*-===//
#ifndef COTIDY_MODEL_CODE_STANDARDNAMES_H
#define COTIDY_MODEL_CODE_STANDARDNAMES_H

#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/SmallVector.h"

namespace cotidy {

/// Whether \p D stands in namespace std or in something inside it.
bool inStandardLibrary(const clang::Decl &D);

/// The name of the standard library's function, or function object
/// (`std::ranges::min`), that \p Call calls; empty for any other callee and for
/// members.
llvm::StringRef standardCallee(const clang::CallExpr &Call);

/// The arguments of \p Call without a function object.
llvm::SmallVector<const clang::Expr *, 4>
writtenArguments(const clang::CallExpr &Call);

/// The name of the member function that \p Call calls, or empty.
llvm::StringRef memberCallee(const clang::CXXMemberCallExpr &Call);

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_STANDARDNAMES_H
