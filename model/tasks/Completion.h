//===--- Completion.h - whether a wait finds it done ------------*- C++ -*-===//
//
// What code shows about a future, a task or the like that it waits for: that it
// asked first, that it is complete when it gets there, whose work completes it.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_TASKS_COMPLETION_H
#define COTIDY_MODEL_TASKS_COMPLETION_H

#include "model/AsyncModel.h"

namespace cotidy {

/// Whether \p Object is asked one of the questions \p Names (`is_ready`) before
/// \p Call, in a condition around it, an assertion or a loop.
bool isGuardedByReadyCheck(const BodyCall &Call, const clang::ValueDecl *Object,
                           llvm::ArrayRef<std::string> Names);

/// Whether the object of \p Wait is the future of an asynchronous operation:
/// the result of a call with a token that asks for one.
bool waitsForLoop(const BodyCall &Wait, const Catalogue &Known);

/// Whether \p Wait waits for a future of work that a call may have run before
/// it returned: `dispatch` does on the loop itself, where the future is
/// complete.
bool waitsForDispatch(const BodyCall &Wait, const AsyncModel &Model);

/// Whether what \p Wait waits for was complete when it got here: what an await
/// gave (`as_future`, `when_all`), what the catalogue says is made ready, or
/// what the event loop hands to a continuation.
bool waitsForComplete(const BodyCall &Wait, const AsyncModel &Model);

/// Whether \p Join joins a thread that has told the coroutine of its end: its
/// lambda has a variable that an await between its start and here was for.
bool joinsAfterAwait(const BodyCall &Join);

/// Whether \p Wait waits for what its function was given.
bool waitsForParameter(const BodyCall &Wait);

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_COMPLETION_H
