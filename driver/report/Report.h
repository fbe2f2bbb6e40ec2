//===--- Report.h - the result of a run, as every format sees it *- C++ -*-===//
//
// All formats under driver/output/ are pure functions of one Report. It holds
// text and numbers only, nothing that needs an AST or the file system, so that
// it outlives the parse and costs little.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_REPORT_REPORT_H
#define COTIDY_DRIVER_REPORT_REPORT_H

#include "fixits/Fix.h"
#include "model/catalogue/Catalogue.h"
#include "model/link/LinkSummary.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringSet.h"
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cotidy::driver {

enum class Level { Note, Warning, Error };
llvm::StringRef toString(Level L);

/// A position in a text. Lines and columns count from 1; \c Column counts
/// bytes as clang does, \c Utf16Column what SARIF readers count.
struct Position {
  unsigned Line = 0, Column = 0, Utf16Column = 0;
  auto operator<=>(const Position &) const = default;
};

/// Column of the byte after the first \p Bytes of \p Line as UTF-16 counts.
unsigned utf16Column(llvm::StringRef Line, unsigned Bytes);

/// Where something stands: a point and the range around it.
struct Place {
  std::string File;       ///< relative to the root, absolute outside of it
  Position Point;         ///< what line and column of the finding say
  Position Begin, End;    ///< the range to underline; \c End is exclusive
  std::string SourceLine; ///< the line of \c Point, without its end
  auto operator<=>(const Place &) const = default;
};

struct ResultNote {
  std::string Message;
  std::optional<Place> Where;
  std::string Function = {}; ///< around \c Where, for the steps of a chain
  auto operator<=>(const ResultNote &) const = default;
};

/// Replaces \c Length bytes at \c Offset of \c File by \c Text.
struct Edit {
  std::string File;
  unsigned Offset = 0, Length = 0;
  std::string Text;
  Position Begin, End;
  auto operator<=>(const Edit &) const = default;
};

struct ResultFix {
  std::string Title;
  Applicability Level = Applicability::Unsafe;
  std::vector<Edit> Edits;
  auto operator<=>(const ResultFix &) const = default;
};

/// Why a fix is neither offered nor applied.
enum class DropReason {
  AddsError,    ///< the code would not compile
  AddsWarning,  ///< the compiler would warn of something else
  AddsFinding,  ///< another finding would come
  KeepsFinding, ///< its own would stay
  NotOurs,      ///< it edits a file that is not the project's, or generated
  NotAllUsers,  ///< it edits a header, and not all files were selected
  Conflict,     ///< it edits what another fix edits
  Malformed,    ///< its edits do not fit the file
  NotTried      ///< too many fixes of the file were wrong
};

/// The name of \p Why in reports as data: `adds-error`.
llvm::StringRef toString(DropReason Why);
/// \p Why for people: `adds a compile error`.
llvm::StringRef describe(DropReason Why);

/// A fix that was applied or dropped, and where its finding stood then.
struct FixNote {
  std::string File;
  unsigned Line = 0, Column = 0;
  std::string Check, Title;
  auto operator<=>(const FixNote &) const = default;
};
struct DroppedFix {
  FixNote Fix;
  DropReason Why = DropReason::AddsError;
  std::string Detail; ///< what the compiler or the check would have said
  auto operator<=>(const DroppedFix &) const = default;
};

/// What became of the fixes.
struct FixSummary {
  bool Applying = false;           ///< fixes were asked to be applied
  unsigned Files = 0;              ///< that changed
  std::vector<FixNote> Applied;    ///< in the order in which they were
  std::vector<DroppedFix> Dropped; ///< sorted, each once
};

/// How a finding stands to those that were known before, in SARIF's words.
enum class BaselineState {
  None,      ///< nothing to compare with
  New,       ///< was not there
  Unchanged, ///< was there
  Absent     ///< is there no more
};

/// SARIF's name of \p State, which is not None.
const char *toString(BaselineState State);

/// How many findings a baseline holds.
struct BaselineSummary {
  unsigned Known = 0; ///< that are still there
  unsigned Stale = 0; ///< that are not, as far as is known
  /// Of the stale ones, those whose category the baseline tells.
  std::map<std::string, unsigned> StaleByCategory;
};

/// What `--new-from` left out.
struct ChangeSummary {
  std::string Since;      ///< the revision
  unsigned Elsewhere = 0; ///< findings that changed lines did not cause
};

/// What two reports have in common.
struct Comparison {
  unsigned Introduced = 0, Fixed = 0, Unchanged = 0;
};

/// How often something was seen to hold an event loop at run time.
struct Sighting {
  double Seconds = 0; ///< in all
  double Longest = 0; ///< of one call, in seconds
  uint64_t Count = 0;
  std::vector<std::string> Calls; ///< of the C library, sorted, each once

  void add(const Sighting &Other);
};

/// What held a loop at run time and no finding tells of.
struct UnexplainedRecord {
  Sighting Seen;
  std::string Category;            ///< as the file has it; may be empty
  std::vector<std::string> Frames; ///< `function at file:line`, innermost first
};

/// What files of run-time evidence say beyond the findings.
struct EvidenceSummary {
  std::vector<std::string> Files; ///< as given
  size_t Records = 0;
  size_t Lost = 0; ///< places that the recorder had no room for
  std::vector<UnexplainedRecord> Unexplained; ///< the longest first
};

/// What to say of comments that suppress findings.
struct SuppressionRules {
  bool Unused = false;        ///< report those that suppress nothing
  bool RequireReason = false; ///< report those that do not say why
};

/// The names under which that is reported, as if these were checks.
constexpr llvm::StringLiteral UnusedSuppression = "cotidy-unused-suppression",
                              SuppressionReason = "cotidy-suppression-reason";

/// One reported finding.
struct Result {
  Place Where; ///< first member: results are sorted by file and position
  std::string Check;
  std::string Message;
  driver::Level Level = driver::Level::Warning;
  Confidence Certainty = Confidence::High;
  std::string Category;
  std::string Function;
  std::string Target; ///< of a chain: what it leads to
  std::vector<ResultNote> Notes;
  std::vector<ResultFix> Fixes;
  bool Suppressed = false; ///< by a NOLINT comment
  std::string Reason;      ///< that the comment gives; may be empty
  BaselineState Baseline = BaselineState::None;
  bool OnOldLines = false;      ///< not caused by the lines asked about
  std::optional<Sighting> Seen; ///< if there is evidence of it
  std::string Fingerprint;

  /// Whether it is one to look at: neither suppressed nor known before.
  bool isOpen() const {
    return !Suppressed &&
           (Baseline == BaselineState::None || Baseline == BaselineState::New);
  }
};

/// A file that could not be analysed.
struct Failure {
  std::string File;    ///< the translation unit
  std::string Message; ///< the reason, with its place where there is one
  auto operator<=>(const Failure &) const = default;
};

/// Lines of sources, without their ends, by file and number.
using SourceExcerpts = std::map<std::string, std::map<unsigned, std::string>>;

/// Processor time that was spent on one thing.
struct SpentTime {
  std::string What; ///< a check, or in parentheses something else
  uint64_t Microseconds = 0;
};

/// How the run went.
struct RunFigures {
  bool Counts = false;   ///< asked for with `--statistics`
  double Seconds = 0;    ///< elapsed
  unsigned Analysed = 0; ///< files that did not come from the cache
  /// Of these files, what most was spent on first; asked for with
  /// `--time-checks`.
  std::optional<std::vector<SpentTime>> Times;
};

struct Report {
  std::string Root; ///< absolute
  std::string Profile;
  SuppressionRules Suppressions; ///< what was asked of comments
  unsigned Files = 0;            ///< translation units selected
  unsigned Parsed = 0;           ///< of these, analysed
  unsigned Skipped = 0; ///< of these, not C++20: no coroutines, no checks
  unsigned Cached = 0;  ///< of these, known from an earlier run
  /// Of these, parsed with headers that were parsed once for several.
  unsigned Precompiled = 0;
  /// Elapsed time, if asked for. Nothing but this, \c Cached and \c
  /// Precompiled, which are then told with it, differs between two runs on the
  /// same input.
  std::optional<double> Seconds;
  std::optional<LinkSummary> Linked;       ///< if calls were followed
  std::optional<BaselineSummary> Baseline; ///< if compared with a baseline
  std::optional<ChangeSummary> Changed;    ///< if asked for changed lines
  std::optional<Comparison> Compared;      ///< if compared with a report
  std::optional<FixSummary> Fixes;         ///< if fixes were verified
  std::optional<EvidenceSummary> Evidence; ///< if any was given
  std::optional<RunFigures> Figures;       ///< if asked for
  std::vector<Result> Results;             ///< sorted, each once
  std::vector<Failure> Failures;           ///< sorted
  /// Code around the places of the report, if a format shows it (Excerpts.h).
  SourceExcerpts Excerpts;

  /// Open results by check.
  std::map<std::string, unsigned> countByCheck() const;
  unsigned suppressed() const;
  /// Whether an open result is at or above \p Threshold.
  bool hasResultAtOrAbove(Level Threshold) const;
  /// Whether the run looked for what is reported as \p Check.
  bool looksFor(llvm::StringRef Check) const;
};

/// Sorts \p Results by file, position and what they say.
void sortResults(std::vector<Result> &Results);

/// Sorts results and failures, drops what several files report alike (findings
/// in headers) and gives every result its fingerprint. Afterwards the report
/// does not depend on the order in which files were analysed.
void finish(Report &R);

/// A hash of \p Key in 32 hexadecimal digits.
std::string fingerprint(llvm::StringRef Key);

/// The fingerprints of the results of \p Rep for which \p Which holds.
llvm::StringSet<> fingerprints(const Report &Rep,
                               llvm::function_ref<bool(const Result &)> Which);

/// Sets the fingerprints of sorted, unique results: a hash of check, path,
/// enclosing function, the line without white space, and an ordinal among
/// results that agree in all of these. No line number: a finding keeps its
/// fingerprint when code above it changes.
void assignFingerprints(std::vector<Result> &Results);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_REPORT_REPORT_H
