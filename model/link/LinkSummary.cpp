#include "model/link/LinkSummary.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

namespace cotidy {

LinkSummary summarise(const Program &P, const CallGraph &Graph,
                      const LoopReach &FromLoops) {
  LinkSummary Result;
  const DirectCalls &Direct = Graph.direct();
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
        NodeId Callee = P.node(*D, Call.Callee);
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
  // Sorted as what they refer to: copies of a million texts take seconds.
  std::vector<std::tuple<llvm::StringRef, llvm::StringRef, bool>> OnLoop;
  for (NodeId N = 0; N < P.size(); ++N)
    for (const auto &D : P.definitions(N))
      if (D->Facts.Root || (FromLoops.reaches(N) && D->Facts.Followed))
        OnLoop.push_back({P.text(*D, D->Facts.Where.File),
                          P.text(*D, D->Facts.Name), D->Facts.Root});
  llvm::sort(OnLoop);
  OnLoop.erase(llvm::unique(OnLoop), OnLoop.end());
  for (const auto &[File, Name, Context] : OnLoop)
    Result.LoopFunctions.push_back({File.str(), Name.str(), Context});
  return Result;
}

} // namespace cotidy
