//===--- BlockingCallFix.h - what a coroutine does instead ------*- C++ -*-===//
#ifndef COTIDY_FIXITS_BLOCKINGCALLFIX_H
#define COTIDY_FIXITS_BLOCKINGCALLFIX_H

#include "fixits/Fix.h"
#include "model/AsyncModel.h"
#include <optional>

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

/// Plans what stands in \p Body instead of \p Calls, which block: the target's
/// counterparts where it has them for all, else threads of the target's for
/// those without. \p Blocking says that the calls themselves block, and not
/// what they call, which then has no counterpart. All calls are mended, or the
/// result is empty.
std::optional<Fix> planBlockingCalls(llvm::ArrayRef<const BodyCall *> Calls,
                                     const CodeBody &Body, bool Blocking,
                                     const AsyncModel &Model);

/// The calls of \p Body that a chain to what blocks may begin with, one for
/// each place that reports name: of `f().g()` the whole.
std::vector<const BodyCall *> chainBegins(const CodeBody &Body,
                                          const AsyncModel &Model);

} // namespace cotidy

#endif // COTIDY_FIXITS_BLOCKINGCALLFIX_H
