//===--- ThreadLocals.h - thread-local data over suspensions ----*- C++ -*-===//
#ifndef COTIDY_MODEL_LIFETIME_THREADLOCALS_H
#define COTIDY_MODEL_LIFETIME_THREADLOCALS_H

#include "model/AsyncModel.h"

namespace cotidy {

/// A use, behind a suspension, of what was thread-local before it.
struct StaleThreadLocal {
  enum What {
    Alias, ///< a reference, pointer, iterator or view
    Loop,  ///< a range-for over thread-local elements
    Errno  ///< the error code of a call before the suspension
  };
  What K = Alias;
  /// What refers to the thread's data; null for Loop and Errno.
  const clang::VarDecl *Variable = nullptr;
  /// Where the reference was taken; for Errno the call before.
  const clang::Expr *Origin = nullptr;
  /// The thread-local variable, or null where a function gave it.
  const clang::VarDecl *Object = nullptr;
  const clang::Stmt *Use = nullptr;
  llvm::SmallVector<const Suspension *, 2> Over;
};

/// The first such use of each reference that \p Body takes, in source order. A
/// value that is copied out is none.
std::vector<StaleThreadLocal> staleThreadLocals(const CodeBody &Body,
                                                const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_MODEL_LIFETIME_THREADLOCALS_H
