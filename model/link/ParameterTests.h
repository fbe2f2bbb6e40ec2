//===--- ParameterTests.h - what callers make of parameters -----*- C++ -*-===//
#ifndef COTIDY_MODEL_LINK_PARAMETERTESTS_H
#define COTIDY_MODEL_LINK_PARAMETERTESTS_H

#include "model/facts/Facts.h"
#include "llvm/ADT/ArrayRef.h"
#include <optional>

namespace cotidy {

using ParameterTests = std::vector<ParameterTest>;

/// What is left to be tested of \p Caller's parameters, where its call \p Call
/// runs something that blocks under \p Tests. Empty where it blocks whatever
/// they are; nullopt where the call does not block.
std::optional<ParameterTests> atCall(llvm::ArrayRef<ParameterTest> Tests,
                                     const FunctionFacts &Caller,
                                     const CallFact &Call);

/// Whether something under \p Tests blocks where nobody knows the parameters.
bool blocksUnknown(llvm::ArrayRef<ParameterTest> Tests);

} // namespace cotidy

#endif // COTIDY_MODEL_LINK_PARAMETERTESTS_H
