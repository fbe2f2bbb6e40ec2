//===--- LinkSummary.h - counts of a linked program -------------*- C++ -*-===//
#ifndef COTIDY_MODEL_LINK_LINKSUMMARY_H
#define COTIDY_MODEL_LINK_LINKSUMMARY_H

#include "model/link/LoopReach.h"

namespace cotidy {

/// Tells how much of a program the chains could follow.
struct LinkSummary {
  size_t Functions = 0; ///< defined in the files
  size_t Calls = 0;     ///< of other functions
  /// Functions that are called and defined in no file: chains end there.
  size_t UnknownCallees = 0;
  /// Functions that can reach themselves through direct calls.
  size_t RecursiveFunctions = 0;
  /// Each definition of these counts: a chain may go through any.
  std::vector<Program::Conflict> Conflicts;
  /// A function that an event loop runs.
  struct LoopFunction {
    std::string File, Name;
    bool Context = false; ///< by itself, and not through a call
    auto operator<=>(const LoopFunction &) const = default;
  };
  std::vector<LoopFunction> LoopFunctions; ///< sorted, each once
};

/// \p Graph and \p FromLoops are those of \p P.
LinkSummary summarise(const Program &P, const CallGraph &Graph,
                      const LoopReach &FromLoops);

} // namespace cotidy

#endif // COTIDY_MODEL_LINK_LINKSUMMARY_H
