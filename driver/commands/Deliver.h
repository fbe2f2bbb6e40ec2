//===--- Deliver.h - the end of every run -----------------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_COMMANDS_DELIVER_H
#define COTIDY_DRIVER_COMMANDS_DELIVER_H

#include "driver/commands/Commands.h"
#include "driver/report/ReportBuilder.h"
#include "driver/settings/Plan.h"

namespace cotidy::driver {

/// Runs `check` with --fix or --diff.
llvm::Expected<ExitStatus> runFix(const Plan &P, const CommandLine &Cmd);

/// What came out beside the outcomes of files.
struct AnalysedProject {
  size_t Units = 0, Cached = 0;
  /// What was read: absolute names, of headers only if the settings collect
  /// them.
  std::set<std::string> FilesRead;
  /// Verifies the fixes of chains; empty if none are offered.
  ReportBuilder::ChainVerifier Verify;
};

/// Analyses the units of \p P, which must outlive the result, for \p Builder,
/// and shows how far it got.
AnalysedProject analyseProject(const Plan &P, const CommandLine &Cmd,
                               const AnalysisSettings &Settings,
                               ReportBuilder &Builder);

/// What a report of \p Cmd is made of. What it leaves open, \p Configured
/// decides.
ReportBuilder::Request requestOf(const CommandLine &Cmd,
                                 const Thresholds &Configured);

/// Reads what deliver() will need beside the analysis of the project at \p
/// Root, so that a mistake is told before the analysis and not after it.
llvm::Error checkInputs(const CommandLine &Cmd, llvm::StringRef Root);

/// Marks in \p Rep what the baseline knows and what no changed line causes, and
/// writes a baseline if \p Cmd says so.
llvm::Error narrow(Report &Rep, const CommandLine &Cmd,
                   const std::string &ConfiguredBaseline);

/// Writes the index and the reports that \p Cmd asks for, says on standard
/// error what a reader would miss, and tells how the run ends. What \p Cmd
/// leaves open, \p Configured decides. Fixes of chains are offered where
/// \p Verify tells the sound ones.
llvm::Expected<ExitStatus> deliver(ReportBuilder &Builder,
                                   const CommandLine &Cmd,
                                   const Thresholds &Configured,
                                   const std::string &ConfiguredBaseline = {},
                                   ReportBuilder::ChainVerifier Verify = {});

/// The same of the finished report \p Rep, which has no index. Reads the code
/// that the formats of \p Cmd show.
llvm::Expected<ExitStatus> deliverReport(Report &Rep, const CommandLine &Cmd,
                                         const Thresholds &Configured);

/// Says on standard error that a file could not be analysed.
void sayFailure(const Failure &F);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_COMMANDS_DELIVER_H
