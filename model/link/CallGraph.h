//===--- CallGraph.h - who can run whom -------------------------*- C++ -*-===//
//
// The calls of a Program as a graph: virtual calls lead to overriders, calls
// through variables to what was stored in them, functions handed to a callee
// run if the callee runs that parameter.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_MODEL_LINK_CALLGRAPH_H
#define COTIDY_MODEL_LINK_CALLGRAPH_H

#include "model/link/DirectCalls.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace cotidy {

class CallGraph {
public:
  explicit CallGraph(const Program &P);

  /// Calls \p Visit for each function that \p Call can run, with how sure that
  /// is, in an order that does not depend on that of the files.
  void forEachTarget(const Definition &Caller, const CallFact &Call,
                     llvm::function_ref<void(NodeId, Confidence)> Visit) const;

  /// A caller of a function, through \c Caller's call number \c Call.
  struct Edge {
    const Definition *Caller;
    NodeId CallerNode;
    uint32_t Call;
    Confidence Certainty;
  };

  /// Who can run \p N.
  llvm::ArrayRef<Edge> callers(NodeId N) const {
    return llvm::ArrayRef(Edges).slice(First[N], First[N + 1] - First[N]);
  }

  const DirectCalls &direct() const { return Direct; }

  /// The same as forEachTarget() for each call in \p N's definition number \p
  /// Definition, at less cost.
  void forEachTargetIn(
      NodeId N, size_t Definition,
      llvm::function_ref<void(uint32_t Call, NodeId, Confidence)> Visit) const;

private:
  void addTargets(const Definition &Caller, FunctionId Id, bool AnyNumber,
                  llvm::function_ref<void(NodeId, Confidence)> Visit,
                  const std::vector<std::pair<FunctionId, FunctionId>> &Map,
                  bool Transitive) const;
  bool runsParameter(const Definition &Caller, const CallFact &Call) const;

  const Program &P;
  DirectCalls Direct;
  /// Sorted pairs: method and a method that overrides it; variable and a
  /// function stored in it.
  std::vector<std::pair<FunctionId, FunctionId>> Overriders, StoredIn;
  std::vector<Edge> Edges;
  std::vector<uint32_t> First;
};

} // namespace cotidy

#endif // COTIDY_MODEL_LINK_CALLGRAPH_H
