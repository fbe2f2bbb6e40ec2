//===--- ReportReader.h - JSON reports, read again --------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_REPORT_REPORTREADER_H
#define COTIDY_DRIVER_REPORT_REPORTREADER_H

#include "driver/report/Report.h"
#include "llvm/Support/Error.h"

namespace cotidy::driver {

/// Reads the JSON report \p File (docs/report.schema.json). Fixes are left out:
/// their edits are about sources that may have changed. The error names the
/// file, and the line or what is missing.
llvm::Expected<Report> readReport(llvm::StringRef File);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_REPORT_REPORTREADER_H
