//===--- CallSite.h - one call, whatever its syntax -------------*- C++ -*-===//
//
// Function calls, member calls, operator calls, calls of function objects,
// constructions and destructions, seen through one interface.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_CODE_CALLSITE_H
#define COTIDY_MODEL_CODE_CALLSITE_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/SmallVector.h"
#include <optional>

namespace cotidy {

struct CallSite {
  /// The CallExpr or CXXConstructExpr; for an implicit destruction the
  /// DeclRefExpr is absent and \c E is null.
  const clang::Expr *E = nullptr;

  /// The function that runs, as overload resolution chose it. For an
  /// instantiation: the instantiated declaration. Never null.
  const clang::FunctionDecl *Callee = nullptr;

  /// The object of a member call without implicit conversions, or null.
  const clang::Expr *Receiver = nullptr;

  /// The static class of \c Receiver (pointers looked through), or for a
  /// constructor or destructor the class itself; null for free functions.
  const clang::CXXRecordDecl *ReceiverClass = nullptr;

  /// The variable at namespace or class scope whose `operator()` is called
  /// (`std::ranges::sort`, `stdexec::sync_wait`), or null.
  const clang::VarDecl *FunctionObject = nullptr;

  /// Arguments as written in the call, the object of a member or operator call
  /// not among them, default arguments included as CXXDefaultArgExpr.
  llvm::SmallVector<const clang::Expr *, 4> Args;

  /// Where the call is reported: the callee's name for a call
  /// (`exec` in `db.exec(q)` has the location of the whole expression's
  /// begin), the variable for an implicit destruction.
  clang::SourceLocation Loc;

  /// The whole call; for an implicit destruction the variable's place.
  clang::SourceRange range() const {
    return E ? E->getSourceRange() : clang::SourceRange(Loc);
  }

  /// Reads a call from \p E. Empty for anything that is not a call, for calls
  /// whose callee is not known (function pointers, dependent calls), and for
  /// trivial constructions.
  static std::optional<CallSite> of(const clang::Expr *E);

  /// The implicit destruction of \p Var at the end of its scope; empty where
  /// its type has no user-provided destructor.
  static std::optional<CallSite> destructionOf(const clang::VarDecl &Var);

  /// The first argument as a reader counts: \p Index counts written arguments
  /// from 0. Null where there is none.
  const clang::Expr *arg(unsigned Index) const {
    return Index < Args.size() ? Args[Index] : nullptr;
  }
};

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_CALLSITE_H
