#include "driver/support/AtomicFile.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"
#include <sys/stat.h>
#include <unistd.h>

namespace fs = llvm::sys::fs;

namespace cotidy::driver {

static llvm::Error cannotWrite(llvm::StringRef Path, std::error_code Reason) {
  return llvm::createStringError(Reason, "cannot write '" + Path +
                                             "': " + Reason.message());
}

static std::error_code writeAll(int FD, llvm::StringRef Content) {
  while (!Content.empty()) {
    ssize_t Written = ::write(FD, Content.data(), Content.size());
    if (Written < 0) {
      if (errno == EINTR)
        continue;
      return std::error_code(errno, std::generic_category());
    }
    Content = Content.drop_front(Written);
  }
  return {};
}

static llvm::Error writeInPlace(llvm::StringRef Path, llvm::StringRef Content) {
  int FD;
  if (auto EC = fs::openFileForWrite(Path, FD, fs::CD_OpenExisting))
    return cannotWrite(Path, EC);
  std::error_code Failed = writeAll(FD, Content);
  if (::close(FD) != 0 && !Failed)
    Failed = std::error_code(errno, std::generic_category());
  return Failed ? cannotWrite(Path, Failed) : llvm::Error::success();
}

llvm::Error writeAtomically(llvm::StringRef Path, llvm::StringRef Content) {
  fs::file_status Old;
  bool Exists = !fs::status(Path, Old) && fs::exists(Old);
  if (Exists && fs::is_directory(Old))
    return cannotWrite(Path, std::make_error_code(std::errc::is_a_directory));
  if (Exists && !fs::is_regular_file(Old))
    return writeInPlace(Path, Content);
  // Renaming would get round the protection of a file that is read-only.
  if (Exists && ::access(Path.str().c_str(), W_OK) != 0)
    return cannotWrite(Path, std::error_code(errno, std::generic_category()));

  // A symbolic link keeps pointing at the file, which is what gets replaced.
  llvm::SmallString<256> Target(Path);
  if (Exists)
    if (auto EC = fs::real_path(Path, Target))
      return cannotWrite(Path, EC);

  auto Temp = fs::TempFile::create(Target + ".%%%%%%.tmp");
  if (!Temp)
    return cannotWrite(Path, llvm::errorToErrorCode(Temp.takeError()));
  std::error_code Failed = writeAll(Temp->FD, Content);
  // Some file systems report a full disk only now.
  if (!Failed && ::fsync(Temp->FD) != 0)
    Failed = std::error_code(errno, std::generic_category());
  if (Exists && !Failed &&
      ::fchmod(Temp->FD, static_cast<mode_t>(Old.permissions())) != 0)
    Failed = std::error_code(errno, std::generic_category());
  if (Failed) {
    llvm::consumeError(Temp->discard());
    return cannotWrite(Path, Failed);
  }
  if (llvm::Error E = Temp->keep(Target))
    return cannotWrite(Path, llvm::errorToErrorCode(std::move(E)));
  return llvm::Error::success();
}

llvm::Error writeToStdout(llvm::StringRef Content) {
  if (auto EC = writeAll(STDOUT_FILENO, Content))
    return cannotWrite("standard output", EC);
  return llvm::Error::success();
}

} // namespace cotidy::driver
