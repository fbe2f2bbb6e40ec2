#include "model/link/Linker.h"
#include "model/cost/StepsText.h"
#include "model/link/CauseReach.h"
#include "model/link/ChainText.h"
#include "model/link/LentParameters.h"
#include "model/link/LinkedCost.h"
#include "model/link/LoopReach.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include <map>
#include <tuple>

namespace cotidy {
namespace {

/// A call in a loop context and a function that it can run.
struct RootCall {
  const Definition *Root;
  const CallFact *Call;
  NodeId Target;
  Confidence Certainty;
};

/// Leaves of one category that a call reaches.
struct Way {
  Confidence Certainty;
  uint32_t Distance;
  const RootCall *Call;
  const CheckSetting *Setting;
  std::string Leaf;
  std::vector<ChainNote> Notes;

  /// Smaller is better.
  auto rank() const { return std::pair(-int(Certainty), Distance); }
};

class Linker {
public:
  Linker(const Program &P, const CallGraph &Graph, const LoopReach &FromLoops)
      : P(P), Graph(Graph), FromLoops(FromLoops) {
    collect();
  }

  std::vector<Chain> run() {
    CauseReach Reach(P, Graph);
    for (const auto &[C, Seeds] : Causes) {
      if (C.Strict && !StrictChecks.contains(C.Check))
        continue;
      Reach.compute(C, Seeds);
      for (const RootCall &Call : RootCalls)
        if (auto On = Reach.wayAt(*Call.Root, *Call.Call, Call.Target))
          consider(C, Call, *On, Reach);
    }
    for (auto &[Where, ByCategory] : Found)
      add(Where.first, Where.second, ByCategory);
    addReportedHere();
    addLentParameters(P, Result);
    llvm::sort(Result, [](const Chain &A, const Chain &B) {
      return std::tie(A.Where, A.Check, A.Message) <
             std::tie(B.Where, B.Check, B.Message);
    });
    return std::move(Result);
  }

private:
  void collect() {
    for (NodeId N = 0; N < P.size(); ++N)
      for (const auto &D : P.definitions(N)) {
        if (D->Facts.Followed)
          for (const LeafFact &L : D->Facts.Leaves) {
            if (L.ReportedHere)
              LoopLeaves.push_back({N, D.get(), &L});
            else if (!L.Silenced)
              Causes[{P.file(D->File).Checks[L.Check].Name,
                      P.text(*D, L.Category).str(), L.Strict}]
                  .push_back({N, L.Certainty, L.Tests});
          }
        for (const LoopFact &L : D->Facts.Loops)
          CallingLoops.push_back({N, D.get(), &L});
        if (D->Facts.Root)
          collectRoot(*D);
      }
  }

  void collectRoot(const Definition &Root) {
    for (const CheckSetting &S : P.file(Root.File).Checks)
      if (S.Enabled && S.Strict)
        StrictChecks.insert(S.Name);
    for (const CallFact &Call : Root.Facts.Calls)
      if (Call.OnLoop)
        Graph.forEachTarget(Root, Call, [&](NodeId T, Confidence Certainty) {
          RootCalls.push_back({&Root, &Call, T, Certainty});
        });
  }

  /// What the configuration says of \p Check where \p Root stands; null if it
  /// does not run there.
  const CheckSetting *setting(const Definition &Root,
                              llvm::StringRef Check) const {
    for (const CheckSetting &S : P.file(Root.File).Checks)
      if (S.Name == Check)
        return S.Enabled ? &S : nullptr;
    return nullptr;
  }

  void consider(const Cause &C, const RootCall &Call, WayId On,
                const CauseReach &Reach) {
    const CheckSetting *Setting = setting(*Call.Root, C.Check);
    if (!Setting || (C.Strict && !Setting->Strict) ||
        C.endsAt(Call.Root->Facts) || C.endsAt(*Call.Call))
      return;
    Way New{std::min(Call.Certainty, Reach.certainty(On)),
            Reach.distance(On),
            &Call,
            Setting,
            {},
            {}};
    auto [Old, First] =
        Found[{P.place(*Call.Root, Call.Call->Where), C.Check}].try_emplace(
            C.Category, New);
    if (!First && New.rank() >= Old->second.rank())
      return;
    if (Call.Call->Kind != CallKind::Direct)
      New.Notes.push_back(describeStep(P, *Call.Root, *Call.Call, Call.Target));
    New.Leaf = Reach.follow(On, New.Notes).str();
    Old->second = std::move(New);
  }

  /// Calls of one loop context that get to the same leaf are one finding.
  void add(const LinkedPlace &Where, const std::string &Check,
           std::map<std::string, Way> &ByCategory) {
    auto &[Category, Best] = *std::min_element(
        ByCategory.begin(), ByCategory.end(),
        [](auto &A, auto &B) { return A.second.rank() < B.second.rank(); });
    const RootCall &Call = *Best.Call;
    LinkedPlace Leaf = Best.Notes.back().Where;
    Chain C = describe(Where, Check, Category, Best, ByCategory);
    if (!C.Silenced) {
      auto [First, New] =
          FirstCalls.try_emplace({Call.Root, Check, Leaf}, Result.size());
      if (!New) {
        Result[First->second].Notes.push_back(
            {Where, inQuotes(P.text(*Call.Root, Call.Call->Name)) +
                        " gets there too"});
        Result[First->second].Further.push_back(Where);
        return;
      }
    }
    Result.push_back(std::move(C));
  }

  Chain describe(const LinkedPlace &Where, const std::string &Check,
                 const std::string &Category, Way &W,
                 const std::map<std::string, Way> &ByCategory) const {
    const Definition &Root = *W.Call->Root;
    std::string Callee = P.text(Root, W.Call->Call->Name).str();
    Chain C;
    C.Where = Where;
    C.Check = Check;
    C.Category = Category;
    C.Message =
        inQuotes(Callee) + " blocks the event loop through " + inQuotes(W.Leaf);
    C.Function = P.text(Root, Root.Facts.Name).str();
    C.Certainty = W.Certainty;
    C.Notes = std::move(W.Notes);
    for (auto &[OtherCategory, Other] : ByCategory)
      if (&Other != &W) {
        const ChainNote &Leaf = Other.Notes.back();
        C.Notes.push_back({Leaf.Where, "it also reaches " + Leaf.Message});
      }
    C.Notes.push_back({Where, chainAdvice(Callee, C.Category)});
    C.Error = W.Setting->Error;
    size_t Bit = W.Setting - P.file(Root.File).Checks.data();
    C.Silenced = W.Call->Call->Silenced >> Bit & 1;
    return C;
  }

  /// What is reported where it stands: loops that compute for long.
  void addReportedHere() {
    for (const auto &[N, D, L] : LoopLeaves) {
      if (D->Facts.Root)
        continue; // the check itself reports it
      Chain C;
      C.Where = P.place(*D, L->Where);
      C.Check = P.file(D->File).Checks[L->Check].Name;
      C.Category = P.text(*D, L->Category).str();
      C.Message = P.text(*D, L->Reason).str();
      C.Certainty = L->Certainty;
      for (const LeafFact::Note &Note : L->Notes)
        C.Notes.push_back(
            {P.place(*D, Note.Where), P.text(*D, Note.Message).str()});
      C.Silenced = L->Silenced;
      addHere(N, *D, L->Strict, std::move(C));
    }
    if (CallingLoops.empty())
      return;
    LinkedCost Costs(P, Graph.direct());
    for (const auto &[N, D, L] : CallingLoops)
      if (auto Heavy = Costs.heavy(*D, *L))
        addHere(N, *D,
                Heavy->LargestAssumed ||
                    (Heavy->Total.Assumed && !D->Facts.Root),
                describe(*D, *L, *Heavy));
  }

  Chain describe(const Definition &D, const LoopFact &L,
                 const LinkedCost::HeavyLoop &Heavy) const {
    Chain C;
    C.Where = P.place(D, L.Where);
    C.Check = "async-cpu-heavy-loop";
    C.Category = "cpu";
    C.Message = "loop does about " + stepsText(double(Heavy.Total.Steps)) +
                " steps without suspending";
    C.Certainty = Heavy.Total.Assumed ? Confidence::Medium : Confidence::High;
    C.Notes.push_back({P.place(D, Heavy.Largest->Where),
                       inQuotes(P.text(D, Heavy.Largest->Name)) +
                           " does about " + stepsText(double(Heavy.Each)) +
                           " steps in each call"});
    C.Notes.push_back({C.Where, "run it on a thread pool and await the result, "
                                "or suspend every so many rounds"});
    C.Silenced = L.Silenced;
    return C;
  }

  /// Adds \p C, found in \p D, with the way in which a loop gets there.
  void addHere(NodeId N, const Definition &D, bool Strict, Chain C) {
    const Definition *Root = &D;
    if (!D.Facts.Root) {
      std::optional<LoopReach::Way> W = FromLoops.wayTo(N);
      if (!W)
        return;
      Root = W->Root;
      C.Certainty = std::min(C.Certainty, W->Certainty);
      W->Notes.front().Message =
          "the event loop gets here: " + W->Notes.front().Message;
      C.Notes.insert(C.Notes.begin(), W->Notes.begin(), W->Notes.end());
    }
    const CheckSetting *Setting = setting(*Root, C.Check);
    if (!Setting || (Strict && !Setting->Strict))
      return;
    C.Function = P.text(D, D.Facts.Name).str();
    C.Error = Setting->Error;
    Result.push_back(std::move(C));
  }

  struct LoopLeaf {
    NodeId Function;
    const Definition *Around;
    const LeafFact *Leaf;
  };

  struct LoopAround {
    NodeId Function;
    const Definition *Around;
    const LoopFact *Loop;
  };

  const Program &P;
  const CallGraph &Graph;
  const LoopReach &FromLoops;
  std::map<Cause, std::vector<Seed>> Causes;
  llvm::StringSet<> StrictChecks;
  std::vector<RootCall> RootCalls;
  std::vector<LoopLeaf> LoopLeaves;
  std::vector<LoopAround> CallingLoops;
  /// By place and check, then by category.
  std::map<std::pair<LinkedPlace, std::string>, std::map<std::string, Way>>
      Found;
  /// By loop context, check and leaf: the index in \c Result of the first call
  /// that gets there.
  std::map<std::tuple<const Definition *, std::string, LinkedPlace>, size_t>
      FirstCalls;
  std::vector<Chain> Result;
};

} // namespace

std::vector<Chain> findChains(const Program &P, const CallGraph &Graph,
                              const LoopReach &FromLoops) {
  return Linker(P, Graph, FromLoops).run();
}

} // namespace cotidy
