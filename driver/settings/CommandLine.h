//===--- CommandLine.h - what the user asked for ----------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_SETTINGS_COMMANDLINE_H
#define COTIDY_DRIVER_SETTINGS_COMMANDLINE_H

#include "driver/analysis/Workers.h"
#include "driver/settings/Configuration.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cotidy::driver {

enum class Verb {
  Check,
  Facts,
  Link,
  Merge,
  Diff,
  Trend,
  Explain,
  List,
  Init,
  Watch,
  Completion,
  Manual,
  Help,
  Version
};
enum class ColorMode { Auto, Always, Never };

/// A report to write: `--format json=report.json`.
struct OutputRequest {
  std::string Format;
  std::string File; ///< empty: standard output
};

struct CommandLine {
  Verb Action = Verb::Check;
  /// For Help: the verb that is explained.
  Verb HelpFor = Verb::Check;
  std::vector<std::string> Arguments; ///< paths, or the name of a check
  std::optional<std::vector<std::string>> CompilerArguments; ///< after `--`
  std::vector<std::string> ExtraArguments; ///< before those of each file
  std::string Build;
  std::string ConfigFile;
  std::string Root;                 ///< of the project; empty: found
  std::vector<std::string> Exclude; ///< globs, beside those of cotidy.json
  std::vector<OutputRequest> Outputs;
  std::optional<std::string> Profile;
  std::string Checks;
  std::optional<Confidence> MinConfidence;
  std::optional<Level> FailLevel;
  unsigned Jobs = 0; ///< 0: one for each core
  bool NoCache = false;
  bool ShareHeaders = true;
  std::string CacheDir;            ///< empty: the default
  uint64_t CacheSize = 1ull << 30; ///< bytes
  JobLimits Limits = {900, 0};     ///< of each file
  bool SkipBodies = true;
  bool Link = true;           ///< follow calls over functions and files
  std::optional<Shard> Part;  ///< analyse only these files of the project
  std::string UnitFile;       ///< where to write what `link` reads
  std::string DependencyFile; ///< where to write what that depends on
  std::string Baseline;       ///< findings to leave out
  std::string WriteBaseline;  ///< where to write those there are
  bool PruneBaseline = false; ///< remove from Baseline what is there no more
  std::string NewFrom;        ///< revision of Git; only what is new since
  std::string NolintReason;   ///< silence the findings with it; or empty
  std::vector<std::string>
      Evidence;          ///< what corun-guard and loop_monitor wrote
  std::string IndexFile; ///< where to write the index; empty: nowhere
  bool AllFiles = false; ///< no paths choose some of them
  /// Nothing here leaves out files, checks or findings of the project.
  bool WholeProject = false;
  bool OffersFixes = true;  ///< verify fixes, and show those that are right
  bool Fix = false;         ///< apply fixes
  bool Diff = false;        ///< print as a patch what Fix would write
  bool UnsafeFixes = false; ///< also fixes that a reader should agree to
  bool AllowDirty = false;  ///< fix files with uncommitted changes
  bool Verbose = false;     ///< say why each fix was dropped
  SuppressionRules Suppressions;
  bool Timing = false;
  bool Statistics = false; ///< say how many there are of what
  bool TimeChecks = false; ///< say what each check costs
  bool Force = false;      ///< replace a file that is there
  bool ShowSuppressed = false;
  bool Quiet = false;
  ColorMode Color = ColorMode::Auto;
};

/// Reads the command line. The error names the option or value and the nearest
/// known one.
llvm::Expected<CommandLine> parseCommandLine(llvm::ArrayRef<const char *> Argv);

/// The text of `--help` for \p V.
std::string helpText(Verb V);

/// What --help says, for the manual page and the completion of shells.
struct OptionText {
  std::string Spelling;            ///< `--format`
  std::string Value;               ///< `<file>`; empty: takes none
  std::vector<std::string> Values; ///< those there are; empty: any
  std::string Help;
};
struct VerbText {
  std::string Name, Usage, Title;
  std::vector<OptionText> Options;
};
std::vector<VerbText> verbTexts();

/// Names of values, shared with cotidy.json.
llvm::Expected<Confidence> parseConfidence(llvm::StringRef Name);
llvm::Expected<Level> parseLevel(llvm::StringRef Name);
llvm::Error checkProfileName(llvm::StringRef Name);

/// An error with exactly this text.
llvm::Error usageError(const llvm::Twine &Text);

/// One error that says all of \p Texts, each on a line of its own.
llvm::Error usageErrors(const std::set<std::string> &Texts);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_SETTINGS_COMMANDLINE_H
