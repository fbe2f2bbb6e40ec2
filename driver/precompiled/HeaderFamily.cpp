#include "driver/precompiled/HeaderFamily.h"
#include "driver/analysis/UnitCommand.h"
#include "clang/Driver/CreateInvocationFromArgs.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include <map>
#include <numeric>
#include <set>

namespace cotidy::driver {
namespace {

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

std::vector<HeaderFamily> HeaderFamily::of(llvm::ArrayRef<Task> Tasks,
                                           llvm::ArrayRef<size_t> Which) {
  llvm::StringMap<size_t> Known;
  std::vector<HeaderFamily> Families;
  for (size_t I : Which) {
    if (!Tasks[I].Settings.ShareHeaders || isForeign(*Tasks[I].U))
      continue;
    std::string Command = familyOf(Tasks[I]);
    auto [It, New] = Known.try_emplace(Command, Families.size());
    if (New)
      Families.emplace_back().Command = std::move(Command);
    Families[It->second].Members.push_back(I);
  }
  return Families;
}

bool HeaderFamily::scan(llvm::ArrayRef<Task> Tasks) {
  const Task &First = Tasks[Members.front()];
  Invocation = invocationOf(First);
  if (!Invocation || !mayBeginPrecompiled(*Invocation))
    return false;
  Scanner = std::make_unique<IncludeScanner>(
      First.Settings.TheProject, *fileSystemOf(*First.U, First.Settings),
      Invocation->getHeaderSearchOpts());
  for (size_t I : Members)
    Includes[I] = Scanner->certainIncludes(Tasks[I].U->Entry.File);
  return true;
}

std::vector<std::string> HeaderFamily::headersOf(size_t Member,
                                                 bool All) const {
  std::vector<std::string> Names;
  for (const CertainIncludes::Header &H : Includes.at(Member).Headers)
    if (All || H.Leading)
      Names.push_back(H.Spelled);
  llvm::sort(Names);
  return Names;
}

uint64_t HeaderFamily::weigh(llvm::ArrayRef<std::string> Headers) const {
  llvm::StringSet<> Seen;
  uint64_t Sum = 0;
  for (const std::string &File : Invocation->getPreprocessorOpts().Includes)
    Sum += Scanner->weigh("\"" + File + "\"", Seen);
  for (const std::string &Name : Headers)
    Sum += Scanner->weigh(Name, Seen);
  return Sum;
}

std::vector<HeaderGroup> HeaderFamily::groups() const {
  std::vector<std::vector<std::string>> Units;
  for (size_t I : Members)
    Units.push_back(headersOf(I, /*All=*/false));
  std::vector<HeaderGroup> Groups =
      groupByHeaders(Units, [&](const auto &Names) { return weigh(Names); });
  if (Invocation->getPreprocessorOpts().Includes.empty())
    std::erase_if(Groups,
                  [](const HeaderGroup &G) { return G.Headers.empty(); });
  for (HeaderGroup &G : Groups)
    for (size_t &U : G.Units)
      U = Members[U];
  return Groups;
}

namespace {

/// Sorts \p Units of \p F, so that those which begin with the same large
/// headers follow each other.
void sortByHeaders(std::vector<size_t> &Units, const HeaderFamily &F) {
  llvm::StringMap<uint64_t> Weights;
  auto Weigh = [&](const std::string &Header) {
    auto [It, New] = Weights.try_emplace(Header);
    if (New)
      It->second = F.weigh({Header});
    return It->second;
  };
  using Headers = std::vector<std::pair<uint64_t, std::string>>;
  std::map<size_t, Headers> LargestFirst;
  for (size_t I : Units) {
    Headers &Of = LargestFirst[I];
    for (std::string &Header : F.headersOf(I, /*All=*/false))
      Of.push_back({Weigh(Header), std::move(Header)});
    llvm::sort(Of, std::greater<>());
  }
  llvm::stable_sort(Units, [&](size_t A, size_t B) {
    return LargestFirst[A] > LargestFirst[B];
  });
}

} // namespace

std::vector<std::vector<size_t>>
unitsByHeader(llvm::ArrayRef<Unit> Units, const AnalysisSettings &Settings) {
  std::vector<Task> Tasks;
  for (const Unit &U : Units)
    Tasks.push_back({&U, Settings});
  std::vector<size_t> All(Units.size());
  std::iota(All.begin(), All.end(), 0);
  std::vector<std::vector<size_t>> Runs;
  std::set<size_t> Left(All.begin(), All.end());
  auto Add = [&](llvm::ArrayRef<size_t> Run) {
    for (size_t I : Run)
      Left.erase(I);
    if (!Run.empty())
      Runs.push_back(Run);
  };
  for (HeaderFamily &F : HeaderFamily::of(Tasks, All)) {
    if (F.members().size() > 1 && F.scan(Tasks))
      for (HeaderGroup &G : F.groups()) {
        sortByHeaders(G.Units, F);
        Add(G.Units);
      }
    std::vector<size_t> Others;
    llvm::copy_if(F.members(), std::back_inserter(Others),
                  [&](size_t I) { return Left.contains(I); });
    Add(Others);
  }
  Add(std::vector<size_t>(Left.begin(), Left.end()));
  return Runs;
}

} // namespace cotidy::driver
