//===--- ArgumentConditions.h - conditions on a call's arguments *- C++ -*-===//
//
// Decides what the catalogue says of arguments: time-outs that fold to zero,
// flags, tag types, completion tokens. What cannot be decided does not hold.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_ARGUMENTCONDITIONS_H
#define COTIDY_MODEL_ARGUMENTCONDITIONS_H

#include "model/Catalogue.h"
#include "model/NamePattern.h"

namespace cotidy {

/// What conditions are decided on.
struct ConditionContext {
  const CallSite &Call;
  const clang::ASTContext &Ctx;
  /// Classes of completion tokens.
  llvm::ArrayRef<NamePattern> CompletionTokens;
  /// Classes of thread pools and their executors.
  llvm::ArrayRef<NamePattern> ThreadPools;

  bool holds(const ArgumentCondition &C) const;
  bool anyHolds(llvm::ArrayRef<ArgumentCondition> Cs) const;
  bool allHold(llvm::ArrayRef<ArgumentCondition> Cs) const;
};

} // namespace cotidy

#endif // COTIDY_MODEL_ARGUMENTCONDITIONS_H
