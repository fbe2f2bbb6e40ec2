//===--- FileAnalysis.h - one translation unit ------------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_ANALYSIS_FILEANALYSIS_H
#define COTIDY_DRIVER_ANALYSIS_FILEANALYSIS_H

#include "clang-tidy/ClangTidyOptions.h"
#include "driver/analysis/ChainFixes.h"
#include "driver/analysis/Workers.h"
#include "driver/fixing/Overlay.h"
#include "driver/report/Report.h"
#include "driver/settings/Project.h"
#include "driver/suppressions/Suppression.h"
#include "model/facts/Facts.h"
#include <set>

namespace cotidy::driver {

/// A translation unit to analyse.
struct Unit {
  CompileEntry Entry;
  std::shared_ptr<const clang::tidy::ClangTidyOptions> Options;
};

/// What becomes of the fixes of findings.
enum class FixUse {
  LeaveOut, ///< results have none
  Verify,   ///< those that stand the test of a second parse are kept
  Keep      ///< all are, untried
};

class AnalysisCache;
class PrecompiledHeader;
class ReadLog;

struct AnalysisSettings {
  const Project &TheProject;
  /// Whether function bodies outside the project are left unparsed and code
  /// outside of it untraversed. The findings are the same, in less time.
  bool SkipBodies = true;
  /// Whether to collect the facts that chains over files are made of.
  bool CollectFacts = true;
  /// Whether to collect the files that were read.
  bool CollectDependencies = false;
  /// Folder of clang's own headers.
  std::string ResourceDir = {};
  FixUse Fixes = FixUse::LeaveOut;
  /// Whether to collect the compiler's warnings, as the command asks for them.
  bool CollectWarnings = false;
  /// Contents to read instead of those on disk; null: none.
  const Overlay *Edited = nullptr;
  bool TimeChecks = false; ///< measure what each check costs
  JobLimits Limits = {};   ///< of one file
  /// What earlier runs made of the same; null: is not asked.
  AnalysisCache *Cache = nullptr;
  /// Where it is noted what is read and looked for; null: nowhere.
  ReadLog *Reads = nullptr;
  /// What the unit may begin with, parsed before; null: nothing is.
  const PrecompiledHeader *Precompiled = nullptr;
  /// Whether headers that units share are parsed once for all of them.
  bool ShareHeaders = true;
};

/// A warning of the compiler in a file of the project.
struct CompilerWarning {
  std::string File, Message;
  auto operator<=>(const CompilerWarning &) const = default;
};

/// What came out of one unit.
struct Outcome {
  std::vector<Result> Results;
  std::optional<Failure> Failed; ///< then there are no results
  /// No coroutines in this language: no findings, but facts.
  bool NotCxx20 = false;
  std::optional<FileFacts> Facts;   ///< if asked for and nothing failed
  std::vector<ChainFix> ChainFixes; ///< beside \c Facts
  /// The NOLINT comments of the project that it read, if it is C++20.
  std::vector<Suppression> Suppressions;
  /// The files of the project that were read, as reports show them, sorted.
  std::vector<std::string> ProjectFiles;
  /// Absolute names of the files that were read, if asked for: the source and
  /// all headers, those of the system included.
  std::set<std::string> Dependencies;
  std::optional<std::vector<CompilerWarning>> Warnings; ///< if asked for
  std::vector<DroppedFix> DroppedFixes;                 ///< by FixUse::Verify
  /// Mistakes in the configuration that showed only now.
  std::vector<std::string> ConfigurationErrors;
  /// What the time was spent on, if asked for and not cached.
  std::vector<SpentTime> Times;
  bool Cached = false;          ///< an earlier run made it
  bool UsedPrecompiled = false; ///< AnalysisSettings::Precompiled served it
};

/// Runs the enabled checks on \p U; results have all fixes. Thread-safe, and
/// leaves nothing behind but the outcome; the process's working folder does not
/// change.
Outcome analyseFile(const Unit &U, const AnalysisSettings &Settings);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_ANALYSIS_FILEANALYSIS_H
