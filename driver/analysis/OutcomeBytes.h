//===--- OutcomeBytes.h - outcomes between processes and runs ---*- C++ -*-===//
#ifndef COTIDY_DRIVER_ANALYSIS_OUTCOMEBYTES_H
#define COTIDY_DRIVER_ANALYSIS_OUTCOMEBYTES_H

#include "driver/analysis/FileAnalysis.h"

namespace cotidy::driver {

/// All that \p Out holds. The same outcome gives the same bytes. They are a
/// unit file (UnitFile.h) and what that leaves out, for this very program to
/// read again.
std::string outcomeToBytes(const Outcome &Out);

/// Reads what outcomeToBytes() wrote; empty if \p Bytes are anything else.
std::optional<Outcome> outcomeFromBytes(llvm::StringRef Bytes);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_ANALYSIS_OUTCOMEBYTES_H
