//===--- Project.h - which files are ours -----------------------*- C++ -*-===//
#ifndef COTIDY_DRIVER_SETTINGS_PROJECT_H
#define COTIDY_DRIVER_SETTINGS_PROJECT_H

#include "driver/settings/CompileDatabase.h"
#include "llvm/Support/GlobPattern.h"

namespace cotidy::driver {

/// The files that findings are reported in: those below the root that are
/// neither in the build folder nor excluded.
///
/// Thread safety: immutable once set up, may be shared.
class Project {
public:
  /// The root is \p Given (absolute) unless that is empty; else the folder of
  /// \p Marker, the nearest cotidy.json, unless that is empty; else the top of
  /// the git work tree; else the folder above the build folder or, where the
  /// sources are elsewhere, the folder common to them.
  Project(const CompileDatabase &Database, llvm::StringRef Given,
          llvm::StringRef Marker);

  /// Leaves out files whose path relative to the root, or a parent folder of
  /// it, matches one of \p Globs. The error says that one is \p From.
  llvm::Error exclude(llvm::ArrayRef<std::string> Globs, llvm::StringRef From);

  llvm::StringRef root() const { return Root; }

  /// A text that differs between projects that differ in anything here.
  std::string identity() const;

  /// Whether the file \p Path (absolute) is the project's.
  bool contains(llvm::StringRef Path) const;

  /// \p Path as reports show it: relative to the root, with slashes; absolute
  /// where it is outside.
  std::string display(llvm::StringRef Path) const;

private:
  std::optional<std::string> relative(llvm::StringRef Path) const;

  std::string Root, RealRoot;
  std::vector<std::string> BuildFolders; ///< as spelled, and links resolved
  std::vector<llvm::GlobPattern> Excluded;
  std::vector<std::string> ExcludedGlobs; ///< the same as text
};

/// The file called \p Name in \p Start or the nearest parent; empty if none.
std::string findUpwards(llvm::StringRef Start, llvm::StringRef Name);

/// The folder that holds all sources of \p Database outside its build folder.
std::string commonSourceFolder(const CompileDatabase &Database);

/// The entries that \p Paths select: each path is a source file of the database
/// or a folder that holds some; no paths select the whole project. Sorted by
/// file, what compiles a file twice alike only once. The error names the path,
/// the nearest file and the way out.
llvm::Expected<std::vector<CompileEntry>>
selectEntries(const CompileDatabase &Database,
              llvm::ArrayRef<std::string> Paths, const Project &P);

/// For arguments after `--`: \p Paths with folders replaced by the C++ sources
/// below them.
llvm::Expected<std::vector<std::string>>
expandFolders(llvm::ArrayRef<std::string> Paths);

} // namespace cotidy::driver

#endif // COTIDY_DRIVER_SETTINGS_PROJECT_H
