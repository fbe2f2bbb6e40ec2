#include "driver/FileAnalysis.h"
#include "checks/AsyncCheck.h"
#include "checks/Chains.h"
#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyModule.h"
#include "driver/FindingCollector.h"
#include "driver/cache/ReadLog.h"
#include "model/AsyncModel.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/Basic/FileManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Frontend/Utils.h"
#include "clang/Lex/Pragma.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace tidy = clang::tidy;
namespace tooling = clang::tooling;
namespace path = llvm::sys::path;
namespace fs = llvm::sys::fs;

namespace cotidy::driver {
namespace {

/// Decides, once for each file, whether its declarations are the project's.
class ProjectDecls {
public:
  ProjectDecls(const Project &P, const clang::SourceManager &SM)
      : P(P), SM(SM) {}

  bool contains(clang::SourceLocation Loc) {
    if (Loc.isInvalid())
      return false;
    clang::FileID File = SM.getFileID(SM.getExpansionLoc(Loc));
    auto [It, New] = Known.try_emplace(File, false);
    if (New)
      It->second = decide(File);
    return It->second;
  }

private:
  bool decide(clang::FileID File) const {
    if (File == SM.getMainFileID())
      return true;
    if (SM.isInSystemHeader(SM.getLocForStartOfFile(File)))
      return false;
    auto Entry = SM.getFileEntryRefForID(File);
    if (!Entry)
      return false;
    llvm::SmallString<256> Name(Entry->getName());
    SM.getFileManager().makeAbsolutePath(Name);
    return P.contains(absolutePath(Name));
  }

  const Project &P;
  const clang::SourceManager &SM;
  llvm::DenseMap<clang::FileID, bool> Known;
};

/// Keeps parser and checks out of code that is not the project's, but for the
/// few bodies that tell what its types do.
class ScopeConsumer final : public clang::ASTConsumer {
public:
  ScopeConsumer(const Project &P, const clang::SourceManager &SM)
      : Ours(P, SM) {}

  bool shouldSkipFunctionBody(clang::Decl *D) override {
    return !Ours.contains(D->getLocation()) && !bodyTellsLaziness(*D);
  }

  void HandleTranslationUnit(clang::ASTContext &Context) override {
    std::vector<clang::Decl *> Scope;
    for (clang::Decl *D : Context.getTranslationUnitDecl()->decls())
      if (Ours.contains(D->getLocation()))
        Scope.push_back(D);
    Context.setTraversalScope(Scope);
  }

private:
  ProjectDecls Ours;
};

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

/// Keeps `#pragma GCC diagnostic` and its like from changing what is a warning:
/// the compiler's are not ours to report, and each change costs every later
/// diagnostic a search (2 % of a file with Boost).
void ignoreWarningPragmas(clang::Preprocessor &PP) {
  for (llvm::StringRef Namespace : {"GCC", "clang"}) {
    auto Ignore = std::make_unique<clang::EmptyPragmaHandler>("diagnostic");
    // Removes the handler of that name, whichever it is, and disowns it.
    PP.RemovePragmaHandler(Namespace, Ignore.get());
    PP.AddPragmaHandler(Namespace, Ignore.release());
  }
}

/// Lists every file that is read, also those of the system: a new version of a
/// library may block elsewhere.
class AllDependencies final : public clang::DependencyCollector {
public:
  bool needSystemDependencies() override { return true; }
  bool sawDependency(llvm::StringRef File, bool FromModule, bool IsSystem,
                     bool IsModuleFile, bool IsMissing) override {
    return !IsMissing &&
           DependencyCollector::sawDependency(File, FromModule, IsSystem,
                                              IsModuleFile, IsMissing);
  }
};

class AnalysisAction final : public clang::ASTFrontendAction {
public:
  AnalysisAction(tidy::ClangTidyContext &Context,
                 const AnalysisSettings &Settings,
                 std::optional<FileFacts> &Facts,
                 std::vector<ChainFix> &ChainFixes,
                 AllDependencies &Dependencies,
                 std::vector<std::string> &ProjectFiles)
      : Context(Context), Factory(Context), Settings(Settings), Facts(Facts),
        ChainFixes(ChainFixes), Dependencies(Dependencies),
        ProjectFiles(ProjectFiles) {}

  std::unique_ptr<clang::ASTConsumer>
  CreateASTConsumer(clang::CompilerInstance &Compiler,
                    llvm::StringRef File) override {
    if (Settings.CollectDependencies)
      Dependencies.attachToPreprocessor(Compiler.getPreprocessor());
    std::vector<std::unique_ptr<clang::ASTConsumer>> Consumers;
    // The scope must be set before anybody traverses it.
    if (Settings.SkipBodies)
      Consumers.push_back(std::make_unique<ScopeConsumer>(
          Settings.TheProject, Compiler.getSourceManager()));
    Consumers.push_back(Factory.createASTConsumer(Compiler, File));
    if (Settings.CollectFacts)
      Consumers.push_back(std::make_unique<FactsConsumer>(
          Context, Settings.TheProject, Compiler.getPreprocessor(), Facts,
          ChainFixes));
    return std::make_unique<clang::MultiplexConsumer>(std::move(Consumers));
  }

  bool BeginSourceFileAction(clang::CompilerInstance &Compiler) override {
    if (!Settings.CollectWarnings)
      ignoreWarningPragmas(Compiler.getPreprocessor());
    return true;
  }

  void EndSourceFileAction() override {
    clang::CompilerInstance &Compiler = getCompilerInstance();
    const clang::SourceManager &SM = Compiler.getSourceManager();
    clang::HeaderSearch &Headers =
        Compiler.getPreprocessor().getHeaderSearchInfo();
    for (auto It = SM.fileinfo_begin(); It != SM.fileinfo_end(); ++It) {
      clang::FileEntryRef File = It->first;
      if (clang::SrcMgr::isSystem(Headers.getFileDirFlavor(File)))
        continue;
      llvm::SmallString<256> Name(File.getName());
      SM.getFileManager().makeAbsolutePath(Name);
      std::string Absolute = absolutePath(Name);
      if (Settings.TheProject.contains(Absolute))
        ProjectFiles.push_back(Settings.TheProject.display(Absolute));
    }
    llvm::sort(ProjectFiles);
  }

private:
  tidy::ClangTidyContext &Context;
  tidy::ClangTidyASTConsumerFactory Factory;
  const AnalysisSettings &Settings;
  std::optional<FileFacts> &Facts;
  std::vector<ChainFix> &ChainFixes;
  AllDependencies &Dependencies;
  std::vector<std::string> &ProjectFiles;
};

class AnalysisActionFactory final : public tooling::FrontendActionFactory {
public:
  AnalysisActionFactory(tidy::ClangTidyContext &Context,
                        const AnalysisSettings &Settings)
      : Context(Context), Settings(Settings) {}

  /// Whether the command led to a compilation at all.
  bool Invoked = false;
  bool NotCxx20 = false;
  std::optional<FileFacts> Facts;
  std::vector<ChainFix> ChainFixes;
  AllDependencies Dependencies;
  std::vector<std::string> ProjectFiles;

  std::unique_ptr<clang::FrontendAction> create() override {
    return std::make_unique<AnalysisAction>(
        Context, Settings, Facts, ChainFixes, Dependencies, ProjectFiles);
  }

  bool runInvocation(std::shared_ptr<clang::CompilerInvocation> Invocation,
                     clang::FileManager *Files,
                     std::shared_ptr<clang::PCHContainerOperations> PCH,
                     clang::DiagnosticConsumer *DiagConsumer) override {
    Invoked = true;
    NotCxx20 = !Invocation->getLangOpts().CPlusPlus20;
    if (NotCxx20 && !Settings.CollectFacts)
      return true;
    Invocation->getFrontendOpts().SkipFunctionBodies = Settings.SkipBodies;
    // As clang-tidy does: code may ask for __clang_analyzer__.
    Invocation->getPreprocessorOpts().SetUpStaticAnalyzer = true;
    // Or the compiler prints how many errors it generated.
    Invocation->getDiagnosticOpts().ShowCarets = false;
    return FrontendActionFactory::runInvocation(std::move(Invocation), Files,
                                                std::move(PCH), DiagConsumer);
  }

private:
  tidy::ClangTidyContext &Context;
  const AnalysisSettings &Settings;
};

/// Takes from \p Arg that a warning is an error; empty if nothing is left.
std::string withoutWerror(llvm::StringRef Arg) {
  if (Arg == "-Werror" || Arg == "-pedantic-errors")
    return Arg == "-Werror" ? "" : "-pedantic";
  return Arg.consume_front("-Werror=") ? ("-W" + Arg).str() : Arg.str();
}

/// Compiler warnings are not ours to report: without `-W...` the compiler saves
/// the work, and `-Werror` cannot make a failure of a file. `-Wno-...` stays,
/// as it turns off errors too (`-Wno-narrowing`); so does what only looks like
/// a warning (`-Wp,`, `-Wl,`).
bool isWarningFlag(llvm::StringRef Arg) {
  if (!Arg.starts_with("-W"))
    return Arg == "-w" || Arg == "-pedantic" || Arg == "-pedantic-errors";
  return !Arg.starts_with("-Wno-") && !Arg.contains(',');
}

std::vector<std::string> adjustedCommand(const Unit &U,
                                         const AnalysisSettings &Settings) {
  tooling::CommandLineArguments Args = U.Entry.Command.CommandLine;
  for (const tooling::ArgumentsAdjuster &Adjust :
       {tooling::getClangStripOutputAdjuster(),
        tooling::getClangStripDependencyFileAdjuster(),
        tooling::getStripPluginsAdjuster(),
        tooling::getClangSyntaxOnlyAdjuster()})
    Args = Adjust(Args, U.Entry.File);
  if (Settings.CollectWarnings) {
    for (std::string &Arg : Args)
      Arg = withoutWerror(Arg);
    llvm::erase_if(Args, [](const std::string &Arg) { return Arg.empty(); });
  } else {
    llvm::erase_if(Args, isWarningFlag);
  }

  const tidy::ClangTidyOptions &Options = *U.Options;
  if (Options.RemovedArgs)
    llvm::erase_if(Args, [&](llvm::StringRef Arg) {
      return llvm::is_contained(*Options.RemovedArgs, Arg);
    });
  std::vector<std::string> First = {"-Wno-unknown-warning-option"};
  if (!Settings.CollectWarnings)
    First.push_back("-Wno-everything");
  if (!llvm::any_of(Args, [](llvm::StringRef Arg) {
        return Arg.starts_with("-resource-dir");
      }))
    First.push_back("-resource-dir=" + Settings.ResourceDir);
  if (Options.ExtraArgsBefore)
    llvm::append_range(First, *Options.ExtraArgsBefore);
  Args.insert(Args.begin() + !Args.empty(), First.begin(), First.end());
  if (Options.ExtraArgs)
    // What follows `--` is a file.
    Args.insert(llvm::find(Args, "--"), Options.ExtraArgs->begin(),
                Options.ExtraArgs->end());
  return Args;
}

/// Whether \p U is of a language that has no functions to follow, told by its
/// name alone.
bool isForeign(const Unit &U) {
  llvm::StringRef Extension = path::extension(U.Entry.File);
  bool Other = llvm::StringSwitch<bool>(Extension)
                   .Cases({".s", ".S", ".asm", ".m", ".f", ".f90"}, true)
                   .Cases({".cu", ".hip", ".rc", ".swift"}, true)
                   .Default(false);
  return Other &&
         !llvm::any_of(U.Entry.Command.CommandLine, [](llvm::StringRef Arg) {
           return Arg.contains("c++") &&
                  (Arg.starts_with("-x") || Arg == "c++");
         });
}

/// Why \p U cannot even be begun; empty if it can.
std::string reasonNotToStart(const Unit &U) {
  const tooling::CompileCommand &Command = U.Entry.Command;
  if (!fs::is_directory(Command.Directory))
    return "the folder of its compile command does not exist: '" +
           Command.Directory + "'; configure the build again";
  if (fs::is_directory(U.Entry.File))
    return "is a folder";
  if (auto Buffer = llvm::MemoryBuffer::getFile(U.Entry.File); !Buffer)
    return "cannot read the file: " + Buffer.getError().message();
  return "";
}

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

  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS =
      llvm::vfs::createPhysicalFileSystem();
  // Beneath what is edited, which is no part of the input.
  if (Settings.Reads)
    FS = Settings.Reads->over(std::move(FS));
  if (Settings.Edited)
    FS = Settings.Edited->over(std::move(FS));
  if (auto EC = FS->setCurrentWorkingDirectory(U.Entry.Command.Directory))
    return Fail("cannot enter the folder '" + U.Entry.Command.Directory +
                "': " + EC.message());
  auto Files = llvm::makeIntrusiveRefCnt<clang::FileManager>(
      clang::FileSystemOptions(), FS);

  tidy::ClangTidyContext Context(std::make_unique<tidy::DefaultOptionsProvider>(
      tidy::ClangTidyGlobalOptions(), *U.Options));
  auto DiagOptions = std::make_unique<clang::DiagnosticOptions>();
  FindingCollector Collector(Context, P);
  clang::DiagnosticsEngine Diagnostics(
      llvm::makeIntrusiveRefCnt<clang::DiagnosticIDs>(), *DiagOptions,
      &Collector, /*ShouldOwnClient=*/false);
  Context.setDiagnosticsEngine(std::move(DiagOptions), &Diagnostics);

  AnalysisActionFactory Factory(Context, Settings);
  tooling::ToolInvocation Invocation(
      adjustedCommand(U, Settings), &Factory, Files.get(),
      std::make_shared<clang::PCHContainerOperations>());
  Invocation.setDiagnosticConsumer(&Collector);
  // Its result counts findings of level error too, so it tells nothing.
  Invocation.run();

  for (llvm::StringRef Name : Factory.Dependencies.getDependencies()) {
    // Ninja takes away `..` whatever stands before, which may be a link.
    llvm::SmallString<256> Absolute(Name), Real;
    path::make_absolute(U.Entry.Command.Directory, Absolute);
    if (!fs::real_path(Absolute, Real))
      Out.Dependencies.insert(Real.str().str());
  }
  Out.ProjectFiles = std::move(Factory.ProjectFiles);
  Out.ConfigurationErrors = Collector.configurationErrors();
  if (Settings.CollectWarnings)
    Out.Warnings = Collector.takeWarnings();
  Out.NotCxx20 = Factory.NotCxx20;
  if (Out.NotCxx20) {
    // Without coroutines there is nothing to find in it, so that a compiler
    // that cannot parse it costs no more than chains through it.
    if (Collector.parseError().empty())
      Out.Facts = std::move(Factory.Facts);
    return Out;
  }
  if (!Collector.parseError().empty())
    return Fail(Collector.parseError());
  if (!Factory.Invoked)
    return Fail("the compile command cannot be used: it must compile exactly "
                "one file");
  for (Result &R : Collector.takeResults())
    if (R.Where.File.empty() || R.Where.File == P.display(U.Entry.File) ||
        P.contains(absolutePath(R.Where.File, P.root())))
      Out.Results.push_back(std::move(R));
  Out.Facts = std::move(Factory.Facts);
  Out.ChainFixes = std::move(Factory.ChainFixes);
  return Out;
}

} // namespace cotidy::driver
