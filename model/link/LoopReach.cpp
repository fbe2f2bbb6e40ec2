#include "model/link/LoopReach.h"
#include "model/link/ChainText.h"
#include "llvm/ADT/STLExtras.h"

namespace cotidy {

LoopReach::LoopReach(const Program &P, const CallGraph &Graph)
    : P(P), Graph(Graph), Distance(P.size()) {
  std::vector<NodeId> Front, Next;
  auto Enter = [&](NodeId N, uint32_t Calls) {
    bool FromRoot = Calls == 1;
    for (size_t I = 0; I < P.definitions(N).size(); ++I) {
      const FunctionFacts &Caller = P.definitions(N)[I]->Facts;
      if (!(FromRoot ? Caller.Root : Caller.Followed))
        continue;
      Graph.forEachTargetIn(N, I, [&](uint32_t Call, NodeId T, Confidence) {
        const CallFact &C = Caller.Calls[Call];
        if (Distance[T] == 0 && C.delaysOthers() &&
            llvm::any_of(P.definitions(T), [](const auto &Callee) {
              return Callee->Facts.Followed;
            })) {
          Distance[T] = Calls;
          Next.push_back(T);
        }
      });
    }
  };
  for (NodeId N = 0; N < P.size(); ++N)
    Enter(N, 1);
  for (uint32_t Calls = 2; !Next.empty(); ++Calls) {
    std::swap(Front, Next);
    Next.clear();
    for (NodeId N : Front)
      Enter(N, Calls);
  }
}

std::optional<LoopReach::Way> LoopReach::wayTo(NodeId N) const {
  if (Distance[N] == 0)
    return std::nullopt;
  Way Result;
  while (true) {
    const CallGraph::Edge *Best = nullptr;
    LinkedPlace BestPlace;
    for (const CallGraph::Edge &E : Graph.callers(N)) {
      const FunctionFacts &Caller = E.Caller->Facts;
      const CallFact &Call = Caller.Calls[E.Call];
      bool Nearer = Distance[N] == 1
                        ? Caller.Root && Call.delaysOthers()
                        : Caller.Followed && Call.OnLoop &&
                              Distance[E.CallerNode] == Distance[N] - 1;
      if (!Nearer)
        continue;
      LinkedPlace Here = P.place(*E.Caller, Call.Where);
      if (!Best || Here < BestPlace) {
        Best = &E;
        BestPlace = Here;
      }
    }
    Result.Certainty = std::min(Result.Certainty, Best->Certainty);
    Result.Notes.push_back(describeStep(
        P, *Best->Caller, Best->Caller->Facts.Calls[Best->Call], N));
    if (Distance[N] == 1) {
      Result.Root = Best->Caller;
      std::reverse(Result.Notes.begin(), Result.Notes.end());
      return Result;
    }
    N = Best->CallerNode;
  }
}

} // namespace cotidy
