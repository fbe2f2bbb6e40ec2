//===--- CauseReach.h - which functions get to a leaf -----------*- C++ -*-===//
#ifndef COTIDY_MODEL_LINK_CAUSEREACH_H
#define COTIDY_MODEL_LINK_CAUSEREACH_H

#include "model/link/CallGraph.h"
#include "model/link/ParameterTests.h"
#include <map>

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
  /// The same of what \p Call reaches.
  bool endsAt(const CallFact &Call) const;
};

/// A function that holds a leaf itself.
struct Seed {
  NodeId Function;
  Confidence Certainty;
  ParameterTests Tests; ///< of the leaf
};

/// A function, or one under tests of its parameters, that gets to a leaf.
using WayId = uint32_t;

/// How functions get to a leaf of one cause: each by the most certain way, and
/// of those by the shortest. What depends on parameters is decided at the calls
/// that pass constants for them, however many functions hand them on.
class CauseReach {
public:
  CauseReach(const Program &P, const CallGraph &Graph)
      : P(P), Graph(Graph), Ways(P.size()) {}

  /// Forgets the cause before. \p C must live until the next call.
  void compute(const Cause &C, llvm::ArrayRef<Seed> Seeds);

  /// The best way on from \p Target where \p Caller's \p Call runs it and
  /// nobody knows the caller's parameters.
  std::optional<WayId> wayAt(const Definition &Caller, const CallFact &Call,
                             NodeId Target) const;

  Confidence certainty(WayId W) const { return Ways[W].Certainty; }
  /// The number of calls to the function that holds the leaf.
  uint32_t distance(WayId W) const { return Ways[W].Distance; }

  /// Adds a note for each step of \p W to the leaf, the last one at the leaf,
  /// whose name is returned. Of equal ways it is the first in the source.
  llvm::StringRef follow(WayId W, std::vector<ChainNote> &Notes) const;

private:
  struct Way {
    bool Known = false;
    Confidence Certainty = Confidence::Low;
    uint32_t Distance = 0;
  };
  struct Joining {
    uint32_t Distance;
    WayId W;
    auto operator<=>(const Joining &) const = default;
  };
  struct State {
    NodeId Function;
    ParameterTests Tests;
    auto operator<=>(const State &) const = default;
  };

  NodeId function(WayId W) const {
    return W < P.size() ? W : States[W - P.size()]->Function;
  }
  llvm::ArrayRef<ParameterTest> tests(WayId W) const {
    return W < P.size() ? llvm::ArrayRef<ParameterTest>()
                        : llvm::ArrayRef(States[W - P.size()]->Tests);
  }
  WayId wayOf(NodeId N, ParameterTests Tests);
  void forEachWay(NodeId N, llvm::function_ref<void(WayId)> Visit) const;
  void spread(Confidence Level);
  WayId step(WayId W, std::vector<ChainNote> &Notes) const;

  const Program &P;
  const CallGraph &Graph;
  const Cause *Current = nullptr;
  /// Of functions, then of states.
  std::vector<Way> Ways;
  std::vector<WayId> Reached;
  /// Functions under tests, by number and sorted.
  std::vector<const State *> States;
  std::map<State, WayId> StateIds;
  /// By certainty: functions whose way begins with that certainty.
  std::vector<Joining> Waiting[3];
};

} // namespace cotidy

#endif // COTIDY_MODEL_LINK_CAUSEREACH_H
