//===--- LoopReach.h - which functions an event loop gets to ----*- C++ -*-===//
#ifndef COTIDY_MODEL_LINK_LOOPREACH_H
#define COTIDY_MODEL_LINK_LOOPREACH_H

#include "model/link/CallGraph.h"
#include <optional>

namespace cotidy {

/// How far each function is from the nearest loop context that calls it.
class LoopReach {
public:
  LoopReach(const Program &P, const CallGraph &Graph);

  /// Whether a loop context gets to \p N.
  bool reaches(NodeId N) const { return Distance[N] != 0; }

  struct Way {
    /// The loop context the way begins in.
    const Definition *Root = nullptr;
    Confidence Certainty = Confidence::High;
    std::vector<ChainNote> Notes; ///< one for each call, outermost first
  };

  /// The shortest way to \p N, and of equal ones the first by file and line;
  /// empty where no loop context gets there.
  std::optional<Way> wayTo(NodeId N) const;

private:
  const Program &P;
  const CallGraph &Graph;
  /// Number of calls from a loop context; 0: none known.
  std::vector<uint32_t> Distance;
};

} // namespace cotidy

#endif // COTIDY_MODEL_LINK_LOOPREACH_H
