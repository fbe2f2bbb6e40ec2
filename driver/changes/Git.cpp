#include "driver/changes/Git.h"
#include "driver/settings/CommandLine.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"

namespace cotidy::driver {

llvm::Expected<std::string> runGit(llvm::StringRef Folder,
                                   llvm::ArrayRef<llvm::StringRef> Arguments,
                                   int HighestStatus) {
  auto Program = llvm::sys::findProgramByName("git");
  if (!Program)
    return usageError("there is no program 'git'");
  llvm::SmallString<128> Out, Err;
  if (llvm::sys::fs::createTemporaryFile("cotidy-git", "out", Out) ||
      llvm::sys::fs::createTemporaryFile("cotidy-git", "err", Err))
    return usageError("no temporary file can be made");
  llvm::FileRemover RemoveOut(Out), RemoveErr(Err);
  llvm::SmallVector<llvm::StringRef, 24> Line = {*Program, "-C", Folder, "-c",
                                                 "core.quotePath=false"};
  llvm::append_range(Line, Arguments);
  std::string Problem;
  int Status = llvm::sys::ExecuteAndWait(
      *Program, Line, std::nullopt,
      {llvm::StringRef(""), llvm::StringRef(Out), llvm::StringRef(Err)}, 0, 0,
      &Problem);
  bool Done = Status >= 0 && Status <= HighestStatus;
  auto Text = llvm::MemoryBuffer::getFile(Done ? Out : Err);
  std::string Content = Text ? (*Text)->getBuffer().str() : "";
  if (Done)
    return Content;
  llvm::StringRef Said = llvm::StringRef(Content).trim();
  Said.consume_front("fatal: ");
  return usageError(Said.empty() ? llvm::Twine(Problem) : llvm::Twine(Said));
}

} // namespace cotidy::driver
