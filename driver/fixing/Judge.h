//===--- Judge.h - whether a fix did what it says ---------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_FIXING_JUDGE_H
#define COTIDY_DRIVER_FIXING_JUDGE_H

#include "driver/analysis/FileAnalysis.h"
#include "driver/fixing/SetSearch.h"

namespace cotidy::driver {

/// How often each finding is there, known by what does not change with the
/// lines above it: check, file, function, message, and whether a comment
/// suppresses it.
class FindingCounts {
public:
  explicit FindingCounts(llvm::ArrayRef<Result> Results);

  /// Takes away the finding of \p C, if it is there.
  void remove(const Candidate &C);

  /// What of \p Later is not here, or not as often, and which of \p Trial,
  /// whose findings were taken away, should have mended it.
  std::optional<Objection> objection(llvm::ArrayRef<Result> Later,
                                     llvm::ArrayRef<const Candidate *> Trial);

private:
  std::map<std::string, std::vector<const Result *>> Counts;
  std::map<std::string, unsigned> Left;
};

/// Compares what came out of a unit before and after \p Trial was applied. A
/// unit that could not be parsed before says nothing.
std::optional<Objection> judge(const Outcome &Before, const Outcome &After,
                               llvm::ArrayRef<const Candidate *> Trial);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_FIXING_JUDGE_H
