#include "driver/cache/AnalysisCache.h"
#include "driver/analysis/OutcomeBytes.h"
#include "driver/cache/Entry.h"
#include "driver/cache/ToolIdentity.h"
#include "driver/precompiled/PrecompiledHeader.h"
#include "driver/support/AtomicFile.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include <fcntl.h>
#include <sys/stat.h>

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
namespace tidy = clang::tidy;

namespace cotidy::driver {
namespace {

constexpr llvm::StringLiteral EntryExtension = ".entry",
                              HeaderExtension = ".pch",
                              TemporaryExtension = ".tmp";
constexpr unsigned Slots = 4; ///< entries under one name

constexpr int64_t Hour = 3'600'000'000'000; ///< in the units of a FileStamp

int64_t now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

/// Texts behind each other such that no two lists of them run together.
class KeyText {
public:
  void add(llvm::StringRef Part) {
    Text += std::to_string(Part.size()) + ":";
    Text += Part;
  }
  template <typename ListT> void addAll(const ListT &Parts) {
    add(std::to_string(Parts.size()));
    for (const auto &Part : Parts)
      add(Part);
  }
  llvm::StringRef text() const { return Text; }

private:
  std::string Text;
};

std::optional<std::string> contentHash(const std::string &File) {
  auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  if (!Buffer)
    return std::nullopt;
  return llvm::utohexstr(hashText((*Buffer)->getBuffer()));
}

/// Adds what `.clang-tidy`, cotidy.json and the command line made of the
/// options. Catalogues are read past the compiler, so their contents count.
void addOptions(KeyText &Key, const tidy::ClangTidyOptions &Options) {
  Key.add(tidy::configurationAsText(Options));
  std::vector<llvm::StringRef> Names(Options.CheckOptions.keys().begin(),
                                     Options.CheckOptions.keys().end());
  llvm::sort(Names);
  for (llvm::StringRef Name : Names) {
    const auto &Value = Options.CheckOptions.find(Name)->second;
    Key.add(std::to_string(Value.Priority));
    if (Name != "Catalogs" && !Name.ends_with(".Catalogs"))
      continue;
    for (llvm::StringRef File : llvm::split(Value.Value, ';'))
      Key.add(contentHash(absolutePath(File)).value_or("none"));
  }
}

bool isHexadecimal(llvm::StringRef Name) {
  return llvm::all_of(Name, [](char C) { return llvm::isHexDigit(C); });
}

/// Calls \p Visit with each file of the cache in \p Folder. Whatever else is
/// there is not ours.
void visitFiles(llvm::StringRef Folder,
                llvm::function_ref<void(const std::string &)> Visit) {
  std::error_code EC;
  for (fs::directory_iterator Sub(Folder, EC), End; !EC && Sub != End;
       Sub.increment(EC)) {
    llvm::StringRef Name = path::filename(Sub->path());
    if (Name.size() != 2 || !isHexadecimal(Name))
      continue;
    std::error_code InSub;
    for (fs::directory_iterator File(Sub->path(), InSub), Last;
         !InSub && File != Last; File.increment(InSub)) {
      llvm::StringRef Extension = path::extension(File->path());
      if (Extension == EntryExtension || Extension == HeaderExtension ||
          Extension == TemporaryExtension)
        Visit(File->path());
    }
  }
}

} // namespace

llvm::Expected<std::unique_ptr<AnalysisCache>>
AnalysisCache::open(std::string Folder, uint64_t MaxBytes) {
  // What programs for backups know folders by that need none.
  constexpr llvm::StringLiteral Tag =
      "Signature: 8a477f597d28d172789f06886806bc55\n"
      "# Results of cotidy; may be deleted.\n";
  llvm::SmallString<256> TagFile(Folder);
  path::append(TagFile, "CACHEDIR.TAG");
  if (!fs::exists(TagFile)) {
    if (auto EC = fs::create_directories(Folder))
      return llvm::createStringError(EC, "cannot make the folder '" + Folder +
                                             "': " + EC.message());
    if (llvm::Error E = writeAtomically(TagFile, Tag))
      return std::move(E);
  }
  return std::unique_ptr<AnalysisCache>(
      new AnalysisCache(std::move(Folder), MaxBytes));
}

AnalysisCache::AnalysisCache(std::string Folder, uint64_t MaxBytes)
    : Folder(std::move(Folder)), MaxBytes(MaxBytes),
      Common(toolIdentity() + "\n" + compilerEnvironment()) {}

std::string AnalysisCache::key(const Unit &U, const AnalysisSettings &Settings,
                               llvm::StringRef Extra) const {
  KeyText Key;
  Key.add(Common);
  Key.add(Settings.TheProject.identity());
  Key.add(Settings.ResourceDir);
  for (unsigned Choice :
       {unsigned(Settings.SkipBodies), unsigned(Settings.CollectFacts),
        unsigned(Settings.CollectDependencies),
        unsigned(Settings.CollectWarnings), unsigned(Settings.Fixes)})
    Key.add(std::to_string(Choice));
  addOptions(Key, *U.Options);
  Key.add(U.Entry.File);
  Key.add(U.Entry.Command.Directory);
  Key.addAll(U.Entry.Command.CommandLine);
  // The contents are not needed, but keep the entries of a file's versions
  // apart.
  return fingerprint(Key.text()) + "-" +
         contentHash(U.Entry.File).value_or("none") + "-" +
         (Extra.empty() ? "" : fingerprint(Extra));
}

std::string AnalysisCache::entryFile(llvm::StringRef Key, unsigned Slot) const {
  llvm::SmallString<256> File(Folder);
  path::append(File, Key.take_front(2),
               Key.drop_front(2) + "-" + llvm::Twine(Slot) + EntryExtension);
  return File.str().str();
}

std::optional<Outcome> AnalysisCache::find(llvm::StringRef Key) {
  for (unsigned Slot = 0; Slot < Slots; ++Slot) {
    std::string File = entryFile(Key, Slot);
    auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/false,
                                              /*RequiresNullTerminator=*/false);
    if (!Buffer)
      continue;
    auto Bytes = outcomeIn((*Buffer)->getBuffer(), Key,
                           [&](const ReadRecord &R) { return Probe.holds(R); });
    auto Out = Bytes ? outcomeFromBytes(*Bytes) : std::nullopt;
    if (!Out)
      continue;
    // What is used is kept for longest.
    ::utimensat(AT_FDCWD, File.c_str(), nullptr, 0);
    Out->Cached = true;
    return Out;
  }
  return std::nullopt;
}

bool AnalysisCache::wasEdited(llvm::StringRef Key) const {
  auto [File, Rest] = Key.split('-');
  std::string OfFile = (File.drop_front(2) + "-").str();
  std::string OfVersion = OfFile + Rest.split('-').first.str() + "-";
  bool Others = false;
  std::error_code EC;
  for (fs::directory_iterator It(path::parent_path(entryFile(Key, 0)), EC), End;
       !EC && It != End; It.increment(EC)) {
    llvm::StringRef Name = path::filename(It->path());
    if (Name.starts_with(OfVersion))
      return false;
    Others |= Name.starts_with(OfFile);
  }
  return Others;
}

void AnalysisCache::store(llvm::StringRef Key, const Outcome &Out,
                          const std::vector<ReadRecord> &Reads) {
  storeBytes(Key, entryToBytes({Key.str(), Reads, outcomeToBytes(Out)}));
}

void AnalysisCache::storeBytes(llvm::StringRef Key,
                               llvm::StringRef Bytes) const {
  std::string File;
  int64_t Oldest = std::numeric_limits<int64_t>::max();
  for (unsigned Slot = 0; Slot < Slots; ++Slot) {
    std::string Candidate = entryFile(Key, Slot);
    FileStamp Stamp; // of a file that is not there: older than all
    kindOf(Candidate, Stamp);
    if (Stamp.Modified < Oldest) {
      Oldest = Stamp.Modified;
      File = std::move(Candidate);
    }
  }
  if (fs::create_directory(path::parent_path(File)))
    return;
  auto Temp = fs::TempFile::create(File + ".%%%%%%%%" + TemporaryExtension);
  if (!Temp)
    return llvm::consumeError(Temp.takeError());
  bool Written;
  {
    llvm::raw_fd_ostream OS(Temp->FD, /*shouldClose=*/false);
    OS << Bytes;
    OS.flush();
    Written = !OS.has_error();
    OS.clear_error();
  }
  // A full disk costs the entry only.
  llvm::consumeError(Written ? Temp->keep(File) : Temp->discard());
}

std::string AnalysisCache::headerKey(llvm::StringRef Family) const {
  KeyText Key;
  Key.add("headers");
  Key.add(Common);
  Key.add(Family);
  return fingerprint(Key.text());
}

std::vector<std::shared_ptr<const PrecompiledHeader>>
AnalysisCache::findHeaders(llvm::StringRef Family) {
  std::string Key = headerKey(Family);
  std::vector<std::pair<uint64_t, std::shared_ptr<const PrecompiledHeader>>>
      Found;
  for (unsigned Slot = 0; Slot < Slots; ++Slot) {
    auto Buffer = llvm::MemoryBuffer::getFile(entryFile(Key, Slot),
                                              /*IsText=*/false,
                                              /*RequiresNullTerminator=*/false);
    auto Header = Buffer ? PrecompiledHeader::fromBytes((*Buffer)->getBuffer())
                         : std::nullopt;
    if (!Header || !Header->isFresh(Probe))
      continue;
    // What is used is kept for longest.
    ::utimensat(AT_FDCWD, Header->file().c_str(), nullptr, 0);
    FileStamp Stamp;
    kindOf(Header->file(), Stamp);
    Found.push_back({Stamp.Size, std::make_shared<const PrecompiledHeader>(
                                     std::move(*Header))});
  }
  llvm::sort(Found, [](const auto &A, const auto &B) {
    return std::tuple(B.first, A.second->file()) <
           std::tuple(A.first, B.second->file());
  });
  std::vector<std::shared_ptr<const PrecompiledHeader>> Sorted;
  for (auto &[Size, Header] : Found)
    Sorted.push_back(std::move(Header));
  return Sorted;
}

std::string AnalysisCache::newHeaderFile(llvm::StringRef Family) const {
  std::string Key = headerKey(Family);
  llvm::SmallString<256> Pattern(Folder), File;
  path::append(Pattern, llvm::StringRef(Key).take_front(2));
  if (fs::create_directory(Pattern))
    return "";
  path::append(Pattern, llvm::StringRef(Key).drop_front(2) + "-%%%%%%%%" +
                            HeaderExtension);
  fs::createUniquePath(Pattern, File, /*MakeAbsolute=*/false);
  return File.str().str();
}

void AnalysisCache::storeHeader(llvm::StringRef Family,
                                const PrecompiledHeader &Made) const {
  storeBytes(headerKey(Family), Made.toBytes());
}

std::string
AnalysisCache::trialFile(llvm::StringRef Family,
                         llvm::ArrayRef<std::string> Headers) const {
  KeyText Key;
  Key.add(headerKey(Family));
  Key.addAll(Headers);
  return entryFile(fingerprint(Key.text()), 0);
}

void AnalysisCache::storeTrial(llvm::StringRef Family,
                               llvm::ArrayRef<std::string> Headers) const {
  std::string File = trialFile(Family, Headers);
  if (!fs::create_directory(path::parent_path(File)))
    llvm::consumeError(writeAtomically(File, ""));
}

bool AnalysisCache::hasTried(llvm::StringRef Family,
                             llvm::ArrayRef<std::string> Headers) const {
  FileStamp Stamp;
  return kindOf(trialFile(Family, Headers), Stamp) == PathKind::File &&
         Stamp.Modified > now() - 24 * Hour;
}

void AnalysisCache::trim() const {
  struct Kept {
    FileStamp Stamp;
    std::string File;
  };
  std::vector<Kept> All;
  uint64_t Total = 0;
  int64_t Now = now();
  visitFiles(Folder, [&](const std::string &File) {
    FileStamp Stamp;
    if (kindOf(File, Stamp) != PathKind::File)
      return;
    if (path::extension(File) == TemporaryExtension) {
      // Somebody may be writing it right now, but not for so long.
      if (Stamp.Modified < Now - Hour)
        fs::remove(File);
      return;
    }
    Total += Stamp.Size;
    All.push_back({Stamp, File});
  });
  if (Total <= MaxBytes)
    return;
  // One that leaves little room for others costs more than it saves.
  auto Order = [&](const Kept &K) {
    return std::tuple(K.Stamp.Size <= MaxBytes / 4, K.Stamp.Modified, K.File);
  };
  llvm::sort(All,
             [&](const Kept &A, const Kept &B) { return Order(A) < Order(B); });
  // Some room, or each run would have to do it again.
  uint64_t Target = MaxBytes / 10 * 9;
  for (const Kept &K : All) {
    if (Total <= Target)
      break;
    if (!fs::remove(K.File))
      Total -= K.Stamp.Size;
  }
}

std::string defaultCacheFolder() {
  using llvm::sys::Process;
  if (auto Folder = Process::GetEnv("COTIDY_CACHE_DIR");
      Folder && !Folder->empty())
    return *Folder;
  llvm::SmallString<256> Folder;
  if (auto Cache = Process::GetEnv("XDG_CACHE_HOME");
      Cache && path::is_absolute(*Cache))
    Folder = *Cache;
  else if (path::home_directory(Folder))
    path::append(Folder, ".cache");
  else
    return "";
  path::append(Folder, "cotidy");
  return Folder.str().str();
}

} // namespace cotidy::driver
