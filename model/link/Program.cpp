#include "model/link/Program.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/xxhash.h"

namespace cotidy {

NodeId Program::nodeFor(FunctionId Id) {
  auto [Entry, New] = ById.try_emplace(Id, Nodes.size());
  if (New)
    Nodes.emplace_back().Id = Id;
  return Entry->second;
}

NodeId Program::node(FunctionId Id) const {
  auto Found = ById.find(Id);
  return Found == ById.end() ? ~NodeId(0) : Found->second;
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
  Add(F.Followed, F.NonBlockingSockets, F.Unattended, F.RunsParameters,
      F.Calls.size(), F.Leaves.size());
  for (const CallFact &C : F.Calls) {
    Add(C.Callee, C.Kind, C.OnLoop, C.Receiver, C.Parameter, C.Silenced);
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
  }
  for (const LendingFact &L : F.Lends) {
    Add(L.Callee, L.Gone.size());
    for (const LendingFact::Argument &A : L.Gone) {
      Add(A.Parameter, A.AfterAwait, Strings[A.Message]);
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
    auto &Known = Nodes[nodeFor(F.Id)].Definitions;
    if (IsIndex &&
        llvm::any_of(Known, [&](const auto &D) { return D->File != File; }))
      continue;
    auto New = std::make_unique<Definition>();
    New->File = File;
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
    if (Files[File]->MainFile < Files[(*Same)->File]->MainFile)
      std::swap(*Same, New);
    (*Same)->Facts.Root = Root;
  }
}

std::vector<Program::Conflict> Program::conflicts() const {
  std::vector<Conflict> Result;
  for (const Node &N : Nodes) {
    if (N.Definitions.size() < 2)
      continue;
    const Definition &A = *N.Definitions.front();
    LinkedPlace First = place(A, A.Facts.Where);
    // A header that is compiled in several ways (macros, instantiations) is no
    // violation; every program has a `main`.
    auto Other = llvm::find_if(N.Definitions, [&](const auto &D) {
      return place(*D, D->Facts.Where).File != First.File;
    });
    if (Other != N.Definitions.end() && text(A, A.Facts.Name) != "main")
      Result.push_back({text(A, A.Facts.Name).str(), First,
                        place(**Other, (*Other)->Facts.Where)});
  }
  llvm::sort(Result);
  return Result;
}

} // namespace cotidy
