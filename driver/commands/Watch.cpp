//===--- Watch.cpp - cotidy watch -------------------------------*- C++ -*-===//
#include "driver/changes/Comparison.h"
#include "driver/commands/Deliver.h"
#include "driver/output/Format.h"
#include "driver/watch/FileWatch.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Chrono.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Signals.h"
#include <unistd.h>

namespace cotidy::driver {
namespace {

using Clock = std::chrono::system_clock;

/// Time stamps of files may be this much behind the clock.
constexpr std::chrono::milliseconds StampGrain{20};

class Watcher {
public:
  Watcher(const CommandLine &Cmd, FileWatch &Watched)
      : Cmd(Cmd), Watched(Watched) {}

  /// The error is one that no change of a file can mend.
  llvm::Error start() {
    auto First = analyse();
    if (!First)
      return First.takeError();
    Last = *First;
    if (auto Status = deliverReport(*First, Cmd, {}); !Status)
      return Status.takeError();
    return llvm::Error::success();
  }

  llvm::Error next() {
    if (!changedMeanwhile()) {
      say("watching " + count(Files.size(), "file"));
      Watched.wait();
    }
    auto Now = analyse();
    if (!Now) {
      // Somebody is at work on the configuration.
      llvm::errs() << "cotidy: error: " << llvm::toString(Now.takeError())
                   << '\n';
      return llvm::Error::success();
    }
    bool SameFailures = Now->Failures == Last->Failures;
    Report Shown = compare(*Last, *Now);
    Last = std::move(*Now);
    if (!Shown.Compared->Introduced && !Shown.Compared->Fixed && SameFailures) {
      say("nothing new");
      return llvm::Error::success();
    }
    return deliverReport(Shown, Cmd, {}).takeError();
  }

private:
  /// What there is to mend now.
  llvm::Expected<Report> analyse() {
    Began = Clock::now();
    auto P = makePlan(Cmd);
    if (!P)
      return P.takeError();
    AnalysisSettings Settings = P->settings(Cmd);
    Settings.CollectDependencies = true;
    ReportBuilder Builder(P->TheProject->root(), P->Options->profile());
    AnalysedProject Analysed = analyseProject(*P, Cmd, Settings, Builder);
    say(count(Analysed.Units - Analysed.Cached, "file") + " of " +
        std::to_string(Analysed.Units) + " analysed");
    if (!Builder.mistakes().empty())
      return usageErrors(Builder.mistakes());
    Files = std::move(Analysed.FilesRead);
    if (llvm::Error E = Watched.watch(Files))
      llvm::errs() << "cotidy: " << llvm::toString(std::move(E)) << '\n';

    ReportBuilder::Request R = requestOf(Cmd, P->Config.Limits);
    R.ChainFixes = Analysed.Verify != nullptr;
    R.Verify = std::move(Analysed.Verify);
    Report Rep = Builder.build(R);
    if (llvm::Error E = narrow(Rep, Cmd, P->Config.Baseline))
      return E;
    llvm::erase_if(Rep.Results, [](const Result &R) { return !R.isOpen(); });
    for (Result &Open : Rep.Results)
      Open.Baseline = BaselineState::None;
    Rep.Baseline.reset();
    return Rep;
  }

  /// What changed while files were analysed that were not watched by then.
  bool changedMeanwhile() const {
    auto Now = Clock::now();
    return llvm::any_of(Files, [&](const std::string &File) {
      llvm::sys::fs::file_status Status;
      if (llvm::sys::fs::status(File, Status))
        return false;
      auto Changed = Status.getLastModificationTime();
      return Began - StampGrain <= Changed && Changed <= Now;
    });
  }

  void say(const llvm::Twine &What) const {
    if (!Cmd.Quiet)
      llvm::errs() << "cotidy: " << What << '\n';
  }

  const CommandLine &Cmd;
  FileWatch &Watched;
  std::optional<Report> Last;
  std::set<std::string> Files;
  Clock::time_point Began;
};

} // namespace

llvm::Expected<ExitStatus> runWatch(const CommandLine &Cmd) {
  auto Watched = FileWatch::create();
  if (!Watched)
    return Watched.takeError();
  // Temporary files are gone by then, and workers end with this process.
  llvm::sys::SetInterruptFunction([] { ::_exit(NothingFound); });
  Watcher W(Cmd, **Watched);
  llvm::Error E = W.start();
  while (!E)
    E = W.next();
  return E;
}

} // namespace cotidy::driver
