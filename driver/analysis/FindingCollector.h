//===--- FindingCollector.h - from diagnostics to results -------*- C++ -*-===//
//
// clang-tidy's own consumer decides which diagnostics are findings: NOLINT,
// enabled checks, filters, duplicates. This one listens along and keeps what
// reports need and ClangTidyError does not carry: lines and columns, the source
// line, the facts of our checks, and the findings that NOLINT suppresses.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_ANALYSIS_FINDINGCOLLECTOR_H
#define COTIDY_DRIVER_ANALYSIS_FINDINGCOLLECTOR_H

#include "checks/Finding.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "driver/analysis/FileAnalysis.h"

namespace cotidy::driver {

class FindingCollector final : public clang::tidy::ClangTidyDiagnosticConsumer {
public:
  FindingCollector(clang::tidy::ClangTidyContext &Context, const Project &P);

  void HandleDiagnostic(clang::DiagnosticsEngine::Level DiagLevel,
                        const clang::Diagnostic &Info) override;

  /// The findings, to be taken once, when the file is done. Those outside the
  /// project are still among them. Marks those of \p Comments that suppress one
  /// as used.
  std::vector<Result> takeResults(llvm::MutableArrayRef<Suppression> Comments);

  /// The first compile error, with its place; empty if the file parsed.
  const std::string &parseError() const { return ParseError; }

  /// The compiler's warnings in files of the project, to be taken once.
  std::vector<CompilerWarning> takeWarnings() { return std::move(Warnings); }

  /// What clang-tidy and the checks say of the configuration.
  const std::vector<std::string> &configurationErrors() const {
    return ConfigurationErrors;
  }

private:
  struct Candidate {
    Result R;
    /// The key of the ClangTidyError made from the same diagnostic.
    std::string ErrorKey;
    /// Which of the fixes take away a comment.
    std::set<size_t> LosingComments;
    /// If suppressed: where a comment may have done it.
    std::vector<SilentPlace> Silent = {};
  };

  void handleCompilerDiagnostic(clang::DiagnosticsEngine::Level DiagLevel,
                                const clang::Diagnostic &Info);
  void keepWarning(const clang::Diagnostic &Info);
  void convert(clang::DiagnosticsEngine::Level DiagLevel,
               const clang::Diagnostic &Info, bool Suppressed);
  std::vector<SilentPlace> silentPlaces(const clang::Diagnostic &Info) const;

  clang::tidy::ClangTidyContext &Context;
  const Project &TheProject;
  clang::DiagnosticOptions RenderOptions;
  std::vector<Candidate> Candidates;
  /// The notes that come now belong to no finding.
  bool DroppingNotes = false;
  bool LastWasSuppressed = false;
  FindingFacts FactsOfLast;
  std::string ParseError;
  std::vector<CompilerWarning> Warnings;
  std::vector<std::string> ConfigurationErrors;
};

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_ANALYSIS_FINDINGCOLLECTOR_H
