#include "driver/fixing/ChainOffers.h"
#include "driver/Scheduler.h"
#include <map>
#include <mutex>

namespace cotidy::driver {

void keepSoundChainFixes(llvm::ArrayRef<Unit> Units,
                         const AnalysisSettings &Settings, unsigned Jobs,
                         llvm::MutableArrayRef<Result> All, size_t Direct,
                         std::vector<DroppedFix> &Dropped) {
  std::map<std::string, const Unit *> ByFile;
  for (const Unit &U : Units)
    ByFile.try_emplace(Settings.TheProject.display(U.Entry.File), &U);
  std::map<const Unit *, std::vector<size_t>> Offered;
  for (size_t I = Direct; I < All.size(); ++I) {
    if (All[I].Fixes.empty())
      continue;
    auto Found = ByFile.find(All[I].Where.File);
    if (Found == ByFile.end() || All[I].Suppressed)
      All[I].Fixes.clear();
    else
      Offered[Found->second].push_back(I);
  }

  std::vector<std::pair<const Unit *, std::vector<size_t>>> Work(
      Offered.begin(), Offered.end());
  std::mutex Results;
  inParallel(Work.size(), Jobs, [&](size_t Index) {
    const auto &[U, Chains] = Work[Index];
    // What is known of the file's findings, fixes of other chains left out.
    Outcome Known;
    {
      std::lock_guard Lock(Results);
      for (size_t I = 0; I < All.size(); ++I) {
        bool Mine = llvm::is_contained(Chains, I);
        if (I >= Direct && !Mine)
          continue;
        Result &Copy = Known.Results.emplace_back(All[I]);
        Copy.Notes.clear();
        if (!Mine)
          Copy.Fixes.clear();
      }
    }
    finishFixes(*U, Settings, Known);
    std::lock_guard Lock(Results);
    for (size_t I = 0; I < Chains.size(); ++I)
      All[Chains[I]].Fixes = std::move(Known.Results[Direct + I].Fixes);
    llvm::append_range(Dropped, std::move(Known.DroppedFixes));
  });
}

} // namespace cotidy::driver
