#include "model/link/Index.h"
#include "model/link/CallGraph.h"
#include "model/link/LinkedCost.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include <set>
#include <utility>

namespace cotidy {
namespace {

class IndexMaker {
public:
  IndexMaker(const Program &P, llvm::StringRef Root)
      : P(P), Graph(P), Costs(P, Graph.direct()), Leads(P.size()) {
    Result.Root = Root.str();
  }

  FileFacts run() {
    findChecks();
    findLeading();
    for (NodeId N = 0; N < P.size(); ++N)
      if (isNeeded(N))
        for (const auto &D : P.definitions(N))
          add(*D, Costs.of(N));
      else
        for (const auto &D : P.definitions(N))
          if (!D->Facts.Lends.empty())
            addLending(*D);
    // By name of the function and not by the order in which files came.
    llvm::sort(Result.Functions, [](const FunctionFacts &A,
                                    const FunctionFacts &B) {
      return std::tie(A.Id, A.Where, A.Name) < std::tie(B.Id, B.Where, B.Name);
    });
    renumber();
    for (const StoredFunction &S : P.stored())
      if (llvm::any_of(P.nodes(S.Function), [&](NodeId N) {
            return Leads[N] || hasLentParameters(N);
          }))
        Result.Stored.push_back(S);
    llvm::sort(Result.Stored);
    Result.Stored.erase(llvm::unique(Result.Stored), Result.Stored.end());
    return std::move(Result);
  }

private:
  /// The index has one table of checks: settings of each file's own are not
  /// needed, as chains are reported in the file that reads the index.
  void findChecks() {
    std::set<std::string> Names;
    uint32_t LastFile = ~0U;
    for (NodeId N = 0; N < P.size(); ++N)
      for (const auto &D : P.definitions(N))
        if (std::exchange(LastFile, D->File) != D->File)
          for (const CheckSetting &Setting : P.file(D->File).Checks)
            Names.insert(Setting.Name);
    for (const std::string &Name : Names)
      Result.Checks.push_back({Name, true, false, false});
  }

  /// Marks what gets to a leaf, loop contexts included.
  void findLeading() {
    std::vector<NodeId> Open;
    for (NodeId N = 0; N < P.size(); ++N)
      if (llvm::any_of(P.definitions(N),
                       [&](const auto &D) { return isReportable(*D); }))
        mark(N, Open);
    while (!Open.empty()) {
      NodeId N = Open.back();
      Open.pop_back();
      for (const CallGraph::Edge &E : Graph.callers(N))
        mark(E.CallerNode, Open);
    }
  }

  /// Whether something in \p D is a finding where a loop context gets there.
  bool isReportable(const Definition &D) const {
    return !D.Facts.Leaves.empty() ||
           llvm::any_of(D.Facts.Loops, [&](const LoopFact &Loop) {
             return Costs.heavy(D, Loop).has_value();
           });
  }

  void mark(NodeId N, std::vector<NodeId> &Open) {
    if (!Leads[N]) {
      Leads[N] = true;
      Open.push_back(N);
    }
  }

  /// Harmless functions are needed too where another program has a harmful one
  /// of that name: calls must lead to their own.
  bool isNeeded(NodeId N) const {
    return llvm::any_of(P.nodes(P.definitions(N).front()->Facts.Id),
                        [&](NodeId Namesake) {
                          return Leads[Namesake] || Costs.of(Namesake).Steps >=
                                                        LinkedCost::LeastSteps;
                        });
  }

  bool hasLentParameters(NodeId N) const {
    return llvm::any_of(P.definitions(N),
                        [](const auto &D) { return !D->Facts.Lent.empty(); });
  }

  StringId text(llvm::StringRef Text) {
    if (Text.empty())
      return 0;
    auto [Entry, New] = Texts.try_emplace(Text, Result.Strings.size());
    if (New)
      Result.Strings.push_back(Text.str());
    return Entry->second;
  }

  uint8_t check(const CheckSetting &Setting) const {
    return llvm::find_if(Result.Checks,
                         [&](const CheckSetting &Known) {
                           return Known.Name == Setting.Name;
                         }) -
           Result.Checks.begin();
  }

  /// The cost of the calls is in \p Whole.
  void add(const Definition &D, const CostFact &Whole) {
    FunctionFacts F = D.Facts;
    F.Own = Whole;
    F.Loops.clear();
    auto Text = [&](StringId &Id) { Id = text(P.text(D, Id)); };
    Text(F.Name);
    Text(F.Where.File);
    llvm::erase_if(F.Calls, [&](const CallFact &Call) {
      bool Kept = false;
      Graph.forEachTarget(D, Call,
                          [&](NodeId T, Confidence) { Kept |= Leads[T]; });
      return !Kept;
    });
    for (CallFact &Call : F.Calls) {
      Text(Call.Where.File);
      Text(Call.Name);
      Call.Silenced = 0;
      Call.Times = 0;
      Call.TimesAssumed = false;
    }
    for (LeafFact &Leaf : F.Leaves) {
      Leaf.Check = check(P.file(D.File).Checks[Leaf.Check]);
      Text(Leaf.Category);
      Text(Leaf.Name);
      Text(Leaf.Reason);
      Text(Leaf.Where.File);
      for (LeafFact::Note &Note : Leaf.Notes) {
        Text(Note.Where.File);
        Text(Note.Message);
      }
    }
    renumberLending(F, Text);
    Result.Functions.push_back(std::move(F));
  }

  /// A function that only tells how it calls coroutines.
  void addLending(const Definition &D) {
    FunctionFacts F;
    F.Id = D.Facts.Id;
    F.Name = D.Facts.Name;
    F.Where = D.Facts.Where;
    F.Followed = false;
    F.Lends = D.Facts.Lends;
    auto Text = [&](StringId &Id) { Id = text(P.text(D, Id)); };
    Text(F.Name);
    Text(F.Where.File);
    renumberLending(F, Text);
    Result.Functions.push_back(std::move(F));
  }

  /// Parameters are reported in the file that has them.
  template <typename TextFn>
  static void renumberLending(FunctionFacts &F, TextFn Text) {
    F.Lent.clear();
    for (LendingFact &L : F.Lends)
      for (LendingFact::Argument &A : L.Gone) {
        Text(A.Where.File);
        Text(A.Message);
      }
  }

  /// Numbers the strings by their order, which does not depend on the files'.
  void renumber() {
    std::vector<std::string> Sorted = Result.Strings;
    llvm::sort(Sorted);
    std::vector<StringId> New;
    for (const std::string &Text : Result.Strings)
      New.push_back(llvm::lower_bound(Sorted, Text) - Sorted.begin());
    Result.Strings = std::move(Sorted);
    for (FunctionFacts &F : Result.Functions) {
      for (StringId *Id : {&F.Name, &F.Where.File})
        *Id = New[*Id];
      for (CallFact &C : F.Calls)
        for (StringId *Id : {&C.Name, &C.Where.File})
          *Id = New[*Id];
      for (LeafFact &L : F.Leaves) {
        for (StringId *Id : {&L.Category, &L.Name, &L.Reason, &L.Where.File})
          *Id = New[*Id];
        for (LeafFact::Note &Note : L.Notes)
          for (StringId *Id : {&Note.Where.File, &Note.Message})
            *Id = New[*Id];
      }
      renumberLending(F, [&](StringId &Id) { Id = New[Id]; });
    }
  }

  const Program &P;
  CallGraph Graph;
  LinkedCost Costs;
  std::vector<bool> Leads;
  FileFacts Result;
  llvm::StringMap<StringId> Texts;
};

} // namespace

FileFacts makeIndex(const Program &P, llvm::StringRef Root) {
  return IndexMaker(P, Root).run();
}

} // namespace cotidy
