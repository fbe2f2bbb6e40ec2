//===--- BorrowedLocals.h - what a spawned task refers to -------*- C++ -*-===//
#ifndef COTIDY_MODEL_BORROWEDLOCALS_H
#define COTIDY_MODEL_BORROWEDLOCALS_H

#include "model/AsyncModel.h"
#include <optional>

namespace cotidy {

/// A local variable or temporary that a coroutine was given by reference and
/// that dies before the coroutine ends.
struct Borrowed {
  const clang::Expr *Argument = nullptr;
  const clang::VarDecl *Variable = nullptr; ///< null: a temporary
  bool IsObject = false; ///< the object of a call of a member coroutine
  /// The body around it awaits something between the spawn and the variable's
  /// end, which may be what keeps it alive long enough.
  bool AfterAwait = false;
};

/// The first such of \p Coroutine, whose task the call \p Spawn of the same
/// body lets run on its own.
std::optional<Borrowed> firstBorrowed(const BodyCall &Coroutine,
                                      const clang::Expr &Spawn,
                                      const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_MODEL_BORROWEDLOCALS_H
