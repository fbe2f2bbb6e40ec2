#include "driver/suppressions/Suppression.h"
#include "clang-tidy/GlobList.h"
#include "llvm/ADT/STLExtras.h"

namespace cotidy::driver {

bool Suppression::covers(llvm::StringRef Check, unsigned Line) const {
  return First <= Line && Line <= Last &&
         clang::tidy::GlobList(Checks).contains(Check);
}

const Suppression *markUsed(llvm::MutableArrayRef<Suppression> All,
                            llvm::StringRef Check, const SilentPlace &Where) {
  const Suppression *Found = nullptr;
  for (Suppression &S : All) {
    if (S.Where.File != Where.File || !S.covers(Check, Where.Line))
      continue;
    for (Suppression::Name &N : S.Names)
      N.Used |= clang::tidy::GlobList(N.Check).contains(Check);
    if (!Found || Found->Reason.empty())
      Found = &S;
  }
  return Found;
}

static void join(Suppression &Into, const Suppression &Other) {
  for (size_t I = 0; I < std::min(Into.Names.size(), Other.Names.size()); ++I) {
    Into.Names[I].Judged &= Other.Names[I].Judged;
    Into.Names[I].Used |= Other.Names[I].Used;
  }
}

void joinSuppressions(std::vector<Suppression> &All) {
  llvm::sort(All, [](const Suppression &A, const Suppression &B) {
    return A.Where < B.Where;
  });
  std::vector<Suppression> Joined;
  for (Suppression &S : All)
    if (!Joined.empty() && Joined.back().Where == S.Where)
      join(Joined.back(), S);
    else
      Joined.push_back(std::move(S));
  All = std::move(Joined);
}

} // namespace cotidy::driver
