//===--- BorrowedLocals.h - what a task or closure refers to ----*- C++ -*-===//
//
// Local variables and temporaries that a coroutine was given by reference, and
// whether control gets from there to their end.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_LIFETIME_BORROWEDLOCALS_H
#define COTIDY_MODEL_LIFETIME_BORROWEDLOCALS_H

#include "model/AsyncModel.h"
#include "llvm/ADT/SmallVector.h"
#include <optional>

namespace cotidy {

/// A local variable or temporary that something was given by reference.
struct Borrowed {
  const clang::Expr *Argument = nullptr;
  const clang::VarDecl *Variable = nullptr; ///< null: a temporary
  /// Index of the callee's parameter; -1: the object of a member coroutine.
  int Parameter = -1;
  bool IsObject = false; ///< the object of a call of a member coroutine
  /// The parameter is an rvalue reference.
  bool IsMoved = false;
  /// The body around it awaits something between the spawn and the variable's
  /// end, which may be what keeps it alive long enough.
  bool AfterAwait = false;
};

/// What \p E, given for a parameter or variable of type \p T, refers to of the
/// locals of \p Function and of temporaries.
std::optional<Borrowed> borrowedBy(clang::QualType T, const clang::Expr *E,
                                   const clang::FunctionDecl &Function,
                                   const Catalogue &Known);

/// All that the call \p Coroutine of a coroutine refers to, whether or not the
/// coroutine uses it.
llvm::SmallVector<Borrowed, 2> borrowedBy(const BodyCall &Coroutine,
                                          const AsyncModel &Model);

/// Whether control can go from an expression to the end of a variable without
/// waiting for others.
enum class LocalEnd {
  NotReached,
  Reached,
  AfterAwait ///< only through an await
};

/// The same from \p From to the end of \p Var, or of the whole body for null.
/// \p AlsoWaits are calls that wait beside those that are known to.
LocalEnd localEnd(const clang::VarDecl *Var, const clang::Expr &From,
                  const CodeBody &Body, const AsyncModel &Model,
                  llvm::ArrayRef<const clang::Expr *> AlsoWaits = {});

/// The one of \p Uses that control can get to from \p From through the end of
/// \p Var, or null. For a null \p Var: that it can get to at all.
const clang::DeclRefExpr *
usedBehindEnd(const clang::VarDecl *Var, const clang::Expr &From,
              llvm::ArrayRef<const clang::DeclRefExpr *> Uses,
              const CodeBody &Body, const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_MODEL_LIFETIME_BORROWEDLOCALS_H
