#include "driver/report/Report.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include <tuple>

namespace cotidy::driver {

llvm::StringRef toString(Level L) {
  switch (L) {
  case Level::Note:
    return "note";
  case Level::Warning:
    return "warning";
  case Level::Error:
    return "error";
  }
  llvm_unreachable("all levels are handled");
}

const char *toString(BaselineState State) {
  switch (State) {
  case BaselineState::None:
    break;
  case BaselineState::New:
    return "new";
  case BaselineState::Unchanged:
    return "unchanged";
  case BaselineState::Absent:
    return "absent";
  }
  llvm_unreachable("nothing to say");
}

llvm::StringRef toString(DropReason Why) {
  switch (Why) {
  case DropReason::AddsError:
    return "adds-error";
  case DropReason::AddsWarning:
    return "adds-warning";
  case DropReason::AddsFinding:
    return "adds-finding";
  case DropReason::KeepsFinding:
    return "keeps-finding";
  case DropReason::NotOurs:
    return "not-ours";
  case DropReason::NotAllUsers:
    return "not-all-users";
  case DropReason::Conflict:
    return "conflict";
  case DropReason::Malformed:
    return "malformed";
  case DropReason::NotTried:
    return "not-tried";
  }
  llvm_unreachable("all reasons are handled");
}

llvm::StringRef describe(DropReason Why) {
  switch (Why) {
  case DropReason::AddsError:
    return "adds a compile error";
  case DropReason::AddsWarning:
    return "adds a compiler warning";
  case DropReason::AddsFinding:
    return "adds another finding";
  case DropReason::KeepsFinding:
    return "leaves its finding in place";
  case DropReason::NotOurs:
    return "edits a file that is not the project's";
  case DropReason::NotAllUsers:
    return "edits a header of which not all users were selected";
  case DropReason::Conflict:
    return "edits what another fix edits";
  case DropReason::Malformed:
    return "does not fit the file";
  case DropReason::NotTried:
    return "was not tried, as too many others were wrong";
  }
  llvm_unreachable("all reasons are handled");
}

unsigned utf16Column(llvm::StringRef Line, unsigned Bytes) {
  unsigned Column = 1;
  for (size_t I = 0; I < Bytes && I < Line.size();) {
    unsigned Length = llvm::getNumBytesForUTF8(Line[I]);
    if (Length < 1 || Length > 4 || I + Length > Line.size())
      Length = 1;
    Column += Length == 4 ? 2 : 1;
    I += Length;
  }
  return Column;
}

void Sighting::add(const Sighting &Other) {
  Seconds += Other.Seconds;
  Longest = std::max(Longest, Other.Longest);
  Count += Other.Count;
  Calls.insert(Calls.end(), Other.Calls.begin(), Other.Calls.end());
  llvm::sort(Calls);
  Calls.erase(llvm::unique(Calls), Calls.end());
}

std::map<std::string, unsigned> Report::countByCheck() const {
  std::map<std::string, unsigned> Counts;
  for (const Result &R : Results)
    if (R.isOpen())
      ++Counts[R.Check];
  return Counts;
}

unsigned Report::suppressed() const {
  return llvm::count_if(Results, [](const Result &R) { return R.Suppressed; });
}

bool Report::hasResultAtOrAbove(Level Threshold) const {
  return llvm::any_of(Results, [&](const Result &R) {
    return R.isOpen() && R.Level >= Threshold;
  });
}

bool Report::looksFor(llvm::StringRef Check) const {
  return (Check != UnusedSuppression || Suppressions.Unused) &&
         (Check != SuppressionReason || Suppressions.RequireReason);
}

namespace {

/// What makes two results the same finding.
auto identity(const Result &R) {
  return std::tie(R.Where.File, R.Where.Point, R.Check, R.Message);
}

/// A total order: of several descriptions of one finding, the same one is kept
/// whatever the order in which they arrived. An unsuppressed one comes first.
auto everything(const Result &R) {
  return std::tie(R.Where.File, R.Where.Point, R.Check, R.Message, R.Suppressed,
                  R.Reason, R.Where, R.Level, R.Certainty, R.Category,
                  R.Function, R.Notes, R.Fixes);
}

/// A fix must be right in every file that reports the finding.
void keepCommonFixes(Result &Kept, const Result &Same) {
  llvm::erase_if(Kept.Fixes, [&](const ResultFix &Fix) {
    return !llvm::is_contained(Same.Fixes, Fix);
  });
}

/// Of sorted \p Results, keeps each finding once.
void dropRepeated(std::vector<Result> &Results) {
  std::vector<Result> Unique;
  for (Result &R : Results)
    if (!Unique.empty() && identity(Unique.back()) == identity(R))
      keepCommonFixes(Unique.back(), R);
    else
      Unique.push_back(std::move(R));
  Results = std::move(Unique);
}

} // namespace

void sortResults(std::vector<Result> &Results) {
  llvm::sort(Results, [](const Result &A, const Result &B) {
    return everything(A) < everything(B);
  });
}

void finish(Report &Rep) {
  sortResults(Rep.Results);
  dropRepeated(Rep.Results);
  if (Rep.Fixes) {
    llvm::sort(Rep.Fixes->Dropped);
    Rep.Fixes->Dropped.erase(llvm::unique(Rep.Fixes->Dropped),
                             Rep.Fixes->Dropped.end());
  }
  llvm::sort(Rep.Failures);
  Rep.Failures.erase(llvm::unique(Rep.Failures), Rep.Failures.end());
  assignFingerprints(Rep.Results);
}

} // namespace cotidy::driver
