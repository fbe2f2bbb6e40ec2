//===--- CauseReach.h - which functions get to a leaf -----------*- C++ -*-===//
#ifndef COTIDY_MODEL_LINK_CAUSEREACH_H
#define COTIDY_MODEL_LINK_CAUSEREACH_H

#include "model/link/CallGraph.h"

namespace cotidy {

/// What one finding is about.
struct Cause {
  std::string Check, Category;
  bool Strict = false;
  auto operator<=>(const Cause &) const = default;

  bool is(const Program &P, const Definition &Around,
          const LeafFact &Leaf) const;

  /// Whether what \p Caller calls cannot be held up by this.
  bool endsAt(const FunctionFacts &Caller) const;
};

/// A function that holds a leaf itself.
struct Seed {
  NodeId Function;
  Confidence Certainty;
};

/// How functions get to a leaf of one cause: each by the most certain way, and
/// of those by the shortest.
class CauseReach {
public:
  CauseReach(const Program &P, const CallGraph &Graph)
      : P(P), Graph(Graph), Ways(P.size()) {}

  /// Forgets the cause before. \p C must live until the next call.
  void compute(const Cause &C, llvm::ArrayRef<Seed> Seeds);

  bool reaches(NodeId N) const { return Ways[N].Known; }
  Confidence certainty(NodeId N) const { return Ways[N].Certainty; }
  /// The number of calls to the function that holds the leaf.
  uint32_t distance(NodeId N) const { return Ways[N].Distance; }

  /// Adds a note for each step from \p N to the leaf, the last one at the leaf,
  /// whose name is returned. Of equal ways it is the first in the source.
  llvm::StringRef follow(NodeId N, std::vector<ChainNote> &Notes) const;

private:
  struct Way {
    bool Known = false;
    Confidence Certainty = Confidence::Low;
    uint32_t Distance = 0;
  };
  struct Joining {
    uint32_t Distance;
    NodeId Function;
    auto operator<=>(const Joining &) const = default;
  };

  void spread(Confidence Level);
  NodeId step(NodeId N, std::vector<ChainNote> &Notes) const;

  const Program &P;
  const CallGraph &Graph;
  const Cause *Current = nullptr;
  std::vector<Way> Ways;
  std::vector<NodeId> Reached;
  /// By certainty: functions whose way begins with that certainty.
  std::vector<Joining> Waiting[3];
};

} // namespace cotidy

#endif // COTIDY_MODEL_LINK_CAUSEREACH_H
