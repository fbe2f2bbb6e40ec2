#include "model/link/Index.h"
#include "model/link/CallGraph.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"

namespace cotidy {
namespace {

class IndexMaker {
public:
  IndexMaker(const Program &P, llvm::StringRef Root)
      : P(P), Graph(P), Leads(P.size()) {
    Result.Root = Root.str();
  }

  FileFacts run() {
    findLeading();
    for (NodeId N = 0; N < P.size(); ++N)
      if (Leads[N])
        for (const auto &D : P.definitions(N))
          add(*D);
    // By name of the function and not by the order in which files came.
    llvm::sort(Result.Functions, [](const FunctionFacts &A,
                                    const FunctionFacts &B) {
      return std::tie(A.Id, A.Where, A.Name) < std::tie(B.Id, B.Where, B.Name);
    });
    renumber();
    for (const StoredFunction &S : P.stored())
      if (NodeId N = P.node(S.Function); N != ~NodeId(0) && Leads[N])
        Result.Stored.push_back(S);
    llvm::sort(Result.Stored);
    Result.Stored.erase(llvm::unique(Result.Stored), Result.Stored.end());
    return std::move(Result);
  }

private:
  /// Marks what gets to a leaf, loop contexts included.
  void findLeading() {
    std::vector<NodeId> Open;
    for (NodeId N = 0; N < P.size(); ++N)
      if (llvm::any_of(P.definitions(N),
                       [](const auto &D) { return !D->Facts.Leaves.empty(); }))
        mark(N, Open);
    while (!Open.empty()) {
      NodeId N = Open.back();
      Open.pop_back();
      for (const CallGraph::Edge &E : Graph.callers(N))
        mark(E.CallerNode, Open);
    }
  }

  void mark(NodeId N, std::vector<NodeId> &Open) {
    if (!Leads[N]) {
      Leads[N] = true;
      Open.push_back(N);
    }
  }

  StringId text(llvm::StringRef Text) {
    if (Text.empty())
      return 0;
    auto [Entry, New] = Texts.try_emplace(Text, Result.Strings.size());
    if (New)
      Result.Strings.push_back(Text.str());
    return Entry->second;
  }

  /// The index has one table of checks: settings of each file's own are not
  /// needed, as chains are reported in the file that reads the index.
  uint8_t check(const CheckSetting &Setting) {
    for (size_t I = 0; I < Result.Checks.size(); ++I)
      if (Result.Checks[I].Name == Setting.Name)
        return I;
    Result.Checks.push_back({Setting.Name, true, false, false});
    return Result.Checks.size() - 1;
  }

  void add(const Definition &D) {
    FunctionFacts F = D.Facts;
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
    Result.Functions.push_back(std::move(F));
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
    }
  }

  const Program &P;
  CallGraph Graph;
  std::vector<bool> Leads;
  FileFacts Result;
  llvm::StringMap<StringId> Texts;
};

} // namespace

FileFacts makeIndex(const Program &P, llvm::StringRef Root) {
  return IndexMaker(P, Root).run();
}

} // namespace cotidy
