//===--- Check.cpp - cotidy check -------------------------------*- C++ -*-===//
#include "driver/Plan.h"
#include "driver/ProgressBar.h"
#include "driver/Scheduler.h"
#include "driver/commands/Commands.h"
#include "driver/commands/Deliver.h"
#include "driver/fixing/ChainOffers.h"
#include "llvm/Support/Process.h"

namespace cotidy::driver {

llvm::Expected<ExitStatus> runCheck(const CommandLine &Cmd) {
  auto P = makePlan(Cmd);
  if (!P)
    return P.takeError();
  if (Cmd.Fix || Cmd.Diff)
    return runFix(*P, Cmd);
  const Project &Whose = *P->TheProject;
  if (llvm::Error E = checkInputs(Cmd, Whose.root()))
    return E;
  ReportBuilder Builder(Whose.root(), P->Options->profile());
  ProgressBar Bar(P->Units.size(),
                  !Cmd.Quiet && llvm::sys::Process::StandardErrIsDisplayed());
  std::vector<ReadUnit> Read;
  for (const Unit &U : P->Units)
    Read.push_back({&U, {}});
  analyseAll(P->Units, P->settings(Cmd), Cmd.Jobs,
             [&](const Unit &U, Outcome O) {
               std::string File = Whose.display(U.Entry.File);
               Read[&U - P->Units.data()].ProjectFiles = O.ProjectFiles;
               Builder.add(File, std::move(O));
               Bar.advance(File);
             });
  ReportBuilder::ChainVerifier Verify;
  if (Cmd.OffersFixes)
    Verify = [&](llvm::MutableArrayRef<Result> All, size_t Direct,
                 std::vector<DroppedFix> &Dropped) {
      keepSoundChainFixes(Read, P->settings(Cmd), Cmd.Jobs, All, Direct,
                          Dropped);
    };
  return deliver(Builder, Cmd, P->Config.Limits, P->Config.Baseline,
                 std::move(Verify));
}

} // namespace cotidy::driver
