//===--- Facts.cpp - cotidy facts -------------------------------*- C++ -*-===//
#include "driver/analysis/Scheduler.h"
#include "driver/analysis/UnitCommand.h"
#include "driver/analysis/UnitFile.h"
#include "driver/commands/Commands.h"
#include "driver/commands/Deliver.h"
#include "driver/settings/Plan.h"
#include "driver/support/AtomicFile.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"

namespace fs = llvm::sys::fs;

namespace cotidy::driver {
namespace {

/// \p Name as make and Ninja read it in a rule.
std::string escapedForMake(llvm::StringRef Name) {
  std::string Result;
  for (char C : Name) {
    if (C == ' ' || C == '#')
      Result += '\\';
    else if (C == '$')
      Result += '$';
    Result += C;
  }
  return Result;
}

/// The rule that clang's `-MD` would write, with the configuration's files.
std::string dependencyRule(llvm::StringRef Target,
                           const std::set<std::string> &Dependencies) {
  std::string Rule = escapedForMake(Target) + ":";
  for (const std::string &File : Dependencies)
    Rule += " \\\n  " + escapedForMake(File);
  return Rule + "\n";
}

/// Every machine deals the same files, in the order of their names. Those that
/// share a command stay together, as far as parts of one size allow: what they
/// begin with is parsed once on each machine.
void keepShard(std::vector<Unit> &Units, const Shard &S,
               const AnalysisSettings &Settings) {
  std::map<std::string, size_t> Commands;
  std::vector<std::pair<size_t, size_t>> Order; // by the command, by the name
  for (size_t I = 0; I < Units.size(); ++I)
    Order.push_back({Commands
                         .try_emplace(commandWithoutSource(Units[I], Settings),
                                      Commands.size())
                         .first->second,
                     I});
  llvm::sort(Order);
  std::vector<size_t> Mine;
  for (size_t I = (S.Index - 1) * Order.size() / S.Count,
              End = S.Index * Order.size() / S.Count;
       I < End; ++I)
    Mine.push_back(Order[I].second);
  llvm::sort(Mine);
  std::vector<Unit> Kept;
  for (size_t I : Mine)
    Kept.push_back(std::move(Units[I]));
  Units = std::move(Kept);
}

} // namespace

llvm::Expected<ExitStatus> runFacts(const CommandLine &Cmd) {
  for (const std::string &Source : Cmd.Arguments) {
    if (!Cmd.Part && fs::is_directory(Source))
      return usageError("'facts' takes one source file; '" + Source +
                        "' is a folder");
    if (fs::equivalent(Source, Cmd.UnitFile))
      return usageError("'-o " + Cmd.UnitFile +
                        "' would replace the source; name another file");
  }
  auto P = makePlan(Cmd);
  if (!P)
    return P.takeError();
  if (Cmd.Part)
    keepShard(P->Units, *Cmd.Part, P->settings(Cmd));

  UnitFile Unit;
  Unit.Root = P->TheProject->root().str();
  Unit.Profile = P->Options->profile().str();
  Unit.Checks = P->Config.Checks;
  if (!Cmd.Checks.empty())
    Unit.Checks += (Unit.Checks.empty() ? "" : ",") + Cmd.Checks;
  Unit.Limits = P->Config.Limits;
  Unit.Of = Cmd.Part;
  std::set<std::string> Mistakes, Dependencies = P->Options->filesRead();
  Dependencies.insert(P->Config.Catalogs.begin(), P->Config.Catalogs.end());
  if (!P->ConfigFile.empty())
    Dependencies.insert(P->ConfigFile);
  Unit.Parts.resize(P->Units.size());
  analyseAll(P->Units, P->settings(Cmd), Cmd.Jobs,
             [&](const driver::Unit &U, Outcome O) {
               Mistakes.insert(O.ConfigurationErrors.begin(),
                               O.ConfigurationErrors.end());
               Dependencies.insert(O.Dependencies.begin(),
                                   O.Dependencies.end());
               Unit.Parts[&U - P->Units.data()] = {
                   P->TheProject->display(U.Entry.File), std::move(O)};
             });
  if (!Mistakes.empty())
    return usageErrors(Mistakes);
  Unit.Sources = statesOfSources(Unit.Parts, Unit.Root);

  std::string Content;
  llvm::raw_string_ostream OS(Content);
  writeUnit(Unit, OS);
  // Before the unit file: Ninja takes one without its rule for up to date.
  if (!Cmd.DependencyFile.empty())
    if (llvm::Error E = writeAtomically(
            Cmd.DependencyFile, dependencyRule(Cmd.UnitFile, Dependencies)))
      return E;
  if (llvm::Error E = writeAtomically(Cmd.UnitFile, Content))
    return E;
  ExitStatus Status = NothingFound;
  for (const UnitFile::Part &Part : Unit.Parts)
    if (Part.Result.Failed) {
      sayFailure(*Part.Result.Failed);
      Status = ParseFailures;
    }
  return Status;
}

} // namespace cotidy::driver
