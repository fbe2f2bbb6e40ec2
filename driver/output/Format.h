//===--- Format.h - report formats ------------------------------*- C++ -*-===//
//
// A format is one file here: a pure function of the Report, registered beside
// its definition:
//
//   static const RegisterFormat Registration({"concise", renderConcise});
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_OUTPUT_FORMAT_H
#define COTIDY_DRIVER_OUTPUT_FORMAT_H

#include "driver/report/Report.h"
#include "llvm/ADT/StringRef.h"
#include <functional>

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace cotidy::driver {

/// What a format may know beside the report.
struct RenderOptions {
  bool Color = false;
  bool Summary = true;     ///< close with totals; off with `--quiet`
  bool Suppressed = false; ///< also what is not open, where people read
};

struct Format {
  llvm::StringRef Name;
  std::function<void(const Report &, const RenderOptions &,
                     llvm::raw_ostream &)>
      Render;
  /// Whether it is made for reading, and so says itself what went wrong.
  bool ForPeople = false;
  /// Whether fixes are in it, and so must be verified.
  bool ShowsFixes = false;
  /// Whether it shows code: Report::Excerpts is then there.
  bool ShowsCode = false;
};

struct RegisterFormat {
  explicit RegisterFormat(Format F);
};

/// Every format, sorted by name.
std::vector<std::string> formatNames();

/// The format called \p Name, which must exist.
const Format &findFormat(llvm::StringRef Name);

/// `path:line:column`, or the path alone where there is no line.
std::string placeText(const Place &P);

/// Whether \p R is in the code, and not one that a comparison found gone.
bool isThere(const Result &R);

/// Why \p R is not open, as readers are told: `suppressed by NOLINT: REASON`.
/// Empty for one that is.
std::string whyNotOpen(const Result &R);

/// `held the loop for 1.2 s in 3 calls, at most 0.5 s at once (nanosleep)`.
std::string seenText(const Sighting &Seen);

/// The same of what no finding explains, with its category and its stack.
std::string seenText(const UnexplainedRecord &Record);

/// A number with its noun: `1 file`, `3 files`.
std::string count(size_t Number, llvm::StringRef Noun);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_OUTPUT_FORMAT_H
