#include "model/link/Program.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/xxhash.h"

namespace cotidy {

static constexpr NodeId NoNode = ~NodeId(0);

Program::Node &Program::nodeFor(FunctionId Id, llvm::StringRef SourceFile) {
  auto [Entry, New] = ById.try_emplace(Id, Nodes.size());
  if (New) {
    Nodes.emplace_back().Id = Id;
    return Nodes.back();
  }
  NodeId Last = NoNode;
  for (NodeId N = Entry->second; N != NoNode; N = Nodes[N].Namesake) {
    if (sourceFile(*Nodes[N].Definitions.front()) == SourceFile)
      return Nodes[N];
    Last = N;
  }
  Nodes[Last].Namesake = Nodes.size();
  Nodes.emplace_back().Id = Id;
  return Nodes.back();
}

llvm::SmallVector<NodeId, 1> Program::nodes(FunctionId Id) const {
  llvm::SmallVector<NodeId, 1> Result;
  auto Found = ById.find(Id);
  for (NodeId N = Found == ById.end() ? NoNode : Found->second; N != NoNode;
       N = Nodes[N].Namesake)
    Result.push_back(N);
  return Result;
}

/// An index is no unit: it tells nothing of what its functions saw.
bool Program::shareUnit(const Definition &A, const Definition &B) const {
  return llvm::any_of(A.Units, [&](uint32_t Unit) {
    return !Files[Unit]->MainFile.empty() && llvm::is_contained(B.Units, Unit);
  });
}

/// The length of the path of the deepest folder that holds both.
static size_t commonFolder(llvm::StringRef A, llvm::StringRef B) {
  size_t Length = 0;
  for (size_t I = 0; I < A.size() && I < B.size() && A[I] == B[I]; ++I)
    if (A[I] == '/')
      Length = I + 1;
  return Length;
}

NodeId Program::node(const Definition &Caller, FunctionId Id) const {
  auto Found = ById.find(Id);
  if (Found == ById.end())
    return NoNode;
  NodeId Best = Found->second;
  if (Nodes[Best].Namesake == NoNode)
    return Best;
  llvm::StringRef From = sourceFile(Caller);
  auto IsSeen = [&](NodeId N) {
    return llvm::any_of(Nodes[N].Definitions,
                        [&](const auto &D) { return shareUnit(Caller, *D); });
  };
  auto File = [&](NodeId N) {
    return sourceFile(*Nodes[N].Definitions.front());
  };
  // Greater is better; the name decides where nothing else does, so that the
  // order of the files does not.
  auto Rank = [&](NodeId N) {
    return std::tuple(IsSeen(N), File(N) == From, commonFolder(File(N), From));
  };
  for (NodeId N = Nodes[Best].Namesake; N != NoNode; N = Nodes[N].Namesake) {
    auto Old = Rank(Best), New = Rank(N);
    if (New > Old || (New == Old && File(N) < File(Best)))
      Best = N;
  }
  return Best;
}

LinkedPlace Program::place(const Definition &D, const FactPlace &P) const {
  return {text(D, P.File).str(), P.Line, P.Column, P.EndLine, P.EndColumn};
}

/// Strings count by what they say, as each file numbers them in its own way.
/// Whether a function is a root does not count: one file may hand it to an
/// event loop, another only define it.
uint64_t Program::fingerprint(const FunctionFacts &F,
                              llvm::ArrayRef<uint64_t> Strings) const {
  llvm::SmallVector<uint64_t, 64> Values;
  auto Add = [&](auto... Numbers) {
    (Values.push_back(static_cast<uint64_t>(Numbers)), ...);
  };
  auto AddPlace = [&](const FactPlace &P) {
    Add(Strings[P.File], P.Line, P.Column);
  };
  auto AddTests = [&](llvm::ArrayRef<ParameterTest> Tests) {
    for (const ParameterTest &T : Tests)
      Add(T.K, T.Parameter, T.Needed, T.Value);
  };
  auto AddCost = [&](const CostFact &C) { Add(C.Steps, C.Assumed, C.Waits); };
  AddPlace(F.Where);
  Add(F.Followed, F.NonBlockingSockets, F.RunsParameters, F.Calls.size(),
      F.Leaves.size());
  for (const CallFact &C : F.Calls) {
    Add(C.Callee, C.Kind, C.OnLoop, C.Unattended, C.Receiver, C.Parameter,
        C.Silenced);
    AddPlace(C.Where);
    Add(C.Times, C.TimesAssumed);
    if (!C.Detail)
      continue;
    const CallDetail &Detail = F.Details[C.Detail - 1];
    for (const ArgumentFact &A : Detail.Arguments) {
      Add(A.K, A.Index, A.From, A.Value);
      Values.append(A.Flags.begin(), A.Flags.end());
    }
    AddTests(Detail.Unless);
  }
  AddCost(F.Own);
  for (const LoopFact &L : F.Loops) {
    AddPlace(L.Where);
    AddCost(L.Own);
    for (const LoopFact::Call &C : L.Calls)
      Add(C.Callee, C.Times, C.Assumed);
  }
  for (const LeafFact &L : F.Leaves) {
    AddTests(L.Tests);
    Add(L.Check, L.Certainty, L.Strict, L.Silenced, L.ReportedHere);
    Add(Strings[L.Category], Strings[L.Name], Strings[L.Reason]);
    AddPlace(L.Where);
  }
  for (const LentParameter &P : F.Lent) {
    Add(P.Index, P.Unseen, P.Silenced);
    AddPlace(P.Use);
    AddPlace(P.LaterUse);
  }
  for (const LendingFact &L : F.Lends) {
    Add(L.Callee, L.Gone.size());
    for (const LendingFact::Argument &A : L.Gone) {
      Add(A.Parameter, A.AfterAwait, A.InPlace, Strings[A.Message]);
      AddPlace(A.Where);
    }
  }
  return llvm::xxh3_64bits(
      llvm::ArrayRef(reinterpret_cast<const uint8_t *>(Values.data()),
                     Values.size() * sizeof(uint64_t)));
}

void Program::add(FileFacts Facts) { join(std::move(Facts), false); }
void Program::addIndex(FileFacts Facts) { join(std::move(Facts), true); }

void Program::join(FileFacts Facts, bool IsIndex) {
  uint32_t File = Files.size();
  std::vector<FunctionFacts> Functions = std::move(Facts.Functions);
  llvm::append_range(Stored, Facts.Stored);
  Facts.Functions = {};
  Facts.Stored = {};
  Files.push_back(std::make_unique<FileFacts>(std::move(Facts)));
  std::vector<uint64_t> Strings;
  for (const std::string &Text : Files.back()->Strings)
    Strings.push_back(llvm::xxh3_64bits(Text));

  for (FunctionFacts &F : Functions) {
    auto &Known = nodeFor(F.Id, Files[File]->Strings[F.Where.File]).Definitions;
    if (IsIndex &&
        llvm::any_of(Known, [&](const auto &D) { return D->File != File; }))
      continue;
    auto New = std::make_unique<Definition>();
    New->File = File;
    New->Units = {File};
    New->Fingerprint = fingerprint(F, Strings);
    New->Facts = std::move(F);
    auto Same = llvm::find_if(Known, [&](const auto &D) {
      return D->Fingerprint == New->Fingerprint;
    });
    if (Same == Known.end()) {
      Known.push_back(std::move(New));
      llvm::sort(Known, [&](const auto &A, const auto &B) {
        return std::pair(Files[A->File]->MainFile, A->Fingerprint) <
               std::pair(Files[B->File]->MainFile, B->Fingerprint);
      });
      continue;
    }
    // Of equal definitions the one of the first file by name stays, whatever
    // the order in which they arrive: its configuration counts.
    bool Root = New->Facts.Root || (*Same)->Facts.Root;
    auto Units = std::move((*Same)->Units);
    Units.push_back(File);
    if (Files[File]->MainFile < Files[(*Same)->File]->MainFile)
      std::swap(*Same, New);
    (*Same)->Facts.Root = Root;
    (*Same)->Units = std::move(Units);
  }
}

std::vector<Program::Conflict> Program::conflicts() const {
  std::vector<Conflict> Result;
  // A header that is compiled in several ways (macros, instantiations) is no
  // violation; every program has a `main`.
  for (const auto &[Id, First] : ById) {
    if (Nodes[First].Namesake == NoNode)
      continue;
    llvm::SmallVector<const Definition *> All;
    for (NodeId N : nodes(Id))
      All.push_back(Nodes[N].Definitions.front().get());
    llvm::sort(All, [&](const Definition *A, const Definition *B) {
      return std::pair(Files[A->File]->MainFile, sourceFile(*A)) <
             std::pair(Files[B->File]->MainFile, sourceFile(*B));
    });
    llvm::StringRef Name = text(*All[0], All[0]->Facts.Name);
    if (Name != "main")
      Result.push_back({Name.str(), place(*All[0], All[0]->Facts.Where),
                        place(*All[1], All[1]->Facts.Where)});
  }
  llvm::sort(Result);
  return Result;
}

} // namespace cotidy
