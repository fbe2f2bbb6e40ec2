//===--- ReportBuilder.h - from the outcomes of files to a report *- C++
//-*-===//
#ifndef COTIDY_DRIVER_REPORTBUILDER_H
#define COTIDY_DRIVER_REPORTBUILDER_H

#include "driver/FileAnalysis.h"
#include "model/link/Program.h"
#include <chrono>
#include <set>

namespace cotidy::driver {

/// Collects outcomes, in any order: the report does not depend on it.
class ReportBuilder {
public:
  ReportBuilder(llvm::StringRef Root, llvm::StringRef Profile);

  /// Adds what came out of \p File, as reports show it.
  void add(const std::string &File, Outcome O);

  /// Adds an input that came to nothing.
  void addFailure(Failure F) { Rep.Failures.push_back(std::move(F)); }

  struct Request {
    bool Link = true; ///< follow calls over functions and files
    bool Timing = false;
    Confidence Threshold = Confidence::Low; ///< findings below are left out
  };

  /// The report, to be taken once.
  Report build(const Request &R);

  const Program &program() const { return Whole; }

  /// Mistakes in the configuration that showed while files were analysed.
  const std::set<std::string> &mistakes() const { return Mistakes; }

private:
  std::chrono::steady_clock::time_point Begin;
  Report Rep;
  Program Whole;
  std::set<std::string> Files, Skipped, Failed, Mistakes;
};

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_REPORTBUILDER_H
