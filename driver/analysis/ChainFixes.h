//===--- ChainFixes.h - fixes where chains may begin ------------*- C++ -*-===//
//
// Whether a call leads to something that blocks is known once all files are
// linked, and then their ASTs are gone. So what can be done about a call is
// planned while the AST is there, for each call that a chain may begin with.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_ANALYSIS_CHAINFIXES_H
#define COTIDY_DRIVER_ANALYSIS_CHAINFIXES_H

#include "driver/report/Report.h"
#include "model/AsyncModel.h"

namespace cotidy::driver {

class Project;

/// What can be done about the call at a place, should it block, or about the
/// parameter there, should it dangle.
struct ChainFix {
  std::string File; ///< as reports show it
  unsigned Line = 0, Column = 0;
  ResultFix Fix;
  auto operator<=>(const ChainFix &) const = default;
};

/// The fixes for the calls of \p Model's loop contexts that lead to code whose
/// body some file of the program \p P may hold, and for parameters of its
/// coroutines.
std::vector<ChainFix> collectChainFixes(const AsyncModel &Model,
                                        const Project &P);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_ANALYSIS_CHAINFIXES_H
