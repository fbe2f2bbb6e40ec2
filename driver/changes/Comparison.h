//===--- Comparison.h - what changed between two reports --------*- C++ -*-===//
#ifndef COTIDY_DRIVER_CHANGES_COMPARISON_H
#define COTIDY_DRIVER_CHANGES_COMPARISON_H

#include "driver/report/Report.h"

namespace cotidy::driver {

/// \p New, and what \p Old had beyond it: each result has its BaselineState.
/// Results are the same if their fingerprints are.
Report compare(Report Old, Report New);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_CHANGES_COMPARISON_H
