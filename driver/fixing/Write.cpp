#include "driver/fixing/Write.h"
#include "driver/changes/Git.h"
#include "driver/settings/CommandLine.h"
#include "driver/support/AtomicFile.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace cotidy::driver {
namespace {

/// The names in \p Folder, whose files \p Names are, that have changes which
/// Git could not bring back.
llvm::Expected<std::vector<std::string>>
uncommitted(llvm::StringRef Folder, llvm::ArrayRef<llvm::StringRef> Names) {
  std::vector<llvm::StringRef> Arguments = {
      "--literal-pathspecs",   "status",       "--porcelain", "-z",
      "--untracked-files=all", "--no-renames", "--"};
  llvm::append_range(Arguments, Names);
  auto Status = runGit(Folder, Arguments);
  if (!Status)
    return Status.takeError();
  std::vector<std::string> Found;
  for (llvm::StringRef Line : llvm::split(*Status, '\0'))
    if (Line.size() > 3)
      Found.push_back(path::filename(Line.drop_front(3)).str());
  return Found;
}

llvm::Error checkCommitted(llvm::ArrayRef<FixedFile> Files) {
  std::map<llvm::StringRef, std::vector<llvm::StringRef>> ByFolder;
  for (const FixedFile &F : Files)
    if (!findUpwards(path::parent_path(F.File), ".git").empty())
      ByFolder[path::parent_path(F.File)].push_back(path::filename(F.File));
  std::string Changed;
  for (const auto &[Folder, Names] : ByFolder) {
    auto Found = uncommitted(Folder, Names);
    if (!Found)
      return usageError("cannot tell whether the files in '" + Folder +
                        "' have uncommitted changes: git: " +
                        llvm::toString(Found.takeError()) +
                        "; '--allow-dirty' fixes them all the same");
    for (const std::string &Name : *Found)
      Changed += "\n  " + (Folder + "/" + Name).str();
  }
  if (Changed.empty())
    return llvm::Error::success();
  return usageError("nothing is fixed, since these files have uncommitted "
                    "changes:" +
                    Changed +
                    "\ncommit or stash them, or fix them all the same with "
                    "'--allow-dirty'");
}

llvm::Error checkUnchanged(const FixedFile &F) {
  auto Now = llvm::MemoryBuffer::getFile(F.File, /*IsText=*/false,
                                         /*RequiresNullTerminator=*/false);
  if (Now && (*Now)->getBuffer() == F.Before)
    return llvm::Error::success();
  return usageError("nothing is fixed, since '" + F.File +
                    "' changed while it was analysed; run again");
}

/// A folder that goes with all that is in it.
class TemporaryFolder {
public:
  TemporaryFolder() { Failed = fs::createUniqueDirectory("cotidy-diff", Path); }
  ~TemporaryFolder() {
    if (!Failed)
      fs::remove_directories(Path);
  }
  TemporaryFolder(const TemporaryFolder &) = delete;
  TemporaryFolder &operator=(const TemporaryFolder &) = delete;

  llvm::Error add(llvm::StringRef Side, llvm::StringRef Name,
                  llvm::StringRef Content, fs::perms Mode) {
    if (Failed)
      return usageError("no temporary folder can be made: " + Failed.message());
    llvm::SmallString<256> File(Path);
    path::append(File, Side, Name);
    if (auto EC = fs::create_directories(path::parent_path(File)))
      return usageError("cannot write '" + File + "': " + EC.message());
    if (llvm::Error E = writeAtomically(File, Content))
      return E;
    fs::setPermissions(File, Mode);
    return llvm::Error::success();
  }

  llvm::SmallString<256> Path;

private:
  std::error_code Failed;
};

} // namespace

llvm::Error writeFixed(llvm::ArrayRef<FixedFile> Files, bool AllowDirty) {
  if (!AllowDirty)
    if (llvm::Error E = checkCommitted(Files))
      return E;
  for (const FixedFile &F : Files)
    if (llvm::Error E = checkUnchanged(F))
      return E;
  for (const FixedFile &F : Files)
    if (llvm::Error E = writeAtomically(F.File, F.After))
      return E;
  return llvm::Error::success();
}

llvm::Expected<std::string> patchOf(llvm::ArrayRef<FixedFile> Files,
                                    llvm::StringRef Root) {
  if (Files.empty())
    return std::string();
  llvm::SmallString<256> Real(Root);
  fs::real_path(Root, Real);
  std::string Git = findUpwards(Real, ".git");
  llvm::StringRef Top =
      Git.empty() ? llvm::StringRef(Real) : path::parent_path(Git);
  TemporaryFolder Sides;
  for (const FixedFile &F : Files) {
    llvm::StringRef Name = F.File;
    Name.consume_front(Top);
    Name = Name.ltrim('/');
    fs::file_status Status;
    if (auto EC = fs::status(F.File, Status))
      return usageError("cannot read '" + F.File + "': " + EC.message());
    for (auto [Side, Content] : {std::pair("a", &F.Before), {"b", &F.After}})
      if (llvm::Error E = Sides.add(Side, Name, *Content, Status.permissions()))
        return E;
  }
  // Nobody's configuration may change what the patch says.
  auto Patch =
      runGit(Sides.Path,
             {"-c", "core.autocrlf=false", "-c", "core.safecrlf=false", "-c",
              "core.attributesFile=/dev/null", "diff", "--no-index",
              "--no-ext-diff", "--no-textconv", "--no-color", "--text",
              "--no-prefix", "--no-renames", "--unified=3", "a", "b"},
             /*HighestStatus=*/1);
  if (!Patch)
    return usageError("the patch cannot be written: git: " +
                      llvm::toString(Patch.takeError()));
  return Patch;
}

} // namespace cotidy::driver
