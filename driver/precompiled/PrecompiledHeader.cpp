#include "driver/precompiled/PrecompiledHeader.h"
#include "driver/analysis/ProjectScope.h"
#include "driver/analysis/UnitCommand.h"
#include "driver/cache/Entry.h"
#include "driver/cache/ReadLog.h"
#include "model/AsyncModel.h"
#include "model/facts/Bytes.h"
#include "clang/Basic/FileManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Signals.h"

namespace fs = llvm::sys::fs;
namespace tooling = clang::tooling;

namespace cotidy::driver {
namespace {

/// The source that includes the headers, in a folder that holds nothing else:
/// what is included in quotes is found where it is for the units.
constexpr llvm::StringLiteral Source = "/cotidy-precompiled/headers.hpp";

/// \p Base with that source.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>
withSource(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Base,
           llvm::ArrayRef<std::string> Headers) {
  std::string Text;
  for (const std::string &Spelled : Headers)
    Text += "#include " + Spelled + "\n";
  auto Memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  Memory->addFile(Source, 0, llvm::MemoryBuffer::getMemBufferCopy(Text));
  auto Folder = Base->getCurrentWorkingDirectory();
  auto Both =
      llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(std::move(Base));
  Both->pushOverlay(std::move(Memory));
  if (Folder)
    Both->setCurrentWorkingDirectory(*Folder);
  return Both;
}

class HeaderConsumer final : public clang::ASTConsumer {
public:
  HeaderConsumer(const AnalysisSettings &Settings,
                 const clang::SourceManager &SM, bool &DeclaresOurs)
      : Settings(Settings), Ours(Settings.TheProject, SM),
        DeclaresOurs(DeclaresOurs) {}

  bool shouldSkipFunctionBody(clang::Decl *D) override {
    return Settings.SkipBodies && !Ours.contains(D->getLocation()) &&
           !bodyTellsLaziness(*D);
  }

  bool HandleTopLevelDecl(clang::DeclGroupRef Group) override {
    // Checks look at what is parsed with the unit only.
    DeclaresOurs |= llvm::any_of(Group, [&](const clang::Decl *D) {
      return Ours.contains(D->getLocation());
    });
    return !DeclaresOurs;
  }

private:
  const AnalysisSettings &Settings;
  ProjectDecls Ours;
  bool &DeclaresOurs;
};

class HeaderAction final : public clang::GeneratePCHAction {
public:
  struct Seen {
    AllDependencies Dependencies;
    std::vector<std::string> ProjectFiles;
    std::vector<uint64_t> Names;
    IncludeGraph Includes;
    bool DeclaresOurs = false, Ended = false;
  };

  HeaderAction(const AnalysisSettings &Settings, Seen &Into)
      : Settings(Settings), Into(Into) {}

protected:
  std::unique_ptr<clang::ASTConsumer>
  CreateASTConsumer(clang::CompilerInstance &Compiler,
                    llvm::StringRef File) override {
    if (Settings.CollectDependencies)
      Into.Dependencies.attachToPreprocessor(Compiler.getPreprocessor());
    auto Writer = GeneratePCHAction::CreateASTConsumer(Compiler, File);
    if (!Writer)
      return nullptr;
    std::vector<std::unique_ptr<clang::ASTConsumer>> Both;
    Both.push_back(std::make_unique<HeaderConsumer>(
        Settings, Compiler.getSourceManager(), Into.DeclaresOurs));
    Both.push_back(std::move(Writer));
    return std::make_unique<clang::MultiplexConsumer>(std::move(Both));
  }

  bool BeginSourceFileAction(clang::CompilerInstance &Compiler) override {
    ignoreWarningPragmas(Compiler.getPreprocessor());
    recordIncludes(Compiler.getPreprocessor(), Into.Includes);
    return GeneratePCHAction::BeginSourceFileAction(Compiler);
  }

  void EndSourceFileAction() override {
    clang::CompilerInstance &Compiler = getCompilerInstance();
    clang::Preprocessor &PP = Compiler.getPreprocessor();
    Into.Ended = !Compiler.getDiagnostics().hasErrorOccurred();
    Into.ProjectFiles = projectFiles(Settings.TheProject, PP);
    for (const auto &Name : PP.getIdentifierTable())
      Into.Names.push_back(hashText(Name.first()));
    llvm::sort(Into.Names);
    GeneratePCHAction::EndSourceFileAction();
  }

private:
  const AnalysisSettings &Settings;
  Seen &Into;
};

class HeaderActionFactory final : public tooling::ToolAction {
public:
  HeaderActionFactory(const AnalysisSettings &Settings, std::string Output,
                      HeaderAction::Seen &Into)
      : Settings(Settings), Output(std::move(Output)), Into(Into) {}

  bool runInvocation(std::shared_ptr<clang::CompilerInvocation> Invocation,
                     clang::FileManager *Files,
                     std::shared_ptr<clang::PCHContainerOperations> PCH,
                     clang::DiagnosticConsumer *Diagnostics) override {
    adjustInvocation(*Invocation, Settings);
    clang::FrontendOptions &Options = Invocation->getFrontendOpts();
    clang::InputKind Kind(clang::Language::CXX);
    Options.Inputs.assign(1,
                          clang::FrontendInputFile(Source, Kind.getHeader()));
    Options.ProgramAction = clang::frontend::GeneratePCH;
    Options.OutputFile = Output;
    // Such a one is left behind at a signal.
    Options.UseTemporary = false;
    clang::CompilerInstance Compiler(std::move(Invocation), std::move(PCH));
    Compiler.setVirtualFileSystem(Files->getVirtualFileSystemPtr());
    Compiler.setFileManager(Files);
    Compiler.createDiagnostics(Diagnostics, /*ShouldOwnClient=*/false);
    Compiler.createSourceManager();
    HeaderAction Action(Settings, Into);
    bool Done = Compiler.ExecuteAction(Action);
    Files->clearStatCache();
    return Done;
  }

private:
  const AnalysisSettings &Settings;
  std::string Output;
  HeaderAction::Seen &Into;
};

/// \p Graph as each file, what it includes, and an empty text.
std::vector<std::string> toTexts(const IncludeGraph &Graph) {
  std::vector<std::string> Texts;
  for (const auto &[File, Included] : Graph) {
    Texts.push_back(File.str());
    llvm::append_range(Texts, Included);
    Texts.emplace_back();
  }
  return Texts;
}

IncludeGraph graphOf(const std::vector<std::string> &Texts) {
  IncludeGraph Graph;
  std::vector<std::string> *Included = nullptr;
  for (const std::string &Text : Texts)
    if (Text.empty())
      Included = nullptr;
    else if (Included)
      Included->push_back(Text);
    else
      Included = &Graph[Text];
  return Graph;
}

template <typename Io, typename File, typename Texts, typename Ids>
void header(Io &IO, File &Name, Texts &Headers, Texts &Dependencies,
            Texts &ProjectFiles, Ids &Names, Texts &Includes) {
  auto Text = [&](auto &Item) { IO.text(Item); };
  IO.text(Name);
  IO.list(Headers, Text);
  IO.list(Dependencies, Text);
  IO.list(ProjectFiles, Text);
  IO.list(Names, [&](auto &Item) { IO.id(Item); });
  IO.list(Includes, Text);
}

} // namespace

std::optional<PrecompiledHeader>
PrecompiledHeader::make(std::vector<std::string> Headers, For Whom,
                        const Unit &Like, const AnalysisSettings &Base,
                        std::string Into) {
  ReadLog Log;
  AnalysisSettings Settings = Base;
  Settings.Reads = &Log;
  Settings.Precompiled = nullptr;
  auto Disk = fileSystemOf(Like, Settings);
  if (!Disk) {
    llvm::consumeError(Disk.takeError());
    return std::nullopt;
  }
  llvm::sort(Headers);
  auto FS = withSource(*Disk, Headers);
  auto Files = llvm::makeIntrusiveRefCnt<clang::FileManager>(
      clang::FileSystemOptions(), FS);

  HeaderAction::Seen Seen;
  HeaderActionFactory Factory(Settings, Into, Seen);
  clang::IgnoringDiagConsumer Ignored;
  tooling::ToolInvocation Invocation(
      adjustedCommand(Like, Settings), &Factory, Files.get(),
      std::make_shared<clang::PCHContainerOperations>());
  Invocation.setDiagnosticConsumer(&Ignored);
  llvm::sys::RemoveFileOnSignal(Into);
  Invocation.run();
  llvm::sys::DontRemoveFileOnSignal(Into);
  auto Reads = Log.take();
  if (!Seen.Ended || Seen.DeclaresOurs || !Reads || !fs::exists(Into))
    return std::nullopt;

  PrecompiledHeader Made;
  Made.File = std::move(Into);
  Made.Headers = std::move(Headers);
  Made.Names = std::move(Seen.Names);
  for (const std::string &Name :
       realNames(Seen.Dependencies, Like.Entry.Command.Directory))
    Made.Dependencies.push_back(Name);
  Made.ProjectFiles = std::move(Seen.ProjectFiles);
  if (Whom == For::OneUnit) {
    Seen.Includes.erase("");
    Made.Includes = std::move(Seen.Includes);
  }
  Made.Reads = std::move(*Reads);
  // The compiler looks whether it is there, and no more.
  std::erase_if(Made.Reads, [&](const ReadRecord &R) {
    return R.Path == Like.Entry.File && !R.Content;
  });
  return Made;
}

std::string PrecompiledHeader::toBytes() const {
  std::string Rest;
  llvm::raw_string_ostream Into(Rest);
  ByteWriter IO(Into);
  std::vector<std::string> Graph = toTexts(Includes);
  header(IO, File, Headers, Dependencies, ProjectFiles, Names,
         std::as_const(Graph));
  return entryToBytes({"", Reads, Rest});
}

std::optional<PrecompiledHeader>
PrecompiledHeader::fromBytes(llvm::StringRef Bytes) {
  auto Entry = entryFromBytes(Bytes);
  if (!Entry)
    return std::nullopt;
  PrecompiledHeader Read;
  ByteReader IO(Entry->Outcome);
  std::vector<std::string> Graph;
  header(IO, Read.File, Read.Headers, Read.Dependencies, Read.ProjectFiles,
         Read.Names, Graph);
  if (IO.failed())
    return std::nullopt;
  Read.Includes = graphOf(Graph);
  Read.Reads = std::move(Entry->Reads);
  return Read;
}

llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> PrecompiledHeader::over(
    llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Base) const {
  return withSource(std::move(Base), Headers);
}

bool PrecompiledHeader::serves(const CertainIncludes &Unit) const {
  size_t Served = 0, Macros = 0;
  for (const CertainIncludes::Header &H : Unit.Headers)
    if ((H.Leading || !Includes.empty()) &&
        llvm::binary_search(Headers, H.Spelled)) {
      ++Served;
      Macros = H.MacrosBefore;
    }
  return Served == Headers.size() &&
         llvm::none_of(llvm::ArrayRef(Unit.Macros).take_front(Macros),
                       [&](const std::string &Macro) {
                         return llvm::binary_search(Names, hashText(Macro));
                       });
}

std::unique_ptr<IncludeOrder>
PrecompiledHeader::followOrder(const Project &P,
                               clang::Preprocessor &PP) const {
  return Includes.empty() ? nullptr
                          : std::make_unique<IncludeOrder>(P, PP, Includes);
}

void PrecompiledHeader::discard() const { fs::remove(File); }

void PrecompiledHeader::addTo(Outcome &Out) const {
  Out.Dependencies.insert(Dependencies.begin(), Dependencies.end());
  llvm::append_range(Out.ProjectFiles, ProjectFiles);
  llvm::sort(Out.ProjectFiles);
  Out.ProjectFiles.erase(llvm::unique(Out.ProjectFiles),
                         Out.ProjectFiles.end());
}

bool PrecompiledHeader::addTo(std::vector<ReadRecord> &Unit) const {
  std::vector<ReadRecord> All;
  auto It = Reads.begin();
  for (ReadRecord &R : Unit) {
    while (It != Reads.end() && It->Path < R.Path)
      All.push_back(*It++);
    if (R.Path == File)
      continue;
    if (It == Reads.end() || It->Path != R.Path) {
      All.push_back(std::move(R));
      continue;
    }
    bool Same = It->Kind == R.Kind &&
                (!It->Content || !R.Content || It->Content == R.Content);
    if (!Same)
      return false;
    // The one that knows more.
    All.push_back(R.Content ? std::move(R) : *It);
    ++It;
  }
  All.insert(All.end(), It, Reads.end());
  Unit = std::move(All);
  return true;
}

bool PrecompiledHeader::isFresh(FileProbe &Probe) const {
  FileStamp Stamp;
  return kindOf(File, Stamp) == PathKind::File &&
         llvm::all_of(Reads, [&](const ReadRecord &R) {
           // The compiler knows the headers in it by size and time.
           FileStamp Now;
           return Probe.holds(R) && (R.Kind != PathKind::File || !R.Content ||
                                     (kindOf(R.Path, Now) == PathKind::File &&
                                      Now.Modified == R.Stamp.Modified));
         });
}

} // namespace cotidy::driver
