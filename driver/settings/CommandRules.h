//===--- CommandRules.h - what options do not tell one by one ---*- C++ -*-===//
#ifndef COTIDY_DRIVER_SETTINGS_COMMANDRULES_H
#define COTIDY_DRIVER_SETTINGS_COMMANDRULES_H

#include "driver/settings/Verbs.h"

namespace cotidy::driver {

/// Whether \p Cmd leaves out no file, check or finding of the project.
bool checksAll(const VerbInfo &V, const CommandLine &Cmd);

/// Whether the arguments and options of \p Cmd, for the verb \p V, go
/// together. The error says which do not and the way out.
llvm::Error checkArguments(const VerbInfo &V, const CommandLine &Cmd);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_SETTINGS_COMMANDRULES_H
