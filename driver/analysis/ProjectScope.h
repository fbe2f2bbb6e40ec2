//===--- ProjectScope.h - what the project's code is ------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_ANALYSIS_PROJECTSCOPE_H
#define COTIDY_DRIVER_ANALYSIS_PROJECTSCOPE_H

#include "driver/settings/Project.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/Utils.h"
#include "clang/Lex/Preprocessor.h"
#include <set>

namespace cotidy::driver {

/// Decides, once for each file, whether its declarations are the project's.
class ProjectDecls {
public:
  ProjectDecls(const Project &P, const clang::SourceManager &SM)
      : P(P), SM(SM) {}

  bool contains(clang::SourceLocation Loc);

private:
  bool decide(clang::FileID File) const;

  const Project &P;
  const clang::SourceManager &SM;
  llvm::DenseMap<clang::FileID, bool> Known;
};

/// Keeps parser and checks out of code that is not the project's, but for the
/// few bodies that tell what its types do.
class ScopeConsumer final : public clang::ASTConsumer {
public:
  ScopeConsumer(const Project &P, const clang::SourceManager &SM)
      : Ours(P, SM) {}

  bool shouldSkipFunctionBody(clang::Decl *D) override;
  void HandleTranslationUnit(clang::ASTContext &Context) override;

private:
  ProjectDecls Ours;
};

/// Keeps `#pragma GCC diagnostic` and its like from changing what is a warning:
/// the compiler's are not ours to report, and each change costs every later
/// diagnostic a search (2 % of a file with Boost).
void ignoreWarningPragmas(clang::Preprocessor &PP);

/// Lists every file that is read, also those of the system: a new version of a
/// library may block elsewhere.
class AllDependencies final : public clang::DependencyCollector {
public:
  bool needSystemDependencies() override { return true; }
  bool sawDependency(llvm::StringRef File, bool FromModule, bool IsSystem,
                     bool IsModuleFile, bool IsMissing) override {
    return !IsMissing &&
           DependencyCollector::sawDependency(File, FromModule, IsSystem,
                                              IsModuleFile, IsMissing);
  }
};

/// The absolute names of what \p Seen lists, links followed. Relative ones
/// are below \p Folder.
std::set<std::string> realNames(const AllDependencies &Seen,
                                llvm::StringRef Folder);

/// The project's files that were read, as reports show them, sorted.
std::vector<std::string> projectFiles(const Project &P,
                                      clang::Preprocessor &PP);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_ANALYSIS_PROJECTSCOPE_H
