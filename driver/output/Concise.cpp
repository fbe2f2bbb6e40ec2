//===--- Concise.cpp - one line for each finding ----------------*- C++ -*-===//
#include "driver/output/Format.h"
#include "llvm/Support/raw_ostream.h"

namespace cotidy::driver {

static void renderConcise(const Report &Rep, const RenderOptions &Options,
                          llvm::raw_ostream &OS) {
  for (const Result &R : Rep.Results)
    if (R.isOpen() || (Options.Suppressed && isThere(R)))
      OS << placeText(R.Where) << ": " << toString(R.Level) << ": " << R.Message
         << " [" << R.Check << ']'
         << (R.isOpen() ? "" : " (" + whyNotOpen(R) + ")") << '\n';
  for (const Result &R : Rep.Results)
    if (R.Baseline == BaselineState::Absent)
      OS << "fixed: " << placeText(R.Where) << ": " << R.Message << " ["
         << R.Check << "]\n";
  for (const Failure &F : Rep.Failures)
    OS << F.File << ": error: not analysed: " << F.Message << '\n';
}

static const RegisterFormat Registration({"concise", renderConcise, true});

} // namespace cotidy::driver
