//===--- Offers.h - only fixes that stand the test --------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_FIXING_OFFERS_H
#define COTIDY_DRIVER_FIXING_OFFERS_H

#include "driver/analysis/FileAnalysis.h"

namespace cotidy::driver {

/// Takes from the results \p Out of \p U the fixes that, applied in memory,
/// would add a compile error, a warning or a finding to this unit or leave
/// their own finding in place; these are noted in \c DroppedFixes. All fixes of
/// the unit are tried in one parse, and those of a set that fails in parts.
/// Thread-safe.
void keepSoundFixes(const Unit &U, const AnalysisSettings &Settings,
                    Outcome &Out);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_FIXING_OFFERS_H
