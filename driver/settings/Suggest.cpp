#include "driver/settings/Suggest.h"
#include "llvm/ADT/StringExtras.h"
#include <algorithm>

namespace cotidy::driver {

std::string nearest(llvm::StringRef Name,
                    llvm::ArrayRef<std::string> Candidates) {
  // Two letters, or a third of a long name, may be wrong; more is another word.
  unsigned Allowed = Name.size() < 4 ? 1 : std::max<size_t>(2, Name.size() / 3);
  unsigned Best = Allowed + 1;
  std::string Found;
  for (const std::string &Candidate : Candidates) {
    unsigned Distance =
        Name.edit_distance(Candidate, /*AllowReplacements=*/true, Best);
    if (Distance < Best) {
      Best = Distance;
      Found = Candidate;
    }
  }
  // `blocking-call` for `async-blocking-call`.
  if (Found.empty() && Name.size() >= 4)
    for (const std::string &Candidate : Candidates)
      if (llvm::StringRef(Candidate).contains(Name))
        return Candidate;
  return Found;
}

std::string suggestion(llvm::StringRef Name,
                       llvm::ArrayRef<std::string> Candidates) {
  constexpr size_t MaxListed = 12;
  std::string Near = nearest(Name, Candidates);
  if (!Near.empty())
    return "; did you mean '" + Near + "'?";
  if (Candidates.empty() || Candidates.size() > MaxListed)
    return "";
  return "; known: " + llvm::join(Candidates, ", ");
}

} // namespace cotidy::driver
