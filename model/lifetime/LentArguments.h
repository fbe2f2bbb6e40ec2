//===--- LentArguments.h - arguments that a task outlives -------*- C++ -*-===//
#ifndef COTIDY_MODEL_LIFETIME_LENTARGUMENTS_H
#define COTIDY_MODEL_LIFETIME_LENTARGUMENTS_H

#include "model/lifetime/BorrowedLocals.h"
#include "model/lifetime/LateUse.h"
#include "model/tasks/TaskKeeper.h"

namespace cotidy {

/// An argument of a call of a coroutine, a local variable or a temporary, that
/// is gone when the task uses it.
struct LentArgument {
  Borrowed What;
  /// Where the coroutine uses it; null where its body is not seen.
  const clang::Expr *Use = nullptr;
  /// The use of the task that comes too late, where a variable keeps it.
  const clang::Expr *TaskUse = nullptr;
};

struct LendingCall {
  KeptTask Task;
  llvm::SmallVector<LentArgument, 1> Arguments;
};

/// Whether the local variable or temporary \p Lent, which the task of \p Call
/// refers to, is gone before \p Kept is done with the task.
bool diesFirst(LentArgument &Lent, const BodyCall &Call, const KeptTask &Kept,
               const AsyncModel &Model);

/// Whether \p Call makes a task whose coroutine goes on with its parameters:
/// what it returns is a task, an asynchronous generator, or made to run
/// unattended.
bool makesTask(const BodyCall &Call, const AsyncModel &Model);

/// What becomes of the task of \p Call, for which makesTask() holds, and what
/// is lent to it for too short a time. Silent where that is not certain. Null
/// \p Uses: whatever the coroutine uses.
LendingCall lendingCall(const BodyCall &Call, const LateUses *Uses,
                        const AsyncModel &Model);

/// The first local variable or temporary of the call \p Coroutine that dies
/// before the task ends, which the call \p Spawn of the same body lets run on
/// its own from the time \p Begins on.
std::optional<Borrowed> firstBorrowed(const BodyCall &Coroutine,
                                      const clang::Expr &Spawn, Start Begins,
                                      const LateUses &Uses,
                                      const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_MODEL_LIFETIME_LENTARGUMENTS_H
