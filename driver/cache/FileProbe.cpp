#include "driver/cache/FileProbe.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <sys/stat.h>

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace cotidy::driver {

static int64_t nanoseconds(const timespec &T) {
  return int64_t(T.tv_sec) * 1'000'000'000 + T.tv_nsec;
}

uint64_t hashText(llvm::StringRef Text) { return llvm::xxh3_64bits(Text); }

PathKind kindOf(const std::string &Path, FileStamp &Stamp) {
  struct stat S;
  if (::stat(Path.c_str(), &S) != 0)
    return PathKind::Missing;
  Stamp = {S.st_dev, S.st_ino, uint64_t(S.st_size), nanoseconds(S.st_mtim),
           nanoseconds(S.st_ctim)};
  if (S_ISREG(S.st_mode))
    return PathKind::File;
  return S_ISDIR(S.st_mode) ? PathKind::Folder : PathKind::Other;
}

std::optional<uint64_t> hashFolder(const std::string &Path) {
  std::vector<std::string> Names;
  std::error_code EC;
  for (fs::directory_iterator It(Path, EC), End; !EC && It != End;
       It.increment(EC))
    Names.push_back(path::filename(It->path()).str());
  if (EC)
    return std::nullopt;
  llvm::sort(Names);
  std::string All;
  for (const std::string &Name : Names)
    (All += Name) += '\0';
  return hashText(All);
}

uint64_t RealPaths::hash(llvm::StringRef Path) {
  struct stat S;
  llvm::SmallString<256> Real;
  if (::lstat(Path.str().c_str(), &S) != 0)
    return 0;
  if (S_ISLNK(S.st_mode))
    return fs::real_path(Path, Real) ? 0 : hashText(Real);
  auto [Folder, New] = Folders.try_emplace(path::parent_path(Path));
  if (New && !fs::real_path(Folder->first(), Real))
    Folder->second = Real.str().str();
  return hashText(Folder->second + "/" + path::filename(Path).str());
}

FileProbe::State &FileProbe::at(const std::string &Path) {
  auto [Entry, New] = Known.try_emplace(Path);
  if (New)
    Entry->second.Kind = kindOf(Path, Entry->second.Stamp);
  return Entry->second;
}

bool FileProbe::holds(const ReadRecord &R) {
  // What is slow happens once for each path, so that waiting costs little.
  std::lock_guard Lock(Mutex);
  State &Now = at(R.Path);
  if (Now.Kind != R.Kind)
    return false;
  if (R.Kind == PathKind::Folder && R.Content) {
    if (!Now.Names)
      Now.Names = hashFolder(R.Path);
    return Now.Names == R.Content;
  }
  if (R.Kind != PathKind::File)
    return true;
  // Of what was only looked at, the compiler knows size and time.
  if (!R.Content)
    return Now.Stamp.Size == R.Stamp.Size &&
           Now.Stamp.Modified == R.Stamp.Modified;
  if (!Now.RealPath)
    Now.RealPath = Real.hash(R.Path);
  if (Now.RealPath != R.RealPath)
    return false;
  if (R.StampIsEnough && Now.Stamp == R.Stamp)
    return true;
  if (!Now.Content) {
    auto Buffer = llvm::MemoryBuffer::getFile(R.Path, /*IsText=*/false,
                                              /*RequiresNullTerminator=*/false);
    if (!Buffer)
      return false;
    Now.Content = hashText((*Buffer)->getBuffer());
  }
  return Now.Content == R.Content;
}

} // namespace cotidy::driver
