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
  std::map<size_t, LeadingIncludes> Begins; ///< of each member

  bool beginsWithSomething() const {
    return !Invocation->getPreprocessorOpts().Includes.empty();
  }
};

struct HeaderSharing::Plan {
  HeaderGroup Group; ///< units as numbers of tasks
  std::string Family, File;
};

namespace {

/// Fewer units than this are not worth a new header.
constexpr size_t LeastUnits = 3;

std::string familyOf(const Task &T) {
  const CompileEntry &Entry = T.U->Entry;
  std::string Text = Entry.Command.Directory;
  for (const std::string &Arg : adjustedCommand(*T.U, T.Settings))
    if (absolutePath(Arg, Entry.Command.Directory) != Entry.File)
      (Text += '\n') += Arg;
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
                             llvm::ArrayRef<size_t> Todo, unsigned Jobs)
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
      F.Begins[I] = F.Scanner->leadingIncludes(Tasks[I].U->Entry.File);
    plan(F, Plans);
    if (First.Settings.Cache && !First.Settings.Edited)
      useKnown(F);
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

void HeaderSharing::plan(Family &F, std::vector<Plan> &Plans) const {
  if (F.Members.size() < LeastUnits)
    return;
  std::vector<std::vector<std::string>> Units;
  for (size_t I : F.Members) {
    std::vector<std::string> &Names = Units.emplace_back();
    for (const LeadingIncludes::Header &H : F.Begins[I].Headers)
      Names.push_back(H.Spelled);
    llvm::sort(Names);
  }
  for (HeaderGroup &G : groupByHeaders(Units, [&](const auto &Names) {
         llvm::StringSet<> Seen;
         uint64_t Sum = 0;
         for (const std::string &File :
              F.Invocation->getPreprocessorOpts().Includes)
           Sum += F.Scanner->weigh("\"" + File + "\"", Seen);
         for (const std::string &Name : Names)
           Sum += F.Scanner->weigh(Name, Seen);
         return Sum;
       })) {
    if (G.Units.size() < LeastUnits ||
        (G.Headers.empty() && !F.beginsWithSomething()))
      continue;
    for (size_t &U : G.Units)
      U = F.Members[U];
    Plans.push_back({std::move(G), F.Command, ""});
  }
}

void HeaderSharing::useKnown(Family &F) {
  AnalysisCache &Cache = *Tasks[F.Members.front()].Settings.Cache;
  for (const auto &Known : Cache.findHeaders(F.Command))
    for (size_t I : F.Members)
      // The first is the one that holds most.
      if (!Headers.contains(I) && Known->serves(F.Begins[I]))
        Headers[I] = Known;
}

void HeaderSharing::make(std::vector<Plan> &Plans, unsigned Jobs) {
  // Where most of a group have one already, that serves as well.
  std::erase_if(Plans, [&](const Plan &P) {
    size_t Without = llvm::count_if(
        P.Group.Units, [&](size_t I) { return !Headers.contains(I); });
    return Without < LeastUnits;
  });
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
          Made = PrecompiledHeader::make(P.Group.Headers, *Like.U,
                                         Like.Settings, P.File);
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
        auto Shared =
            std::make_shared<const PrecompiledHeader>(std::move(*Made));
        if (Settings.Cache && !Settings.Edited)
          Settings.Cache->storeHeader(P.Family, *Shared);
        for (size_t I : P.Group.Units)
          Headers[I] = Shared;
      });
}

} // namespace cotidy::driver
