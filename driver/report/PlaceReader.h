//===--- PlaceReader.h - positions and texts of sources ---------*- C++ -*-===//
#ifndef COTIDY_DRIVER_REPORT_PLACEREADER_H
#define COTIDY_DRIVER_REPORT_PLACEREADER_H

#include "driver/report/Report.h"
#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/LangOptions.h"
#include "clang/Basic/SourceManager.h"

namespace cotidy::driver {

class Project;

/// The line at \p Offset of \p Text, and where it begins.
std::pair<llvm::StringRef, size_t> lineAt(llvm::StringRef Text, size_t Offset);

/// Reads positions and texts through a SourceManager, as reports show them.
class PlaceReader {
public:
  PlaceReader(const clang::SourceManager &SM,
              const clang::LangOptions &LangOpts, const Project &P)
      : SM(SM), LangOpts(LangOpts), P(P) {}

  /// The name of \p File in reports.
  std::string fileName(clang::FileID File) const;

  Position position(clang::FileID File, unsigned Offset) const;

  /// The place of \p Loc, with the first of \p Ranges that holds it, else its
  /// token.
  Place place(clang::SourceLocation Loc,
              llvm::ArrayRef<clang::CharSourceRange> Ranges) const;

  /// What \p Hint does; empty where it is about a macro's code.
  std::optional<Edit> edit(const clang::FixItHint &Hint) const;

  /// Whether \p Hint takes away a comment that \p Fix does not write again.
  bool losesComment(const clang::FixItHint &Hint, const ResultFix &Fix) const;

private:
  std::optional<std::pair<unsigned, unsigned>>
  offsets(const clang::CharSourceRange &R, clang::FileID File) const;

  const clang::SourceManager &SM;
  const clang::LangOptions &LangOpts;
  const Project &P;
};

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_REPORT_PLACEREADER_H
