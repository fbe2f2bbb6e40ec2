#include "model/link/LentParameters.h"
#include "model/link/ChainText.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include <map>

namespace cotidy {
namespace {

constexpr llvm::StringLiteral Check = "async-dangling-parameter";

/// Calls that a finding names; there may be hundreds.
constexpr size_t MaxCalls = 3;

class Finder {
public:
  explicit Finder(const Program &P) : P(P) {}

  void run(std::vector<Chain> &Into) {
    std::vector<NodeId> Lent;
    for (NodeId N = 0; N < P.size(); ++N)
      for (const auto &D : P.definitions(N)) {
        for (const LendingFact &L : D->Facts.Lends)
          Calls[L.Callee].push_back({D.get(), &L});
        if (!D->Facts.Lent.empty() && (Lent.empty() || Lent.back() != N))
          Lent.push_back(N);
      }
    for (const StoredFunction &S : P.stored())
      Stored.insert(S.Function);
    for (NodeId N : Lent)
      for (const auto &D : P.definitions(N))
        look(N, *D);
    for (auto &[Where, C] : Found)
      Into.push_back(std::move(C));
  }

private:
  struct Call {
    const Definition *Caller;
    const LendingFact *Lends;
  };

  const CheckSetting *setting(const Definition &D) const {
    for (const CheckSetting &S : P.file(D.File).Checks)
      if (S.Name == Check)
        return S.Enabled ? &S : nullptr;
    return nullptr;
  }

  /// The calls of \p D, through what it overrides as well.
  std::vector<Call> callsOf(NodeId Self, const Definition &D) const {
    std::vector<Call> Result;
    llvm::SmallVector<FunctionId, 4> Open{D.Facts.Id};
    llvm::DenseSet<FunctionId> Seen{D.Facts.Id};
    while (!Open.empty()) {
      FunctionId Id = Open.pop_back_val();
      if (auto Known = Calls.find(Id); Known != Calls.end())
        for (const Call &C : Known->second)
          if (Id != D.Facts.Id || P.node(*C.Caller, Id) == Self)
            Result.push_back(C);
      llvm::ArrayRef<FunctionId> Bases = D.Facts.Overrides;
      if (NodeId N = P.node(D, Id); N != ~NodeId(0) && Id != D.Facts.Id) {
        if (P.definitions(N).empty())
          continue;
        Bases = P.definitions(N).front()->Facts.Overrides;
      }
      for (FunctionId Base : Bases)
        if (Seen.insert(Base).second)
          Open.push_back(Base);
    }
    return Result;
  }

  void look(NodeId Self, const Definition &D) {
    const CheckSetting *Setting = setting(D);
    if (!Setting)
      return;
    std::vector<Call> Callers = callsOf(Self, D);
    bool IsSeen = !Callers.empty() || Stored.contains(D.Facts.Id);
    for (const LentParameter &Parameter : D.Facts.Lent) {
      Gone Calls = goneAt(Callers, Parameter, *Setting);
      bool Invites =
          !IsSeen &&
          (Parameter.Unseen == LentParameter::Reported ||
           (Parameter.Unseen == LentParameter::Strict && Setting->Strict));
      if (!Calls.Notes.empty() || Invites)
        report(D, Parameter, std::move(Calls), *Setting);
    }
  }

  /// The calls that let what a parameter refers to die.
  struct Gone {
    std::vector<ChainNote> Notes; ///< one for each
    bool AllInPlace = true;       ///< see LendingFact::Argument::InPlace
  };

  Gone goneAt(llvm::ArrayRef<Call> Callers, const LentParameter &Parameter,
              const CheckSetting &Setting) const {
    Gone Result;
    std::vector<ChainNote> &Notes = Result.Notes;
    for (const Call &C : Callers)
      for (const LendingFact::Argument &A : C.Lends->Gone) {
        if (A.Parameter != Parameter.Index ||
            (A.AfterAwait && !Setting.Strict) ||
            (A.InPlace && Parameter.LaterUse == FactPlace()))
          continue;
        Notes.push_back(
            {P.place(*C.Caller, A.Where), P.text(*C.Caller, A.Message).str()});
        Result.AllInPlace &= A.InPlace;
      }
    llvm::sort(Notes);
    Notes.erase(llvm::unique(Notes), Notes.end());
    if (Notes.size() > MaxCalls) {
      Notes[MaxCalls - 1].Message += ", and " +
                                     std::to_string(Notes.size() - MaxCalls) +
                                     " more calls are like this";
      Notes.resize(MaxCalls);
    }
    return Result;
  }

  void report(const Definition &D, const LentParameter &Parameter, Gone Calls,
              const CheckSetting &Setting) {
    bool IsSeen = !Calls.Notes.empty();
    Chain C;
    C.Where = P.place(D, Parameter.Where);
    C.Check = Check;
    C.Category = "lifetime";
    C.Function = P.text(D, D.Facts.Name).str();
    C.Certainty = IsSeen ? Confidence::High : Confidence::Medium;
    C.Message = inQuotes(P.text(D, Parameter.Name)) + " refers to what " +
                (IsSeen ? "is" : "may be") + " gone when the coroutine uses it";
    C.Notes = std::move(Calls.Notes);
    C.Notes.push_back(
        {P.place(D, IsSeen && Calls.AllInPlace ? Parameter.LaterUse
                                               : Parameter.Use),
         "it is used here, after the coroutine was suspended"});
    C.Notes.push_back(
        {C.Where, Parameter.IsView
                      ? "take what owns its elements, by value: the coroutine "
                        "keeps that"
                      : "take it by value, which the coroutine keeps"});
    C.Silenced = Parameter.Silenced;
    C.Error = Setting.Error;
    // Instances of one template are one finding.
    auto [Known, New] = Found.try_emplace(C.Where, C);
    if (!New && Known->second.Notes.size() < C.Notes.size())
      Known->second = std::move(C);
  }

  const Program &P;
  std::map<FunctionId, std::vector<Call>> Calls;
  llvm::DenseSet<FunctionId> Stored;
  std::map<LinkedPlace, Chain> Found;
};

} // namespace

void addLentParameters(const Program &P, std::vector<Chain> &Into) {
  Finder(P).run(Into);
}

} // namespace cotidy
