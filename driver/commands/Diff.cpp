//===--- Diff.cpp - cotidy diff ---------------------------------*- C++ -*-===//
#include "driver/ReportReader.h"
#include "driver/commands/Commands.h"
#include "driver/commands/Deliver.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"

namespace cotidy::driver {
namespace {

llvm::StringSet<> fingerprints(const Report &Rep, bool Suppressed) {
  llvm::StringSet<> All;
  for (const Result &R : Rep.Results)
    if (R.Suppressed == Suppressed)
      All.insert(R.Fingerprint);
  return All;
}

/// \p New, and what \p Old had beyond it.
Report compare(Report Old, Report New) {
  llvm::StringSet<> Before = fingerprints(Old, false),
                    SuppressedBefore = fingerprints(Old, true),
                    After = fingerprints(New, false);
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

} // namespace

llvm::Expected<ExitStatus> runDiff(const CommandLine &Cmd) {
  auto Old = readReport(Cmd.Arguments[0]);
  if (!Old)
    return Old.takeError();
  auto New = readReport(Cmd.Arguments[1]);
  if (!New)
    return New.takeError();
  if (Old->Profile != New->Profile)
    return usageError("'" + Cmd.Arguments[0] + "' is of the profile '" +
                      Old->Profile + "' and '" + Cmd.Arguments[1] + "' of '" +
                      New->Profile + "'; compare reports of one profile");
  return deliverReport(compare(std::move(*Old), std::move(*New)), Cmd, {});
}

} // namespace cotidy::driver
