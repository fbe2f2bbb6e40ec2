//===--- Diff.cpp - cotidy diff ---------------------------------*- C++ -*-===//
#include "driver/changes/Comparison.h"
#include "driver/commands/Commands.h"
#include "driver/commands/Deliver.h"
#include "driver/report/ReportReader.h"

namespace cotidy::driver {
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
