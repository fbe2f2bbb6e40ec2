//===--- ScopeUses.h - what code does with a scope of tasks -----*- C++ -*-===//
#ifndef COTIDY_MODEL_SCOPEUSES_H
#define COTIDY_MODEL_SCOPEUSES_H

#include "model/AsyncModel.h"

namespace cotidy {

/// The pack's entry of the class of \p T if it is a scope, nursery, group or
/// gate that must be joined before it is destroyed; null otherwise.
const RuntimeType *scopeToJoin(clang::QualType T, const Catalogue &Known);

enum class ScopeUse {
  Spawn, ///< a task is put into the scope
  Join,  ///< its tasks are waited for
  Query, ///< anything else that neither fills nor empties it
  Escape ///< other code can join it
};

/// What the reference \p Ref to a scope, which stands in \p Body, is for.
ScopeUse useOfScope(const clang::Expr &Ref, const CodeBody &Body,
                    const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_MODEL_SCOPEUSES_H
