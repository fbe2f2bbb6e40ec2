//===--- Fixer.h - rounds of fixes, to a fixed point ------------*- C++ -*-===//
//
// Nothing is written here: sources change in memory, and what the units that
// read them say then decides. What came out of the last parse is what the next
// round begins with, so that a round of right fixes costs one parse of each
// unit that it changes.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_FIXING_FIXER_H
#define COTIDY_DRIVER_FIXING_FIXER_H

#include "driver/analysis/FileAnalysis.h"
#include "driver/fixing/FixChooser.h"
#include "driver/fixing/SetSearch.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace cotidy::driver {

/// A source, by its real name, as it is on disk and as it should be.
struct FixedFile {
  std::string File, Before, After;
};

class Fixer {
public:
  /// Makes the report of what came out of all units: what is open in it is to
  /// be fixed.
  using ReportMaker =
      llvm::function_ref<llvm::Expected<Report>(const std::vector<Outcome> &)>;

  /// \p Settings collect warnings, dependencies and all fixes; \p Outcomes are
  /// what came out of \p Units with them, and become what would come out of
  /// them with the fixes. \p Jobs are threads, 0 for one on each core.
  Fixer(llvm::ArrayRef<Unit> Units, const AnalysisSettings &Settings,
        FixChooser &Chooser, unsigned Jobs, std::vector<Outcome> &Outcomes);

  /// Applies fixes until none is left that can be. The error is one of
  /// \p MakeReport.
  llvm::Error run(ReportMaker MakeReport);

  /// The sources that changed, sorted.
  std::vector<FixedFile> files() const;
  FixSummary summary() const;

private:
  struct Group;
  struct Job;

  llvm::Expected<bool> round(ReportMaker MakeReport);
  std::map<std::string, std::set<size_t>> readers() const;
  std::vector<Group> divide(const std::vector<Candidate> &Chosen) const;
  bool tryNext(std::vector<Group> &Groups);
  std::vector<std::optional<Objection>>
  objections(const std::vector<Group> &Groups, std::vector<Job> &Jobs);
  std::vector<std::optional<Failure>> compile(llvm::ArrayRef<Job> Jobs);
  bool compiles(size_t Unit);
  llvm::Expected<bool> keep(std::vector<Group> &Groups, ReportMaker MakeReport);

  llvm::ArrayRef<Unit> Units;
  AnalysisSettings Settings;
  FixChooser &Chooser;
  unsigned Jobs;
  std::vector<Outcome> &Outcomes;
  std::optional<Report> Last;
  Overlay Current;
  std::map<size_t, bool> Compiled; ///< units, with all bodies, as they were
  std::map<std::string, std::string> Originals; ///< of changed files
  std::vector<FixNote> Applied;
};

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_FIXING_FIXER_H
