#include "driver/fixing/Overlay.h"
#include "llvm/Support/MemoryBuffer.h"

namespace vfs = llvm::vfs;
namespace fs = llvm::sys::fs;

namespace cotidy::driver {
namespace {

using Contents = std::map<fs::UniqueID, std::shared_ptr<const std::string>>;

class EditedFile final : public vfs::File {
public:
  EditedFile(vfs::Status S, std::shared_ptr<const std::string> Content)
      : S(std::move(S)), Content(std::move(Content)) {}

  llvm::ErrorOr<vfs::Status> status() override { return S; }
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>>
  getBuffer(const llvm::Twine &Name, int64_t, bool, bool) override {
    return llvm::MemoryBuffer::getMemBufferCopy(*Content, Name);
  }
  std::error_code close() override { return {}; }

private:
  vfs::Status S;
  std::shared_ptr<const std::string> Content;
};

class EditedFileSystem final : public vfs::ProxyFileSystem {
public:
  EditedFileSystem(llvm::IntrusiveRefCntPtr<vfs::FileSystem> Base,
                   Contents Files)
      : ProxyFileSystem(std::move(Base)), Files(std::move(Files)) {}

  llvm::ErrorOr<vfs::Status> status(const llvm::Twine &Path) override {
    auto S = ProxyFileSystem::status(Path);
    if (!S)
      return S;
    auto It = Files.find(S->getUniqueID());
    return It == Files.end() ? *S : resized(*S, It->second->size());
  }

  llvm::ErrorOr<std::unique_ptr<vfs::File>>
  openFileForRead(const llvm::Twine &Path) override {
    auto File = ProxyFileSystem::openFileForRead(Path);
    if (!File)
      return File;
    auto S = (*File)->status();
    if (!S)
      return S.getError();
    auto It = Files.find(S->getUniqueID());
    if (It == Files.end())
      return File;
    return std::make_unique<EditedFile>(resized(*S, It->second->size()),
                                        It->second);
  }

private:
  static vfs::Status resized(const vfs::Status &S, uint64_t Size) {
    return vfs::Status::copyWithNewSize(S, Size);
  }

  Contents Files;
};

} // namespace

llvm::Error Overlay::set(llvm::StringRef File, std::string Content) {
  fs::UniqueID ID;
  if (auto EC = fs::getUniqueID(File, ID))
    return llvm::createStringError(EC, "cannot read '" + File +
                                           "': " + EC.message());
  Files[ID] = std::make_shared<const std::string>(std::move(Content));
  return llvm::Error::success();
}

const std::string *Overlay::find(llvm::StringRef File) const {
  fs::UniqueID ID;
  if (Files.empty() || fs::getUniqueID(File, ID))
    return nullptr;
  auto It = Files.find(ID);
  return It == Files.end() ? nullptr : It->second.get();
}

std::optional<std::string> Overlay::read(llvm::StringRef File) const {
  if (const std::string *Edited = find(File))
    return *Edited;
  auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  if (!Buffer)
    return std::nullopt;
  return (*Buffer)->getBuffer().str();
}

llvm::IntrusiveRefCntPtr<vfs::FileSystem>
Overlay::over(llvm::IntrusiveRefCntPtr<vfs::FileSystem> Base) const {
  return llvm::makeIntrusiveRefCnt<EditedFileSystem>(std::move(Base), Files);
}

} // namespace cotidy::driver
