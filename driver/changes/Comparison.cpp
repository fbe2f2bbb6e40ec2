#include "driver/changes/Comparison.h"
#include "llvm/ADT/STLExtras.h"

namespace cotidy::driver {

Report compare(Report Old, Report New) {
  auto Counts = [](const Result &R) { return !R.Suppressed; };
  auto IsSuppressed = [](const Result &R) { return R.Suppressed; };
  llvm::StringSet<> Before = fingerprints(Old, Counts),
                    SuppressedBefore = fingerprints(Old, IsSuppressed),
                    After = fingerprints(New, Counts);
  Comparison Summary;
  for (Result &R : New.Results) {
    bool WasThere =
        (R.Suppressed ? SuppressedBefore : Before).contains(R.Fingerprint);
    R.Baseline = WasThere ? BaselineState::Unchanged : BaselineState::New;
    if (!R.Suppressed)
      ++(WasThere ? Summary.Unchanged : Summary.Introduced);
  }
  for (Result &R : Old.Results)
    if (!R.Suppressed && !After.contains(R.Fingerprint)) {
      R.Baseline = BaselineState::Absent;
      ++Summary.Fixed;
      New.Results.push_back(std::move(R));
    }
  sortResults(New.Results);
  New.Compared = Summary;
  return New;
}

} // namespace cotidy::driver
