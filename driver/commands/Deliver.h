//===--- Deliver.h - the end of every run -----------------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_COMMANDS_DELIVER_H
#define COTIDY_DRIVER_COMMANDS_DELIVER_H

#include "driver/Configuration.h"
#include "driver/ReportBuilder.h"
#include "driver/commands/Commands.h"

namespace cotidy::driver {

/// Writes the index and the reports that \p Cmd asks for, says on standard
/// error what a reader would miss, and tells how the run ends. What \p Cmd
/// leaves open, \p Configured decides.
llvm::Expected<ExitStatus> deliver(ReportBuilder &Builder,
                                   const CommandLine &Cmd,
                                   const Thresholds &Configured,
                                   const std::string &ConfiguredBaseline = {});

/// The same of the finished report \p Rep, which has no index.
llvm::Expected<ExitStatus> deliverReport(const Report &Rep,
                                         const CommandLine &Cmd,
                                         const Thresholds &Configured);

/// Says on standard error that a file could not be analysed.
void sayFailure(const Failure &F);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_COMMANDS_DELIVER_H
