#include "driver/cache/ReadLog.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Chrono.h"

namespace fs = llvm::sys::fs;
namespace vfs = llvm::vfs;

namespace cotidy::driver {

struct ReadLog::Records {
  struct Entry {
    std::optional<PathKind> Kind; ///< the first answer
    std::optional<uint64_t> Content;
    uint64_t Size = 0;
    int64_t Modified = 0;
  };
  llvm::StringMap<Entry> ByPath;
  bool Changing = false;

  void answer(const std::string &Path,
              const llvm::ErrorOr<vfs::Status> &Answer) {
    Entry &E = ByPath[Path];
    PathKind Kind = PathKind::Missing;
    if (Answer) {
      Kind = Answer->isRegularFile() ? PathKind::File
             : Answer->isDirectory() ? PathKind::Folder
                                     : PathKind::Other;
      E.Size = Answer->getSize();
      E.Modified = Answer->getLastModificationTime().time_since_epoch().count();
    }
    Changing |= E.Kind && *E.Kind != Kind;
    E.Kind = Kind;
  }

  void content(const std::string &Path, std::optional<uint64_t> Hash) {
    Entry &E = ByPath[Path];
    Changing |= !Hash || (E.Content && E.Content != Hash);
    E.Content = Hash;
  }
};

namespace {

using Records = ReadLog::Records;

class LoggedFile final : public vfs::File {
public:
  LoggedFile(std::unique_ptr<vfs::File> Base, std::string Path,
             std::shared_ptr<Records> Log)
      : Base(std::move(Base)), Path(std::move(Path)), Log(std::move(Log)) {}

  llvm::ErrorOr<vfs::Status> status() override {
    auto S = Base->status();
    Log->answer(Path, S);
    if (S && !Renamed.empty())
      return vfs::Status::copyWithNewName(*S, Renamed);
    return S;
  }
  llvm::ErrorOr<std::string> getName() override {
    return Renamed.empty() ? Base->getName() : Renamed;
  }
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>>
  getBuffer(const llvm::Twine &Name, int64_t FileSize,
            bool RequiresNullTerminator, bool IsVolatile) override {
    auto Buffer =
        Base->getBuffer(Name, FileSize, RequiresNullTerminator, IsVolatile);
    if (Buffer)
      Log->content(Path, hashText((*Buffer)->getBuffer()));
    return Buffer;
  }
  std::error_code close() override { return Base->close(); }

protected:
  void setPath(const llvm::Twine &NewPath) override { Renamed = NewPath.str(); }

private:
  std::unique_ptr<vfs::File> Base;
  std::string Path, Renamed;
  std::shared_ptr<Records> Log;
};

class LoggedFileSystem final : public vfs::ProxyFileSystem {
public:
  LoggedFileSystem(llvm::IntrusiveRefCntPtr<vfs::FileSystem> Base,
                   std::shared_ptr<Records> Log)
      : ProxyFileSystem(std::move(Base)), Log(std::move(Log)) {}

  llvm::ErrorOr<vfs::Status> status(const llvm::Twine &Path) override {
    auto S = ProxyFileSystem::status(Path);
    Log->answer(absolute(Path), S);
    return S;
  }

  bool exists(const llvm::Twine &Path) override { return bool(status(Path)); }

  llvm::ErrorOr<std::unique_ptr<vfs::File>>
  openFileForRead(const llvm::Twine &Path) override {
    std::string Name = absolute(Path);
    auto File = ProxyFileSystem::openFileForRead(Path);
    if (!File) {
      // A folder, or one that may not be read, is there all the same.
      Log->answer(Name, ProxyFileSystem::status(Path));
      return File;
    }
    Log->answer(Name, (*File)->status());
    return std::make_unique<LoggedFile>(std::move(*File), std::move(Name), Log);
  }

  vfs::directory_iterator dir_begin(const llvm::Twine &Path,
                                    std::error_code &EC) override {
    std::string Name = absolute(Path);
    auto S = ProxyFileSystem::status(Path);
    Log->answer(Name, S);
    if (S && S->isDirectory())
      Log->content(Name, hashFolder(Name));
    return ProxyFileSystem::dir_begin(Path, EC);
  }

  std::error_code setCurrentWorkingDirectory(const llvm::Twine &Path) override {
    Log->answer(absolute(Path), ProxyFileSystem::status(Path));
    return ProxyFileSystem::setCurrentWorkingDirectory(Path);
  }

private:
  std::string absolute(const llvm::Twine &Path) const {
    llvm::SmallString<256> Name;
    Path.toVector(Name);
    makeAbsolute(Name);
    return Name.str().str();
  }

  std::shared_ptr<Records> Log;
};

/// How much older than its reading a file must be for its time to tell all:
/// some file systems count in two seconds.
constexpr std::chrono::seconds Margin(2);

} // namespace

ReadLog::ReadLog()
    : Begin(std::chrono::system_clock::now()),
      Log(std::make_shared<Records>()) {}

ReadLog::~ReadLog() = default;

llvm::IntrusiveRefCntPtr<vfs::FileSystem>
ReadLog::over(llvm::IntrusiveRefCntPtr<vfs::FileSystem> Base) {
  return llvm::makeIntrusiveRefCnt<LoggedFileSystem>(std::move(Base), Log);
}

std::optional<std::vector<ReadRecord>> ReadLog::take() {
  int64_t Old = std::chrono::duration_cast<std::chrono::nanoseconds>(
                    (Begin - Margin).time_since_epoch())
                    .count();
  RealPaths Real;
  std::vector<ReadRecord> All;
  for (const auto &E : Log->ByPath) {
    const Records::Entry &Seen = E.second;
    ReadRecord R;
    R.Path = E.first().str();
    R.Kind = *Seen.Kind;
    R.Content = Seen.Content;
    if (R.Kind == PathKind::File) {
      R.Stamp.Size = Seen.Size;
      R.Stamp.Modified = Seen.Modified;
    }
    if (R.Kind == PathKind::File && R.Content) {
      R.RealPath = Real.hash(R.Path);
      FileStamp Now;
      // Then this is the file that was read.
      R.StampIsEnough = kindOf(R.Path, Now) == PathKind::File &&
                        Now.Changed < Old && Now.Modified < Old &&
                        Now.Size == Seen.Size && Now.Modified == Seen.Modified;
      if (R.StampIsEnough)
        R.Stamp = Now;
    }
    All.push_back(std::move(R));
  }
  if (Log->Changing)
    return std::nullopt;
  llvm::sort(All, [](const ReadRecord &A, const ReadRecord &B) {
    return A.Path < B.Path;
  });
  return All;
}

} // namespace cotidy::driver
