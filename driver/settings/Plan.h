//===--- Plan.h - what must be right before a file is parsed ----*- C++ -*-===//
#ifndef COTIDY_DRIVER_SETTINGS_PLAN_H
#define COTIDY_DRIVER_SETTINGS_PLAN_H

#include "driver/analysis/FileAnalysis.h"
#include "driver/cache/AnalysisCache.h"
#include "driver/settings/CommandLine.h"
#include "driver/settings/Configuration.h"
#include "driver/settings/TidyOptions.h"

namespace cotidy::driver {

struct Plan {
  Configuration Config;
  std::string ConfigFile;   ///< absolute; empty: there is none
  std::string DatabaseFile; ///< absolute; empty: there is none
  std::unique_ptr<Project> TheProject;
  std::unique_ptr<TidyOptions> Options;
  std::vector<Unit> Units;              ///< sorted by file
  std::unique_ptr<AnalysisCache> Cache; ///< null: none is used

  AnalysisSettings settings(const CommandLine &Cmd) const;
};

/// Reads the compile database and the configuration, and selects the files
/// that \p Cmd names. The error names what is wrong and the way out.
llvm::Expected<Plan> makePlan(const CommandLine &Cmd);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_SETTINGS_PLAN_H
