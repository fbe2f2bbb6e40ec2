//===--- FactsCollector.h - facts from an AST -------------------*- C++ -*-===//
#ifndef COTIDY_MODEL_FACTS_FACTSCOLLECTOR_H
#define COTIDY_MODEL_FACTS_FACTSCOLLECTOR_H

#include "model/AsyncModel.h"
#include "model/cost/HeavyLoops.h"
#include "model/facts/Facts.h"
#include <functional>

namespace cotidy {

/// What facts hold that is not in the AST.
struct FactsSettings {
  /// The checks that report chains, as the configuration has them. At most 32.
  std::vector<CheckSetting> Checks;
  VirtualCalls Virtuals = VirtualCalls::Known;
  HeavyLoopLimits Loops;
  /// The name of a file as the report has it.
  std::function<std::string(clang::FileID)> FileName;
  /// Whether a NOLINT comment at a place silences a check.
  std::function<bool(clang::SourceLocation, llvm::StringRef Check)> Silenced;
};

/// Summarises the functions of \p Model's translation unit.
FileFacts collectFacts(const AsyncModel &Model, const FactsSettings &Settings);

/// The name of \p D in all files; empty for what has none.
std::optional<FunctionId> functionId(const clang::Decl &D);

} // namespace cotidy

#endif // COTIDY_MODEL_FACTS_FACTSCOLLECTOR_H
