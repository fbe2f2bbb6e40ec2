//===--- ThreadPools.h - which executors are threads off the loop -*- C++ -*-=//
#ifndef COTIDY_MODEL_BLOCKING_THREADPOOLS_H
#define COTIDY_MODEL_BLOCKING_THREADPOOLS_H

#include "model/catalogue/NamePattern.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/ArrayRef.h"

namespace cotidy {

/// Whether \p Type, or what it points or refers to, is one of \p Classes or a
/// template around one.
bool isOrHolds(clang::QualType Type, llvm::ArrayRef<NamePattern> Classes);

/// Whether \p Executor is a thread pool of one of the classes \p Pools, its
/// executor or scheduler, a strand or pointer to one of them, or a local
/// variable that keeps such a one behind a type-erased executor.
bool isThreadPool(const clang::Expr &Executor,
                  llvm::ArrayRef<NamePattern> Pools);

} // namespace cotidy

#endif // COTIDY_MODEL_BLOCKING_THREADPOOLS_H
