//===--- WaitPlaces.h - where a body waits for others -----------*- C++ -*-===//
//
// What a function lends to tasks, threads and callbacks is safe as long as it
// waits for them before it ends. Such a wait has many forms: a call that joins
// or runs the loop, a loop of such calls, a loop until a flag changes, a
// question to what was lent.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_TASKS_WAITPLACES_H
#define COTIDY_MODEL_TASKS_WAITPLACES_H

#include "model/AsyncModel.h"

namespace cotidy {

struct WaitPlaces {
  /// Steps behind which the others' work is over, so far as one can tell:
  /// calls, and conditions of loops, which may have no rounds.
  llvm::DenseSet<const clang::Stmt *> Waits;
  /// Conditions of loops that await: control that comes behind one has been
  /// suspended, if there was anything to do.
  llvm::DenseSet<const clang::Stmt *> Awaits;
};

/// Those of \p Body behind the expression \p From, which lends \p Lent to
/// others; null: something else, say `this`.
WaitPlaces waitPlaces(const CodeBody &Body, const clang::Expr &From,
                      const clang::VarDecl *Lent, const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_WAITPLACES_H
