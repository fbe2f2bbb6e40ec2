//===--- Diff.cpp - cotidy diff ---------------------------------*- C++ -*-===//
#include "driver/ReportReader.h"
#include "driver/commands/Commands.h"
#include "driver/commands/Deliver.h"
#include "llvm/ADT/STLExtras.h"

namespace cotidy::driver {
namespace {

/// \p New, and what \p Old had beyond it.
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
  Report Compared = compare(std::move(*Old), std::move(*New));
  return deliverReport(Compared, Cmd, {});
}

} // namespace cotidy::driver
