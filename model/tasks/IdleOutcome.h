//===--- IdleOutcome.h - outcomes that change nothing -----------*- C++ -*-===//
#ifndef COTIDY_MODEL_TASKS_IDLEOUTCOME_H
#define COTIDY_MODEL_TASKS_IDLEOUTCOME_H

#include "model/AsyncModel.h"

namespace cotidy {

/// Whether nobody would act upon the outcome of \p Operation, the operand of
/// \p Await, or null where that is no call: it cannot fail (a move to another
/// executor, work that does nothing), its failure is ignored as a rule (timers,
/// goodbyes), or the code goes on to end the connection in any case.
bool changesNothing(const BodyCall *Operation, const clang::CoawaitExpr &Await,
                    const CodeBody &Body, const AsyncModel &Model);

/// Whether \p T tells how several operations ended that were awaited together:
/// a list of outcomes and of nothing else.
bool isCollected(clang::QualType T, const Catalogue &Known);

/// Whether the coroutine leaves right behind \p Await: a lock that is taken
/// and released there was waited for, until somebody else was ready.
bool leavesBehind(const clang::CoawaitExpr &Await, const CodeBody &Body,
                  const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_IDLEOUTCOME_H
