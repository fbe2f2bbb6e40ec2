#include "driver/report/Trend.h"
#include "llvm/ADT/STLExtras.h"
#include <set>

namespace cotidy::driver {

static bool counts(const Result &R) { return !R.Suppressed; }

void Trend::add(std::string Label, Report Rep) {
  TrendPoint P;
  P.Label = std::move(Label);
  P.Analysed = Rep.Parsed;
  P.Skipped = Rep.Skipped;
  P.Failed = Rep.Failures.size();
  llvm::StringSet<> Before = fingerprints(Last, counts),
                    Now = fingerprints(Rep, counts);
  bool First = Points.empty();
  auto Count = [&](const Result &R, unsigned TrendCounts::*What) {
    ++(P.All.*What);
    ++(P.ByCategory[R.Category].*What);
  };
  for (const Result &R : Rep.Results)
    if (counts(R)) {
      Count(R, &TrendCounts::Open);
      if (!First && !Before.contains(R.Fingerprint))
        Count(R, &TrendCounts::New);
    }
  for (const Result &R : Last.Results)
    if (counts(R) && !Now.contains(R.Fingerprint))
      Count(R, &TrendCounts::Fixed);
  Points.push_back(std::move(P));
  Last = std::move(Rep);
}

std::vector<std::string> Trend::categories() const {
  std::set<std::string> Names;
  for (const TrendPoint &P : Points)
    for (const auto &[Name, Counts] : P.ByCategory)
      Names.insert(Name);
  return {Names.begin(), Names.end()};
}

} // namespace cotidy::driver
