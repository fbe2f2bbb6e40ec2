//===--- AssumedRounds.h - sizes that the code hints at ---------*- C++ -*-===//
#ifndef COTIDY_MODEL_COST_ASSUMEDROUNDS_H
#define COTIDY_MODEL_COST_ASSUMEDROUNDS_H

#include "model/cost/TripCount.h"

namespace cotidy {

/// The most rounds to assume of \p Loop, whose number is known only at run
/// time, in the loops \p Around: few where it goes over threads, or over what
/// one element of an outer loop holds; infinite where nothing hints at it.
double assumedRounds(const clang::Stmt &Loop,
                     llvm::ArrayRef<EnclosingLoop> Around,
                     const clang::ASTContext &Ctx);

/// Whether \p Loop counts to the size of a container, but no further than to a
/// constant: `i < std::min<size_t>(items.size(), 255)`. The constant is a bound
/// then, and no count.
bool isCappedSize(const clang::Stmt &Loop);

} // namespace cotidy

#endif // COTIDY_MODEL_COST_ASSUMEDROUNDS_H
