#include "checks/Chains.h"
#include "checks/CheckInfo.h"
#include "checks/OptionReader.h"
#include "clang-tidy/NoLintDirectiveHandler.h"
#include "model/facts/FactsCollector.h"
#include "model/facts/FactsFile.h"
#include "model/link/Linker.h"
#include "model/llvm/Compat.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace clang;
namespace path = llvm::sys::path;

namespace cotidy {
namespace {

/// Asks clang-tidy's own reader of NOLINT comments.
class NoLint {
public:
  explicit NoLint(const DiagnosticsEngine &Engine) : Engine(Engine) {}

  bool silences(SourceLocation Loc, StringRef Check) {
    bool Silenced = false;
    withDiagnosticAt(Engine, Loc, [&](const Diagnostic &Asked) {
      llvm::SmallVector<tooling::Diagnostic, 1> Ignored;
      Silenced = Handler.shouldSuppress(DiagnosticsEngine::Warning, Asked,
                                        Check, Ignored, /*AllowIO=*/true,
                                        /*EnableNoLintBlocks=*/true);
    });
    return Silenced;
  }

private:
  const DiagnosticsEngine &Engine;
  tidy::NoLintDirectiveHandler Handler;
};

std::string absoluteName(const SourceManager &SM, FileID File) {
  auto Entry = SM.getFileEntryRefForID(File);
  if (!Entry)
    return "";
  llvm::SmallString<256> Name(Entry->getName());
  SM.getFileManager().makeAbsolutePath(Name);
  path::remove_dots(Name, /*remove_dot_dot=*/true);
  return std::string(Name);
}

llvm::Expected<FileFacts> readIndex(StringRef File) {
  auto Buffer = llvm::MemoryBuffer::getFile(File);
  if (!Buffer)
    return llvm::createStringError("cannot read the index '" + File +
                                   "': " + Buffer.getError().message());
  auto Facts = readFacts((*Buffer)->getBuffer());
  if (!Facts)
    return llvm::createStringError("the index '" + File + "' " +
                                   llvm::toString(Facts.takeError()));
  return Facts;
}

} // namespace

FileFacts collectFacts(const AsyncModel &Model, tidy::ClangTidyContext &Context,
                       const FileNamer &Name) {
  FactsSettings Settings;
  Settings.FileName = Name;
  for (const RegisteredCheck &Check : registeredChecks()) {
    if (!Check.Info.FollowsCalls)
      continue;
    StringRef CheckName = Check.Info.Name;
    Settings.Checks.push_back(
        {CheckName.str(), Context.isCheckEnabled(CheckName),
         OptionReader(Context, CheckName)
             .get("StrictMode", false, OptionScope::Global),
         Context.treatAsError(CheckName)});
  }
  OptionReader Loop(Context, "async-cpu-heavy-loop");
  Settings.Loops = {
      double(Loop.get("MaxSteps", 1000000u, OptionScope::Check)),
      double(Loop.get("AssumedElements", 1000u, OptionScope::Check))};
  StringRef Virtuals =
      OptionReader(Context, "async-blocking-call")
          .get("VirtualCalls", StringRef("known"), OptionScope::Global);
  Settings.Virtuals = Virtuals == "none"  ? VirtualCalls::None
                      : Virtuals == "all" ? VirtualCalls::All
                                          : VirtualCalls::Known;
  NoLint Comments(Model.context().getDiagnostics());
  Settings.Silenced = [&](SourceLocation Loc, StringRef Check) {
    return Comments.silences(Loc, Check);
  };
  return collectFacts(Model, Settings);
}

llvm::Error findChains(const AsyncModel &Model, tidy::ClangTidyContext &Context,
                       StringRef Index, std::string &Root,
                       std::vector<Chain> &Result) {
  const SourceManager &SM = Model.context().getSourceManager();
  llvm::Error Problem = llvm::Error::success();
  std::optional<FileFacts> Others;
  if (!Index.empty()) {
    if (auto Read = readIndex(Index))
      Others = std::move(*Read);
    else
      Problem = Read.takeError();
  }
  Root = Others ? Others->Root : "";
  auto Name = [&](FileID File) {
    std::string Absolute = absoluteName(SM, File);
    StringRef Relative = Absolute;
    if (!Root.empty() && Relative.consume_front(Root) &&
        Relative.consume_front("/"))
      return Relative.str();
    return Absolute;
  };
  Program Whole;
  Whole.add(collectFacts(Model, Context, Name));
  if (Others)
    Whole.addIndex(std::move(*Others));
  CallGraph Graph(Whole);
  Result = findChains(Whole, Graph, LoopReach(Whole, Graph));
  return Problem;
}

} // namespace cotidy
