#include "driver/report/LoopShare.h"
#include "driver/report/Migration.h"
#include <set>

namespace cotidy::driver {

std::optional<LoopShare> loopShare(const Report &Rep) {
  if (!Rep.Linked)
    return std::nullopt;
  std::set<std::pair<llvm::StringRef, llvm::StringRef>> Stopped;
  for (const Result &R : Rep.Results) {
    if (R.Suppressed || R.Baseline == BaselineState::Absent || !stopsLoop(R))
      continue;
    Stopped.insert({R.Where.File, R.Function});
    for (const ResultNote &N : R.Notes)
      if (N.Where && !N.Function.empty())
        Stopped.insert({N.Where->File, N.Function});
  }
  LoopShare Share;
  for (const LinkSummary::LoopFunction &F : Rep.Linked->LoopFunctions) {
    ++Share.Functions;
    Share.Contexts += F.Context;
    Share.Clean += !Stopped.contains({F.File, F.Name});
  }
  return Share;
}

} // namespace cotidy::driver
