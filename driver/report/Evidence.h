//===--- Evidence.h - findings that were seen at run time -------*- C++ -*-===//
//
// corun-guard and corun::loop_monitor write one line of JSON for each blocking
// call or long handler, with the stack (docs/corun-guard.md). A finding that is
// on such a stack was seen happening.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_REPORT_EVIDENCE_H
#define COTIDY_DRIVER_REPORT_EVIDENCE_H

#include "driver/report/Report.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

namespace cotidy::driver {

/// Something that held an event loop at run time.
struct EvidenceRecord {
  struct Frame {
    std::string Function, File; ///< empty where the stack does not tell
    unsigned Line = 0;
  };
  Sighting Seen;
  bool Handler = false;      ///< a whole handler, and not one call in it
  std::string Category;      ///< of a call, as the guard names it
  std::vector<Frame> Frames; ///< innermost first
};

/// All that the files of one or more runs hold.
struct Evidence {
  std::vector<std::string> Files;
  std::vector<EvidenceRecord> Records;
  size_t Lost = 0; ///< places that the recorder had no room for
};

/// Reads \p Files. The error names the file, and the line.
llvm::Expected<Evidence> readEvidence(llvm::ArrayRef<std::string> Files);

/// Says of each finding of \p Rep that is on a stack of \p Found how long it
/// held the loop, puts those first, longest first, and adds the summary. A
/// record is about the innermost frame on whose line a finding about stopped
/// loops stands; failing that, about the finding of its category that is
/// nearest in a function on the stack.
void apply(const Evidence &Found, Report &Rep);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_REPORT_EVIDENCE_H
