//===--- ExprUtils.h - looking through what a reader does not see -*- C++ -*-=//
#ifndef COTIDY_MODEL_EXPRUTILS_H
#define COTIDY_MODEL_EXPRUTILS_H

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "clang/AST/ExprCXX.h"

namespace cotidy {

/// Whether \p Call is `std::move(x)` or `std::forward<T>(x)`.
bool isStdMoveOrForward(const clang::CallExpr &Call);

/// Looks through parentheses, implicit and explicit casts, temporaries,
/// cleanups, `std::move`, `std::forward` and copies or moves made by
/// single-argument constructors of the same class.
const clang::Expr *stripTransparent(const clang::Expr *E);

/// The variable, parameter or member that \p E names, looking through
/// stripTransparent(), `&x`, `*x`, and member calls named `get` or `value`
/// without arguments (smart pointers, optionals). Null where it names none.
const clang::ValueDecl *namedObject(const clang::Expr *E);

/// The lambda that \p E is, or that the local variable it names was initialised
/// with, or null.
const clang::LambdaExpr *lambdaBehind(const clang::Expr *E);

} // namespace cotidy

#endif // COTIDY_MODEL_EXPRUTILS_H
