//===--- TidyOptions.h - clang-tidy's options for each file -----*- C++ -*-===//
//
// Checks are configured in `.clang-tidy` as clang-tidy users know it. On top
// come the profile, cotidy.json and the command line:
//
//   - Without `--profile`, a `.clang-tidy` whose `Checks` asks for a check of
//     ours decides alone, exactly as in clang-tidy.
//   - Otherwise the profile decides, less what a `.clang-tidy` takes away by
//     name (`-async-...`). Globs such as `-*,readability-*` are about other
//     checks and change nothing here.
//   - `checks` of cotidy.json and `--checks` come last.
//
//===----------------------------------------------------------------------===//
#ifndef COTIDY_DRIVER_SETTINGS_TIDYOPTIONS_H
#define COTIDY_DRIVER_SETTINGS_TIDYOPTIONS_H

#include "clang-tidy/ClangTidyOptions.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"
#include <memory>
#include <set>

namespace cotidy::driver {

class TidyOptions {
public:
  struct Request {
    std::optional<std::string> Profile;  ///< as asked for; unset: recommended
    std::vector<std::string> CheckGlobs; ///< in order of precedence
    std::vector<std::string> Catalogs;   ///< absolute
    std::vector<std::string> FixTargets; ///< names
  };

  /// The error names the glob that matches no check, and the nearest check.
  static llvm::Expected<std::unique_ptr<TidyOptions>> create(Request R);

  /// The options for the translation unit \p File (absolute). The error names
  /// the `.clang-tidy` and what is wrong in it. Not thread-safe.
  llvm::Expected<std::shared_ptr<const clang::tidy::ClangTidyOptions>>
  forFile(llvm::StringRef File);

  /// The `.clang-tidy` files that counted so far.
  const std::set<std::string> &filesRead() const { return FilesRead; }

  /// The profile's name, for reports.
  llvm::StringRef profile() const { return Profile; }

private:
  explicit TidyOptions(Request R);

  llvm::Expected<std::shared_ptr<const clang::tidy::ClangTidyOptions>>
  make(llvm::StringRef File);

  Request Asked;
  std::string Profile;
  /// Filled by the parser of `.clang-tidy` files, which cannot return it.
  std::string ParseError;
  std::set<std::string> FilesRead;
  std::unique_ptr<clang::tidy::FileOptionsProvider> Provider;
  llvm::StringMap<std::shared_ptr<const clang::tidy::ClangTidyOptions>>
      ByFolder;
};

/// The names of the checks that run by these rules, sorted. \p FileGlobs are
/// the `Checks` of all `.clang-tidy` files that count, in order of precedence.
std::vector<std::string> enabledChecks(const TidyOptions::Request &R,
                                       llvm::StringRef FileGlobs);

/// Puts the options that \p R asks for on top of \p Options. \p Order is the
/// highest precedence among them so far, and is raised.
void applyOptions(const TidyOptions::Request &R,
                  clang::tidy::ClangTidyOptions &Options, unsigned &Order);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_SETTINGS_TIDYOPTIONS_H
