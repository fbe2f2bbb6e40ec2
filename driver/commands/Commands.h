//===--- Commands.h - the verbs ---------------------------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_COMMANDS_COMMANDS_H
#define COTIDY_DRIVER_COMMANDS_COMMANDS_H

#include "driver/settings/CommandLine.h"

namespace cotidy::driver {

/// Exit status of the program, part of the contract of the command line.
enum ExitStatus : int {
  NothingFound = 0,
  FindingsFound = 1,
  ToolError = 2,
  ParseFailures = 3
};

/// Each runs one verb. An error is a usage or tool error; its text goes to
/// standard error.
llvm::Expected<ExitStatus> runCheck(const CommandLine &Options);
llvm::Expected<ExitStatus> runFacts(const CommandLine &Options);
llvm::Expected<ExitStatus> runLink(const CommandLine &Options);
llvm::Expected<ExitStatus> runDiff(const CommandLine &Options);
llvm::Expected<ExitStatus> runTrend(const CommandLine &Options);
llvm::Expected<ExitStatus> runExplain(const CommandLine &Options);
llvm::Expected<ExitStatus> runList(const CommandLine &Options);
llvm::Expected<ExitStatus> runInit(const CommandLine &Options);
llvm::Expected<ExitStatus> runWatch(const CommandLine &Options);
llvm::Expected<ExitStatus> runCompletion(const CommandLine &Options);
llvm::Expected<ExitStatus> runManual(const CommandLine &Options);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_COMMANDS_COMMANDS_H
