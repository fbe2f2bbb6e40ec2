//===--- ChainOffers.h - only fixes of chains that stand the test *- C++ -*-==//
#ifndef COTIDY_DRIVER_FIXING_CHAINOFFERS_H
#define COTIDY_DRIVER_FIXING_CHAINOFFERS_H

#include "driver/analysis/FileAnalysis.h"

namespace cotidy::driver {

/// A file that was analysed, and the files of the project that it read, as
/// reports show them.
struct ReadUnit {
  const Unit *U;
  std::vector<std::string> ProjectFiles;
};

/// Takes from the chains among \p All, which stand behind the first \p Direct
/// results, the fixes that do not stand a parse of their file, as
/// keepSoundFixes() does; that the chain is gone is known with the whole
/// program only. A chain in a header keeps none. Adds to \p Dropped what was
/// taken. Does \p Jobs files at once (0: one for each core).
void keepSoundChainFixes(llvm::ArrayRef<ReadUnit> Units,
                         const AnalysisSettings &Settings, unsigned Jobs,
                         llvm::MutableArrayRef<Result> All, size_t Direct,
                         std::vector<DroppedFix> &Dropped);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_FIXING_CHAINOFFERS_H
