//===--- Verbs.h - what cotidy can be told to do ----------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_SETTINGS_VERBS_H
#define COTIDY_DRIVER_SETTINGS_VERBS_H

#include "driver/settings/CommandLine.h"

namespace cotidy::driver {

/// Which verbs see an option, as bits; the names are those of Options.td. That
/// of `check` is llvm::opt::DefaultVis.
constexpr unsigned ListOption = 1 << 1, ExplainOption = 1 << 2,
                   FactsOption = 1 << 3, LinkOption = 1 << 4,
                   DiffOption = 1 << 5, InitOption = 1 << 6,
                   TrendOption = 1 << 7, WatchOption = 1 << 8;

struct VerbInfo {
  Verb V;
  llvm::StringRef Name;
  unsigned Visibility;
  const char *Usage, *Title;
};

/// All verbs, in the order of the help.
llvm::ArrayRef<VerbInfo> verbs();

const VerbInfo &infoOf(Verb V);

/// Whether \p V takes unit files instead of sources.
bool readsUnits(const VerbInfo &V);

/// How \p V is called: `cotidy link`.
std::string commandOf(const VerbInfo &V);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_SETTINGS_VERBS_H
