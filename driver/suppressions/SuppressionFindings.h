//===--- SuppressionFindings.h - of comments that serve nothing -*- C++ -*-===//
#ifndef COTIDY_DRIVER_SUPPRESSIONS_SUPPRESSIONFINDINGS_H
#define COTIDY_DRIVER_SUPPRESSIONS_SUPPRESSIONFINDINGS_H

#include "driver/suppressions/Suppression.h"
#include "model/link/Program.h"
#include <set>

namespace cotidy::driver {

/// What is known of the files that comments stand in.
struct SuppressionScope {
  /// All files of the project were analysed, and calls followed through them.
  bool Whole = false;
  /// The sources, as reports show them, that were analysed in every way in
  /// which they are compiled. Headers are none.
  std::set<std::string> Sources;
};

/// Gives the suppressed ones of \p Results the reasons in \p All that they
/// lack, and adds to \p Results what \p Rules want to know of the comments. \p
/// Linked is the program that chains among \p Results were found in.
void addSuppressionFindings(std::vector<Suppression> All, const Program &Linked,
                            const SuppressionRules &Rules,
                            const SuppressionScope &Scope,
                            std::vector<Result> &Results);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_SUPPRESSIONS_SUPPRESSIONFINDINGS_H
