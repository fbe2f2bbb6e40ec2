//===--- LoopCondition.h - what ends a loop ---------------------*- C++ -*-===//
#ifndef COTIDY_MODEL_CODE_LOOPCONDITION_H
#define COTIDY_MODEL_CODE_LOOPCONDITION_H

#include "model/code/StaticValues.h"

namespace cotidy {

/// Whether \p E changes by what others do, not by what a loop computes: a
/// constant, an atomic, a volatile, a stop token, and combinations of them.
bool isExternalFlag(const clang::Expr *E, const StaticValues &Values);

/// Whether \p Condition, whatever else it asks, reads what other threads
/// change: an atomic, a volatile, a stop token.
bool readsFlagOfOthers(const clang::Expr &Condition);

/// Whether a loop with the condition \p Condition tries one operation again: an
/// interrupted system call, or a compare-and-swap that another thread spoiled.
bool retries(const clang::Expr *Condition);

/// Whether \p Loop is a do-while that a macro wraps statements in: it runs
/// once, and how its condition says so (`0`, a function that returns it) is the
/// macro's own matter.
bool isMacroWrapper(const clang::Stmt &Loop);

/// Whether \p Loop goes over the characters or bytes of something.
bool readsText(const clang::Stmt &Loop);

} // namespace cotidy

#endif // COTIDY_MODEL_CODE_LOOPCONDITION_H
