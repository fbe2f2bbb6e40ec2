#include "driver/fixing/Judge.h"
#include "driver/output/Format.h"
#include "llvm/ADT/STLExtras.h"

namespace cotidy::driver {
namespace {

std::string keyOf(const Result &R) {
  std::string Key;
  for (llvm::StringRef Part :
       {llvm::StringRef(R.Check), llvm::StringRef(R.Where.File),
        llvm::StringRef(R.Function), llvm::StringRef(R.Message)})
    (Key += Part) += '\0';
  return Key + (R.Suppressed ? 'S' : 'O');
}

/// \p Results without what instantiations of a template repeat.
std::map<std::string, std::vector<const Result *>>
byKey(llvm::ArrayRef<Result> Results) {
  std::map<std::string, std::vector<const Result *>> Found;
  for (const Result &R : Results) {
    auto &Same = Found[keyOf(R)];
    if (llvm::none_of(Same, [&](const Result *Other) {
          return Other->Where.Point == R.Where.Point;
        }))
      Same.push_back(&R);
  }
  return Found;
}

std::optional<Objection> newWarning(const std::vector<CompilerWarning> &Before,
                                    const std::vector<CompilerWarning> &After) {
  std::multiset<CompilerWarning> Known(Before.begin(), Before.end());
  for (const CompilerWarning &W : After) {
    auto It = Known.find(W);
    if (It == Known.end())
      return Objection{DropReason::AddsWarning, W.File + ": " + W.Message, {}};
    Known.erase(It);
  }
  return std::nullopt;
}

} // namespace

FindingCounts::FindingCounts(llvm::ArrayRef<Result> Results)
    : Counts(byKey(Results)) {
  for (const auto &[Key, Found] : Counts)
    Left[Key] = Found.size();
}

void FindingCounts::remove(const Candidate &C) {
  std::string Key = keyOf(C.Of);
  auto It = Counts.find(Key);
  if (It != Counts.end() && Left[Key] &&
      llvm::any_of(It->second, [&](const Result *R) {
        return R->Where.Point == C.Of.Where.Point;
      }))
    --Left[Key];
}

std::optional<Objection>
FindingCounts::objection(llvm::ArrayRef<Result> Later,
                         llvm::ArrayRef<const Candidate *> Trial) {
  Objection Kept{DropReason::KeepsFinding, "", {}};
  std::optional<Objection> Added;
  for (const auto &[Key, Found] : byKey(Later)) {
    auto It = Left.find(Key);
    if (It != Left.end() && Found.size() <= It->second)
      continue;
    size_t Before = Kept.Suspects.size();
    for (const Candidate *C : Trial)
      if (keyOf(C->Of) == Key)
        Kept.Suspects.push_back(C);
    const Result &R = *Found.back();
    // A comment that a fix leaves without a use is mended next.
    if (R.Check == UnusedSuppression)
      continue;
    if (Kept.Suspects.size() == Before && !Added)
      Added = Objection{DropReason::AddsFinding,
                        placeText(R.Where) + ": " + R.Message + " [" + R.Check +
                            "]",
                        {}};
  }
  if (!Kept.Suspects.empty())
    return Kept;
  return Added;
}

std::optional<Objection> judge(const Outcome &Before, const Outcome &After,
                               llvm::ArrayRef<const Candidate *> Trial) {
  if (Before.Failed)
    return std::nullopt;
  if (After.Failed)
    return Objection{DropReason::AddsError, After.Failed->Message, {}};
  if (Before.NotCxx20 && Before.Facts && !After.Facts)
    return Objection{
        DropReason::AddsError, "a file that is not C++20 includes it", {}};
  if (auto O =
          newWarning(Before.Warnings.value_or(std::vector<CompilerWarning>()),
                     After.Warnings.value_or(std::vector<CompilerWarning>())))
    return O;
  FindingCounts Expected(Before.Results);
  for (const Candidate *C : Trial)
    Expected.remove(*C);
  return Expected.objection(After.Results, Trial);
}

} // namespace cotidy::driver
