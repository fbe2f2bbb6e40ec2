#include "driver/suppressions/SuppressionFindings.h"
#include "checks/CheckInfo.h"
#include "clang-tidy/GlobList.h"
#include "driver/settings/Suggest.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

namespace cotidy::driver {
namespace {

using Name = Suppression::Name;

std::vector<const RegisteredCheck *> meantBy(llvm::StringRef Check) {
  clang::tidy::GlobList Glob(Check);
  std::vector<const RegisteredCheck *> Meant;
  for (const RegisteredCheck &C : registeredChecks())
    if (Glob.contains(C.Info.Name))
      Meant.push_back(&C);
  return Meant;
}

/// Whether what \p N would suppress was looked for wherever it may come from.
/// A header may be needed by a file that was not analysed, and a call may lead
/// into one.
bool canJudge(const Suppression &S, const Name &N,
              const SuppressionScope &Scope) {
  if (!N.Judged || Scope.Whole)
    return N.Judged;
  return Scope.Sources.contains(S.Where.File) &&
         llvm::none_of(meantBy(N.Check), [](const RegisteredCheck *C) {
           return C->Info.FollowsCalls;
         });
}

/// \p List without the items \p Gone, the rest as it is written.
std::string without(llvm::StringRef List, llvm::ArrayRef<const Name *> Gone) {
  std::string Left;
  for (llvm::StringRef Item : llvm::split(List, ',')) {
    if (llvm::any_of(Gone,
                     [&](const Name *N) { return Item.trim() == N->Check; }))
      continue;
    Left += Left.empty() ? Item.ltrim().str() : "," + Item.str();
  }
  return Left;
}

std::string inWords(llvm::ArrayRef<const Name *> Names) {
  std::string Text;
  for (size_t I = 0; I < Names.size(); ++I)
    Text += (I == 0                  ? "'"
             : I + 1 == Names.size() ? " and '"
                                     : ", '") +
            Names[I]->Check + "'";
  return Text;
}

ResultFix removalOf(const Suppression &S, llvm::ArrayRef<const Name *> Gone) {
  std::vector<Edit> Lists = S.Lists;
  if (Lists.empty())
    return {};
  for (Edit &E : Lists)
    E.Text = without(E.Text, Gone);
  if (Lists.front().Text.empty())
    return {"remove the comment", Applicability::Safe, S.Removal};
  return {"remove " + inWords(Gone) + " from the comment", Applicability::Safe,
          std::move(Lists)};
}

Result finding(const Name &At, llvm::StringRef Check, std::string Message) {
  Result R;
  R.Where = At.Where;
  R.Check = Check.str();
  R.Message = std::move(Message);
  R.Category = "suppression";
  return R;
}

Result unused(const Suppression &S, llvm::ArrayRef<const Name *> Names) {
  Result R =
      finding(*Names.front(), UnusedSuppression,
              "'" + S.Comment + "' suppresses nothing of " + inWords(Names));
  std::vector<std::string> Known;
  for (const RegisteredCheck &C : registeredChecks())
    Known.push_back(C.Info.Name.str());
  for (const Name *N : Names)
    if (meantBy(N->Check).empty())
      R.Notes.push_back({"no check is called '" + N->Check + "'" +
                             suggestion(N->Check, Known),
                         N->Where});
  if (ResultFix Fix = removalOf(S, Names); !Fix.Edits.empty())
    R.Fixes.push_back(std::move(Fix));
  return R;
}

Result withoutReason(const Suppression &S) {
  std::vector<const Name *> Names;
  for (const Name &N : S.Names)
    Names.push_back(&N);
  Result R = finding(S.Names.front(), SuppressionReason,
                     "'" + S.Comment + "' does not say why it suppresses " +
                         inWords(Names));
  R.Notes.push_back(
      {"say it behind the list: '" + S.Comment + "(" + S.Checks + "): REASON'",
       R.Where});
  return R;
}

/// Places at which the linker left alone what stands at the end of chains. Who
/// wrote a comment there means all callers, also those to come.
void markLeaves(const Program &Linked, std::vector<Suppression> &All) {
  for (NodeId N = 0; N < Linked.size(); ++N)
    for (const auto &D : Linked.definitions(N))
      for (const LeafFact &L : D->Facts.Leaves)
        if (L.Silenced) {
          LinkedPlace Where = Linked.place(*D, L.Where);
          markUsed(All, Linked.file(D->File).Checks[L.Check].Name,
                   {Where.File, Where.Line});
        }
}

} // namespace

void addSuppressionFindings(std::vector<Suppression> All, const Program &Linked,
                            const SuppressionRules &Rules,
                            const SuppressionScope &Scope,
                            std::vector<Result> &Results) {
  if (All.empty())
    return;
  joinSuppressions(All);
  for (Result &R : Results) {
    if (!R.Suppressed)
      continue;
    const Suppression *By =
        markUsed(All, R.Check, {R.Where.File, R.Where.Point.Line});
    if (By && R.Reason.empty())
      R.Reason = By->Reason;
  }
  if (Rules.Unused)
    markLeaves(Linked, All);
  for (const Suppression &S : All) {
    std::vector<const Name *> Unused;
    for (const Name &N : S.Names)
      if (Rules.Unused && !N.Used && canJudge(S, N, Scope))
        Unused.push_back(&N);
    if (!Unused.empty())
      Results.push_back(unused(S, Unused));
    else if (Rules.RequireReason && !S.Names.empty() && S.Reason.empty())
      Results.push_back(withoutReason(S));
  }
}

} // namespace cotidy::driver
