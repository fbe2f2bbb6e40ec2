//===--- ArgumentConditions.h - conditions on a call's arguments *- C++ -*-===//
//
// Decides what the catalogue says of arguments: time-outs that fold to zero,
// flags, tag types, completion tokens. What cannot be decided does not hold.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_BLOCKING_ARGUMENTCONDITIONS_H
#define COTIDY_MODEL_BLOCKING_ARGUMENTCONDITIONS_H

#include "model/catalogue/Catalogue.h"
#include "model/catalogue/NamePattern.h"

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

/// The value of \p Arg if the source shows it: of a number or enumerator
/// itself, 0 for a null pointer, for false and for a duration of zero, the
/// greatest number for any other duration. Default arguments count.
std::optional<int64_t> constantArgument(const clang::Expr &Arg,
                                        const clang::ASTContext &Ctx);

/// Names that \p Arg is written with: of macros, enumerators and constants,
/// without scope, also inside the initialisers of constants.
std::vector<std::string> flagNames(const clang::Expr &Arg,
                                   const clang::ASTContext &Ctx);

} // namespace cotidy

#endif // COTIDY_MODEL_BLOCKING_ARGUMENTCONDITIONS_H
