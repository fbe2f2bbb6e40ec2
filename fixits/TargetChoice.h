//===--- TargetChoice.h - what fixes of a coroutine rewrite to --*- C++ -*-===//
#ifndef COTIDY_FIXITS_TARGETCHOICE_H
#define COTIDY_FIXITS_TARGETCHOICE_H

#include "model/AsyncModel.h"

namespace cotidy {

/// Whether objects of the type \p T, or what it refers to, are tasks that
/// \p Target serves.
bool isTaskOf(const FixTarget &Target, clang::QualType T);

/// The targets of \p Model that the coroutine \p Body can await, the one to
/// prefer first.
llvm::SmallVector<const FixTarget *, 3> targetsFor(const CodeBody &Body,
                                                   const AsyncModel &Model);

/// The first of them that \p Has what is needed, or null.
const FixTarget *targetWith(const CodeBody &Body, const AsyncModel &Model,
                            llvm::function_ref<bool(const FixTarget &)> Has);

} // namespace cotidy

#endif // COTIDY_FIXITS_TARGETCHOICE_H
