//===--- ExprUtils.h - looking through what a reader does not see -*- C++ -*-=//
#ifndef COTIDY_MODEL_CODE_EXPRUTILS_H
#define COTIDY_MODEL_CODE_EXPRUTILS_H

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

/// An assignment of a new value to a variable or parameter: `v = value`, by the
/// operator of a class, too. Nothing for any other statement.
struct Assignment {
  const clang::VarDecl *Target = nullptr;
  const clang::Expr *Value = nullptr;
  explicit operator bool() const { return Target != nullptr; }
};
Assignment assignmentIn(const clang::Stmt *S);

/// What the statement \p S itself changes the value of: the left side of an
/// assignment, compound ones among them, the operand of `++` and `--`; by the
/// operators of a class, too. Null for any other statement.
const clang::Expr *changedOperand(const clang::Stmt &S);

/// The lambda that \p E is, or that the local variable it names was initialised
/// with, or null.
const clang::LambdaExpr *lambdaBehind(const clang::Expr *E);

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_EXPRUTILS_H
