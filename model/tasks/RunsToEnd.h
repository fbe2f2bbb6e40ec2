//===--- RunsToEnd.h - coroutines that never suspend ------------*- C++ -*-===//
#ifndef COTIDY_MODEL_TASKS_RUNSTOEND_H
#define COTIDY_MODEL_TASKS_RUNSTOEND_H

#include "model/AsyncModel.h"

namespace cotidy {

/// Whether the coroutine \p Body, once it runs, comes to its end before it
/// gives its thread back: all that it awaits is always ready, or a coroutine of
/// this file of which the same is true.
bool runsToEnd(const CodeBody &Body, const AsyncModel &Model);

/// The same of the coroutine that the expression \p Task calls; false where it
/// calls none, or one that another file or an override defines.
bool taskRunsToEnd(const clang::Expr &Task, const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_RUNSTOEND_H
