#include "model/link/DirectCalls.h"
#include "llvm/ADT/STLExtras.h"

namespace cotidy {

DirectCalls::DirectCalls(const Program &P) {
  First.reserve(P.size() + 1);
  std::vector<bool> Defined(P.size());
  for (NodeId N = 0; N < P.size(); ++N)
    Defined[N] = !P.definitions(N).empty();
  for (NodeId N = 0; N < P.size(); ++N) {
    First.push_back(Callees.size());
    for (const auto &D : P.definitions(N))
      for (const CallFact &Call : D->Facts.Calls)
        if (Call.Kind == CallKind::Direct) {
          NodeId Callee = P.node(*D, Call.Callee);
          Callees.push_back(Callee == ~NodeId(0) || !Defined[Callee] ? Unknown
                                                                     : Callee);
        }
  }
  First.push_back(Callees.size());
  findComponents();
}

// Tarjan's algorithm over flat arrays: llvm::scc_iterator keeps a hash table
// of the nodes, which for a million functions takes several times as long.
void DirectCalls::findComponents() {
  constexpr uint32_t Closed = ~0U;
  struct Frame {
    NodeId N;
    uint32_t Next;
  };
  size_t Size = First.size() - 1;
  Order.reserve(Size);
  // The number in which a function was met, and the least that it reaches.
  std::vector<uint32_t> Number(Size), Least(Size);
  std::vector<NodeId> Open;
  std::vector<Frame> Path;
  uint32_t Met = 0;
  auto Enter = [&](NodeId N) {
    Number[N] = Least[N] = ++Met;
    Open.push_back(N);
    Path.push_back({N, First[N]});
  };
  for (NodeId Start = 0; Start < Size; ++Start) {
    if (Number[Start])
      continue;
    Enter(Start);
    while (!Path.empty()) {
      auto &[N, Next] = Path.back();
      if (Next < First[N + 1]) {
        NodeId Callee = Callees[Next++];
        if (Callee == Unknown)
          continue;
        if (!Number[Callee])
          Enter(Callee);
        else if (Least[Callee] != Closed)
          Least[N] = std::min(Least[N], Number[Callee]);
        continue;
      }
      NodeId Done = N;
      Path.pop_back();
      if (!Path.empty())
        Least[Path.back().N] = std::min(Least[Path.back().N], Least[Done]);
      if (Least[Done] != Number[Done])
        continue;
      size_t Begin = Open.size();
      do
        Least[Open[--Begin]] = Closed;
      while (Open[Begin] != Done);
      Order.insert(Order.end(), Open.begin() + Begin, Open.end());
      Components.push_back(
          {uint32_t(Order.size()),
           Open.size() - Begin > 1 || llvm::is_contained(callees(Done), Done)});
      Open.resize(Begin);
    }
  }
}

void DirectCalls::forEachComponent(
    llvm::function_ref<void(llvm::ArrayRef<NodeId>, bool)> Visit) const {
  uint32_t Begin = 0;
  for (const Component &C : Components) {
    Visit(llvm::ArrayRef(Order).slice(Begin, C.End - Begin), C.Cyclic);
    Begin = C.End;
  }
}

} // namespace cotidy
