#include "model/link/CauseReach.h"
#include "model/BlockingCalls.h"
#include "model/link/ChainText.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ErrorHandling.h"

namespace cotidy {

bool Cause::is(const Program &P, const Definition &Around,
               const LeafFact &Leaf) const {
  return !Leaf.Silenced && !Leaf.ReportedHere && Leaf.Strict == Strict &&
         P.file(Around.File).Checks[Leaf.Check].Name == Check &&
         P.text(Around, Leaf.Category) == Category;
}

bool Cause::endsAt(const FunctionFacts &Caller) const {
  return Caller.NonBlockingSockets && Category == SocketCategory;
}

void CauseReach::compute(const Cause &C, llvm::ArrayRef<Seed> Seeds) {
  Current = &C;
  for (NodeId N : Reached)
    Ways[N] = {};
  Reached.clear();
  for (std::vector<Joining> &Level : Waiting)
    Level.clear();
  for (const Seed &S : Seeds)
    Waiting[unsigned(S.Certainty)].push_back({0, S.Function});
  // What a certain way reaches, a less certain one cannot better.
  for (Confidence Level :
       {Confidence::High, Confidence::Medium, Confidence::Low})
    spread(Level);
}

/// Breadth first over the ways of certainty \p Level. Functions whose way goes
/// on from a more certain one join at their own distance.
void CauseReach::spread(Confidence Level) {
  std::vector<Joining> &Joiners = Waiting[unsigned(Level)];
  llvm::sort(Joiners);
  size_t Joined = 0;
  std::vector<NodeId> Next, Front;
  uint32_t Distance = 0;
  while (!Next.empty() || Joined < Joiners.size()) {
    if (Next.empty())
      Distance = std::max(Distance, Joiners[Joined].Distance);
    for (; Joined < Joiners.size() && Joiners[Joined].Distance <= Distance;
         ++Joined)
      Next.push_back(Joiners[Joined].Function);
    Front.clear();
    for (NodeId N : Next)
      if (Way &W = Ways[N]; !W.Known) {
        W = {true, Level, Distance};
        Reached.push_back(N);
        Front.push_back(N);
      }
    Next.clear();
    ++Distance;
    for (NodeId N : Front)
      for (const CallGraph::Edge &E : Graph.callers(N)) {
        if (!E.Caller->Facts.Followed || Ways[E.CallerNode].Known ||
            Current->endsAt(E.Caller->Facts))
          continue;
        if (E.Certainty >= Level)
          Next.push_back(E.CallerNode);
        else
          Waiting[unsigned(E.Certainty)].push_back({Distance, E.CallerNode});
      }
  }
}

NodeId CauseReach::step(NodeId N, std::vector<ChainNote> &Notes) const {
  for (const auto &D : P.definitions(N)) {
    if (!D->Facts.Followed || Current->endsAt(D->Facts))
      continue;
    for (const CallFact &Call : D->Facts.Calls) {
      NodeId Next = ~NodeId(0);
      Graph.forEachTarget(*D, Call, [&](NodeId T, Confidence Edge) {
        if (Next == ~NodeId(0) && reaches(T) &&
            std::min(Edge, certainty(T)) >= certainty(N) &&
            distance(T) + 1 == distance(N))
          Next = T;
      });
      if (Next == ~NodeId(0))
        continue;
      Notes.push_back(describeStep(P, *D, Call, Next));
      return Next;
    }
  }
  llvm_unreachable("one of the calls gave the function its way");
}

llvm::StringRef CauseReach::follow(NodeId N,
                                   std::vector<ChainNote> &Notes) const {
  while (distance(N) != 0)
    N = step(N, Notes);
  for (const auto &D : P.definitions(N))
    for (const LeafFact &L : D->Facts.Leaves)
      if (D->Facts.Followed && Current->is(P, *D, L) &&
          L.Certainty >= certainty(N)) {
        Notes.push_back(describeLeaf(P, *D, L));
        return P.text(*D, L.Name);
      }
  llvm_unreachable("a function at distance 0 holds a leaf");
}

} // namespace cotidy
