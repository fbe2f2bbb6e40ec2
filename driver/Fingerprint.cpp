#include "driver/Report.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/SHA256.h"

namespace cotidy::driver {

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
    auto Hash = llvm::SHA256::hash(llvm::arrayRefFromStringRef(Key));
    R.Fingerprint =
        llvm::toHex(llvm::ArrayRef<uint8_t>(Hash).take_front(16), true);
  }
}

} // namespace cotidy::driver
