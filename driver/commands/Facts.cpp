//===--- Facts.cpp - cotidy facts -------------------------------*- C++ -*-===//
#include "driver/analysis/Scheduler.h"
#include "driver/analysis/UnitFile.h"
#include "driver/commands/Commands.h"
#include "driver/commands/Deliver.h"
#include "driver/precompiled/HeaderFamily.h"
#include "driver/settings/Plan.h"
#include "driver/support/AtomicFile.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/xxhash.h"
#include <algorithm>

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

/// Every machine deals the same files, in the same order. Those that should
/// share a precompiled header stay together, as far as parts of about one size
/// allow: it is made once on each machine. Returns a hash of how all were
/// dealt.
uint64_t keepShard(std::vector<Unit> &Units, const Shard &S,
                   const AnalysisSettings &Settings) {
  std::vector<size_t> Order, Ends = {0};
  for (const std::vector<size_t> &Run : unitsByHeader(Units, Settings)) {
    llvm::append_range(Order, Run);
    Ends.push_back(Order.size());
  }
  std::string Dealt;
  for (size_t I : Order)
    Dealt += Units[I].Entry.File + '\n';
  // A part may be larger or smaller by so many files.
  const size_t Most = Order.size() / S.Count / 8;
  auto EndOf = [&](unsigned Index) {
    size_t Even = Index * Order.size() / S.Count;
    auto Distance = [&](size_t End) {
      return std::max(End, Even) - std::min(End, Even);
    };
    size_t Near = *std::ranges::min_element(Ends, {}, Distance);
    return Distance(Near) <= Most ? Near : Even;
  };
  std::vector<size_t> Mine(Order.begin() + EndOf(S.Index - 1),
                           Order.begin() + EndOf(S.Index));
  llvm::sort(Mine);
  std::vector<Unit> Kept;
  for (size_t I : Mine)
    Kept.push_back(std::move(Units[I]));
  Units = std::move(Kept);
  return llvm::xxh3_64bits(Dealt);
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
  UnitFile Unit;
  if (Cmd.Part)
    Unit.Of = {*Cmd.Part, keepShard(P->Units, *Cmd.Part, P->settings(Cmd))};
  Unit.Root = P->TheProject->root().str();
  Unit.Profile = P->Options->profile().str();
  Unit.Checks = P->Config.Checks;
  if (!Cmd.Checks.empty())
    Unit.Checks += (Unit.Checks.empty() ? "" : ",") + Cmd.Checks;
  Unit.Limits = P->Config.Limits;
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
