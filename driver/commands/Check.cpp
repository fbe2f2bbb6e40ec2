//===--- Check.cpp - cotidy check -------------------------------*- C++ -*-===//
#include "driver/analysis/Scheduler.h"
#include "driver/commands/Commands.h"
#include "driver/commands/Deliver.h"
#include "driver/fixing/ChainOffers.h"
#include "driver/settings/Plan.h"
#include "driver/support/ProgressBar.h"
#include "llvm/Support/Process.h"

namespace cotidy::driver {

AnalysedProject analyseProject(const Plan &P, const CommandLine &Cmd,
                               const AnalysisSettings &Settings,
                               ReportBuilder &Builder) {
  const Project &Whose = *P.TheProject;
  AnalysedProject All;
  All.Units = P.Units.size();
  All.FilesRead = P.Options->filesRead();
  All.FilesRead.insert(P.Config.Catalogs.begin(), P.Config.Catalogs.end());
  for (const std::string &File : {P.ConfigFile, P.DatabaseFile})
    if (!File.empty())
      All.FilesRead.insert(File);
  ProgressBar Bar(P.Units.size(),
                  !Cmd.Quiet && llvm::sys::Process::StandardErrIsDisplayed());
  std::vector<ReadUnit> Read;
  for (const Unit &U : P.Units) {
    Read.push_back({&U, {}});
    All.FilesRead.insert(U.Entry.File);
  }
  analyseAll(P.Units, Settings, Cmd.Jobs, [&](const Unit &U, Outcome O) {
    std::string File = Whose.display(U.Entry.File);
    All.Cached += O.Cached;
    All.FilesRead.insert(O.Dependencies.begin(), O.Dependencies.end());
    Read[&U - P.Units.data()].ProjectFiles = O.ProjectFiles;
    Builder.add(File, std::move(O));
    Bar.advance(File);
  });
  if (Cmd.OffersFixes)
    All.Verify = [Read = std::move(Read), Settings, Jobs = Cmd.Jobs](
                     llvm::MutableArrayRef<Result> Found, size_t Direct,
                     std::vector<DroppedFix> &Dropped) {
      keepSoundChainFixes(Read, Settings, Jobs, Found, Direct, Dropped);
    };
  return All;
}

llvm::Expected<ExitStatus> runCheck(const CommandLine &Cmd) {
  auto P = makePlan(Cmd);
  if (!P)
    return P.takeError();
  if (Cmd.Fix || Cmd.Diff)
    return runFix(*P, Cmd);
  if (llvm::Error E = checkInputs(Cmd, P->TheProject->root()))
    return E;
  ReportBuilder Builder(P->TheProject->root(), P->Options->profile());
  AnalysedProject All = analyseProject(*P, Cmd, P->settings(Cmd), Builder);
  return deliver(Builder, Cmd, P->Config.Limits, P->Config.Baseline,
                 std::move(All.Verify));
}

} // namespace cotidy::driver
