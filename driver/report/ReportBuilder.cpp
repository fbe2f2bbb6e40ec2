#include "driver/report/ReportBuilder.h"
#include "driver/report/ChainSteps.h"
#include "driver/report/LinkedFindings.h"
#include "driver/suppressions/SuppressionFindings.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>

namespace cotidy::driver {

ReportBuilder::ReportBuilder(llvm::StringRef Root, llvm::StringRef Profile)
    : Begin(std::chrono::steady_clock::now()) {
  Rep.Root = Root.str();
  Rep.Profile = Profile.str();
}

void ReportBuilder::add(const std::string &File, Outcome O) {
  Files.insert(File);
  if (!O.Cached)
    Worked.insert(File);
  if (!O.Cached && O.UsedPrecompiled)
    Precompiled.insert(File);
  for (const SpentTime &T : O.Times)
    Times[T.What] += T.Microseconds;
  if (O.NotCxx20)
    Skipped.insert(File);
  if (O.Failed) {
    Failed.insert(File);
    Rep.Failures.push_back(std::move(*O.Failed));
  }
  Mistakes.insert(O.ConfigurationErrors.begin(), O.ConfigurationErrors.end());
  llvm::append_range(Rep.Results, std::move(O.Results));
  addDropped(std::move(O.DroppedFixes));
  if (O.Facts)
    Whole.add(std::move(*O.Facts));
  llvm::append_range(ChainFixes, std::move(O.ChainFixes));
  llvm::append_range(Suppressions, std::move(O.Suppressions));
}

void ReportBuilder::addDropped(std::vector<DroppedFix> Dropped) {
  if (Dropped.empty())
    return;
  if (!Rep.Fixes)
    Rep.Fixes.emplace();
  llvm::append_range(Rep.Fixes->Dropped, std::move(Dropped));
}

void ReportBuilder::judgeSuppressions(const Request &R) {
  SuppressionScope Scope;
  Scope.Whole = R.AllFiles && R.Link && Rep.Failures.empty();
  std::set_difference(Files.begin(), Files.end(), Failed.begin(), Failed.end(),
                      std::inserter(Scope.Sources, Scope.Sources.end()));
  Rep.Suppressions = R.Suppressions;
  addSuppressionFindings(std::move(Suppressions), Whole, R.Suppressions, Scope,
                         Rep.Results);
}

void ReportBuilder::addFigures(const Request &R) {
  std::chrono::duration<double> Elapsed =
      std::chrono::steady_clock::now() - Begin;
  double Seconds = std::round(Elapsed.count() * 1000) / 1000;
  if (R.Timing)
    Rep.Seconds = Seconds;
  if (!R.Statistics && !R.TimeChecks)
    return;
  RunFigures &F = Rep.Figures.emplace();
  F.Counts = R.Statistics;
  F.Seconds = Seconds;
  F.Analysed = Worked.size();
  if (!R.TimeChecks)
    return;
  F.Times.emplace();
  for (auto &[What, Microseconds] : Times)
    F.Times->push_back({What, Microseconds});
  llvm::sort(*F.Times, [](const SpentTime &A, const SpentTime &B) {
    return std::tie(B.Microseconds, A.What) < std::tie(A.Microseconds, B.What);
  });
}

Report ReportBuilder::build(const Request &R) {
  if (R.Link) {
    CallGraph Graph(Whole);
    LoopReach FromLoops(Whole, Graph);
    std::vector<Result> Linked = linkedFindings(
        Whole, Graph, FromLoops, Rep.Root,
        R.ChainFixes ? ChainFixes : std::vector<ChainFix>(), Rep.Results);
    size_t Direct = Rep.Results.size();
    llvm::append_range(Rep.Results, std::move(Linked));
    if (R.Verify) {
      std::vector<DroppedFix> Dropped;
      R.Verify(Rep.Results, Direct, Dropped);
      addDropped(std::move(Dropped));
    }
    nameSteps(Whole, llvm::MutableArrayRef(Rep.Results).drop_front(Direct));
    Rep.Linked = summarise(Whole, Graph, FromLoops);
  }
  judgeSuppressions(R);
  llvm::erase_if(Rep.Results, [&](const Result &Found) {
    return Found.Certainty < R.Threshold;
  });
  for (const std::string &File : Failed)
    Skipped.erase(File);
  Rep.Files = Files.size();
  Rep.Skipped = Skipped.size();
  Rep.Cached = Files.size() - Worked.size();
  Rep.Precompiled = Precompiled.size();
  Rep.Parsed = Files.size() - Skipped.size() - Failed.size();
  finish(Rep);
  addFigures(R);
  return std::move(Rep);
}

} // namespace cotidy::driver
