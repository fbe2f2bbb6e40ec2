#include "driver/CommandLine.h"
#include "driver/Suggest.h"
#include "driver/output/Format.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Option/Option.h"
#include "llvm/Support/raw_ostream.h"

namespace opt = llvm::opt;

namespace cotidy::driver {
namespace {

enum ID {
  OPT_INVALID = 0,
#define OPTION(...) LLVM_MAKE_OPT_ID(__VA_ARGS__),
#include "Options.inc"
#undef OPTION
};

#define OPTTABLE_STR_TABLE_CODE
#include "Options.inc"
#undef OPTTABLE_STR_TABLE_CODE

#define OPTTABLE_PREFIXES_TABLE_CODE
#include "Options.inc"
#undef OPTTABLE_PREFIXES_TABLE_CODE

using opt::DefaultVis;
using opt::HelpHidden;
constexpr unsigned ListOption = 1 << 1, ExplainOption = 1 << 2;

constexpr opt::OptTable::Info InfoTable[] = {
#define OPTION(...) LLVM_CONSTRUCT_OPT_INFO(__VA_ARGS__),
#include "Options.inc"
#undef OPTION
};

class CotidyOptions final : public opt::GenericOptTable {
public:
  CotidyOptions()
      : GenericOptTable(OptionStrTable, OptionPrefixesTable, InfoTable) {}
};

struct VerbInfo {
  Verb V;
  llvm::StringRef Name;
  unsigned Visibility;
  const char *Usage, *Title;
};

const VerbInfo Verbs[] = {
    {Verb::Check, "check", DefaultVis,
     "cotidy [check] [options] [-p <build>] [<path>...] [-- <compiler "
     "arguments>]\n"
     "       cotidy explain <check> | list [--format json]",
     "Finds asynchronous mistakes in C++20 coroutine code.\n\n"
     "Reads compile_commands.json of this folder, of build/ in it, or of a "
     "parent folder.\n"
     "Paths choose files and folders; without paths the whole project is "
     "checked.\n"
     "Exit status: 0 nothing found, 1 findings, 2 usage or tool error, 3 some "
     "file could\nnot be parsed (the others are reported)."},
    {Verb::Explain, "explain", ExplainOption, "cotidy explain <check>",
     "Shows what a check finds, why, and its options."},
    {Verb::List, "list", ListOption, "cotidy list [--format json]",
     "Lists the checks."},
};

const VerbInfo &infoOf(Verb V) {
  return *llvm::find_if(Verbs, [&](const VerbInfo &I) { return I.V == V; });
}

llvm::Error unknownOption(const opt::OptTable &Table, const VerbInfo &V,
                          llvm::StringRef Spelling) {
  std::string Near;
  // Two letters may be wrong; more is another option.
  unsigned Distance =
      Table.findNearest(Spelling, Near, opt::Visibility(V.Visibility));
  std::string Hint =
      Distance <= 2
          ? "; did you mean '" + llvm::StringRef(Near).rtrim('=').str() + "'?"
          : "; see 'cotidy --help'";
  return usageError("unknown option '" + Spelling.split('=').first + "'" +
                    Hint);
}

llvm::Expected<std::vector<OutputRequest>>
readOutputs(const opt::InputArgList &Args, Verb V) {
  std::vector<std::string> Known =
      V == Verb::List ? std::vector<std::string>{"text", "json"}
                      : formatNames();
  std::vector<OutputRequest> Outputs;
  for (const std::string &Value : Args.getAllArgValues(OPT_format)) {
    auto [Format, File] = llvm::StringRef(Value).split('=');
    if (!llvm::is_contained(Known, Format))
      return usageError("unknown format '" + Format + "'" +
                        suggestion(Format, Known));
    if (File.empty() && llvm::StringRef(Value).contains('='))
      return usageError("'--format " + Value +
                        "' names no file after the '='; write '--format " +
                        Format + "' for standard output");
    for (const OutputRequest &Other : Outputs)
      if (Other.File == File)
        return usageError(
            (File.empty() ? "two formats go to standard output"
                          : "two formats go to the file '" + File.str() + "'") +
            ", '" + Other.Format + "' and '" + Format +
            "'; give one a file of its own: '--format " + Format + "=FILE'");
    Outputs.push_back({Format.str(), File.str()});
  }
  if (Outputs.empty())
    Outputs.push_back({"text", ""});
  return Outputs;
}

/// The last value of an option read by \p Parse, which names bad values.
template <typename T, typename ParseT>
llvm::Error readValue(const opt::InputArgList &Args, ID Option, ParseT Parse,
                      T &Into) {
  const opt::Arg *A = Args.getLastArg(Option);
  if (!A)
    return llvm::Error::success();
  auto Value = Parse(llvm::StringRef(A->getValue()));
  if (!Value)
    return usageError(A->getSpelling().rtrim('=') + ": " +
                      llvm::toString(Value.takeError()));
  Into = *Value;
  return llvm::Error::success();
}

llvm::Expected<unsigned> parseJobs(llvm::StringRef Text) {
  unsigned Jobs;
  if (Text.getAsInteger(10, Jobs) || Jobs == 0 || Jobs > 1024)
    return usageError("'" + Text + "' is no number from 1 to 1024");
  return Jobs;
}

llvm::Expected<ColorMode> parseColor(llvm::StringRef Name) {
  auto Mode = llvm::StringSwitch<std::optional<ColorMode>>(Name)
                  .Case("auto", ColorMode::Auto)
                  .Case("always", ColorMode::Always)
                  .Case("never", ColorMode::Never)
                  .Default(std::nullopt);
  if (!Mode)
    return usageError("unknown value '" + Name + "'" +
                      suggestion(Name, {"auto", "always", "never"}));
  return *Mode;
}

llvm::Expected<std::string> parseProfile(llvm::StringRef Name) {
  if (llvm::Error E = checkProfileName(Name))
    return E;
  return Name.str();
}

llvm::Error readOptions(const opt::InputArgList &Args, const VerbInfo &V,
                        CommandLine &Result) {
  Result.Build = Args.getLastArgValue(OPT_build);
  Result.ConfigFile = Args.getLastArgValue(OPT_config);
  for (const std::string &Globs : Args.getAllArgValues(OPT_checks))
    Result.Checks += (Result.Checks.empty() ? "" : ",") + Globs;
  Result.IndexFile = Args.getLastArgValue(OPT_write_index);
  Result.Link = !Args.hasArg(OPT_no_link);
  Result.SkipBodies = !Args.hasArg(OPT_no_skip_bodies);
  Result.Timing = Args.hasArg(OPT_timing);
  Result.Quiet = Args.hasArg(OPT_quiet);
  Result.Arguments = Args.getAllArgValues(OPT_INPUT);
  if (auto E = readValue(Args, OPT_profile, parseProfile, Result.Profile))
    return E;
  if (auto E = readValue(Args, OPT_min_confidence, parseConfidence,
                         Result.MinConfidence))
    return E;
  if (auto E = readValue(Args, OPT_fail_level, parseLevel, Result.FailLevel))
    return E;
  if (auto E = readValue(Args, OPT_jobs, parseJobs, Result.Jobs))
    return E;
  if (auto E = readValue(Args, OPT_color, parseColor, Result.Color))
    return E;
  auto Outputs = readOutputs(Args, V.V);
  if (!Outputs)
    return Outputs.takeError();
  Result.Outputs = std::move(*Outputs);
  return llvm::Error::success();
}

} // namespace

llvm::Error usageError(const llvm::Twine &Text) {
  return llvm::createStringError(Text);
}

llvm::Expected<Confidence> parseConfidence(llvm::StringRef Name) {
  for (Confidence C : {Confidence::Low, Confidence::Medium, Confidence::High})
    if (toString(C) == Name)
      return C;
  return usageError("unknown confidence '" + Name + "'" +
                    suggestion(Name, {"low", "medium", "high"}));
}

llvm::Expected<Level> parseLevel(llvm::StringRef Name) {
  for (Level L : {Level::Note, Level::Warning, Level::Error})
    if (toString(L) == Name)
      return L;
  return usageError("unknown level '" + Name + "'" +
                    suggestion(Name, {"note", "warning", "error"}));
}

llvm::Error checkProfileName(llvm::StringRef Name) {
  const std::vector<std::string> Known = {"recommended", "strict", "all"};
  if (llvm::is_contained(Known, Name))
    return llvm::Error::success();
  return usageError("unknown profile '" + Name + "'" + suggestion(Name, Known));
}

llvm::Expected<CommandLine>
parseCommandLine(llvm::ArrayRef<const char *> Argv) {
  CommandLine Result;
  const VerbInfo *V = &infoOf(Verb::Check);
  auto Rest = Argv.drop_front();
  for (const VerbInfo &I : Verbs)
    if (!Rest.empty() && I.Name == Rest.front()) {
      V = &I;
      Rest = Rest.drop_front();
      break;
    }
  Result.Action = V->V;

  const auto *DashDash =
      llvm::find_if(Rest, [](llvm::StringRef A) { return A == "--"; });
  if (DashDash != Rest.end())
    Result.CompilerArguments.emplace(DashDash + 1, Rest.end());

  CotidyOptions Table;
  unsigned MissingIndex, MissingCount;
  opt::InputArgList Args =
      Table.ParseArgs(Rest.take_front(DashDash - Rest.begin()), MissingIndex,
                      MissingCount, opt::Visibility(V->Visibility));
  if (Args.hasArg(OPT_help)) {
    Result.Action = Verb::Help;
    Result.HelpFor = V->V;
    return Result;
  }
  if (const opt::Arg *Unknown = Args.getLastArg(OPT_UNKNOWN))
    return unknownOption(Table, *V, Unknown->getAsString(Args));
  if (MissingCount)
    return usageError("option '" + llvm::StringRef(Rest[MissingIndex]) +
                      "' needs a value; see 'cotidy --help'");
  if (Args.hasArg(OPT_version)) {
    Result.Action = Verb::Version;
    return Result;
  }
  if (llvm::Error E = readOptions(Args, *V, Result))
    return E;
  if (!Result.Link && !Result.IndexFile.empty())
    return usageError("'--write-index' needs calls to be followed; leave out "
                      "'--no-link'");
  if (V->V == Verb::Explain && Result.Arguments.size() != 1)
    return usageError("'explain' takes the name of one check; 'cotidy list' "
                      "shows the names");
  if (V->V == Verb::List && !Result.Arguments.empty())
    return usageError("'list' takes no arguments; '" + Result.Arguments[0] +
                      "' is one");
  return Result;
}

std::string helpText(Verb V) {
  const VerbInfo &I = infoOf(V);
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  CotidyOptions().printHelp(OS, I.Usage, I.Title, /*ShowHidden=*/false,
                            /*ShowAllAliases=*/false,
                            opt::Visibility(I.Visibility));
  return Text;
}

} // namespace cotidy::driver
