//===--- Mentions.h - where a body names a variable or member ---*- C++ -*-===//
#ifndef COTIDY_MODEL_CODE_MENTIONS_H
#define COTIDY_MODEL_CODE_MENTIONS_H

#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace cotidy {

/// An expression that names a declaration: DeclRefExpr or MemberExpr.
struct Mention {
  const clang::Expr *E = nullptr;
  const clang::ValueDecl *Named = nullptr;
  /// The outermost lambda between the statement asked for and the mention; its
  /// captures count as inside. Null where there is none.
  const clang::LambdaExpr *Inside = nullptr;
};

/// Calls \p Visit for each mention below \p S in the order of the tree, once
/// for each place in the source: what the compiler repeats of the operand of an
/// await is left out.
void forEachMention(const clang::Stmt &S,
                    llvm::function_ref<void(const Mention &)> Visit);

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_MENTIONS_H
