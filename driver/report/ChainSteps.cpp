#include "driver/report/ChainSteps.h"

namespace cotidy::driver {
namespace {

/// What facts have at a place.
struct Step {
  llvm::StringRef Function; ///< around it
  llvm::StringRef Leaf;     ///< what blocks there, if something does
};

using Places = std::map<std::tuple<llvm::StringRef, unsigned, unsigned>, Step>;

Places::key_type keyOf(const Place &P) {
  return {P.File, P.Point.Line, P.Point.Column};
}

/// Looks up the places of \p Wanted: few of all that there are.
void find(const Program &Whole, Places &Wanted) {
  for (NodeId N = 0; N < Whole.size(); ++N)
    for (const auto &D : Whole.definitions(N)) {
      auto Look = [&](const FactPlace &P) -> Step * {
        auto It = Wanted.find({Whole.text(*D, P.File), P.Line, P.Column});
        if (It == Wanted.end())
          return nullptr;
        if (It->second.Function.empty())
          It->second.Function = Whole.text(*D, D->Facts.Name);
        return &It->second;
      };
      for (const CallFact &Call : D->Facts.Calls)
        Look(Call.Where);
      for (const LeafFact &L : D->Facts.Leaves)
        if (Step *S = Look(L.Where); S && S->Leaf.empty())
          S->Leaf = Whole.text(*D, L.Name);
    }
}

} // namespace

void nameSteps(const Program &Whole, llvm::MutableArrayRef<Result> Chains) {
  Places Wanted;
  for (const Result &R : Chains)
    for (const ResultNote &N : R.Notes)
      if (N.Where)
        Wanted.try_emplace(keyOf(*N.Where));
  find(Whole, Wanted);
  for (Result &R : Chains)
    for (ResultNote &N : R.Notes) {
      // Steps come first, and the one that blocks is the last of them.
      auto It = N.Where ? Wanted.find(keyOf(*N.Where)) : Wanted.end();
      if (It == Wanted.end() || It->second.Function.empty())
        break;
      N.Function = It->second.Function.str();
      R.Target = It->second.Leaf.str();
      if (!R.Target.empty())
        break;
    }
}

} // namespace cotidy::driver
