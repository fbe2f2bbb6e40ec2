//===--- Init.cpp - cotidy init ---------------------------------*- C++ -*-===//
#include "driver/commands/Commands.h"
#include "driver/settings/CompileDatabase.h"
#include "driver/settings/Project.h"
#include "driver/support/AtomicFile.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <nlohmann/json.hpp>

namespace cotidy::driver {
namespace {

using json = nlohmann::ordered_json;

std::string inFolder(llvm::StringRef Folder, llvm::StringRef Name) {
  llvm::SmallString<128> Path(Folder);
  llvm::sys::path::append(Path, Name);
  return Path.str().str();
}

/// Folders that by their names hold the code of others.
std::vector<std::string> foreignFolders(llvm::StringRef Root) {
  std::vector<std::string> Found;
  for (const char *Name :
       {"3rdparty", "_deps", "contrib", "deps", "extern", "external",
        "subprojects", "third-party", "third_party", "thirdparty", "vendor"})
    if (llvm::sys::fs::is_directory(inFolder(Root, Name)))
      Found.push_back(Name);
  return Found;
}

// Each line is a line of the comment.
constexpr llvm::StringRef Comment =
    R"(What only the command 'cotidy' knows of this project; this folder is its root.
exclude: globs of folders and files that are not the project's own.
failLevel: findings from this level on (note, warning, error) make the exit status 1.
More: baseline, catalogs, checks, fixTargets, minConfidence, profile; unknown keys are errors.
profile (recommended, strict or all) overrules which checks .clang-tidy asks for.)";

std::string configuration(const std::vector<std::string> &Exclude) {
  json Lines = json::array();
  for (llvm::StringRef Line : llvm::split(Comment, '\n'))
    Lines.push_back(Line.str());
  json Config = {{"//", std::move(Lines)},
                 {"$schema", "https://cotidy.dev/schema/cotidy.schema.json"},
                 {"exclude", Exclude},
                 {"failLevel", "warning"}};
  return Config.dump(2) + "\n";
}

void sayWhatIsNext(llvm::raw_ostream &OS, const std::string &File,
                   llvm::StringRef Root) {
  OS << "wrote " << File << "\n\n";
  std::string Tidy = findUpwards(Root, ".clang-tidy");
  OS << "Checks and their options stand in "
     << (Tidy.empty() ? ".clang-tidy, which you may create" : Tidy)
     << ". For example:\n\n"
        "  Checks: '-async-large-frame'\n"
        "  CheckOptions:\n"
        "    async-cpu-heavy-loop.StrictMode: true\n\n";
  if (llvm::Expected<std::string> Database = findDatabase("")) {
    OS << "Next:\n\n";
  } else {
    llvm::consumeError(Database.takeError());
    OS << "Next, since there is no compile_commands.json yet:\n\n"
          "  cmake -B build -DCMAKE_EXPORT_COMPILE_COMMANDS=ON\n";
  }
  OS << "  cotidy                                  what there is to find\n"
        "  cotidy --write-baseline baseline.json   what there is, for "
        "\"baseline\" in cotidy.json:\n"
        "                                          then only new findings "
        "fail\n";
}

} // namespace

llvm::Expected<ExitStatus> runInit(const CommandLine &Cmd) {
  std::string Root =
      absolutePath(Cmd.Arguments.empty() ? "." : Cmd.Arguments.front());
  if (!llvm::sys::fs::is_directory(Root))
    return usageError("no such folder: '" + Root + "'");
  std::string File = inFolder(Root, "cotidy.json");
  if (llvm::sys::fs::exists(File) && !Cmd.Force)
    return usageError("'" + File + "' is there already; '--force' replaces it");
  if (llvm::Error E =
          writeAtomically(File, configuration(foreignFolders(Root))))
    return E;
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  sayWhatIsNext(OS, File, Root);
  if (llvm::Error E = writeToStdout(Text))
    return E;
  return NothingFound;
}

} // namespace cotidy::driver
