#include "driver/precompiled/HeaderSharing.h"
#include "driver/analysis/GuardedRun.h"
#include "driver/cache/AnalysisCache.h"
#include "driver/precompiled/HeaderFamily.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Signals.h"

namespace fs = llvm::sys::fs;

namespace cotidy::driver {

struct HeaderSharing::Plan {
  HeaderGroup Group; ///< units as numbers of tasks
  std::string Family, File;
  const CertainIncludes *OnlyFor = nullptr; ///< null: for all of the group
};

namespace {

/// Fewer units than this are not worth a new header.
constexpr size_t LeastUnits = 3;

/// What a header for one file alone must save each time that it is edited, in
/// bytes.
constexpr uint64_t LeastOwnGain = 1 << 20;

/// Where more files than this were edited at once, nobody is typing, and what
/// is made for each would push out of the cache what others use.
constexpr size_t MostEdited = 4;

/// Under what the cache has headers for \p T alone, which is one of \p F.
std::string onlyFor(const Task &T, const HeaderFamily &F) {
  return F.command().str() + "\nfor " + T.U->Entry.File;
}

} // namespace

HeaderSharing::HeaderSharing(llvm::ArrayRef<Task> Tasks,
                             llvm::ArrayRef<size_t> Todo,
                             llvm::ArrayRef<size_t> Edited, unsigned Jobs)
    : Tasks(Tasks) {
  std::vector<HeaderFamily> Families = HeaderFamily::of(Tasks, Todo);
  std::vector<Plan> Plans;
  for (HeaderFamily &F : Families) {
    const AnalysisSettings &Settings = Tasks[F.members().front()].Settings;
    if (F.members().size() < LeastUnits && !Settings.Cache)
      continue;
    if (!F.scan(Tasks))
      continue;
    if (Settings.Cache && !Settings.Edited)
      useKnown(F);
    std::vector<Plan> ForMany = planShared(F);
    if (Edited.size() <= MostEdited)
      llvm::append_range(Plans, planOwn(F, Edited, ForMany));
    llvm::append_range(Plans, std::move(ForMany));
  }
  make(Plans, Jobs);
}

HeaderSharing::~HeaderSharing() {
  for (const std::string &File : Temporary) {
    fs::remove(File);
    llvm::sys::DontRemoveFileOnSignal(File);
  }
}

void HeaderSharing::leaveFiles() const {
  for (const std::string &File : Temporary)
    llvm::sys::DontRemoveFileOnSignal(File);
}

void HeaderSharing::useKnown(const HeaderFamily &F) {
  AnalysisCache &Cache = *Tasks[F.members().front()].Settings.Cache;
  // The first of a list is the one that holds most.
  auto Use = [&](HeaderMap &For, const auto &Known, size_t I) {
    if (!For.contains(I) && Known->serves(F.includesOf(I)))
      For[I] = Known;
  };
  for (size_t I : F.members())
    for (const auto &Known : Cache.findHeaders(onlyFor(Tasks[I], F)))
      Use(Own, Known, I);
  for (const auto &Known : Cache.findHeaders(F.command().str()))
    for (size_t I : F.members())
      Use(Shared, Known, I);
}

std::vector<HeaderSharing::Plan>
HeaderSharing::planShared(const HeaderFamily &F) const {
  std::vector<Plan> Plans;
  if (F.members().size() < LeastUnits)
    return Plans;
  for (HeaderGroup &G : F.groups())
    // Where most of a group have one already, that serves as well.
    if (llvm::count_if(G.Units, [&](size_t I) {
          return !Shared.contains(I);
        }) >= ptrdiff_t(LeastUnits))
      Plans.push_back({std::move(G), F.command().str(), ""});
  return Plans;
}

std::vector<HeaderSharing::Plan>
HeaderSharing::planOwn(const HeaderFamily &F, llvm::ArrayRef<size_t> Edited,
                       llvm::ArrayRef<Plan> Others) const {
  std::vector<Plan> Plans;
  for (size_t I : F.members()) {
    const AnalysisSettings &Settings = Tasks[I].Settings;
    if (!llvm::is_contained(Edited, I) || !Settings.Cache || Settings.Edited)
      continue;
    if (llvm::any_of(Others, [&](const Plan &P) {
          return llvm::is_contained(P.Group.Units, I);
        }))
      continue;
    HeaderGroup All = {F.headersOf(I, /*All=*/true), {I}};
    std::vector<std::string> Served;
    if (const PrecompiledHeader *Known = of(I).best())
      Served = Known->headers();
    std::string Name = onlyFor(Tasks[I], F);
    if (All.Headers == Served || Settings.Cache->hasTried(Name, All.Headers))
      continue;
    Settings.Cache->storeTrial(Name, All.Headers);
    if (F.weigh(All.Headers) >= F.weigh(Served) + LeastOwnGain)
      Plans.push_back({std::move(All), std::move(Name), "", &F.includesOf(I)});
  }
  return Plans;
}

void HeaderSharing::make(std::vector<Plan> &Plans, unsigned Jobs) {
  for (Plan &P : Plans) {
    const AnalysisSettings &Settings = Tasks[P.Group.Units.front()].Settings;
    llvm::SmallString<128> File;
    if (Settings.Cache && !Settings.Edited) {
      P.File = Settings.Cache->newHeaderFile(P.Family);
    } else if (!fs::createTemporaryFile("cotidy", "pch", File)) {
      P.File = File.str().str();
      llvm::sys::RemoveFileOnSignal(P.File);
      Temporary.push_back(P.File);
    }
  }
  std::erase_if(Plans, [](const Plan &P) { return P.File.empty(); });
  if (Plans.empty())
    return;
  runInWorkers(
      Plans.size(), Jobs,
      Tasks[Plans.front().Group.Units.front()].Settings.Limits,
      [&](size_t N, SendFn Send) {
        const Plan &P = Plans[N];
        const Task &Like = Tasks[P.Group.Units.front()];
        std::optional<PrecompiledHeader> Made;
        bool Sound = runGuarded([&] {
          using For = PrecompiledHeader::For;
          Made = PrecompiledHeader::make(
              P.Group.Headers, P.OnlyFor ? For::OneUnit : For::ManyUnits,
              *Like.U, Like.Settings, P.File);
        });
        Send(Sound && Made ? Made->toBytes() : "");
        return Sound;
      },
      [&](size_t N, JobEnd, llvm::StringRef Sent) {
        const Plan &P = Plans[N];
        const AnalysisSettings &Settings =
            Tasks[P.Group.Units.front()].Settings;
        auto Made = PrecompiledHeader::fromBytes(Sent);
        if (!Made)
          return;
        if (P.OnlyFor && !Made->serves(*P.OnlyFor))
          return Made->discard();
        auto Header =
            std::make_shared<const PrecompiledHeader>(std::move(*Made));
        if (Settings.Cache && !Settings.Edited)
          Settings.Cache->storeHeader(P.Family, *Header);
        for (size_t I : P.Group.Units)
          (P.OnlyFor ? Own : Shared)[I] = Header;
      });
}

} // namespace cotidy::driver
