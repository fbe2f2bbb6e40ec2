#include "driver/watch/FileWatch.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/Errno.h"
#include "llvm/Support/Path.h"
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

namespace path = llvm::sys::path;

namespace cotidy::driver {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds Quiet{150}, Forever{-1};
/// What never rests is looked at all the same, after so many moments.
constexpr unsigned MaxMoments = 20;
constexpr uint32_t Appears = IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE,
                   Vanishes = IN_DELETE | IN_MOVED_FROM;

/// Whether a file of that name can change what is found by being there.
bool isOfInterest(llvm::StringRef Name) {
  return llvm::StringSwitch<bool>(Name)
      .Cases({".clang-tidy", "cotidy.json", "compile_commands.json"}, true)
      .EndsWithLower(".h", true)
      .EndsWithLower(".hh", true)
      .EndsWithLower(".hpp", true)
      .EndsWithLower(".hxx", true)
      .EndsWithLower(".h++", true)
      .EndsWithLower(".inc", true)
      .EndsWithLower(".inl", true)
      .EndsWithLower(".ipp", true)
      .EndsWithLower(".tpp", true)
      .Default(false);
}

} // namespace

llvm::Expected<std::unique_ptr<FileWatch>> FileWatch::create() {
  int Queue = ::inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (Queue < 0)
    return llvm::createStringError(
        "files cannot be watched: " + llvm::sys::StrError() +
        "; end other watching programs, or raise "
        "'fs.inotify.max_user_instances' with sysctl");
  return std::unique_ptr<FileWatch>(new FileWatch(Queue));
}

FileWatch::~FileWatch() { ::close(Queue); }

llvm::Error FileWatch::watch(std::set<std::string> NewFiles) {
  Files = std::move(NewFiles);
  std::set<std::string> Needed;
  for (const std::string &File : Files)
    Needed.insert(path::parent_path(File).str());
  for (auto It = Folders.begin(); It != Folders.end();) {
    if (Needed.contains(It->first)) {
      ++It;
      continue;
    }
    ::inotify_rm_watch(Queue, It->second);
    FolderOf.erase(It->second);
    It = Folders.erase(It);
  }
  llvm::Error Problem = llvm::Error::success();
  for (const std::string &Folder : Needed) {
    // Known ones as well: one of that name may be another folder by now.
    int Number = ::inotify_add_watch(Queue, Folder.c_str(),
                                     Appears | Vanishes | IN_ONLYDIR);
    if (Number >= 0) {
      Folders[Folder] = Number;
      FolderOf[Number] = Folder;
    } else if (errno != ENOENT && errno != ENOTDIR && !Problem) {
      Problem = llvm::createStringError(
          "'" + Folder + "' cannot be watched: " + llvm::sys::StrError() +
          "; raise 'fs.inotify.max_user_watches' with sysctl");
    }
  }
  return Problem;
}

std::set<std::string> FileWatch::wait() {
  std::set<std::string> Changed;
  while (Changed.empty()) {
    isReady(Forever);
    if (!take(Changed))
      return {};
  }
  for (unsigned I = 0; I < MaxMoments && isReady(Quiet); ++I)
    if (!take(Changed))
      return {};
  return Changed;
}

bool FileWatch::isReady(milliseconds Patience) const {
  pollfd Ready{Queue, POLLIN, 0};
  return ::poll(&Ready, 1, int(Patience.count())) > 0;
}

bool FileWatch::take(std::set<std::string> &Changed) {
  alignas(inotify_event) char Bytes[1 << 14];
  ssize_t Got = ::read(Queue, Bytes, sizeof(Bytes));
  for (ssize_t At = 0; At < Got;) {
    const auto *Event = reinterpret_cast<const inotify_event *>(Bytes + At);
    At += sizeof(inotify_event) + Event->len;
    if (Event->mask & IN_Q_OVERFLOW)
      return false;
    auto Folder = FolderOf.find(Event->wd);
    if (Folder == FolderOf.end() || !Event->len)
      continue;
    llvm::SmallString<256> File(Folder->second);
    path::append(File, Event->name);
    if (matters(File.str().str(), Event->mask))
      Changed.insert(File.str().str());
  }
  return true;
}

bool FileWatch::matters(const std::string &File, uint32_t Events) const {
  return Files.contains(File) ||
         (Events & Appears && isOfInterest(path::filename(File)));
}

} // namespace cotidy::driver
