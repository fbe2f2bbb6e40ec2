#include "driver/precompiled/HeaderSharing.h"
#include "driver/analysis/GuardedRun.h"
#include "driver/analysis/UnitCommand.h"
#include "driver/cache/AnalysisCache.h"
#include "driver/precompiled/HeaderGroups.h"
#include "clang/Driver/CreateInvocationFromArgs.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Signals.h"

namespace fs = llvm::sys::fs;

namespace cotidy::driver {

/// Units whose commands differ in the name of the source only.
struct HeaderSharing::Family {
  std::string Command; ///< as text, and what else they have in common
  std::vector<size_t> Members;
  std::shared_ptr<clang::CompilerInvocation> Invocation;
  std::unique_ptr<IncludeScanner> Scanner;
  std::map<size_t, CertainIncludes> Includes; ///< of each member

  bool beginsWithSomething() const {
    return !Invocation->getPreprocessorOpts().Includes.empty();
  }

  /// The headers that \p Member begins with, or all that it reads, sorted.
  std::vector<std::string> headersOf(size_t Member, bool All) const {
    std::vector<std::string> Names;
    for (const CertainIncludes::Header &H : Includes.at(Member).Headers)
      if (All || H.Leading)
        Names.push_back(H.Spelled);
    llvm::sort(Names);
    return Names;
  }

  /// How much the compiler reads for \p Headers, in bytes.
  uint64_t weigh(const std::vector<std::string> &Headers) const {
    llvm::StringSet<> Seen;
    uint64_t Sum = 0;
    for (const std::string &File : Invocation->getPreprocessorOpts().Includes)
      Sum += Scanner->weigh("\"" + File + "\"", Seen);
    for (const std::string &Name : Headers)
      Sum += Scanner->weigh(Name, Seen);
    return Sum;
  }

  /// Under what the cache has headers for \p T alone.
  std::string only(const Task &T) const {
    return Command + "\nfor " + T.U->Entry.File;
  }
};

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

std::string familyOf(const Task &T) {
  std::string Text = commandWithoutSource(*T.U, T.Settings);
  Text +=
      '\n' + T.Settings.TheProject.identity() + '\n' + T.Settings.ResourceDir;
  for (bool Choice : {T.Settings.SkipBodies, T.Settings.CollectDependencies,
                      T.Settings.CollectWarnings})
    Text += Choice ? '1' : '0';
  // Files may have other contents for each.
  Text += '\n' + std::to_string(uintptr_t(T.Settings.Edited));
  return Text;
}

std::shared_ptr<clang::CompilerInvocation> invocationOf(const Task &T) {
  std::vector<std::string> Args = adjustedCommand(*T.U, T.Settings);
  std::vector<const char *> Pointers;
  for (const std::string &Arg : Args)
    Pointers.push_back(Arg.c_str());
  clang::CreateInvocationOptions Options;
  auto FS = fileSystemOf(*T.U, T.Settings);
  if (!FS) {
    llvm::consumeError(FS.takeError());
    return nullptr;
  }
  Options.VFS = *FS;
  clang::DiagnosticOptions DiagOptions;
  Options.Diags = llvm::makeIntrusiveRefCnt<clang::DiagnosticsEngine>(
      llvm::makeIntrusiveRefCnt<clang::DiagnosticIDs>(), DiagOptions,
      new clang::IgnoringDiagConsumer);
  std::shared_ptr<clang::CompilerInvocation> Invocation =
      clang::createInvocation(Pointers, Options);
  if (Invocation)
    adjustInvocation(*Invocation, T.Settings);
  return Invocation;
}

} // namespace

HeaderSharing::HeaderSharing(llvm::ArrayRef<Task> Tasks,
                             llvm::ArrayRef<size_t> Todo,
                             llvm::ArrayRef<size_t> Edited, unsigned Jobs)
    : Tasks(Tasks) {
  std::map<std::string, Family> Families;
  for (size_t I : Todo) {
    const Task &T = Tasks[I];
    if (!T.Settings.ShareHeaders || isForeign(*T.U))
      continue;
    std::string Command = familyOf(T);
    Family &F = Families[Command];
    F.Command = std::move(Command);
    F.Members.push_back(I);
  }
  std::vector<Plan> Plans;
  for (auto &[Command, F] : Families) {
    const Task &First = Tasks[F.Members.front()];
    if (F.Members.size() < LeastUnits && !First.Settings.Cache)
      continue;
    F.Invocation = invocationOf(First);
    if (!F.Invocation || !mayBeginPrecompiled(*F.Invocation))
      continue;
    F.Scanner = std::make_unique<IncludeScanner>(
        First.Settings.TheProject, *fileSystemOf(*First.U, First.Settings),
        F.Invocation->getHeaderSearchOpts());
    for (size_t I : F.Members)
      F.Includes[I] = F.Scanner->certainIncludes(Tasks[I].U->Entry.File);
    if (First.Settings.Cache && !First.Settings.Edited)
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

void HeaderSharing::useKnown(Family &F) {
  AnalysisCache &Cache = *Tasks[F.Members.front()].Settings.Cache;
  // The first of a list is the one that holds most.
  auto Use = [&](HeaderMap &For, const auto &Known, size_t I) {
    if (!For.contains(I) && Known->serves(F.Includes[I]))
      For[I] = Known;
  };
  for (size_t I : F.Members)
    for (const auto &Known : Cache.findHeaders(F.only(Tasks[I])))
      Use(Own, Known, I);
  for (const auto &Known : Cache.findHeaders(F.Command))
    for (size_t I : F.Members)
      Use(Shared, Known, I);
}

std::vector<HeaderSharing::Plan> HeaderSharing::planShared(Family &F) const {
  std::vector<Plan> Plans;
  if (F.Members.size() < LeastUnits)
    return Plans;
  std::vector<std::vector<std::string>> Units;
  for (size_t I : F.Members)
    Units.push_back(F.headersOf(I, /*All=*/false));
  for (HeaderGroup &G : groupByHeaders(
           Units, [&](const auto &Names) { return F.weigh(Names); })) {
    if (G.Headers.empty() && !F.beginsWithSomething())
      continue;
    for (size_t &U : G.Units)
      U = F.Members[U];
    // Where most of a group have one already, that serves as well.
    if (llvm::count_if(G.Units, [&](size_t I) {
          return !Shared.contains(I);
        }) >= ptrdiff_t(LeastUnits))
      Plans.push_back({std::move(G), F.Command, ""});
  }
  return Plans;
}

std::vector<HeaderSharing::Plan>
HeaderSharing::planOwn(Family &F, llvm::ArrayRef<size_t> Edited,
                       llvm::ArrayRef<Plan> Others) const {
  std::vector<Plan> Plans;
  for (size_t I : F.Members) {
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
    std::string Name = F.only(Tasks[I]);
    if (All.Headers == Served || Settings.Cache->hasTried(Name, All.Headers))
      continue;
    Settings.Cache->storeTrial(Name, All.Headers);
    if (F.weigh(All.Headers) >= F.weigh(Served) + LeastOwnGain)
      Plans.push_back({std::move(All), std::move(Name), "", &F.Includes[I]});
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
