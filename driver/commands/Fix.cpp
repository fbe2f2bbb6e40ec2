//===--- Fix.cpp - cotidy check --fix and --diff ----------------*- C++ -*-===//
#include "driver/analysis/Scheduler.h"
#include "driver/commands/Deliver.h"
#include "driver/fixing/Fixer.h"
#include "driver/fixing/Write.h"
#include "driver/support/AtomicFile.h"
#include "driver/support/ProgressBar.h"
#include "llvm/Support/Process.h"
#include <tuple>

namespace cotidy::driver {
namespace {

class FixRun {
public:
  FixRun(const Plan &P, const CommandLine &Cmd)
      : P(P), Cmd(Cmd), Settings(P.settings(Cmd)) {
    Settings.Fixes = FixUse::Keep;
    Settings.CollectWarnings = Settings.CollectDependencies = true;
  }

  llvm::Expected<ExitStatus> run() {
    std::vector<Outcome> Outcomes = analyse();
    if (auto Mistakes = builderOf(Outcomes).mistakes(); !Mistakes.empty())
      return usageErrors(Mistakes);
    const std::vector<Outcome> AsFound =
        Cmd.Diff ? Outcomes : std::vector<Outcome>();

    FixChooser Chooser(*P.TheProject, {Cmd.UnsafeFixes, onlyTheseSources()});
    Fixer Fix(P.Units, Settings, Chooser, Cmd.Jobs, Outcomes);
    if (llvm::Error E = Fix.run([&](const auto &Now) { return reportOf(Now); }))
      return E;
    std::vector<FixedFile> Files = Fix.files();
    if (llvm::Error E = handOver(Files))
      return E;

    // Nothing is written by --diff: what the report tells is still there.
    std::vector<Outcome> &Told = Outcomes;
    if (Cmd.Diff)
      Told = AsFound;
    verifyOffers(Told);
    ReportBuilder Builder = builderOf(Told);
    FixSummary Summary = Fix.summary();
    Summary.Files = Files.size();
    Builder.addFixes(std::move(Summary));
    return deliver(Builder, Cmd, P.Config.Limits, P.Config.Baseline);
  }

private:
  std::vector<Outcome> analyse() {
    ProgressBar Bar(P.Units.size(),
                    !Cmd.Quiet && llvm::sys::Process::StandardErrIsDisplayed());
    std::vector<Outcome> Outcomes(P.Units.size());
    analyseAll(P.Units, Settings, Cmd.Jobs, [&](const Unit &U, Outcome O) {
      Outcomes[&U - P.Units.data()] = std::move(O);
      Bar.advance(P.TheProject->display(U.Entry.File));
    });
    return Outcomes;
  }

  /// Who reads a header is known only if all files were analysed.
  std::optional<std::set<std::string>> onlyTheseSources() const {
    if (Cmd.Arguments.empty())
      return std::nullopt;
    std::set<std::string> Sources;
    for (const Unit &U : P.Units) {
      llvm::SmallString<256> Real;
      if (!llvm::sys::fs::real_path(U.Entry.File, Real))
        Sources.insert(Real.str().str());
    }
    return Sources;
  }

  ReportBuilder builderOf(const std::vector<Outcome> &Outcomes) const {
    ReportBuilder Builder(P.TheProject->root(), P.Options->profile());
    for (size_t I = 0; I < Outcomes.size(); ++I)
      Builder.add(P.TheProject->display(P.Units[I].Entry.File), Outcomes[I]);
    return Builder;
  }

  /// What is open in the report is what the run without --fix would show. Later
  /// on, `--new-from` cannot ask Git about lines that are only in memory: then
  /// findings are known by what they were at first.
  llvm::Expected<Report> reportOf(const std::vector<Outcome> &Outcomes) {
    ReportBuilder::Request R = requestOf(Cmd, P.Config.Limits);
    R.ChainFixes = true;
    Report Rep = builderOf(Outcomes).build(R);
    CommandLine Asked = Cmd;
    if (First)
      Asked.NewFrom.clear();
    if (llvm::Error E = narrow(Rep, Asked, P.Config.Baseline))
      return E;
    if (Cmd.NewFrom.empty())
      return Rep;
    auto Name = [](const Result &R) {
      return std::tuple(R.Check, R.Where.File, R.Function, R.Message);
    };
    if (!First) {
      First.emplace();
      for (const Result &R : Rep.Results)
        if (R.isOpen())
          First->insert(Name(R));
    }
    for (Result &R : Rep.Results)
      if (!First->contains(Name(R)))
        R.Baseline = BaselineState::Unchanged;
    return Rep;
  }

  llvm::Error handOver(llvm::ArrayRef<FixedFile> Files) const {
    if (!Cmd.Diff)
      return writeFixed(Files, Cmd.AllowDirty);
    auto Patch = patchOf(Files, P.TheProject->root());
    return Patch ? writeToStdout(*Patch) : Patch.takeError();
  }

  /// Of the fixes of \p Outcomes, as they are on disk, keeps what may be shown.
  void verifyOffers(std::vector<Outcome> &Outcomes) const {
    AnalysisSettings Again = Settings;
    Again.Fixes = Cmd.OffersFixes ? FixUse::Verify : FixUse::LeaveOut;
    std::vector<Task> Tasks;
    for (size_t I = 0; I < Outcomes.size(); ++I)
      Tasks.push_back({&P.Units[I], Again, std::move(Outcomes[I])});
    runTasks(Tasks, Cmd.Jobs, [&](size_t I, Outcome O) {
      Outcomes[I] = std::move(O);
      // What was dropped is told once, by those who were to apply it.
      Outcomes[I].DroppedFixes.clear();
    });
  }

  const Plan &P;
  const CommandLine &Cmd;
  AnalysisSettings Settings;
  std::optional<
      std::set<std::tuple<std::string, std::string, std::string, std::string>>>
      First;
};

} // namespace

llvm::Expected<ExitStatus> runFix(const Plan &P, const CommandLine &Cmd) {
  return FixRun(P, Cmd).run();
}

} // namespace cotidy::driver
