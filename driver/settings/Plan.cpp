#include "driver/settings/Plan.h"
#include "driver/settings/Suggest.h"
#include "model/catalogue/CatalogueStore.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Process.h"

namespace cotidy::driver {
namespace {

constexpr char ConfigurationName[] = "cotidy.json";

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

/// The nearest cotidy.json above the root, if one was given; else above the
/// sources, else above the working folder.
std::string findConfiguration(const CompileDatabase &Database,
                              llvm::StringRef Root) {
  if (!Root.empty())
    return findUpwards(Root, ConfigurationName);
  std::string File =
      findUpwards(commonSourceFolder(Database), ConfigurationName);
  return File.empty() ? findUpwards(absolutePath("."), ConfigurationName)
                      : File;
}

llvm::Error readConfiguration(const std::string &File, Configuration &Into) {
  if (File.empty())
    return llvm::Error::success();
  auto Read = driver::readConfiguration(File);
  if (!Read)
    return Read.takeError();
  Into = std::move(*Read);
  if (Into.Catalogs.empty() && Into.FixTargets.empty())
    return llvm::Error::success();
  // Read once here, so that a mistake is one error and not one for each file.
  std::string Mistake;
  auto Loaded = sharedCatalogue(llvm::join(Into.Catalogs, ";"), Mistake);
  if (!Mistake.empty())
    return llvm::createStringError(Mistake);
  std::vector<std::string> Targets;
  for (const FixTarget &Target : Loaded->fixTargets())
    Targets.push_back(Target.Name);
  for (const std::string &Name : Into.FixTargets)
    if (!llvm::is_contained(Targets, Name))
      return usageError(File +
                        ": 'fixTargets': no pack of the kind 'fixes' is "
                        "called '" +
                        Name + "'" + suggestion(Name, Targets));
  return llvm::Error::success();
}

/// Null if none is wanted, or if none was asked for and there is no place.
llvm::Expected<std::unique_ptr<AnalysisCache>>
openCache(const CommandLine &Cmd) {
  bool Asked = !Cmd.CacheDir.empty();
  auto Refused = llvm::sys::Process::GetEnv("COTIDY_NO_CACHE");
  if (Cmd.NoCache || (!Asked && Refused && !Refused->empty()))
    return nullptr;
  std::string Folder = Asked ? Cmd.CacheDir : defaultCacheFolder();
  if (Folder.empty())
    return nullptr;
  auto Cache = AnalysisCache::open(absolutePath(Folder), Cmd.CacheSize);
  if (Cache)
    return Cache;
  if (Asked)
    return usageError("'--cache-dir': " + llvm::toString(Cache.takeError()));
  llvm::consumeError(Cache.takeError());
  return nullptr;
}

} // namespace

AnalysisSettings Plan::settings(const CommandLine &Cmd) const {
  AnalysisSettings Settings{*TheProject};
  Settings.SkipBodies = Cmd.SkipBodies;
  Settings.CollectFacts = Cmd.Link;
  Settings.CollectDependencies = !Cmd.DependencyFile.empty();
  Settings.ResourceDir = COTIDY_CLANG_RESOURCE_DIR;
  if (Cmd.OffersFixes)
    Settings.Fixes = FixUse::Verify;
  Settings.TimeChecks = Cmd.TimeChecks;
  Settings.Limits = Cmd.Limits;
  Settings.Cache = Cache.get();
  Settings.ShareHeaders = Cmd.ShareHeaders;
  return Settings;
}

llvm::Expected<Plan> makePlan(const CommandLine &Cmd) {
  if (!llvm::sys::fs::is_directory(COTIDY_CLANG_RESOURCE_DIR "/include"))
    return usageError(
        "clang's own headers are not in '" COTIDY_CLANG_RESOURCE_DIR
        "'; install the package libclang-common-" +
        llvm::Twine(COTIDY_LLVM_VERSION_MAJOR) + "-dev");
  Plan P;
  auto Database = openDatabase(Cmd);
  if (!Database)
    return Database.takeError();
  if (!Database->File.empty())
    P.DatabaseFile = absolutePath(Database->File);
  std::string Root = Cmd.Root.empty() ? "" : absolutePath(Cmd.Root);
  if (!Root.empty() && !llvm::sys::fs::is_directory(Root))
    return usageError("no such folder: '" + Cmd.Root + "' (from '--root')");
  std::string Nearest = findConfiguration(*Database, Root);
  P.ConfigFile =
      Cmd.ConfigFile.empty() ? Nearest : absolutePath(Cmd.ConfigFile);
  if (auto E = readConfiguration(P.ConfigFile, P.Config))
    return E;
  P.TheProject = std::make_unique<Project>(*Database, Root, Nearest);
  if (auto E = P.TheProject->exclude(P.Config.Exclude, "'exclude'"))
    return E;
  if (auto E = P.TheProject->exclude(Cmd.Exclude, "--exclude"))
    return E;

  auto Options =
      TidyOptions::create({Cmd.Profile ? Cmd.Profile : P.Config.Profile,
                           {P.Config.Checks, Cmd.Checks},
                           P.Config.Catalogs,
                           P.Config.FixTargets});
  if (!Options)
    return Options.takeError();
  P.Options = std::move(*Options);

  auto Cache = openCache(Cmd);
  if (!Cache)
    return Cache.takeError();
  P.Cache = std::move(*Cache);

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
    auto &Line = Entry.Command.CommandLine;
    Line.insert(Line.begin() + !Line.empty(), Cmd.ExtraArguments.begin(),
                Cmd.ExtraArguments.end());
    P.Units.push_back({std::move(Entry), std::move(*FileOptions)});
  }
  return P;
}

} // namespace cotidy::driver
