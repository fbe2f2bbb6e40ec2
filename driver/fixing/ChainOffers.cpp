#include "driver/fixing/ChainOffers.h"
#include "driver/analysis/Scheduler.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include <map>

namespace cotidy::driver {

/// What is known of the file \p U before its chains \p Mine are mended: its
/// direct findings, wherever they stand, and these chains with their fixes. No
/// more than that, since it is a part of the name that the cache knows it by.
static Outcome knownOf(const ReadUnit &U, llvm::ArrayRef<Result> All,
                       size_t Direct, llvm::ArrayRef<size_t> Mine) {
  llvm::StringSet<> Files;
  for (const std::string &File : U.ProjectFiles)
    Files.insert(File);
  Outcome Known;
  auto Add = [&](const Result &R) {
    Known.Results.push_back(R);
    Known.Results.back().Notes.clear();
  };
  for (const Result &R : All.take_front(Direct)) {
    if (!Files.contains(R.Where.File))
      continue;
    Add(R);
    Known.Results.back().Fixes.clear();
  }
  for (size_t I : Mine)
    Add(All[I]);
  return Known;
}

void keepSoundChainFixes(llvm::ArrayRef<ReadUnit> Units,
                         const AnalysisSettings &Settings, unsigned Jobs,
                         llvm::MutableArrayRef<Result> All, size_t Direct,
                         std::vector<DroppedFix> &Dropped) {
  std::map<std::string, const ReadUnit *> ByFile;
  for (const ReadUnit &U : Units)
    ByFile.try_emplace(Settings.TheProject.display(U.U->Entry.File), &U);
  std::map<const ReadUnit *, std::vector<size_t>> Offered;
  for (size_t I = Direct; I < All.size(); ++I) {
    if (All[I].Fixes.empty())
      continue;
    auto Found = ByFile.find(All[I].Where.File);
    if (Found == ByFile.end() || All[I].Suppressed)
      All[I].Fixes.clear();
    else
      Offered[Found->second].push_back(I);
  }

  std::vector<Task> Tasks;
  std::vector<llvm::ArrayRef<size_t>> Chains;
  for (const auto &[U, Mine] : Offered) {
    Tasks.push_back({U->U, Settings, knownOf(*U, All, Direct, Mine)});
    Chains.push_back(Mine);
  }
  runTasks(Tasks, Jobs, [&](size_t T, Outcome Verified) {
    size_t First = Verified.Results.size() - Chains[T].size();
    for (size_t I = 0; I < Chains[T].size(); ++I)
      All[Chains[T][I]].Fixes = std::move(Verified.Results[First + I].Fixes);
    llvm::append_range(Dropped, std::move(Verified.DroppedFixes));
  });
}

} // namespace cotidy::driver
