#include "model/cost/StepsText.h"
#include "llvm/Support/FormatVariadic.h"
#include <cmath>

namespace cotidy {

std::string stepsText(double Count) {
  int Exponent = Count < 1 ? 0 : static_cast<int>(std::log10(Count));
  double Mantissa = Count / std::pow(10.0, Exponent);
  // 9.96e5 is written 1.0e6.
  if (Mantissa >= 9.95) {
    Mantissa /= 10;
    ++Exponent;
  }
  return llvm::formatv("{0:f1}e{1}", Mantissa, Exponent).str();
}

} // namespace cotidy
