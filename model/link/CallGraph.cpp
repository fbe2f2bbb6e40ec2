#include "model/link/CallGraph.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

namespace cotidy {

/// With more candidates than this, that a call runs a certain one of them is
/// unlikely.
static constexpr size_t FewCandidates = 3;

CallGraph::CallGraph(const Program &P) : P(P), Direct(P) {
  for (NodeId N = 0; N < P.size(); ++N)
    for (const auto &D : P.definitions(N))
      for (FunctionId Base : D->Facts.Overrides)
        Overriders.push_back({Base, D->Facts.Id});
  for (const StoredFunction &S : P.stored())
    StoredIn.push_back({S.In, S.Function});
  for (auto *Pairs : {&Overriders, &StoredIn}) {
    llvm::sort(*Pairs);
    Pairs->erase(llvm::unique(*Pairs), Pairs->end());
  }

  // Counted first, so that all edges lie in one array by callee.
  First.assign(P.size() + 1, 0);
  auto ForEachEdge = [&](auto Visit) {
    for (NodeId N = 0; N < P.size(); ++N)
      for (size_t D = 0; D < P.definitions(N).size(); ++D) {
        const Definition *Caller = P.definitions(N)[D].get();
        forEachTargetIn(
            N, D, [&](uint32_t Call, NodeId Target, Confidence Certainty) {
              Visit(Target, Edge{Caller, N, Call, Certainty});
            });
      }
  };
  ForEachEdge([&](NodeId Target, const Edge &) { ++First[Target + 1]; });
  for (size_t I = 1; I < First.size(); ++I)
    First[I] += First[I - 1];
  Edges.resize(First.back());
  std::vector<uint32_t> Next(First.begin(), First.end() - 1);
  ForEachEdge([&](NodeId Target, const Edge &E) { Edges[Next[Target]++] = E; });
}

void CallGraph::forEachTargetIn(
    NodeId N, size_t Definition,
    llvm::function_ref<void(uint32_t, NodeId, Confidence)> Visit) const {
  const NodeId *Callee = Direct.callees(N).begin();
  for (const auto &Before : P.definitions(N).take_front(Definition))
    Callee += llvm::count_if(Before->Facts.Calls, [](const CallFact &Call) {
      return Call.Kind == CallKind::Direct;
    });
  const auto &Caller = *P.definitions(N)[Definition];
  for (uint32_t I = 0; I < Caller.Facts.Calls.size(); ++I) {
    const CallFact &Call = Caller.Facts.Calls[I];
    if (Call.Kind != CallKind::Direct)
      forEachTarget(Caller, Call, [&](NodeId Target, Confidence Certainty) {
        Visit(I, Target, Certainty);
      });
    else if (NodeId Target = *Callee++; Target != DirectCalls::Unknown)
      Visit(I, Target, Confidence::High);
  }
}

/// Visits what \p Map leads to from \p Id and is defined somewhere.
void CallGraph::addTargets(
    const Definition &Caller, FunctionId Id, bool AnyNumber,
    llvm::function_ref<void(NodeId, Confidence)> Visit,
    const std::vector<std::pair<FunctionId, FunctionId>> &Map,
    bool Transitive) const {
  llvm::SmallVector<FunctionId, 8> Open{Id};
  llvm::SmallVector<NodeId, 8> Targets;
  llvm::SmallDenseSet<FunctionId, 8> Seen{Id};
  while (!Open.empty()) {
    FunctionId From = Open.pop_back_val();
    auto Begin = llvm::lower_bound(Map, std::pair(From, FunctionId(0)));
    for (auto It = Begin; It != Map.end() && It->first == From; ++It)
      if (Seen.insert(It->second).second) {
        NodeId Target = P.node(Caller, It->second);
        if (Target != ~NodeId(0) && !P.definitions(Target).empty())
          Targets.push_back(Target);
        if (Transitive)
          Open.push_back(It->second);
      }
  }
  NodeId Own = Transitive ? P.node(Caller, Id) : ~NodeId(0);
  if (Own != ~NodeId(0) && !P.definitions(Own).empty())
    Targets.push_back(Own);
  // What wraps any function (a type-erased callable) leads everywhere.
  if (!Transitive && Targets.size() > FewCandidates)
    return;
  for (NodeId Target : Targets)
    Visit(Target, AnyNumber || Targets.size() <= FewCandidates
                      ? Confidence::Medium
                      : Confidence::Low);
}

bool CallGraph::runsParameter(const Definition &Caller,
                              const CallFact &Call) const {
  NodeId N = P.node(Caller, Call.Receiver);
  return N != ~NodeId(0) && Call.Parameter < 32 &&
         llvm::any_of(
             P.definitions(N),
             [&](const auto &D) {
               return D->Facts.RunsParameters >> Call.Parameter & 1;
             });
}

void CallGraph::forEachTarget(
    const Definition &Caller, const CallFact &Call,
    llvm::function_ref<void(NodeId, Confidence)> Visit) const {
  NodeId Callee = P.node(Caller, Call.Callee);
  bool Defined = Callee != ~NodeId(0) && !P.definitions(Callee).empty();
  switch (Call.Kind) {
  case CallKind::Direct:
    if (Defined)
      Visit(Callee, Confidence::High);
    return;
  case CallKind::Virtual: {
    VirtualCalls Mode = P.file(Caller.File).Virtuals;
    if (Mode == VirtualCalls::None) {
      if (Defined)
        Visit(Callee, Confidence::Medium);
      return;
    }
    return addTargets(Caller, Call.Callee, Mode == VirtualCalls::All, Visit,
                      Overriders, /*Transitive=*/true);
  }
  case CallKind::Stored:
    return addTargets(Caller, Call.Callee, false, Visit, StoredIn,
                      /*Transitive=*/false);
  case CallKind::Passed:
    if (Defined && runsParameter(Caller, Call))
      Visit(Callee, Confidence::Medium);
    return;
  }
}

} // namespace cotidy
