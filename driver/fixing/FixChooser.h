//===--- FixChooser.h - which fixes to try in a round -----------*- C++ -*-===//
#ifndef COTIDY_DRIVER_FIXING_FIXCHOOSER_H
#define COTIDY_DRIVER_FIXING_FIXCHOOSER_H

#include "driver/fixing/EditSet.h"
#include "driver/settings/Project.h"
#include "llvm/ADT/StringSet.h"
#include <set>

namespace cotidy::driver {

class FixChooser {
public:
  struct Request {
    bool Unsafe = false; ///< also fixes that a reader should agree to
    /// The units' sources if others of the project were left out, so that
    /// nobody knows who reads a header: then only these may be edited.
    std::optional<std::set<std::string>> Only;
  };
  FixChooser(const Project &P, Request R) : P(P), Asked(std::move(R)) {}

  /// For each open finding of \p Rep the first fix that may be applied, safe
  /// ones first. Of those that conflict, the one whose edits come first in the
  /// order of files and offsets.
  std::vector<Candidate> choose(const Report &Rep);

  /// \p C is not chosen again while its finding's line stays as it is.
  void refuse(const Candidate &C, DropReason Why, std::string Detail);

  /// What was refused so far, and what gave way in the last choice.
  std::vector<DroppedFix> dropped() const;

private:
  std::optional<Candidate> firstFor(const Result &R);
  std::optional<DropReason> reasonNotToEdit(const Candidate &C) const;

  const Project &P;
  Request Asked;
  llvm::StringSet<> Refused;
  std::vector<DroppedFix> RefusedOnes, Conflicting;
};

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_FIXING_FIXCHOOSER_H
