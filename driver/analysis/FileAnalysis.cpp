#include "driver/analysis/FileAnalysis.h"
#include "checks/AsyncCheck.h"
#include "checks/Chains.h"
#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyModule.h"
#include "driver/analysis/FindingCollector.h"
#include "driver/analysis/ProjectScope.h"
#include "driver/analysis/UnitCommand.h"
#include "driver/precompiled/PrecompiledHeader.h"
#include "driver/suppressions/CommentLog.h"
#include "model/AsyncModel.h"
#include "model/TimeLedger.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Basic/FileManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Tooling/Tooling.h"

namespace tidy = clang::tidy;
namespace tooling = clang::tooling;

namespace cotidy::driver {
namespace {

/// Summarises the translation unit for the linker.
class FactsConsumer final : public clang::ASTConsumer {
public:
  FactsConsumer(tidy::ClangTidyContext &Context, const Project &P,
                clang::Preprocessor &PP, std::optional<FileFacts> &Into,
                std::vector<ChainFix> &Fixes)
      : Context(Context), P(P), PP(PP), Into(Into), Fixes(Fixes) {}

  void HandleTranslationUnit(clang::ASTContext &Ctx) override {
    // What does not compile is a failure, and its facts would be half.
    if (Ctx.getDiagnostics().hasUncompilableErrorOccurred())
      return;
    ChargeTime Mine("(facts for chains)");
    const clang::SourceManager &SM = Ctx.getSourceManager();
    ModelCache Models;
    Models.setHeaders(headersOf(PP));
    std::string Ignored; // the checks report mistakes in catalogues
    const auto &Options = Context.getOptions().CheckOptions;
    const AsyncModel &Model =
        Models.get(Ctx, Options.lookup("Catalogs").Value, Ignored,
                   Options.lookup("FixTargets").Value);
    Fixes = collectChainFixes(Model, P);
    Into = collectFacts(Model, Context, [&](clang::FileID File) {
      auto Entry = SM.getFileEntryRefForID(File);
      if (!Entry)
        return std::string();
      llvm::SmallString<256> Name(Entry->getName());
      SM.getFileManager().makeAbsolutePath(Name);
      return P.display(absolutePath(Name));
    });
  }

private:
  tidy::ClangTidyContext &Context;
  const Project &P;
  clang::Preprocessor &PP;
  std::optional<FileFacts> &Into;
  std::vector<ChainFix> &Fixes;
};

/// Looks whether a unit may begin with its precompiled header after all.
class OrderConsumer final : public clang::ASTConsumer {
public:
  OrderConsumer(std::unique_ptr<IncludeOrder> Order, bool &Matters)
      : Order(std::move(Order)), Matters(Matters) {}

  void HandleTranslationUnit(clang::ASTContext &Context) override {
    Matters = Order->matters(Context);
  }

private:
  std::unique_ptr<IncludeOrder> Order;
  bool &Matters;
};

/// What the action makes of a unit.
struct Collected {
  bool UsedPrecompiled = false;
  bool OrderMatters = false; ///< it should not have been used
  std::optional<FileFacts> Facts;
  std::vector<ChainFix> ChainFixes;
  AllDependencies Dependencies;
  std::vector<std::string> ProjectFiles;
  std::vector<Suppression> Suppressions;
};

class AnalysisAction final : public clang::ASTFrontendAction {
public:
  AnalysisAction(tidy::ClangTidyContext &Context,
                 const AnalysisSettings &Settings, Collected &Into)
      : Context(Context), Factory(Context), Settings(Settings), Into(Into) {}

  std::unique_ptr<clang::ASTConsumer>
  CreateASTConsumer(clang::CompilerInstance &Compiler,
                    llvm::StringRef File) override {
    if (Settings.CollectDependencies)
      Into.Dependencies.attachToPreprocessor(Compiler.getPreprocessor());
    Compiler.getPreprocessor().addCommentHandler(&Comments);
    std::vector<std::unique_ptr<clang::ASTConsumer>> Consumers;
    auto Order = Into.UsedPrecompiled
                     ? Settings.Precompiled->followOrder(
                           Settings.TheProject, Compiler.getPreprocessor())
                     : nullptr;
    if (Order)
      Consumers.push_back(
          std::make_unique<OrderConsumer>(std::move(Order), Into.OrderMatters));
    // The scope must be set before anybody traverses it.
    if (Settings.SkipBodies)
      Consumers.push_back(std::make_unique<ScopeConsumer>(
          Settings.TheProject, Compiler.getSourceManager()));
    Consumers.push_back(Factory.createASTConsumer(Compiler, File));
    if (Settings.CollectFacts)
      Consumers.push_back(std::make_unique<FactsConsumer>(
          Context, Settings.TheProject, Compiler.getPreprocessor(), Into.Facts,
          Into.ChainFixes));
    return std::make_unique<clang::MultiplexConsumer>(std::move(Consumers));
  }

  bool BeginSourceFileAction(clang::CompilerInstance &Compiler) override {
    if (!Settings.CollectWarnings)
      ignoreWarningPragmas(Compiler.getPreprocessor());
    return true;
  }

  void EndSourceFileAction() override {
    Into.ProjectFiles = projectFiles(Settings.TheProject,
                                     getCompilerInstance().getPreprocessor());
    Into.Suppressions = Comments.suppressions(
        getCompilerInstance().getSourceManager(), Settings.TheProject, Context);
  }

private:
  tidy::ClangTidyContext &Context;
  tidy::ClangTidyASTConsumerFactory Factory;
  const AnalysisSettings &Settings;
  Collected &Into;
  CommentLog Comments;
};

class AnalysisActionFactory final : public tooling::FrontendActionFactory {
public:
  /// \p File is the absolute name of the source.
  AnalysisActionFactory(tidy::ClangTidyContext &Context,
                        const AnalysisSettings &Settings, llvm::StringRef File)
      : Context(Context), Settings(Settings), File(File) {}

  /// Whether the command led to a compilation at all.
  bool Invoked = false;
  bool NotCxx20 = false;
  Collected Made;

  std::unique_ptr<clang::FrontendAction> create() override {
    return std::make_unique<AnalysisAction>(Context, Settings, Made);
  }

  bool runInvocation(std::shared_ptr<clang::CompilerInvocation> Invocation,
                     clang::FileManager *Files,
                     std::shared_ptr<clang::PCHContainerOperations> PCH,
                     clang::DiagnosticConsumer *DiagConsumer) override {
    Invoked = true;
    NotCxx20 = !Invocation->getLangOpts().CPlusPlus20;
    if (NotCxx20 && !Settings.CollectFacts)
      return true;
    adjustInvocation(*Invocation, Settings);
    if (Settings.Precompiled)
      beginPrecompiled(*Invocation, *Files);
    return FrontendActionFactory::runInvocation(std::move(Invocation), Files,
                                                std::move(PCH), DiagConsumer);
  }

private:
  void beginPrecompiled(clang::CompilerInvocation &Invocation,
                        clang::FileManager &Files) {
    if (!mayBeginPrecompiled(Invocation))
      return;
    IncludeScanner Scanner(Settings.TheProject, Files.getVirtualFileSystemPtr(),
                           Invocation.getHeaderSearchOpts());
    if (!Settings.Precompiled->serves(Scanner.certainIncludes(File)))
      return;
    Made.UsedPrecompiled = true;
    clang::PreprocessorOptions &Options = Invocation.getPreprocessorOpts();
    Options.ImplicitPCHInclude = Settings.Precompiled->file();
    // It was made, or seen to be the same as when it was made, in this run.
    Options.DisablePCHOrModuleValidation =
        clang::DisableValidationForModuleKind::All;
  }

  tidy::ClangTidyContext &Context;
  const AnalysisSettings &Settings;
  llvm::StringRef File;
};

} // namespace

Outcome analyseFile(const Unit &U, const AnalysisSettings &Settings) {
  const Project &P = Settings.TheProject;
  Outcome Out;
  auto Fail = [&](std::string Reason) {
    Out.Results.clear();
    Out.Failed = Failure{P.display(U.Entry.File), std::move(Reason)};
    return std::move(Out);
  };
  if (Settings.CollectDependencies)
    Out.Dependencies.insert(U.Entry.File);
  if (isForeign(U)) {
    Out.NotCxx20 = true;
    return Out;
  }
  if (std::string Reason = reasonNotToStart(U); !Reason.empty())
    return Fail(std::move(Reason));

  auto FS = fileSystemOf(U, Settings);
  if (!FS)
    return Fail(llvm::toString(FS.takeError()));
  auto Files = llvm::makeIntrusiveRefCnt<clang::FileManager>(
      clang::FileSystemOptions(), *FS);

  tidy::ClangTidyContext Context(std::make_unique<tidy::DefaultOptionsProvider>(
      tidy::ClangTidyGlobalOptions(), *U.Options));
  auto DiagOptions = std::make_unique<clang::DiagnosticOptions>();
  FindingCollector Collector(Context, P);
  clang::DiagnosticsEngine Diagnostics(
      llvm::makeIntrusiveRefCnt<clang::DiagnosticIDs>(), *DiagOptions,
      &Collector, /*ShouldOwnClient=*/false);
  Context.setDiagnosticsEngine(std::move(DiagOptions), &Diagnostics);

  AnalysisActionFactory Factory(Context, Settings, U.Entry.File);
  tooling::ToolInvocation Invocation(
      adjustedCommand(U, Settings), &Factory, Files.get(),
      std::make_shared<clang::PCHContainerOperations>());
  Invocation.setDiagnosticConsumer(&Collector);
  {
    std::optional<TimeLedger> Ledger;
    if (Settings.TimeChecks)
      Ledger.emplace();
    std::optional<ChargeTime> Rest(std::in_place, "(parser)");
    // Its result counts findings of level error too, so it tells nothing.
    Invocation.run();
    Rest.reset();
    if (Ledger)
      for (const auto &[What, Time] : Ledger->Records)
        Out.Times.push_back(
            {What.str(), uint64_t(Time.getProcessTime() * 1e6)});
  }

  Collected &Made = Factory.Made;
  Out.Dependencies.merge(
      realNames(Made.Dependencies, U.Entry.Command.Directory));
  Out.ProjectFiles = std::move(Made.ProjectFiles);
  Out.UsedPrecompiled = Made.UsedPrecompiled;
  if (Out.UsedPrecompiled)
    Settings.Precompiled->addTo(Out);
  Out.ConfigurationErrors = Collector.configurationErrors();
  if (Settings.CollectWarnings)
    Out.Warnings = Collector.takeWarnings();
  Out.NotCxx20 = Factory.NotCxx20;
  if (Out.NotCxx20) {
    // Without coroutines there is nothing to find in it, so that a compiler
    // that cannot parse it costs no more than chains through it.
    if (Collector.parseError().empty())
      Out.Facts = std::move(Made.Facts);
    return Out;
  }
  if (Made.OrderMatters)
    return Fail("a precompiled header comes too early");
  if (!Collector.parseError().empty())
    return Fail(Collector.parseError());
  if (!Factory.Invoked)
    return Fail("the compile command cannot be used: it must compile exactly "
                "one file");
  Out.Suppressions = std::move(Made.Suppressions);
  for (Result &R : Collector.takeResults(Out.Suppressions))
    if (R.Where.File.empty() || R.Where.File == P.display(U.Entry.File) ||
        P.contains(absolutePath(R.Where.File, P.root())))
      Out.Results.push_back(std::move(R));
  Out.Facts = std::move(Made.Facts);
  Out.ChainFixes = std::move(Made.ChainFixes);
  return Out;
}

} // namespace cotidy::driver
