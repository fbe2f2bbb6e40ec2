//===--- ReportBuilder.h - from the outcomes of files to a report *- C++
//-*-===//
#ifndef COTIDY_DRIVER_REPORT_REPORTBUILDER_H
#define COTIDY_DRIVER_REPORT_REPORTBUILDER_H

#include "driver/analysis/FileAnalysis.h"
#include "model/link/Program.h"
#include <chrono>
#include <functional>
#include <set>

namespace cotidy::driver {

/// Collects outcomes, in any order: the report does not depend on it.
class ReportBuilder {
public:
  ReportBuilder(llvm::StringRef Root, llvm::StringRef Profile);

  /// Adds what came out of \p File, as reports show it.
  void add(const std::string &File, Outcome O);

  /// Takes over what became of the fixes that were to be applied.
  void addFixes(FixSummary Fixes) { Rep.Fixes = std::move(Fixes); }

  /// Adds an input that came to nothing.
  void addFailure(Failure F) { Rep.Failures.push_back(std::move(F)); }

  /// Takes from the results behind the first \p Direct the fixes that are not
  /// sound, and adds them to \p Dropped.
  using ChainVerifier =
      std::function<void(llvm::MutableArrayRef<Result> All, size_t Direct,
                         std::vector<DroppedFix> &Dropped)>;

  struct Request {
    bool Link = true; ///< follow calls over functions and files
    bool Timing = false;
    Confidence Threshold = Confidence::Low; ///< findings below are left out
    /// Whether chains have what is planned for the call they begin with.
    bool ChainFixes = false;
    /// Verifies that; empty: whoever takes the report does.
    ChainVerifier Verify = {};
    SuppressionRules Suppressions = {};
    bool AllFiles = false; ///< those added are all of the project
    bool Statistics = false;
    bool TimeChecks = false;
  };

  /// The report, to be taken once.
  Report build(const Request &R);

  const Program &program() const { return Whole; }

  /// Mistakes in the configuration that showed while files were analysed.
  const std::set<std::string> &mistakes() const { return Mistakes; }

private:
  void addDropped(std::vector<DroppedFix> Dropped);
  void judgeSuppressions(const Request &R);
  void addFigures(const Request &R);

  std::chrono::steady_clock::time_point Begin;
  Report Rep;
  Program Whole;
  std::vector<ChainFix> ChainFixes;
  std::vector<Suppression> Suppressions;
  std::map<std::string, uint64_t> Times; ///< microseconds
  std::set<std::string> Files, Skipped, Failed, Worked, Precompiled, Mistakes;
};

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_REPORT_REPORTBUILDER_H
