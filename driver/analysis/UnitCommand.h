//===--- UnitCommand.h - how a unit is compiled to be read ------*- C++ -*-===//
#ifndef COTIDY_DRIVER_ANALYSIS_UNITCOMMAND_H
#define COTIDY_DRIVER_ANALYSIS_UNITCOMMAND_H

#include "driver/analysis/FileAnalysis.h"
#include "clang/Frontend/CompilerInvocation.h"

namespace cotidy::driver {

/// The command of \p U as an analysis runs it: for its syntax only, without
/// other files as output, and with what `.clang-tidy` adds and takes away.
/// Without Settings.CollectWarnings it asks for no warnings.
std::vector<std::string> adjustedCommand(const Unit &U,
                                         const AnalysisSettings &Settings);

/// That command and its folder as a text, which is the same for units whose
/// commands differ in the name of the source only.
std::string commandWithoutSource(const Unit &U,
                                 const AnalysisSettings &Settings);

/// Sets in \p Invocation, made from an adjusted command, what no argument says.
void adjustInvocation(clang::CompilerInvocation &Invocation,
                      const AnalysisSettings &Settings);

/// Whether a precompiled header of ours may stand before what \p Invocation
/// compiles: it is C++ with coroutines, and has neither modules nor a
/// precompiled header of its own.
bool mayBeginPrecompiled(const clang::CompilerInvocation &Invocation);

/// Whether \p U is of a language that has no functions to follow, told by its
/// name alone.
bool isForeign(const Unit &U);

/// Why \p U cannot even be begun; empty if it can.
std::string reasonNotToStart(const Unit &U);

/// The file system that \p U is read from: in the folder of its command, with
/// what the settings edit, noted where the settings say. The error is a reason
/// to show to the user.
llvm::Expected<llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>>
fileSystemOf(const Unit &U, const AnalysisSettings &Settings);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_ANALYSIS_UNITCOMMAND_H
