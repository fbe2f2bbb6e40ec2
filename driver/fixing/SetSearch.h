//===--- SetSearch.h - which of many fixes stand the test -------*- C++ -*-===//
//
// All are tried together, since most are right: then one parse is enough. A set
// that fails is divided, and its parts are tried on top of what stood.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_FIXING_SETSEARCH_H
#define COTIDY_DRIVER_FIXING_SETSEARCH_H

#include "driver/fixing/EditSet.h"
#include <deque>

namespace cotidy::driver {

/// Why a set of fixes was turned down.
struct Objection {
  DropReason Why = DropReason::AddsError;
  std::string Detail; ///< what the compiler or the check says
  /// Fixes of the set that are to blame, as far as is known.
  std::vector<const Candidate *> Suspects;
};

struct Dropped {
  const Candidate *What;
  DropReason Why;
  std::string Detail;
};

class SetSearch {
public:
  using Set = std::vector<const Candidate *>;

  /// The candidates of \p All do not conflict, and live longer than this.
  explicit SetSearch(Set All);

  bool done() const { return Pending.empty(); }

  /// What to try now, on top of what was accepted. Not when done.
  const Set &next() const { return Pending.front(); }
  /// The same with what was accepted.
  Set trial() const;

  void accept();
  void reject(Objection O);

  const Set &accepted() const { return Accepted; }
  const std::vector<Dropped> &dropped() const { return Out; }
  /// What is still to be tried.
  Set left() const;

private:
  std::deque<Set> Pending;
  Set Accepted;
  std::vector<Dropped> Out;
};

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_FIXING_SETSEARCH_H
