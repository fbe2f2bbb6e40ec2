#include "driver/report/Report.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/SHA256.h"

namespace cotidy::driver {

std::string fingerprint(llvm::StringRef Key) {
  auto Hash = llvm::SHA256::hash(llvm::arrayRefFromStringRef(Key));
  return llvm::toHex(llvm::ArrayRef<uint8_t>(Hash).take_front(16), true);
}

llvm::StringSet<> fingerprints(const Report &Rep,
                               llvm::function_ref<bool(const Result &)> Which) {
  llvm::StringSet<> All;
  for (const Result &R : Rep.Results)
    if (Which(R))
      All.insert(R.Fingerprint);
  return All;
}

void assignFingerprints(std::vector<Result> &Results) {
  llvm::StringMap<unsigned> Seen;
  for (Result &R : Results) {
    // NUL cannot occur in any of the parts, so no two keys run together.
    std::string Key = R.Check + '\0' + R.Where.File + '\0' + R.Function + '\0';
    for (char C : R.Where.SourceLine)
      if (!llvm::isSpace(C))
        Key += C;
    unsigned Ordinal = Seen[Key]++;
    Key += '\0' + std::to_string(Ordinal);
    R.Fingerprint = fingerprint(Key);
  }
}

} // namespace cotidy::driver
