#include "driver/analysis/UnitCommand.h"
#include "driver/cache/ReadLog.h"
#include "driver/precompiled/PrecompiledHeader.h"
#include "clang/Lex/HeaderSearchOptions.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "llvm/ADT/STLExtras.h"
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

/// Takes from \p Arg that a warning is an error; empty if nothing is left.
static std::string withoutWerror(llvm::StringRef Arg) {
  if (Arg == "-Werror" || Arg == "-pedantic-errors")
    return Arg == "-Werror" ? "" : "-pedantic";
  return Arg.consume_front("-Werror=") ? ("-W" + Arg).str() : Arg.str();
}

/// Compiler warnings are not ours to report: without `-W...` the compiler saves
/// the work, and `-Werror` cannot make a failure of a file. `-Wno-...` stays,
/// as it turns off errors too (`-Wno-narrowing`); so does what only looks like
/// a warning (`-Wp,`, `-Wl,`).
static bool isWarningFlag(llvm::StringRef Arg) {
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

/// A precompiled header that a build made is read by the compiler that made it
/// only, and may not be there yet. The header that it was made of says the
/// same.
static void useSourceOfHeader(clang::PreprocessorOptions &Options) {
  llvm::StringRef Header = Options.ImplicitPCHInclude;
  llvm::StringRef Extension = path::extension(Header);
  if (Extension != ".pch" && Extension != ".gch")
    return;
  std::string Source = Header.drop_back(Extension.size()).str();
  if (!fs::is_regular_file(Source))
    return;
  if (!llvm::is_contained(Options.Includes, Source))
    Options.Includes.insert(Options.Includes.begin(), Source);
  Options.ImplicitPCHInclude.clear();
}

std::string commandWithoutSource(const Unit &U,
                                 const AnalysisSettings &Settings) {
  const CompileEntry &Entry = U.Entry;
  std::string Text = Entry.Command.Directory;
  for (const std::string &Arg : adjustedCommand(U, Settings))
    if (absolutePath(Arg, Entry.Command.Directory) != Entry.File)
      (Text += '\n') += Arg;
  return Text;
}

void adjustInvocation(clang::CompilerInvocation &Invocation,
                      const AnalysisSettings &Settings) {
  Invocation.getFrontendOpts().SkipFunctionBodies = Settings.SkipBodies;
  clang::PreprocessorOptions &PP = Invocation.getPreprocessorOpts();
  // As clang-tidy does: code may ask for __clang_analyzer__.
  PP.SetUpStaticAnalyzer = true;
  useSourceOfHeader(PP);
  // Or the compiler prints how many errors it generated.
  Invocation.getDiagnosticOpts().ShowCarets = false;
}

bool mayBeginPrecompiled(const clang::CompilerInvocation &Invocation) {
  const clang::HeaderSearchOptions &Headers = Invocation.getHeaderSearchOpts();
  return Invocation.getLangOpts().CPlusPlus20 && !Headers.ImplicitModuleMaps &&
         Headers.PrebuiltModuleFiles.empty() &&
         Invocation.getPreprocessorOpts().ImplicitPCHInclude.empty() &&
         Invocation.getFrontendOpts().ModuleFiles.empty();
}

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

llvm::Expected<llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>>
fileSystemOf(const Unit &U, const AnalysisSettings &Settings) {
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS =
      llvm::vfs::createPhysicalFileSystem();
  // Beneath what is edited, which is no part of the input.
  if (Settings.Reads)
    FS = Settings.Reads->over(std::move(FS));
  if (Settings.Edited)
    FS = Settings.Edited->over(std::move(FS));
  const std::string &Folder = U.Entry.Command.Directory;
  if (auto EC = FS->setCurrentWorkingDirectory(Folder))
    return llvm::createStringError(EC, "cannot enter the folder '" + Folder +
                                           "': " + EC.message());
  if (Settings.Precompiled)
    FS = Settings.Precompiled->over(std::move(FS));
  return FS;
}

} // namespace cotidy::driver
