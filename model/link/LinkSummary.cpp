#include "model/link/LinkSummary.h"
#include "model/link/DirectCalls.h"
#include "model/link/LoopReach.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

namespace cotidy {

LinkSummary summarise(const Program &P) {
  LinkSummary Result;
  DirectCalls Direct(P);
  llvm::DenseSet<FunctionId> Unknown;
  for (NodeId N = 0; N < P.size(); ++N) {
    if (P.definitions(N).empty())
      continue;
    ++Result.Functions;
    const NodeId *NextDirect = Direct.callees(N).begin();
    for (const auto &D : P.definitions(N))
      for (const CallFact &Call : D->Facts.Calls) {
        ++Result.Calls;
        if (Call.Kind == CallKind::Stored)
          continue;
        if (Call.Kind == CallKind::Direct) {
          if (*NextDirect++ == DirectCalls::Unknown)
            Unknown.insert(Call.Callee);
          continue;
        }
        NodeId Callee = P.node(Call.Callee);
        if (Callee == ~NodeId(0) || P.definitions(Callee).empty())
          Unknown.insert(Call.Callee);
      }
  }
  Result.UnknownCallees = Unknown.size();
  Direct.forEachComponent([&](llvm::ArrayRef<NodeId> Component, bool Cyclic) {
    if (Cyclic)
      Result.RecursiveFunctions += Component.size();
  });
  Result.Conflicts = P.conflicts();
  CallGraph Graph(P);
  LoopReach Reach(P, Graph);
  for (NodeId N = 0; N < P.size(); ++N)
    for (const auto &D : P.definitions(N))
      if (D->Facts.Root || (Reach.reaches(N) && D->Facts.Followed))
        Result.LoopFunctions.push_back({P.place(*D, D->Facts.Where).File,
                                        P.text(*D, D->Facts.Name).str(),
                                        D->Facts.Root});
  llvm::sort(Result.LoopFunctions);
  Result.LoopFunctions.erase(llvm::unique(Result.LoopFunctions),
                             Result.LoopFunctions.end());
  return Result;
}

} // namespace cotidy
