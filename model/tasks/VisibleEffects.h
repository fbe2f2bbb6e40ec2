//===--- VisibleEffects.h - what a call does beside its result --*- C++ -*-===//
#ifndef COTIDY_MODEL_TASKS_VISIBLEEFFECTS_H
#define COTIDY_MODEL_TASKS_VISIBLEEFFECTS_H

#include "model/AsyncModel.h"

namespace cotidy {

/// Whether two calls of \p F can notice one another, as far as its body and
/// those of the functions that it calls show it: they name a variable that all
/// calls share, get an object that no caller gave, call a function for what it
/// does and not for its result, or use what blocks (a file, a log, a database).
bool hasVisibleEffects(const clang::FunctionDecl &F, const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_VISIBLEEFFECTS_H
