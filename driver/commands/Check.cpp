//===--- Check.cpp - cotidy check -------------------------------*- C++ -*-===//
#include "driver/AtomicFile.h"
#include "driver/Configuration.h"
#include "driver/LinkedFindings.h"
#include "driver/ProgressBar.h"
#include "driver/Scheduler.h"
#include "driver/TidyOptions.h"
#include "driver/commands/Commands.h"
#include "driver/output/Format.h"
#include "model/Catalogue.h"
#include "model/facts/FactsFile.h"
#include "model/link/Index.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"
#include <cmath>
#include <set>

namespace cotidy::driver {
namespace {

constexpr char ConfigurationName[] = "cotidy.json";

/// Everything that must be right before the first file is parsed.
struct Plan {
  Configuration Config;
  std::unique_ptr<Project> TheProject;
  std::unique_ptr<TidyOptions> Options;
  std::vector<Unit> Units;
};

llvm::Expected<CompileDatabase> openDatabase(const CommandLine &Cmd) {
  if (Cmd.CompilerArguments) {
    auto Files = expandFolders(Cmd.Arguments);
    if (!Files)
      return Files.takeError();
    return fixedDatabase(*Files, *Cmd.CompilerArguments);
  }
  auto File = findDatabase(Cmd.Build);
  if (!File)
    return File.takeError();
  return readDatabase(*File);
}

/// The nearest cotidy.json above the sources, else above the working folder.
std::string findConfiguration(const CompileDatabase &Database) {
  std::string File =
      findUpwards(commonSourceFolder(Database), ConfigurationName);
  return File.empty() ? findUpwards(absolutePath("."), ConfigurationName)
                      : File;
}

llvm::Error readConfiguration(const CommandLine &Cmd, llvm::StringRef Nearest,
                              Configuration &Into) {
  std::string File =
      Cmd.ConfigFile.empty() ? Nearest.str() : absolutePath(Cmd.ConfigFile);
  if (File.empty())
    return llvm::Error::success();
  auto Read = driver::readConfiguration(File);
  if (!Read)
    return Read.takeError();
  Into = std::move(*Read);
  // Read once here, so that a mistake is one error and not one for each file.
  if (auto Loaded = Catalogue::load(Into.Catalogs); !Loaded)
    return Loaded.takeError();
  return llvm::Error::success();
}

llvm::Expected<Plan> makePlan(const CommandLine &Cmd) {
  Plan P;
  auto Database = openDatabase(Cmd);
  if (!Database)
    return Database.takeError();
  std::string Nearest = findConfiguration(*Database);
  if (auto E = readConfiguration(Cmd, Nearest, P.Config))
    return E;
  P.TheProject = std::make_unique<Project>(*Database, Nearest);
  if (auto E = P.TheProject->exclude(P.Config.Exclude))
    return E;

  auto Options =
      TidyOptions::create({Cmd.Profile ? Cmd.Profile : P.Config.Profile,
                           {P.Config.Checks, Cmd.Checks},
                           P.Config.Catalogs});
  if (!Options)
    return Options.takeError();
  P.Options = std::move(*Options);

  llvm::ArrayRef<std::string> Paths = Cmd.Arguments;
  if (Cmd.CompilerArguments)
    Paths = {}; // they made the database
  auto Entries = selectEntries(*Database, Paths, *P.TheProject);
  if (!Entries)
    return Entries.takeError();
  for (CompileEntry &Entry : *Entries) {
    auto FileOptions = P.Options->forFile(Entry.File);
    if (!FileOptions)
      return FileOptions.takeError();
    P.Units.push_back({std::move(Entry), std::move(*FileOptions)});
  }
  return P;
}

/// Runs the plan. Mistakes in the configuration that show only while files are
/// analysed are added to \p Mistakes.
Report runPlan(const Plan &P, const CommandLine &Cmd, Program &Whole,
               std::set<std::string> &Mistakes) {
  Confidence Threshold = Cmd.MinConfidence.value_or(
      P.Config.MinConfidence.value_or(Confidence::Low));
  auto Begin = std::chrono::steady_clock::now();
  Report Rep;
  Rep.Root = P.TheProject->root().str();
  Rep.Profile = P.Options->profile().str();
  std::set<std::string> Files, Skipped, Failed;
  AnalysisSettings Settings{*P.TheProject, Cmd.SkipBodies, Cmd.Link,
                            COTIDY_CLANG_RESOURCE_DIR};
  ProgressBar Bar(P.Units.size(),
                  !Cmd.Quiet && llvm::sys::Process::StandardErrIsDisplayed());
  analyseAll(P.Units, Settings, Cmd.Jobs, [&](const Unit &U, Outcome O) {
    std::string File = P.TheProject->display(U.Entry.File);
    Files.insert(File);
    if (O.NotCxx20)
      Skipped.insert(File);
    if (O.Failed) {
      Failed.insert(File);
      Rep.Failures.push_back(std::move(*O.Failed));
    }
    Mistakes.insert(O.ConfigurationErrors.begin(), O.ConfigurationErrors.end());
    llvm::append_range(Rep.Results, std::move(O.Results));
    if (O.Facts)
      Whole.add(std::move(*O.Facts));
    Bar.advance(File);
  });
  if (Cmd.Link)
    addLinkedFindings(Whole, P.TheProject->root(), Rep.Results);
  llvm::erase_if(Rep.Results,
                 [&](const Result &R) { return R.Certainty < Threshold; });
  for (const std::string &File : Failed)
    Skipped.erase(File);
  Rep.Files = Files.size();
  Rep.Skipped = Skipped.size();
  Rep.Parsed = Files.size() - Skipped.size() - Failed.size();
  finish(Rep);
  if (Cmd.Timing) {
    std::chrono::duration<double> Elapsed =
        std::chrono::steady_clock::now() - Begin;
    Rep.Seconds = std::round(Elapsed.count() * 1000) / 1000;
  }
  return Rep;
}

llvm::Error writeIndex(const Program &Whole, llvm::StringRef Root,
                       llvm::StringRef File) {
  std::string Content;
  llvm::raw_string_ostream OS(Content);
  writeFacts(makeIndex(Whole, Root), OS);
  return writeAtomically(File, Content);
}

bool wantsColor(const CommandLine &Cmd, const OutputRequest &Output) {
  if (Cmd.Color != ColorMode::Auto)
    return Cmd.Color == ColorMode::Always;
  return Output.File.empty() && llvm::sys::Process::StandardOutHasColors() &&
         !llvm::sys::Process::GetEnv("NO_COLOR");
}

llvm::Error writeReports(const Report &Rep, const CommandLine &Cmd) {
  llvm::Error All = llvm::Error::success();
  // One file that cannot be written must not cost the other reports.
  for (const OutputRequest &Output : Cmd.Outputs) {
    std::string Content;
    llvm::raw_string_ostream OS(Content);
    RenderOptions Options{wantsColor(Cmd, Output), !Cmd.Quiet};
    OS.enable_colors(Options.Color);
    findFormat(Output.Format).Render(Rep, Options, OS);
    All = llvm::joinErrors(std::move(All),
                           Output.File.empty()
                               ? writeToStdout(Content)
                               : writeAtomically(Output.File, Content));
  }
  return All;
}

/// Says on standard error what a reader would otherwise miss.
void sayWhatWentWrong(const Report &Rep, const CommandLine &Cmd) {
  bool PeopleRead = llvm::any_of(Cmd.Outputs, [](const OutputRequest &Output) {
    return Output.File.empty() && findFormat(Output.Format).ForPeople;
  });
  if (!PeopleRead)
    for (const Failure &F : Rep.Failures)
      llvm::errs() << "cotidy: " << F.File << ": not analysed: " << F.Message
                   << '\n';
  if (Rep.Skipped == Rep.Files && !Cmd.Quiet)
    llvm::errs() << "cotidy: no file is C++20, so none can hold coroutines; "
                    "compile with '-std=c++20' or later\n";
}

} // namespace

llvm::Expected<ExitStatus> runCheck(const CommandLine &Cmd) {
  if (!llvm::sys::fs::is_directory(COTIDY_CLANG_RESOURCE_DIR "/include"))
    return usageError(
        "clang's own headers are not in '" COTIDY_CLANG_RESOURCE_DIR
        "'; install the package libclang-common-" +
        llvm::Twine(COTIDY_LLVM_VERSION_MAJOR) + "-dev");
  auto P = makePlan(Cmd);
  if (!P)
    return P.takeError();
  std::set<std::string> Mistakes;
  Program Whole;
  Report Rep = runPlan(*P, Cmd, Whole, Mistakes);
  if (!Cmd.IndexFile.empty())
    if (llvm::Error E =
            writeIndex(Whole, P->TheProject->root(), Cmd.IndexFile))
      return E;
  if (llvm::Error E = writeReports(Rep, Cmd))
    return E;
  sayWhatWentWrong(Rep, Cmd);
  if (!Mistakes.empty())
    return usageError(llvm::join(Mistakes, "\ncotidy: error: "));
  if (!Rep.Failures.empty())
    return ParseFailures;
  Level Threshold =
      Cmd.FailLevel.value_or(P->Config.FailLevel.value_or(Level::Warning));
  return Rep.hasResultAtOrAbove(Threshold) ? FindingsFound : NothingFound;
}

} // namespace cotidy::driver
