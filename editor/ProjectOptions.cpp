#include "editor/ProjectOptions.h"
#include "checks/CheckInfo.h"
#include "driver/settings/Configuration.h"
#include "driver/settings/Project.h"
#include "driver/settings/TidyOptions.h"
#include "editor/EditorTransport.h"
#include "model/code/FileStamp.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include <mutex>

namespace tidy = clang::tidy;
namespace path = llvm::sys::path;

namespace cotidy::editor {
namespace {

/// What a cotidy.json says, as far as it counts in an editor: a baseline and
/// thresholds are about reports.
struct ProjectFile {
  FileStamp Stamp;
  driver::Configuration Content; ///< the globs of \c Files refer to it
  driver::TidyOptions::Request Asked;
  std::unique_ptr<driver::Project> Files;
};

std::shared_ptr<const ProjectFile> read(const std::string &File,
                                        FileStamp Stamp) {
  auto Result =
      std::make_shared<ProjectFile>(ProjectFile{Stamp, {}, {}, nullptr});
  auto Configuration = driver::readConfiguration(File);
  if (!Configuration) {
    tellUser(llvm::toString(Configuration.takeError()));
    return Result;
  }
  Result->Content = std::move(*Configuration);
  const driver::Configuration &Content = Result->Content;
  Result->Asked = {
      Content.Profile, {Content.Checks}, Content.Catalogs, Content.FixTargets};
  // Globs that match no check.
  if (auto Checked = driver::TidyOptions::create(Result->Asked); !Checked)
    tellUser(File + ": " + llvm::toString(Checked.takeError()));
  Result->Files =
      std::make_unique<driver::Project>(driver::CompileDatabase{}, "", File);
  if (llvm::Error E = Result->Files->exclude(Content.Exclude, "'exclude'"))
    tellUser(File + ": " + llvm::toString(std::move(E)));
  return Result;
}

/// The content of \p File, read again when it changes.
std::shared_ptr<const ProjectFile> projectFile(const std::string &File) {
  static std::mutex Lock;
  static llvm::StringMap<std::shared_ptr<const ProjectFile>> Known;
  FileStamp Stamp(File);
  std::lock_guard<std::mutex> Guard(Lock);
  std::shared_ptr<const ProjectFile> &Entry = Known[File];
  if (!Entry || !(Entry->Stamp == Stamp))
    Entry = read(File, Stamp);
  return Entry;
}

/// The parts of \p List that \p Root holds, made absolute.
std::string inRoot(llvm::StringRef List, llvm::StringRef Root) {
  llvm::SmallVector<llvm::StringRef, 2> Parts;
  List.split(Parts, ';', -1, /*KeepEmpty=*/false);
  std::vector<std::string> Result;
  for (llvm::StringRef Part : Parts) {
    llvm::SmallString<256> Name(Part);
    if (!path::is_absolute(Part)) {
      Name = Root;
      path::append(Name, Part);
    }
    Result.push_back(llvm::sys::fs::exists(Name) ? Name.str().str()
                                                 : Part.str());
  }
  return llvm::join(Result, ";");
}

bool isPathOption(llvm::StringRef Key) {
  llvm::StringRef Check, Name = Key;
  if (Key.contains('.')) {
    std::tie(Check, Name) = Key.split('.');
    if (!findCheck(Check))
      return false;
  }
  return Name == "Index" || Name == "Catalogs";
}

} // namespace

void addProjectOptions(llvm::StringRef Asked, tidy::ClangTidyOptions &Options,
                       llvm::StringRef File) {
  llvm::StringRef Folder = path::parent_path(File);
  std::string Marker = driver::findUpwards(Folder, "cotidy.json");
  std::shared_ptr<const ProjectFile> Project =
      Marker.empty() ? std::make_shared<ProjectFile>(
                           ProjectFile{FileStamp(Marker), {}, {}, nullptr})
                     : projectFile(Marker);

  if (Marker.empty())
    Marker = driver::findUpwards(Folder, ".clang-tidy");
  unsigned Order = 0;
  for (auto &Entry : Options.CheckOptions) {
    Order = std::max(Order, Entry.getValue().Priority);
    if (isPathOption(Entry.getKey()))
      Entry.getValue().Value =
          inRoot(Entry.getValue().Value, path::parent_path(Marker));
  }

  std::string Checks = Options.Checks.value_or("") + ",-async-*";
  if (!Project->Files || Project->Files->contains(File)) {
    for (const std::string &Name : driver::enabledChecks(Project->Asked, Asked))
      Checks += "," + Name;
    driver::applyOptions(Project->Asked, Options, Order);
  }
  Options.Checks = Checks;
}

} // namespace cotidy::editor
