#include "model/link/LinkedCost.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

namespace cotidy {
namespace {

bool isFollowed(const Program &P, NodeId N) {
  return llvm::any_of(P.definitions(N),
                      [](const auto &D) { return D->Facts.Followed; });
}

/// Adds \p Times calls that do what \p Each says beyond the step that they
/// count as already.
void addCalls(CostFact &To, const CostFact &Each, uint64_t Times,
              bool TimesAssumed) {
  uint64_t More = llvm::SaturatingMultiply(Each.Steps - 1, Times);
  // The largest share tells what the sum rests on.
  if (More > To.Steps)
    To.Assumed = Each.Assumed || TimesAssumed;
  To.Steps = llvm::SaturatingAdd(To.Steps, More);
  To.Waits |= Each.Waits;
}

} // namespace

LinkedCost::LinkedCost(const Program &P, const DirectCalls &Direct)
    : P(P), Costs(P.size()) {
  // The number of each function's component, counted from 1.
  std::vector<uint32_t> Together(P.size());
  uint32_t Components = 0;
  std::vector<bool> Followed(P.size());
  for (NodeId N = 0; N < P.size(); ++N)
    Followed[N] = isFollowed(P, N);
  Direct.forEachComponent([&](llvm::ArrayRef<NodeId> Component, bool) {
    ++Components;
    for (NodeId N : Component)
      Together[N] = Components;
    for (NodeId N : Component) {
      CostFact Largest;
      const NodeId *Next = Direct.callees(N).begin();
      for (const auto &D : P.definitions(N)) {
        CostFact C = D->Facts.Own;
        for (const CallFact &Call : D->Facts.Calls) {
          if (Call.Kind != CallKind::Direct)
            continue;
          NodeId Callee = *Next++;
          if (Callee == DirectCalls::Unknown || Call.Times == 0 ||
              !Followed[Callee] || Together[Callee] == Components)
            continue;
          const CostFact &Each = Costs[Callee];
          if (Each.Steps >= LeastSteps)
            addCalls(C, Each, Call.Times, Call.TimesAssumed);
          C.Waits |= Each.Waits;
        }
        if (C.Steps > Largest.Steps) {
          Largest.Steps = C.Steps;
          Largest.Assumed = C.Assumed;
        }
        Largest.Waits |= C.Waits;
      }
      Costs[N] = Largest;
    }
  });
}

const CostFact *LinkedCost::callee(const Definition &Caller,
                                   FunctionId Id) const {
  NodeId N = P.node(Caller, Id);
  return N != ~NodeId(0) && isFollowed(P, N) ? &Costs[N] : nullptr;
}

std::optional<LinkedCost::HeavyLoop>
LinkedCost::heavy(const Definition &Around, const LoopFact &Loop) const {
  uint64_t Limit = P.file(Around.File).MaxSteps;
  if (Limit == 0)
    return std::nullopt;
  HeavyLoop Heavy{Loop.Own, nullptr, 0, false};
  uint64_t LargestShare = 0;
  for (const LoopFact::Call &Call : Loop.Calls) {
    const CostFact *Each = callee(Around, Call.Callee);
    if (!Each)
      continue;
    // Awaited instead, it makes the loop suspend.
    if (Each->Waits || Each->Steps >= Limit)
      return std::nullopt;
    if (Each->Steps < LeastSteps)
      continue;
    addCalls(Heavy.Total, *Each, Call.Times, Call.Assumed);
    uint64_t Share = llvm::SaturatingMultiply(Each->Steps, Call.Times);
    if (Share > LargestShare) {
      LargestShare = Share;
      Heavy.Largest = &Call;
      Heavy.Each = Each->Steps;
      Heavy.LargestAssumed = Each->Assumed;
    }
  }
  if (!Heavy.Largest || Heavy.Total.Waits || Heavy.Total.Steps < Limit)
    return std::nullopt;
  return Heavy;
}

} // namespace cotidy
