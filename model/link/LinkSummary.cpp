#include "model/link/LinkSummary.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/GraphTraits.h"
#include "llvm/ADT/SCCIterator.h"

namespace cotidy {
namespace {

/// Direct calls between functions that are defined. The last node is an entry
/// that leads to all others.
struct DirectCalls {
  struct Node {
    std::vector<Node *> Callees;
  };
  std::vector<Node> Nodes;
};

} // namespace
} // namespace cotidy

// NOLINTBEGIN(readability-identifier-naming): the names are LLVM's
template <> struct llvm::GraphTraits<cotidy::DirectCalls *> {
  using NodeRef = cotidy::DirectCalls::Node *;
  using ChildIteratorType =
      std::vector<cotidy::DirectCalls::Node *>::const_iterator;
  static NodeRef getEntryNode(cotidy::DirectCalls *G) {
    return &G->Nodes.back();
  }
  static ChildIteratorType child_begin(NodeRef N) { return N->Callees.begin(); }
  static ChildIteratorType child_end(NodeRef N) { return N->Callees.end(); }
};
// NOLINTEND(readability-identifier-naming)

namespace cotidy {

LinkSummary summarise(const Program &P) {
  LinkSummary Result;
  DirectCalls Graph;
  Graph.Nodes.resize(P.size() + 1);
  llvm::DenseSet<FunctionId> Unknown;
  for (NodeId N = 0; N < P.size(); ++N) {
    if (P.definitions(N).empty())
      continue;
    ++Result.Functions;
    Graph.Nodes.back().Callees.push_back(&Graph.Nodes[N]);
    for (const auto &D : P.definitions(N))
      for (const CallFact &Call : D->Facts.Calls) {
        ++Result.Calls;
        if (Call.Kind == CallKind::Stored)
          continue;
        NodeId Callee = P.node(Call.Callee);
        if (Callee == ~NodeId(0) || P.definitions(Callee).empty())
          Unknown.insert(Call.Callee);
        else if (Call.Kind == CallKind::Direct)
          Graph.Nodes[N].Callees.push_back(&Graph.Nodes[Callee]);
      }
  }
  Result.UnknownCallees = Unknown.size();
  for (auto It = llvm::scc_begin(&Graph); !It.isAtEnd(); ++It)
    if (It.hasCycle())
      Result.RecursiveFunctions += It->size();
  Result.Conflicts = P.conflicts();
  return Result;
}

} // namespace cotidy
