//===--- BlockingCallFix.h - what a coroutine does instead ------*- C++ -*-===//
#ifndef COTIDY_FIXITS_BLOCKINGCALLFIX_H
#define COTIDY_FIXITS_BLOCKINGCALLFIX_H

#include "fixits/Fix.h"
#include "model/AsyncModel.h"
#include <optional>

namespace cotidy {

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
