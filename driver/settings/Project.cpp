#include "driver/settings/Project.h"
#include "driver/settings/CommandLine.h"
#include "driver/settings/Suggest.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace path = llvm::sys::path;
namespace fs = llvm::sys::fs;

namespace cotidy::driver {
namespace {

/// Whether \p Path is \p Folder or below it.
bool isBelow(llvm::StringRef Path, llvm::StringRef Folder) {
  if (Folder.empty() || !Path.consume_front(Folder))
    return false;
  return Path.empty() || path::is_separator(Path.front()) ||
         path::is_separator(Folder.back());
}

std::string realPath(llvm::StringRef Path) {
  llvm::SmallString<256> Real;
  return fs::real_path(Path, Real) ? Path.str() : Real.str().str();
}

bool existsIn(llvm::StringRef Folder, llvm::StringRef Name) {
  llvm::SmallString<256> File(Folder);
  path::append(File, Name);
  return fs::exists(File);
}

/// The folder of compile_commands.json if it holds what the build makes and
/// not the sources; empty for builds among the sources.
std::string buildFolder(const CompileDatabase &Database) {
  std::string Folder = Database.realFolder();
  if (Folder.empty())
    return "";
  if (!existsIn(Folder, "CMakeLists.txt") && !existsIn(Folder, "meson.build") &&
      (existsIn(Folder, "CMakeCache.txt") || existsIn(Folder, "build.ninja")))
    return Folder;
  std::string Spelled = path::parent_path(Database.File).str();
  size_t Inside = llvm::count_if(Database.Entries, [&](const CompileEntry &E) {
    return isBelow(E.File, Folder) || isBelow(E.File, Spelled);
  });
  return 2 * Inside > Database.Entries.size() ? "" : Folder;
}

std::string commonFolder(llvm::StringRef A, llvm::StringRef B) {
  while (!isBelow(B, A))
    A = path::parent_path(A);
  return A.str();
}

llvm::StringRef kindOfMissing(llvm::StringRef File) {
  bool IsHeader =
      llvm::StringSwitch<bool>(path::extension(File))
          .Cases({".h", ".hpp", ".hh", ".hxx", ".ipp", ".inl", ".tpp"}, true)
          .Default(false);
  return IsHeader ? "is a header; its findings come with a source file that "
                    "includes it: name that one, or a folder"
                  : "";
}

llvm::Error notInDatabase(const CompileDatabase &Database,
                          llvm::StringRef Given, const Project &P) {
  if (llvm::StringRef Kind = kindOfMissing(Given); !Kind.empty())
    return usageError("'" + Given + "' " + Kind);
  std::vector<std::string> Names;
  for (const CompileEntry &E : Database.Entries)
    Names.push_back(path::filename(E.File).str());
  std::string Near = nearest(path::filename(Given), Names);
  std::string Hint;
  for (const CompileEntry &E : Database.Entries)
    if (path::filename(E.File) == Near) {
      Hint = "; the nearest file in it is '" + P.display(E.File) + "'";
      break;
    }
  return usageError(
      "'" + Given + "' is not in '" + Database.File + "'" + Hint +
      "; add it to the build, or give the compiler's arguments after '--'");
}

/// Commands without what does not change the AST, to tell equal ones.
std::vector<std::string> essence(const CompileEntry &E) {
  auto Strip = clang::tooling::combineAdjusters(
      clang::tooling::getClangStripOutputAdjuster(),
      clang::tooling::getClangStripDependencyFileAdjuster());
  auto Args = Strip(E.Command.CommandLine, E.File);
  llvm::erase_if(Args, [](llvm::StringRef A) {
    return A == "-fPIC" || A == "-fPIE" || A == "-fpic" || A == "-fpie";
  });
  Args.push_back(E.Command.Directory);
  return Args;
}

} // namespace

std::string findUpwards(llvm::StringRef Start, llvm::StringRef Name) {
  for (llvm::StringRef Folder = Start; !Folder.empty();
       Folder = path::parent_path(Folder)) {
    llvm::SmallString<256> Candidate(Folder);
    path::append(Candidate, Name);
    if (fs::exists(Candidate))
      return Candidate.str().str();
  }
  return "";
}

std::string commonSourceFolder(const CompileDatabase &Database) {
  std::string Build = buildFolder(Database);
  std::string Common;
  for (const CompileEntry &E : Database.Entries) {
    if (isBelow(E.File, Build))
      continue;
    llvm::StringRef Folder = path::parent_path(E.File);
    Common = Common.empty() ? Folder.str() : commonFolder(Common, Folder);
  }
  if (!Common.empty())
    return Common;
  return Database.File.empty() ? absolutePath(".")
                               : path::parent_path(Database.File).str();
}

Project::Project(const CompileDatabase &Database, llvm::StringRef Given,
                 llvm::StringRef Marker) {
  std::string Sources = commonSourceFolder(Database);
  std::string Build = buildFolder(Database);
  if (!Given.empty()) {
    Root = Given.str();
  } else if (!Marker.empty()) {
    Root = path::parent_path(Marker).str();
  } else if (std::string Git = findUpwards(Sources, ".git"); !Git.empty()) {
    Root = path::parent_path(Git).str();
  } else {
    llvm::StringRef Above = Build.empty() ? path::parent_path(Database.File)
                                          : path::parent_path(Build);
    Root = isBelow(Sources, Above) ? Above.str() : Sources;
  }
  RealRoot = realPath(Root);
  // A build folder above the root is none of ours to leave out.
  if (!Build.empty() && !isBelow(RealRoot, Build))
    BuildFolders = {Build, path::parent_path(Database.File).str()};
  llvm::erase_if(BuildFolders, [&](llvm::StringRef Folder) {
    return isBelow(Root, Folder) || realPath(Folder) != Build;
  });
}

llvm::Error Project::exclude(llvm::ArrayRef<std::string> Globs,
                             llvm::StringRef From) {
  for (const std::string &Glob : Globs) {
    // `third_party/` and `third_party/**` both mean the folder.
    llvm::StringRef Trimmed = llvm::StringRef(Glob);
    if (!Trimmed.consume_back("/**"))
      Trimmed.consume_back("/");
    auto Pattern = llvm::GlobPattern::create(Trimmed, /*MaxSubPatterns=*/64);
    if (!Pattern)
      return usageError(From + ": bad glob '" + Glob +
                        "': " + llvm::toString(Pattern.takeError()));
    Excluded.push_back(std::move(*Pattern));
    ExcludedGlobs.push_back(Trimmed.str());
  }
  return llvm::Error::success();
}

std::string Project::identity() const {
  return llvm::join(std::vector<std::string>{Root, RealRoot,
                                             llvm::join(BuildFolders, "\n"),
                                             llvm::join(ExcludedGlobs, "\n")},
                    "\n\n");
}

std::optional<std::string> Project::relative(llvm::StringRef Path) const {
  std::string Real;
  llvm::StringRef Base = Root;
  if (!isBelow(Path, Root)) {
    Base = RealRoot;
    if (!isBelow(Path, RealRoot)) {
      Real = realPath(Path);
      Path = Real;
      if (!isBelow(Path, RealRoot))
        return std::nullopt;
    }
  }
  llvm::StringRef Rest = Path.drop_front(Base.size()).ltrim('/');
  return path::convert_to_slash(Rest);
}

bool Project::contains(llvm::StringRef Path) const {
  for (llvm::StringRef Folder : BuildFolders)
    if (isBelow(Path, Folder))
      return false;
  std::optional<std::string> Relative = relative(Path);
  if (!Relative)
    return false;
  for (llvm::StringRef Part = *Relative; !Part.empty();
       Part = path::parent_path(Part, path::Style::posix))
    for (const llvm::GlobPattern &Glob : Excluded)
      if (Glob.match(Part))
        return false;
  return true;
}

std::string Project::display(llvm::StringRef Path) const {
  return relative(Path).value_or(Path.str());
}

llvm::Expected<std::vector<CompileEntry>>
selectEntries(const CompileDatabase &Database,
              llvm::ArrayRef<std::string> Paths, const Project &P) {
  if (Database.Entries.empty())
    return usageError("'" + Database.File +
                      "' lists no files: the project has no targets, or was "
                      "configured before they were added; configure it again");
  std::vector<CompileEntry> Selected;
  auto Select = [&](auto Wanted) {
    size_t Before = Selected.size();
    llvm::copy_if(Database.Entries, std::back_inserter(Selected), Wanted);
    return Selected.size() > Before;
  };
  if (Paths.empty() &&
      !Select([&](const CompileEntry &E) { return P.contains(E.File); }))
    return usageError("no file of '" + Database.File +
                      "' is in the project's root '" + P.root() +
                      "'; name paths, or put a cotidy.json into the folder "
                      "that is the root");
  for (const std::string &Given : Paths) {
    std::string Absolute = absolutePath(Given), Real = realPath(Absolute);
    if (fs::is_directory(Absolute)) {
      bool InProject = P.contains(Absolute);
      if (!Select([&](const CompileEntry &E) {
            return (isBelow(E.File, Absolute) || isBelow(E.File, Real)) &&
                   (!InProject || P.contains(E.File));
          }))
        return usageError("no file of '" + Database.File + "' is below '" +
                          Given + "'; name a folder with sources");
    } else if (!Select([&](const CompileEntry &E) {
                 return E.File == Absolute || E.File == Real ||
                        realPath(E.File) == Real;
               })) {
      if (!fs::exists(Absolute) && kindOfMissing(Given).empty())
        return usageError("no such file or folder: '" + Given + "'" +
                          (Database.File.empty()
                               ? ""
                               : "; nor is it in '" + Database.File + "'"));
      return notInDatabase(Database, Given, P);
    }
  }

  std::vector<std::pair<std::vector<std::string>, CompileEntry>> Keyed;
  for (CompileEntry &E : Selected) {
    auto Essence = essence(E);
    Keyed.emplace_back(std::move(Essence), std::move(E));
  }
  auto Key = [](const auto &K) { return std::tie(K.second.File, K.first); };
  llvm::sort(Keyed,
             [&](const auto &A, const auto &B) { return Key(A) < Key(B); });
  Keyed.erase(
      llvm::unique(Keyed, [&](const auto &A,
                              const auto &B) { return Key(A) == Key(B); }),
      Keyed.end());
  Selected.clear();
  for (auto &K : Keyed)
    Selected.push_back(std::move(K.second));
  return Selected;
}

llvm::Expected<std::vector<std::string>>
expandFolders(llvm::ArrayRef<std::string> Paths) {
  if (Paths.empty())
    return usageError("with arguments after '--', name the files to check");
  std::vector<std::string> Files;
  for (const std::string &Given : Paths) {
    if (!fs::exists(Given))
      return usageError("no such file or folder: '" + Given + "'");
    if (!fs::is_directory(Given)) {
      Files.push_back(Given);
      continue;
    }
    size_t Before = Files.size();
    std::error_code EC;
    for (fs::recursive_directory_iterator It(Given, EC), End; !EC && It != End;
         It.increment(EC))
      if (llvm::StringSwitch<bool>(path::extension(It->path()))
              .Cases({".cpp", ".cc", ".cxx", ".c++", ".C", ".cppm"}, true)
              .Default(false))
        Files.push_back(It->path());
    if (EC)
      return usageError("cannot read the folder '" + Given +
                        "': " + EC.message());
    if (Files.size() == Before)
      return usageError("no C++ source is below '" + Given + "'");
  }
  return Files;
}

} // namespace cotidy::driver
