//===--- LinkedCost.h - what calls cost in the whole program ----*- C++ -*-===//
#ifndef COTIDY_MODEL_LINK_LINKEDCOST_H
#define COTIDY_MODEL_LINK_LINKEDCOST_H

#include "model/link/DirectCalls.h"
#include <optional>

namespace cotidy {

/// Joins the estimates of files: a call costs what its callee does. Calls among
/// functions that can reach one another count as one step, as how deep a
/// recursion goes does not show.
class LinkedCost {
public:
  /// A callee that does less is one step, so that an index need not hold every
  /// function.
  static constexpr uint64_t LeastSteps = 32;

  LinkedCost(const Program &P, const DirectCalls &Direct);

  /// What a call of \p N does.
  const CostFact &of(NodeId N) const { return Costs[N]; }

  /// A loop that what it calls makes heavy.
  struct HeavyLoop {
    CostFact Total;
    const LoopFact::Call *Largest; ///< the call with the greatest share
    uint64_t Each;                 ///< what one execution of it does
    bool LargestAssumed;
  };

  /// What \p Loop, in \p Around, does; empty if that is below the limit of its
  /// file, or if one of the callees alone reaches it and so is reported itself.
  std::optional<HeavyLoop> heavy(const Definition &Around,
                                 const LoopFact &Loop) const;

private:
  const CostFact *callee(const Definition &Caller, FunctionId Id) const;

  const Program &P;
  std::vector<CostFact> Costs;
};

} // namespace cotidy

#endif // COTIDY_MODEL_LINK_LINKEDCOST_H
