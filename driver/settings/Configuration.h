//===--- Configuration.h - cotidy.json --------------------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_SETTINGS_CONFIGURATION_H
#define COTIDY_DRIVER_SETTINGS_CONFIGURATION_H

#include "driver/report/Report.h"
#include "llvm/Support/Error.h"

namespace cotidy::driver {

/// What a report leaves out, and what makes a run fail.
struct Thresholds {
  std::optional<Confidence> MinConfidence;
  std::optional<Level> FailLevel;
  bool operator==(const Thresholds &) const = default;
};

/// One of several runs that share a project's files.
struct Shard {
  unsigned Index = 1, Count = 1; ///< from 1 to \c Count
  bool operator==(const Shard &) const = default;
};

/// What only the driver knows. docs/cotidy.schema.json describes the file.
struct Configuration {
  std::vector<std::string> Catalogs;   ///< absolute
  std::vector<std::string> FixTargets; ///< names; empty: any
  std::optional<std::string> Profile;
  std::string Checks; ///< globs, before those of the command line
  std::vector<std::string> Exclude;
  Thresholds Limits;
  std::string Baseline; ///< absolute; empty: none
};

/// Reads \p File. The error names the file and the line, or the key and the
/// nearest known one.
llvm::Expected<Configuration> readConfiguration(llvm::StringRef File);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_SETTINGS_CONFIGURATION_H
