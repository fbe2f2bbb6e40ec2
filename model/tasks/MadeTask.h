//===--- MadeTask.h - calls that make a task --------------------*- C++ -*-===//
//
// Which expressions give an awaitable that somebody must take, and what kinds
// of values an await gives: locks that are held, outcomes that must be read.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_TASKS_MADETASK_H
#define COTIDY_MODEL_TASKS_MADETASK_H

#include "model/AsyncModel.h"

namespace cotidy {

/// The type of the awaitable that \p Call makes and that somebody must take, or
/// null. \p Strict: also of a type that may be dropped, but not of one made to
/// be.
const AwaitableType *taskMadeBy(const BodyCall &Call, const AsyncModel &Model,
                                bool Strict);

/// The awaitable that is the value of the await \p Await and that somebody must
/// await in turn (`task<task<>>`), or null.
const AwaitableType *taskAwaitedFrom(const clang::Expr &Await,
                                     const AsyncModel &Model);

/// Whether a value of type \p T holds a lock or a share of something until it
/// is destroyed: the packs say so, or it is a class that cannot be copied, has
/// a destructor, and is named after one.
bool isGuard(clang::QualType T, const Catalogue &Known);

/// Whether \p T tells success from failure: the packs say so, its class or
/// enumeration is [[nodiscard]], or it is a tuple, pair or container of such.
bool isOutcome(clang::QualType T, const Catalogue &Known);

/// Whether all that tells so in \p T, an outcome, are error codes: what is said
/// where an error must not be thrown, also of operations whose failure changes
/// nothing.
bool isErrorCode(clang::QualType T, const Catalogue &Known);

} // namespace cotidy

#endif // COTIDY_MODEL_TASKS_MADETASK_H
