//===--- Nolint.h - comments that silence findings --------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_SUPPRESSIONS_NOLINT_H
#define COTIDY_DRIVER_SUPPRESSIONS_NOLINT_H

#include "driver/report/Report.h"
#include "llvm/Support/Error.h"

namespace cotidy::driver {

/// What addNolint() did.
struct Silenced {
  unsigned Findings = 0, Files = 0;
  /// What it left as it is, and why: `a.cpp:3: ...`.
  std::vector<std::string> Left;
};

/// Writes a comment `// NOLINTNEXTLINE(CHECK,...): REASON` above the line of
/// each open finding of \p Rep, and marks these as suppressed. A comment of the
/// kind that stands there already gets the names of the checks. Files outside
/// of the root, lines that are not what was analysed, and lines that a
/// backslash joins to the one above are left alone. \p Reason is one line.
/// Files are replaced whole or not at all; the error names the file.
llvm::Expected<Silenced> addNolint(Report &Rep, llvm::StringRef Reason);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_SUPPRESSIONS_NOLINT_H
