#include "driver/output/Format.h"
#include "llvm/ADT/STLExtras.h"

namespace cotidy::driver {

/// Formats register themselves before main() begins, in no certain order.
static std::map<llvm::StringRef, Format> &formats() {
  static std::map<llvm::StringRef, Format> Formats;
  return Formats;
}

RegisterFormat::RegisterFormat(Format F) {
  llvm::StringRef Name = F.Name;
  formats().emplace(Name, std::move(F));
}

std::vector<std::string> formatNames() {
  std::vector<std::string> Names;
  for (const auto &[Name, F] : formats())
    Names.push_back(Name.str());
  return Names;
}

const Format &findFormat(llvm::StringRef Name) {
  return formats().find(Name)->second;
}

std::string placeText(const Place &P) {
  if (P.Point.Line == 0)
    return P.File;
  return P.File + ":" + std::to_string(P.Point.Line) + ":" +
         std::to_string(P.Point.Column);
}

bool isThere(const Result &R) { return R.Baseline != BaselineState::Absent; }

llvm::StringRef whyNotOpen(const Result &R) {
  if (R.Suppressed)
    return "suppressed by NOLINT";
  return R.isOpen() ? "" : "in the baseline";
}

std::string count(size_t Number, llvm::StringRef Noun) {
  return std::to_string(Number) + " " + Noun.str() + (Number == 1 ? "" : "s");
}

} // namespace cotidy::driver
