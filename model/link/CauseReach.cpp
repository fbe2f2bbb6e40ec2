#include "model/link/CauseReach.h"
#include "model/blocking/BlockingCalls.h"
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
  return Caller.NonBlockingSockets && waitsForDescriptor(Category);
}

bool Cause::endsAt(const CallFact &Call) const {
  return Call.Unattended && !countsUnattended(Category);
}

WayId CauseReach::wayOf(NodeId N, ParameterTests Tests) {
  if (Tests.empty())
    return N;
  auto [Entry, New] =
      StateIds.try_emplace({N, std::move(Tests)}, P.size() + States.size());
  if (New) {
    States.push_back(&Entry->first);
    Ways.emplace_back();
  }
  return Entry->second;
}

/// Visits the known ways of \p N, the one that needs no test first.
void CauseReach::forEachWay(NodeId N,
                            llvm::function_ref<void(WayId)> Visit) const {
  if (Ways[N].Known)
    Visit(N);
  if (States.empty())
    return;
  for (auto It = StateIds.lower_bound({N, {}});
       It != StateIds.end() && It->first.Function == N; ++It)
    if (Ways[It->second].Known)
      Visit(It->second);
}

void CauseReach::compute(const Cause &C, llvm::ArrayRef<Seed> Seeds) {
  Current = &C;
  for (WayId W : Reached)
    Ways[W] = {};
  Reached.clear();
  Ways.resize(P.size());
  States.clear();
  StateIds.clear();
  for (std::vector<Joining> &Level : Waiting)
    Level.clear();
  for (const Seed &S : Seeds)
    Waiting[unsigned(S.Certainty)].push_back({0, wayOf(S.Function, S.Tests)});
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
  std::vector<WayId> Next, Front;
  uint32_t Distance = 0;
  while (!Next.empty() || Joined < Joiners.size()) {
    if (Next.empty())
      Distance = std::max(Distance, Joiners[Joined].Distance);
    for (; Joined < Joiners.size() && Joiners[Joined].Distance <= Distance;
         ++Joined)
      Next.push_back(Joiners[Joined].W);
    Front.clear();
    for (WayId W : Next)
      if (!Ways[W].Known) {
        Ways[W] = {true, Level, Distance};
        Reached.push_back(W);
        Front.push_back(W);
      }
    Next.clear();
    ++Distance;
    for (WayId W : Front)
      for (const CallGraph::Edge &E : Graph.callers(function(W))) {
        const FunctionFacts &Caller = E.Caller->Facts;
        const CallFact &Call = Caller.Calls[E.Call];
        if (!Caller.Followed || Ways[E.CallerNode].Known ||
            Current->endsAt(Caller) || Current->endsAt(Call))
          continue;
        WayId On = E.CallerNode;
        if (W >= P.size() || Call.Detail) {
          auto Left = atCall(tests(W), Caller, Call);
          if (!Left)
            continue;
          On = wayOf(E.CallerNode, std::move(*Left));
          if (Ways[On].Known)
            continue;
        }
        if (E.Certainty >= Level)
          Next.push_back(On);
        else
          Waiting[unsigned(E.Certainty)].push_back({Distance, On});
      }
  }
}

std::optional<WayId> CauseReach::wayAt(const Definition &Caller,
                                       const CallFact &Call,
                                       NodeId Target) const {
  std::optional<WayId> Best;
  auto Rank = [&](WayId W) {
    return std::pair(-int(certainty(W)), distance(W));
  };
  forEachWay(Target, [&](WayId W) {
    if (Best && Rank(*Best) <= Rank(W))
      return;
    if (W >= P.size()) {
      auto Left = atCall(tests(W), Caller.Facts, Call);
      if (!Left || !blocksUnknown(*Left))
        return;
    }
    Best = W;
  });
  return Best;
}

WayId CauseReach::step(WayId W, std::vector<ChainNote> &Notes) const {
  for (const auto &D : P.definitions(function(W))) {
    if (!D->Facts.Followed || Current->endsAt(D->Facts))
      continue;
    for (const CallFact &Call : D->Facts.Calls) {
      if (Current->endsAt(Call))
        continue;
      constexpr WayId None = ~WayId(0);
      WayId Next = None;
      Graph.forEachTarget(*D, Call, [&](NodeId T, Confidence Edge) {
        forEachWay(T, [&](WayId On) {
          if (Next != None || distance(On) + 1 != distance(W) ||
              std::min(Edge, certainty(On)) < certainty(W))
            return;
          auto Left = atCall(tests(On), D->Facts, Call);
          if (Left && llvm::ArrayRef(*Left) == tests(W))
            Next = On;
        });
      });
      if (Next == None)
        continue;
      Notes.push_back(describeStep(P, *D, Call, function(Next)));
      return Next;
    }
  }
  llvm_unreachable("one of the calls gave the function its way");
}

llvm::StringRef CauseReach::follow(WayId W,
                                   std::vector<ChainNote> &Notes) const {
  while (distance(W) != 0)
    W = step(W, Notes);
  for (const auto &D : P.definitions(function(W)))
    for (const LeafFact &L : D->Facts.Leaves)
      if (D->Facts.Followed && Current->is(P, *D, L) &&
          L.Certainty >= certainty(W) && llvm::ArrayRef(L.Tests) == tests(W)) {
        Notes.push_back(describeLeaf(P, *D, L));
        return P.text(*D, L.Name);
      }
  llvm_unreachable("a function at distance 0 holds a leaf");
}

} // namespace cotidy
