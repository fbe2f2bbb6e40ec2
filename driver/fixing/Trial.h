//===--- Trial.h - what a set of fixes makes of the sources -----*- C++ -*-===//
#ifndef COTIDY_DRIVER_FIXING_TRIAL_H
#define COTIDY_DRIVER_FIXING_TRIAL_H

#include "driver/fixing/EditSet.h"
#include "driver/fixing/Overlay.h"
#include "driver/settings/Project.h"

namespace cotidy::driver {

/// The fix number \p Fix of \p R with the real names of the files it edits.
/// Empty where one cannot be read.
std::optional<Candidate> makeCandidate(const Result &R, size_t Fix,
                                       llvm::StringRef Root);

/// Sorts \p All by the place of their first edit, which decides who comes first
/// where two conflict: the same one each time.
void sortByPlace(std::vector<Candidate> &All);

/// \p Base with all of \p Fixes made in it. The error says why they do not fit.
llvm::Expected<Overlay> withFixes(const Overlay &Base,
                                  llvm::ArrayRef<const Candidate *> Fixes);

/// What reports tell of \p C.
FixNote noteOf(const Candidate &C);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_FIXING_TRIAL_H
