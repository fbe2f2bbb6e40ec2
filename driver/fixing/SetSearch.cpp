#include "driver/fixing/SetSearch.h"
#include "llvm/ADT/STLExtras.h"

namespace cotidy::driver {

SetSearch::SetSearch(Set All) {
  if (!All.empty())
    Pending.push_back(std::move(All));
}

SetSearch::Set SetSearch::trial() const {
  Set Both = Accepted;
  llvm::append_range(Both, next());
  return Both;
}

SetSearch::Set SetSearch::left() const {
  Set All;
  for (const Set &S : Pending)
    llvm::append_range(All, S);
  return All;
}

void SetSearch::accept() {
  llvm::append_range(Accepted, next());
  Pending.pop_front();
}

void SetSearch::reject(Objection O) {
  Set All = std::move(Pending.front());
  Pending.pop_front();
  if (All.size() == 1) {
    Out.push_back({All.front(), O.Why, std::move(O.Detail)});
    return;
  }
  Set First, Second;
  for (const Candidate *C : All)
    (llvm::is_contained(O.Suspects, C) ? Second : First).push_back(C);
  if (First.empty() || Second.empty()) {
    First.assign(All.begin(), All.begin() + All.size() / 2);
    Second.assign(All.begin() + All.size() / 2, All.end());
  }
  Pending.push_front(std::move(Second));
  Pending.push_front(std::move(First));
}

} // namespace cotidy::driver
