#include "driver/CommandLine.h"
#include "driver/Suggest.h"
#include "driver/output/Format.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Option/Option.h"
#include "llvm/Support/CommandLine.h"
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
constexpr unsigned ListOption = 1 << 1, ExplainOption = 1 << 2,
                   FactsOption = 1 << 3, LinkOption = 1 << 4,
                   DiffOption = 1 << 5;

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
     "       cotidy facts -o <unit file> <file> | link <unit file>...\n"
     "       cotidy diff <old.json> <new.json>\n"
     "       cotidy explain <check> | list [--format json]",
     "Finds asynchronous mistakes in C++20 coroutine code.\n\n"
     "Reads compile_commands.json of this folder, of build/ in it, or of a "
     "parent folder.\n"
     "Paths choose files and folders; without paths the whole project is "
     "checked.\n"
     "Exit status: 0 nothing found, 1 findings, 2 usage or tool error, 3 some "
     "file could\nnot be parsed (the others are reported)."},
    {Verb::Facts, "facts", FactsOption,
     "cotidy facts [options] [-p <build>] <file> -o <unit file> [-- <compiler "
     "arguments>]\n"
     "       cotidy facts --shard <i>/<n> [options] [-p <build>] [<path>...] "
     "-o "
     "<unit file>",
     "Analyses one source file and writes what 'cotidy link' needs of it.\n\n"
     "So a build system checks only what changed: '--dependency-file' tells it "
     "what the\nunit file was made of. Name unit files *.cotidy.\n"
     "Exit status: 0 written, 2 usage or tool error, 3 the file could not be "
     "parsed (the\nunit file is written all the same, and 'cotidy link' "
     "reports the failure)."},
    {Verb::Link, "link", LinkOption,
     "cotidy link [options] <unit file, folder or @file>...",
     "Reports what 'cotidy check' of the same files would, from what 'cotidy "
     "facts' wrote.\n\n"
     "Of folders, every *.cotidy below is read. A unit file that cannot be "
     "used is named,\nand the others are linked. Files of different projects, "
     "profiles or checks are an\nerror: then nothing is reported.\n"
     "Exit status: as that of 'cotidy check'; 3 also for unit files that "
     "cannot "
     "be used."},
    {Verb::Merge, "merge", LinkOption,
     "cotidy merge [options] <unit file, folder or @file>...",
     "As 'cotidy link', of what 'cotidy facts --shard' wrote on several "
     "machines.\n\n"
     "Prints what one run of 'cotidy check' would. A shard that is missing is "
     "named, and the\nothers are reported with exit status 3."},
    {Verb::Diff, "diff", DiffOption,
     "cotidy diff [options] <old.json> <new.json>",
     "Compares two JSON reports: what was introduced, what was fixed.\n\n"
     "Findings are the same if their fingerprints are: check, file, function "
     "and text of the\nline. In SARIF each has its 'baselineState'.\n"
     "Exit status: 0 nothing introduced, 1 findings introduced, 2 usage or "
     "tool error, 3\nsome file of the new report was not analysed."},
    {Verb::Explain, "explain", ExplainOption, "cotidy explain <check>",
     "Shows what a check finds, why, and its options."},
    {Verb::List, "list", ListOption, "cotidy list [--format json]",
     "Lists the checks."},
};

const VerbInfo &infoOf(Verb V) {
  return *llvm::find_if(Verbs, [&](const VerbInfo &I) { return I.V == V; });
}

bool readsUnits(const VerbInfo &V) {
  return V.V == Verb::Link || V.V == Verb::Merge;
}

std::string commandOf(const VerbInfo &V) {
  return V.V == Verb::Check ? "cotidy" : ("cotidy " + V.Name).str();
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
          : "; see '" + commandOf(V) + " --help'";
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

llvm::Expected<Shard> parseShard(llvm::StringRef Text) {
  auto [Index, Count] = Text.split('/');
  Shard Result;
  if (Index.getAsInteger(10, Result.Index) ||
      Count.getAsInteger(10, Result.Count) || Result.Index < 1 ||
      Result.Index > Result.Count)
    return usageError("'" + Text +
                      "' is no part of a whole such as '1/4' (the "
                      "first of four)");
  return Result;
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
  Result.UnitFile = Args.getLastArgValue(OPT_output);
  Result.DependencyFile = Args.getLastArgValue(OPT_dependency_file);
  Result.IndexFile = Args.getLastArgValue(OPT_write_index);
  Result.Baseline = Args.getLastArgValue(OPT_baseline);
  Result.WriteBaseline = Args.getLastArgValue(OPT_write_baseline);
  if (const opt::Arg *Prune = Args.getLastArg(OPT_prune_baseline)) {
    if (!Result.Baseline.empty())
      return usageError("'--prune-baseline' names the baseline that it reads; "
                        "leave out '--baseline'");
    Result.Baseline = Prune->getValue();
    Result.PruneBaseline = true;
  }
  Result.Link = !Args.hasArg(OPT_no_link);
  Result.SkipBodies = !Args.hasArg(OPT_no_skip_bodies);
  Result.Timing = Args.hasArg(OPT_timing);
  Result.ShowSuppressed = Args.hasArg(OPT_show_suppressed);
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
  if (auto E = readValue(Args, OPT_shard, parseShard, Result.Part))
    return E;
  if (auto E = readValue(Args, OPT_color, parseColor, Result.Color))
    return E;
  auto Outputs = readOutputs(Args, V.V);
  if (!Outputs)
    return Outputs.takeError();
  Result.Outputs = std::move(*Outputs);
  return llvm::Error::success();
}

bool checksAll(const VerbInfo &V, const CommandLine &Cmd) {
  return (readsUnits(V) || Cmd.Arguments.empty()) && Cmd.Checks.empty() &&
         !Cmd.Profile && !Cmd.MinConfidence && Cmd.Link;
}

/// What the options of a verb do not tell one by one.
llvm::Error checkArguments(const VerbInfo &V, const CommandLine &Cmd) {
  size_t Given = Cmd.Arguments.size();
  if (!Cmd.Link && !Cmd.IndexFile.empty())
    return usageError("'--write-index' needs calls to be followed; leave out "
                      "'--no-link'");
  if (!Cmd.WriteBaseline.empty() && !Cmd.Baseline.empty())
    return usageError("'--write-baseline' writes all findings, known or not; "
                      "leave out '--baseline'");
  bool WritesBaseline = !Cmd.WriteBaseline.empty() || Cmd.PruneBaseline;
  if (WritesBaseline && !checksAll(V, Cmd))
    return usageError(
        "a baseline is about the whole project and all its checks: "
        "'--write-baseline' and '--prune-baseline' go with no paths, "
        "'--checks', '--profile', '--min-confidence' or '--no-link'; "
        "cotidy.json can hold those for all runs");
  if (V.V == Verb::Explain && Given != 1)
    return usageError("'explain' takes the name of one check; 'cotidy list' "
                      "shows the names");
  if (V.V == Verb::List && Given)
    return usageError("'list' takes no arguments; '" + Cmd.Arguments[0] +
                      "' is one");
  if (V.V == Verb::Facts && Cmd.Part && !Cmd.DependencyFile.empty())
    return usageError("'--dependency-file' is for build systems, which take "
                      "one file at a time; leave out '--shard'");
  if (V.V == Verb::Facts && !Cmd.Part && Given != 1)
    return usageError("'facts' takes one source file, not " +
                      llvm::Twine(Given) +
                      "; run it once for each, or with '--shard'");
  if (V.V == Verb::Facts && Cmd.UnitFile.empty())
    return usageError("'facts' needs the file to write: '-o NAME.cotidy'");
  if (!Cmd.DependencyFile.empty() && Cmd.DependencyFile == Cmd.UnitFile)
    return usageError("'-o' and '--dependency-file' name the same file '" +
                      Cmd.UnitFile + "'");
  if (V.V == Verb::Diff && Given != 2)
    return usageError("'diff' takes two JSON reports, the old one and the new "
                      "one, not " +
                      llvm::Twine(Given));
  if (readsUnits(V) && Cmd.CompilerArguments)
    return usageError("'" + V.Name +
                      "' compiles nothing; leave out the arguments after "
                      "'--'");
  if (readsUnits(V) && !Given)
    return usageError("'" + V.Name +
                      "' needs the unit files that 'cotidy facts' wrote, "
                      "or folders that hold them");
  return llvm::Error::success();
}

/// Replaces `@FILE` by what that file holds.
llvm::Error expandResponseFiles(llvm::BumpPtrAllocator &Allocator,
                                llvm::SmallVectorImpl<const char *> &Args) {
  llvm::cl::ExpansionContext Context(Allocator,
                                     llvm::cl::TokenizeGNUCommandLine);
  if (llvm::Error E = Context.expandResponseFiles(Args))
    return usageError("response file: " + llvm::toString(std::move(E)));
  for (llvm::StringRef Arg : Args)
    if (Arg.consume_front("@"))
      return usageError("no such response file: '" + Arg + "'");
  return llvm::Error::success();
}

} // namespace

llvm::Error usageError(const llvm::Twine &Text) {
  return llvm::createStringError(Text);
}

llvm::Error usageErrors(const std::set<std::string> &Texts) {
  return usageError(llvm::join(Texts, "\ncotidy: error: "));
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
  llvm::BumpPtrAllocator Allocator;
  llvm::SmallVector<const char *, 0> Expanded(Rest);
  if (readsUnits(*V)) {
    // A project has more unit files than a command line takes.
    if (llvm::Error E = expandResponseFiles(Allocator, Expanded))
      return E;
    Rest = Expanded;
  }

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
                      "' needs a value; see '" + commandOf(*V) + " --help'");
  if (Args.hasArg(OPT_version)) {
    Result.Action = Verb::Version;
    return Result;
  }
  if (llvm::Error E = readOptions(Args, *V, Result))
    return E;
  Result.WholeProject = checksAll(*V, Result);
  if (llvm::Error E = checkArguments(*V, Result))
    return E;
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
