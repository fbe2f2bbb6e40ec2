//===--- Link.cpp - cotidy link ---------------------------------*- C++ -*-===//
#include "driver/analysis/UnitFile.h"
#include "driver/commands/Commands.h"
#include "driver/commands/Deliver.h"
#include "driver/settings/CompileDatabase.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace cotidy::driver {
namespace {

/// Reads unit files one by one, so that only their facts stay in memory.
class Linker {
public:
  /// Adds the unit file \p Given, or all below that folder.
  void find(const std::string &Given) {
    if (!fs::is_directory(Given)) {
      Files.try_emplace(absolutePath(Given), Given);
      return;
    }
    bool Found = false;
    std::error_code EC;
    for (fs::recursive_directory_iterator
             It(Given, EC, /*follow_symlinks=*/false),
         End;
         !EC && It != End; It.increment(EC))
      if (path::extension(It->path()) == UnitExtension &&
          !fs::is_directory(It->path())) {
        Files.try_emplace(absolutePath(It->path()), It->path());
        Found = true;
      }
    if (EC)
      Errors.insert("cannot read the folder '" + Given + "': " + EC.message());
    else if (!Found)
      Errors.insert("no unit file (*" + UnitExtension.str() + ") is below '" +
                    Given + "'; write some there with 'cotidy facts'");
  }

  /// Reads what was found, by name: the order of arguments changes nothing.
  void read() {
    for (const auto &[Absolute, Given] : Files) {
      auto Unit = readFile(Given);
      if (!Unit)
        Unusable.push_back(
            {Given, "the unit file " + llvm::toString(Unit.takeError())});
      else if (fits(*Unit, Given))
        add(std::move(*Unit));
    }
  }

  /// What cannot be used is a part of the report. What does not belong together
  /// is not: nobody can say which of two profiles it should be about.
  llvm::Expected<ExitStatus> report(const CommandLine &Cmd) {
    if (!Builder || !Errors.empty()) {
      for (const Failure &F : Unusable)
        Errors.insert(F.File + ": " + F.Message);
      return usageErrors(Errors);
    }
    for (Failure &F : Unusable)
      Builder->addFailure(std::move(F));
    addMissingShards();
    sayWhatChanged();
    return deliver(*Builder, Cmd, First.Limits);
  }

private:
  static llvm::Expected<UnitFile> readFile(const std::string &File) {
    auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/false,
                                              /*RequiresNullTerminator=*/false);
    if (!Buffer)
      return usageError("cannot be read: " + Buffer.getError().message());
    return readUnit((*Buffer)->getBuffer());
  }

  static std::string describeChecks(const UnitFile &Unit) {
    return Unit.Checks.empty() ? "the profile's checks"
                               : "the checks '" + Unit.Checks + "'";
  }

  /// Whether \p Unit belongs to the same run as the first one.
  bool fits(const UnitFile &Unit, const std::string &File) {
    if (!Builder) {
      Builder = std::make_unique<ReportBuilder>(Unit.Root, Unit.Profile);
      First = {Unit.Root, Unit.Profile, Unit.Checks, Unit.Limits,
               Unit.Of,   {},           {}};
      FirstFile = File;
      return true;
    }
    auto Differs = [&](const llvm::Twine &Ours, const llvm::Twine &Theirs,
                       llvm::StringRef WayOut) {
      Errors.insert(("'" + File + "' " + Ours + ", but '" + FirstFile + "' " +
                     Theirs + "; " + WayOut)
                        .str());
      return false;
    };
    if (Unit.Root != First.Root)
      return Differs("is of the project in '" + Unit.Root + "'",
                     "of that in '" + First.Root + "'",
                     "link those of one project; a cotidy.json in its folder "
                     "makes that the root of all its files");
    if (Unit.Profile != First.Profile)
      return Differs("was written with the profile '" + Unit.Profile + "'",
                     "with '" + First.Profile + "'",
                     "write all with the same '--profile'");
    if (Unit.Checks != First.Checks)
      return Differs("was written with " + describeChecks(Unit),
                     "with " + describeChecks(First),
                     "write all with the same '--checks', and again when "
                     "'checks' in cotidy.json has changed");
    if (Unit.Limits != First.Limits)
      return Differs("was written with another 'minConfidence' or 'failLevel' "
                     "in cotidy.json",
                     "before or after it changed", "write them again");
    if (!Unit.Of || !First.Of)
      return true;
    if (unsigned Count = First.Of->Which.Count; Unit.Of->Which.Count != Count)
      return Differs("is one of " + llvm::Twine(Unit.Of->Which.Count) +
                         " shards",
                     "one of " + llvm::Twine(Count), "give those of one run");
    // Else a file could be in none of them.
    if (Unit.Of->Dealt != First.Of->Dealt)
      return Differs("is a shard of other files", "of its own",
                     "all machines need the same commit, compile commands and "
                     "headers, and the same paths as arguments");
    return true;
  }

  void addMissingShards() {
    if (!First.Of)
      return;
    const std::string Count = std::to_string(First.Of->Which.Count);
    for (unsigned I = 1; I <= First.Of->Which.Count; ++I)
      if (std::string Index = std::to_string(I); !Shards.contains(I))
        Builder->addFailure(
            {"shard " + Index + " of " + Count,
             "no unit file of it was given; write it with '--shard " + Index +
                 "/" + Count + "'"});
  }

  void add(UnitFile Unit) {
    if (Unit.Of)
      Shards.insert(Unit.Of->Which.Index);
    for (UnitFile::Part &Part : Unit.Parts)
      Builder->add(Part.File, std::move(Part.Result));
    for (const SourceState &S : Unit.Sources)
      Sources[S.File].insert(S.Hash);
  }

  /// Whoever gives files that are out of date should know it.
  void sayWhatChanged() {
    std::vector<std::string> Changed;
    for (const auto &[File, Hashes] : Sources)
      if (uint64_t Now = hashSource(File, First.Root);
          Now == 0 || Hashes != std::set<uint64_t>{Now})
        Changed.push_back(File);
    if (Changed.empty())
      return;
    constexpr size_t Shown = 5;
    llvm::errs() << "cotidy: " << Changed.size()
                 << (Changed.size() == 1 ? " source" : " sources")
                 << " changed or vanished since the unit files were written, "
                    "which may be out of date: ";
    llvm::interleaveComma(llvm::ArrayRef(Changed).take_front(Shown),
                          llvm::errs());
    llvm::errs() << (Changed.size() > Shown ? ", ...\n" : "\n");
  }

  std::map<std::string, std::string> Files; ///< absolute, and as given
  std::set<std::string> Errors;
  std::vector<Failure> Unusable;
  std::unique_ptr<ReportBuilder> Builder; ///< once one unit was read
  UnitFile First;                         ///< without its parts
  std::string FirstFile;
  std::set<unsigned> Shards;
  std::map<std::string, std::set<uint64_t>> Sources;
};

} // namespace

llvm::Expected<ExitStatus> runLink(const CommandLine &Cmd) {
  Linker L;
  for (const std::string &Given : Cmd.Arguments)
    L.find(Given);
  L.read();
  return L.report(Cmd);
}

} // namespace cotidy::driver
