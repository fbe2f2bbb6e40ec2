#include "driver/commands/Deliver.h"
#include "driver/changes/Baseline.h"
#include "driver/changes/ChangedLines.h"
#include "driver/output/Format.h"
#include "driver/report/Evidence.h"
#include "driver/report/Excerpts.h"
#include "driver/statistics/Statistics.h"
#include "driver/support/AtomicFile.h"
#include "driver/suppressions/Nolint.h"
#include "model/facts/FactsFile.h"
#include "model/link/Index.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {
namespace {

llvm::Error writeIndex(const Program &Whole, llvm::StringRef Root,
                       llvm::StringRef File) {
  std::string Content;
  llvm::raw_string_ostream OS(Content);
  writeFacts(makeIndex(Whole, Root), OS);
  return writeAtomically(File, Content);
}

bool wantsColor(const CommandLine &Cmd, const OutputRequest &Output) {
  if (Cmd.Color != ColorMode::Auto)
    return Cmd.Color == ColorMode::Always;
  return Output.File.empty() && llvm::sys::Process::StandardOutHasColors() &&
         !llvm::sys::Process::GetEnv("NO_COLOR");
}

llvm::Error writeReports(const Report &Rep, const CommandLine &Cmd) {
  llvm::Error All = llvm::Error::success();
  // One file that cannot be written must not cost the other reports.
  for (const OutputRequest &Output : Cmd.Outputs) {
    std::string Content;
    llvm::raw_string_ostream OS(Content);
    RenderOptions Options{wantsColor(Cmd, Output), !Cmd.Quiet,
                          Cmd.ShowSuppressed};
    OS.enable_colors(Options.Color);
    findFormat(Output.Format).Render(Rep, Options, OS);
    All = llvm::joinErrors(std::move(All),
                           Output.File.empty()
                               ? writeToStdout(Content)
                               : writeAtomically(Output.File, Content));
  }
  return All;
}

/// Files that were not analysed have findings that nobody knows: a baseline
/// without them would be wrong.
llvm::Error canWriteBaseline(const Report &Rep) {
  if (Rep.Failures.empty())
    return llvm::Error::success();
  return usageError(
      "the baseline is not written: " + count(Rep.Failures.size(), "file") +
      " could not be analysed (first '" + Rep.Failures.front().File +
      "': " + Rep.Failures.front().Message + ")");
}

llvm::Error compareWithBaseline(Report &Rep, const CommandLine &Cmd,
                                const std::string &Configured) {
  if (!Cmd.WriteBaseline.empty()) {
    if (llvm::Error E = canWriteBaseline(Rep))
      return E;
    Baseline All = Baseline::of(Rep);
    All.apply(Rep, /*Whole=*/true);
    return All.write(Cmd.WriteBaseline);
  }
  const std::string &File = Cmd.Baseline.empty() ? Configured : Cmd.Baseline;
  if (File.empty())
    return llvm::Error::success();
  auto Known = Baseline::read(File);
  if (!Known)
    return Known.takeError();
  if (Cmd.PruneBaseline) {
    if (llvm::Error E = canWriteBaseline(Rep))
      return E;
    Known->prune(Rep);
    if (llvm::Error E = Known->write(File))
      return E;
  }
  Known->apply(Rep, Cmd.WholeProject && Rep.Failures.empty());
  return llvm::Error::success();
}

llvm::Error silence(Report &Rep, const CommandLine &Cmd) {
  auto Done = addNolint(Rep, Cmd.NolintReason);
  if (!Done)
    return Done.takeError();
  for (const std::string &Left : Done->Left)
    llvm::errs() << "cotidy: not silenced: " << Left << '\n';
  if (!Cmd.Quiet)
    llvm::errs() << "cotidy: silenced " << count(Done->Findings, "finding")
                 << " in " << count(Done->Files, "file") << '\n';
  return llvm::Error::success();
}

/// Says on standard error what became of the fixes.
void sayFixes(const FixSummary &Fixes, const CommandLine &Cmd) {
  if (Fixes.Applying && !Cmd.Quiet)
    llvm::errs() << "cotidy: " << (Cmd.Diff ? "would fix " : "fixed ")
                 << count(Fixes.Applied.size(), "finding") << " in "
                 << count(Fixes.Files, "file") << '\n';
  if (Cmd.Verbose)
    for (const DroppedFix &D : Fixes.Dropped)
      llvm::errs() << "cotidy: fix left out: " << D.Fix.File << ':'
                   << D.Fix.Line << ':' << D.Fix.Column << ": " << D.Fix.Title
                   << " [" << D.Fix.Check << "]: " << describe(D.Why)
                   << (D.Detail.empty() ? "" : ": ") << D.Detail << '\n';
  if (Fixes.Dropped.empty() || Cmd.Quiet)
    return;
  std::map<DropReason, unsigned> ByReason;
  for (const DroppedFix &D : Fixes.Dropped)
    ++ByReason[D.Why];
  llvm::errs() << "cotidy: left out " << Fixes.Dropped.size()
               << (Fixes.Dropped.size() == 1 ? " fix, which " : " fixes: ");
  const char *Separator = "";
  for (auto [Why, Number] : ByReason) {
    llvm::errs() << Separator;
    if (Fixes.Dropped.size() > 1)
      llvm::errs() << Number << ' ';
    llvm::errs() << describe(Why);
    Separator = ", ";
  }
  llvm::errs() << (Cmd.Verbose ? "\n" : "; '--verbose' names them\n");
}

/// Says on standard error what a reader would otherwise miss.
void sayWhatWentWrong(const Report &Rep, const CommandLine &Cmd) {
  bool PeopleRead = llvm::any_of(Cmd.Outputs, [](const OutputRequest &Output) {
    return Output.File.empty() && findFormat(Output.Format).ForPeople;
  });
  if (!PeopleRead)
    for (const Failure &F : Rep.Failures)
      sayFailure(F);
  if (Rep.Fixes)
    sayFixes(*Rep.Fixes, Cmd);
  if (Rep.Figures)
    llvm::errs() << figuresText(Rep);
  if (Rep.Skipped == Rep.Files && !Cmd.Quiet)
    llvm::errs() << "cotidy: no file is C++20, so none can hold coroutines; "
                    "compile with '-std=c++20' or later\n";
}

} // namespace

void sayFailure(const Failure &F) {
  llvm::errs() << "cotidy: " << F.File << ": not analysed: " << F.Message
               << '\n';
}

ReportBuilder::Request requestOf(const CommandLine &Cmd,
                                 const Thresholds &Configured) {
  ReportBuilder::Request R;
  R.Link = Cmd.Link;
  R.Timing = Cmd.Timing;
  R.Threshold = Cmd.MinConfidence.value_or(
      Configured.MinConfidence.value_or(Confidence::Low));
  R.Suppressions = Cmd.Suppressions;
  R.AllFiles = Cmd.AllFiles;
  R.Statistics = Cmd.Statistics;
  R.TimeChecks = Cmd.TimeChecks;
  return R;
}

llvm::Error checkInputs(const CommandLine &Cmd, llvm::StringRef Root) {
  if (auto Found = readEvidence(Cmd.Evidence); !Found)
    return Found.takeError();
  if (Cmd.NewFrom.empty())
    return llvm::Error::success();
  return ChangedLines::since(Cmd.NewFrom, Root.str()).takeError();
}

llvm::Error narrow(Report &Rep, const CommandLine &Cmd,
                   const std::string &ConfiguredBaseline) {
  if (llvm::Error E = compareWithBaseline(Rep, Cmd, ConfiguredBaseline))
    return E;
  if (Cmd.NewFrom.empty())
    return llvm::Error::success();
  auto Lines = ChangedLines::since(Cmd.NewFrom, Rep.Root);
  if (!Lines)
    return Lines.takeError();
  Lines->apply(Rep, Cmd.NewFrom);
  return llvm::Error::success();
}

llvm::Expected<ExitStatus> deliver(ReportBuilder &Builder,
                                   const CommandLine &Cmd,
                                   const Thresholds &Configured,
                                   const std::string &ConfiguredBaseline,
                                   ReportBuilder::ChainVerifier Verify) {
  ReportBuilder::Request R = requestOf(Cmd, Configured);
  R.ChainFixes = Verify != nullptr;
  R.Verify = std::move(Verify);
  Report Rep = Builder.build(R);
  if (!Cmd.IndexFile.empty())
    if (llvm::Error E = writeIndex(Builder.program(), Rep.Root, Cmd.IndexFile))
      return E;
  if (llvm::Error E = narrow(Rep, Cmd, ConfiguredBaseline))
    return E;
  if (!Cmd.Evidence.empty()) {
    auto Found = readEvidence(Cmd.Evidence);
    if (!Found)
      return Found.takeError();
    apply(*Found, Rep);
  }
  if (!Cmd.NolintReason.empty())
    if (llvm::Error E = silence(Rep, Cmd))
      return E;
  auto Status = deliverReport(Rep, Cmd, Configured);
  if (Status && !Builder.mistakes().empty())
    return usageErrors(Builder.mistakes());
  return Status;
}

llvm::Expected<ExitStatus> deliverReport(Report &Rep, const CommandLine &Cmd,
                                         const Thresholds &Configured) {
  if (llvm::any_of(Cmd.Outputs, [](const OutputRequest &Output) {
        return findFormat(Output.Format).ShowsCode;
      }))
    addExcerpts(Rep);
  if (llvm::Error E = writeReports(Rep, Cmd))
    return E;
  sayWhatWentWrong(Rep, Cmd);
  if (!Rep.Failures.empty())
    return ParseFailures;
  Level Threshold =
      Cmd.FailLevel.value_or(Configured.FailLevel.value_or(Level::Warning));
  return Rep.hasResultAtOrAbove(Threshold) ? FindingsFound : NothingFound;
}

} // namespace cotidy::driver
