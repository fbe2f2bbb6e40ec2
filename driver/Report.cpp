#include "driver/Report.h"
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

namespace {

/// What makes two results the same finding.
auto identity(const Result &R) {
  return std::tie(R.Where.File, R.Where.Point, R.Check, R.Message);
}

/// A total order: of several descriptions of one finding, the same one is kept
/// whatever the order in which they arrived. An unsuppressed one comes first.
auto everything(const Result &R) {
  return std::tie(R.Where.File, R.Where.Point, R.Check, R.Message, R.Suppressed,
                  R.Where, R.Level, R.Certainty, R.Category, R.Function,
                  R.Notes, R.Fixes);
}

} // namespace

void sortResults(std::vector<Result> &Results) {
  llvm::sort(Results, [](const Result &A, const Result &B) {
    return everything(A) < everything(B);
  });
}

void finish(Report &Rep) {
  sortResults(Rep.Results);
  Rep.Results.erase(llvm::unique(Rep.Results,
                                 [](const Result &A, const Result &B) {
                                   return identity(A) == identity(B);
                                 }),
                    Rep.Results.end());
  llvm::sort(Rep.Failures);
  Rep.Failures.erase(llvm::unique(Rep.Failures), Rep.Failures.end());
  assignFingerprints(Rep.Results);
}

} // namespace cotidy::driver
