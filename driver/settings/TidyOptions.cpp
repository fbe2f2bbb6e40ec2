#include "driver/settings/TidyOptions.h"
#include "checks/Chains.h"
#include "checks/CheckInfo.h"
#include "clang-tidy/GlobList.h"
#include "driver/settings/CommandLine.h"
#include "driver/settings/Suggest.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/Support/raw_ostream.h"

namespace tidy = clang::tidy;

namespace cotidy::driver {
namespace {

constexpr llvm::StringRef Prefix = "async-";
constexpr char DefaultProfile[] = "recommended";
/// Options that checks share; they may stand without a check's name.
constexpr llvm::StringRef StrictMode = "StrictMode", Catalogs = "Catalogs",
                          FixTargets = "FixTargets",
                          SharedHeaders = "SharedHeaders", Index = "Index";

std::vector<std::string> checkNames() {
  std::vector<std::string> Names;
  for (const RegisteredCheck &C : registeredChecks())
    Names.push_back(C.Info.Name.str());
  return Names;
}

/// The globs of a list as clang-tidy writes it (commas or line ends).
std::vector<std::string> splitGlobs(llvm::StringRef Globs) {
  llvm::SmallVector<llvm::StringRef> Parts;
  llvm::SplitString(Globs, Parts, ",\n");
  std::vector<std::string> Result;
  for (llvm::StringRef Part : Parts)
    if (!Part.trim().empty())
      Result.push_back(Part.trim().str());
  return Result;
}

bool matchesACheck(llvm::StringRef Glob) {
  tidy::GlobList List(Glob.ltrim('-'));
  return llvm::any_of(registeredChecks(), [&](const RegisteredCheck &C) {
    return List.contains(C.Info.Name);
  });
}

/// An error if \p Glob, which is about our checks, matches none of them.
llvm::Error verifyGlob(llvm::StringRef Glob, llvm::StringRef Where) {
  if (matchesACheck(Glob) || Glob.ltrim('-') == "*")
    return llvm::Error::success();
  llvm::StringRef Name = Glob.ltrim('-');
  std::string Hint = suggestion(Name, checkNames());
  return usageError(Where + ": no check is called '" + Name + "'" +
                    (Hint.empty() ? "; 'cotidy list' shows the names" : Hint));
}

bool isAboutUs(llvm::StringRef Glob) {
  return Glob.ltrim('-').starts_with(Prefix);
}

bool asksForOurs(llvm::StringRef Globs) {
  return llvm::any_of(splitGlobs(Globs), [](llvm::StringRef Glob) {
    return isAboutUs(Glob) && !Glob.starts_with("-");
  });
}

std::string takenAway(llvm::StringRef Globs) {
  std::string Result;
  for (const std::string &Glob : splitGlobs(Globs))
    if (isAboutUs(Glob) && llvm::StringRef(Glob).starts_with("-"))
      Result += "," + Glob;
  return Result;
}

std::string profileGlobs(llvm::StringRef Profile) {
  std::string Globs = "-*";
  for (const RegisteredCheck &C : registeredChecks())
    if (C.Info.Level == CheckLevel::On || Profile == "all" ||
        (Profile == "strict" && C.Info.Level == CheckLevel::Strict))
      Globs += "," + C.Info.Name.str();
  return Globs;
}

/// An error for options of our checks that do not exist.
llvm::Error verifyOptions(const tidy::ClangTidyOptions &Options,
                          llvm::StringRef Where) {
  std::vector<std::string> Keys;
  for (llvm::StringRef Key : Options.CheckOptions.keys())
    if (Key.starts_with(Prefix))
      Keys.push_back(Key.str());
  llvm::sort(Keys);
  for (llvm::StringRef Key : Keys) {
    auto [CheckName, OptionName] = Key.split('.');
    const RegisteredCheck *Check = findCheck(CheckName);
    if (!Check)
      return usageError(Where + ": option '" + Key +
                        "' is of no check that exists" +
                        suggestion(CheckName, checkNames()));
    std::vector<std::string> Known;
    for (const OptionInfo &O : optionsOf(*Check))
      Known.push_back(O.Name);
    if (!llvm::is_contained(Known, OptionName))
      return usageError(Where + ": '" + CheckName + "' has no option '" +
                        OptionName + "'" + suggestion(OptionName, Known));
  }
  return llvm::Error::success();
}

llvm::Error verifySource(const tidy::ClangTidyOptions &Options,
                         llvm::StringRef Where) {
  for (const auto &Globs : {Options.Checks, Options.WarningsAsErrors})
    for (const std::string &Glob : splitGlobs(Globs.value_or("")))
      if (isAboutUs(Glob))
        if (llvm::Error E = verifyGlob(Glob, Where))
          return E;
  return verifyOptions(Options, Where);
}

/// Reads `.clang-tidy` files by a parser of our own, so that mistakes in them
/// are errors. (The base class's constructor for parsers sets no file system.)
class ConfigFiles final : public tidy::FileOptionsProvider {
public:
  explicit ConfigFiles(std::function<llvm::ErrorOr<tidy::ClangTidyOptions>(
                           llvm::MemoryBufferRef)>
                           Parse)
      : FileOptionsProvider({}, tidy::ClangTidyOptions::getDefaults(), {},
                            llvm::vfs::createPhysicalFileSystem()) {
    ConfigHandlers = {{".clang-tidy", std::move(Parse)}};
  }
};

} // namespace

std::vector<std::string> enabledChecks(const TidyOptions::Request &R,
                                       llvm::StringRef FileGlobs) {
  std::string Globs = !R.Profile && asksForOurs(FileGlobs)
                          ? "-*," + FileGlobs.str()
                          : profileGlobs(R.Profile.value_or(DefaultProfile)) +
                                takenAway(FileGlobs);
  for (const std::string &More : R.CheckGlobs)
    if (!More.empty())
      Globs += "," + More;
  // By name: a `*` must not bring in the static analyzer, which is linked too.
  tidy::GlobList Enabled(Globs);
  std::vector<std::string> Names = checkNames();
  llvm::erase_if(Names,
                 [&](llvm::StringRef Name) { return !Enabled.contains(Name); });
  return Names;
}

void applyOptions(const TidyOptions::Request &R,
                  tidy::ClangTidyOptions &Options, unsigned &Order) {
  auto Override = [&](llvm::StringRef Name, llvm::StringRef Value) {
    Options.CheckOptions[Name] =
        tidy::ClangTidyOptions::ClangTidyValue(Value, ++Order);
  };
  if (R.Profile && *R.Profile != DefaultProfile)
    Override(StrictMode, "true");
  if (!R.Catalogs.empty()) {
    std::string All = Options.CheckOptions.lookup(Catalogs).Value;
    for (const std::string &Catalog : R.Catalogs)
      All += (All.empty() ? "" : ";") + Catalog;
    Override(Catalogs, All);
  }
  if (!R.FixTargets.empty())
    Override(FixTargets, llvm::join(R.FixTargets, ";"));
}

TidyOptions::TidyOptions(Request R)
    : Asked(std::move(R)), Profile(Asked.Profile.value_or(DefaultProfile)) {
  auto Parse = [this](llvm::MemoryBufferRef Buffer)
      -> llvm::ErrorOr<tidy::ClangTidyOptions> {
    std::string Mistake;
    auto Read = tidy::parseConfigurationWithDiags(
        Buffer, [&](const llvm::SMDiagnostic &D) {
          if (Mistake.empty())
            Mistake =
                (D.getFilename() + ":" + llvm::Twine(D.getLineNo()) + ":" +
                 llvm::Twine(D.getColumnNo() + 1) + ": " + D.getMessage())
                    .str();
        });
    if (Read)
      return Read;
    // Files are older than clang-tidy, and have keys that it no longer knows.
    // What says nothing about our checks need not be right for us.
    if (!Buffer.getBuffer().contains("async-")) {
      llvm::errs() << "cotidy: " << Mistake
                   << "; the file is left out, it names no check of cotidy's\n";
      return tidy::ClangTidyOptions();
    }
    if (ParseError.empty())
      ParseError = Mistake;
    return Read;
  };
  Provider = std::make_unique<ConfigFiles>(Parse);
}

llvm::Expected<std::unique_ptr<TidyOptions>> TidyOptions::create(Request R) {
  for (const std::string &Globs : R.CheckGlobs)
    for (const std::string &Glob : splitGlobs(Globs))
      if (llvm::Error E = verifyGlob(Glob, "checks"))
        return E;
  return std::unique_ptr<TidyOptions>(new TidyOptions(std::move(R)));
}

llvm::Expected<std::shared_ptr<const tidy::ClangTidyOptions>>
TidyOptions::forFile(llvm::StringRef File) {
  auto &Known = ByFolder[llvm::sys::path::parent_path(File)];
  if (!Known) {
    auto Made = make(File);
    if (!Made)
      return Made.takeError();
    Known = *Made;
  }
  return Known;
}

llvm::Expected<std::shared_ptr<const tidy::ClangTidyOptions>>
TidyOptions::make(llvm::StringRef File) {
  ParseError.clear();
  auto Sources = Provider->getRawOptions(File);
  if (!ParseError.empty())
    return usageError(ParseError);

  tidy::ClangTidyOptions Merged;
  std::string FileGlobs;
  unsigned Order = 0;
  for (const auto &[Options, Where] : Sources) {
    Merged.mergeWith(Options, ++Order);
    // The defaults of the library are about checks that are not linked in.
    if (Where == tidy::ClangTidyOptionsProvider::OptionsSourceTypeDefaultBinary)
      continue;
    if (llvm::Error E = verifySource(Options, Where))
      return E;
    FileGlobs += "," + Options.Checks.value_or("");
    if (llvm::sys::path::is_absolute(Where))
      FilesRead.insert(Where);
  }

  Merged.Checks = "-*";
  for (const std::string &Name : enabledChecks(Asked, FileGlobs))
    *Merged.Checks += "," + Name;

  // Which headers count is the project's question, not that of a pattern.
  Merged.HeaderFilterRegex = ".*";
  Merged.SystemHeaders = false;
  auto Override = [&](llvm::StringRef Name, llvm::StringRef Value) {
    Merged.CheckOptions[Name] =
        tidy::ClangTidyOptions::ClangTidyValue(Value, ++Order);
  };
  applyOptions(Asked, Merged, Order);
  // Which fixes are taken is decided later, one by one.
  Override(SharedHeaders, "false");
  // One file knows less than all of them: the driver links.
  Override(Index, DeferredIndex);
  return std::make_shared<const tidy::ClangTidyOptions>(std::move(Merged));
}

} // namespace cotidy::driver
