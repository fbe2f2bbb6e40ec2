//===--- main.cpp - the cotidy executable -----------------------*- C++ -*-===//
#include "driver/commands/Commands.h"
#include "driver/settings/CommandLine.h"
#include "driver/support/AtomicFile.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/PrettyStackTrace.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/raw_ostream.h"
#include <csignal>

using namespace cotidy::driver;

static llvm::Expected<ExitStatus> print(llvm::StringRef Text) {
  if (llvm::Error E = writeToStdout(Text))
    return E;
  return NothingFound;
}

static llvm::Expected<ExitStatus> run(llvm::ArrayRef<const char *> Argv) {
  llvm::Expected<CommandLine> Options = parseCommandLine(Argv);
  if (!Options)
    return Options.takeError();
  switch (Options->Action) {
  case Verb::Check:
    return runCheck(*Options);
  case Verb::Facts:
    return runFacts(*Options);
  case Verb::Link:
  case Verb::Merge:
    return runLink(*Options);
  case Verb::Diff:
    return runDiff(*Options);
  case Verb::Trend:
    return runTrend(*Options);
  case Verb::Explain:
    return runExplain(*Options);
  case Verb::List:
    return runList(*Options);
  case Verb::Init:
    return runInit(*Options);
  case Verb::Watch:
    return runWatch(*Options);
  case Verb::Completion:
    return runCompletion(*Options);
  case Verb::Manual:
    return runManual(*Options);
  case Verb::Help:
    return print(helpText(Options->HelpFor));
  case Verb::Version:
    return print("cotidy " COTIDY_VERSION " (LLVM " COTIDY_LLVM_VERSION ")\n");
  }
  llvm_unreachable("all verbs are handled");
}

int main(int Argc, const char **Argv) {
  llvm::setBugReportMsg("cotidy crashed, and should not have; please report "
                        "the following.\n");
  llvm::InitLLVM Init(Argc, Argv);
  // LLVM takes a file that may not grow for a crash; for us it is an error of
  // writing, which names the file.
  std::signal(SIGXFSZ, SIG_IGN);
  // Inline assembly is parsed for its target.
  llvm::InitializeAllTargetInfos();
  llvm::InitializeAllTargetMCs();
  llvm::InitializeAllAsmParsers();

  int Status = ToolError;
  if (llvm::Expected<ExitStatus> Done = run(llvm::ArrayRef(Argv, Argc)))
    Status = *Done;
  else
    llvm::errs() << "cotidy: error: " << llvm::toString(Done.takeError())
                 << '\n';
  // A crash that one file's analysis survived leaves LLVM's globals in ruins:
  // they must not be torn down.
  llvm::sys::Process::Exit(Status, /*NoCleanup=*/true);
}
