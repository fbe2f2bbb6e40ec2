#include "driver/settings/CommandLine.h"
#include "driver/output/Format.h"
#include "driver/report/Trend.h"
#include "driver/settings/CommandRules.h"
#include "driver/settings/Suggest.h"
#include "driver/settings/Verbs.h"
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

std::vector<std::string> formatNamesOf(Verb V) {
  if (V == Verb::Trend)
    return trendFormatNames();
  if (V == Verb::Watch)
    return {"concise", "text"};
  return V == Verb::List ? std::vector<std::string>{"text", "json"}
                         : formatNames();
}

llvm::Expected<std::vector<OutputRequest>>
readOutputs(const opt::InputArgList &Args, Verb V) {
  std::vector<std::string> Known = formatNamesOf(V);
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
  // A patch takes standard output.
  if (Outputs.empty() && !Args.hasArg(OPT_diff))
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

llvm::Expected<unsigned> parseSeconds(llvm::StringRef Text) {
  unsigned Seconds;
  if (Text.getAsInteger(10, Seconds) || Seconds > 1'000'000)
    return usageError("'" + Text + "' is no number of seconds");
  return Seconds;
}

/// \p Text in bytes: `500M`, `2G`, or a plain number.
llvm::Expected<uint64_t> parseSize(llvm::StringRef Text) {
  llvm::StringRef Number = Text;
  unsigned Shift = Number.consume_back("K")   ? 10
                   : Number.consume_back("M") ? 20
                   : Number.consume_back("G") ? 30
                                              : 0;
  uint64_t Size;
  if (Number.getAsInteger(10, Size) || Size > (1ull << 50 >> Shift))
    return usageError("'" + Text + "' is no size such as '500M' or '2G'");
  return Size << Shift;
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
  Result.Root = Args.getLastArgValue(OPT_root);
  Result.Exclude = Args.getAllArgValues(OPT_exclude);
  for (const std::string &Globs : Args.getAllArgValues(OPT_checks))
    Result.Checks += (Result.Checks.empty() ? "" : ",") + Globs;
  Result.UnitFile = Args.getLastArgValue(OPT_output);
  Result.DependencyFile = Args.getLastArgValue(OPT_dependency_file);
  Result.IndexFile = Args.getLastArgValue(OPT_write_index);
  Result.Evidence = Args.getAllArgValues(OPT_evidence);
  Result.Baseline = Args.getLastArgValue(OPT_baseline);
  Result.NolintReason = Args.getLastArgValue(OPT_add_nolint);
  Result.NewFrom = Args.getLastArgValue(OPT_new_from);
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
  Result.Fix = Args.hasArg(OPT_fix);
  Result.Diff = Args.hasArg(OPT_diff);
  Result.UnsafeFixes = Args.hasArg(OPT_unsafe_fixes);
  Result.AllowDirty = Args.hasArg(OPT_allow_dirty);
  Result.Verbose = Args.hasArg(OPT_verbose);
  Result.Suppressions = {Args.hasArg(OPT_report_unused_suppressions),
                         Args.hasArg(OPT_require_suppression_reason)};
  Result.Timing = Args.hasArg(OPT_timing);
  Result.Statistics = Args.hasArg(OPT_statistics);
  Result.TimeChecks = Args.hasArg(OPT_time_checks);
  Result.Force = Args.hasArg(OPT_force);
  Result.ShowSuppressed = Args.hasArg(OPT_show_suppressed);
  Result.Quiet = Args.hasArg(OPT_quiet);
  Result.Arguments = Args.getAllArgValues(OPT_INPUT);
  Result.ExtraArguments = Args.getAllArgValues(OPT_extra_arg_before);
  if (auto E = readValue(Args, OPT_profile, parseProfile, Result.Profile))
    return E;
  if (auto E = readValue(Args, OPT_min_confidence, parseConfidence,
                         Result.MinConfidence))
    return E;
  if (auto E = readValue(Args, OPT_fail_level, parseLevel, Result.FailLevel))
    return E;
  if (auto E = readValue(Args, OPT_jobs, parseJobs, Result.Jobs))
    return E;
  Result.NoCache = Args.hasArg(OPT_no_cache);
  Result.ShareHeaders = !Args.hasArg(OPT_no_shared_headers);
  Result.CacheDir = Args.getLastArgValue(OPT_cache_dir);
  if (auto E = readValue(Args, OPT_cache_size, parseSize, Result.CacheSize))
    return E;
  if (auto E = readValue(Args, OPT_unit_timeout, parseSeconds,
                         Result.Limits.Seconds))
    return E;
  if (auto E = readValue(Args, OPT_unit_memory, parseSize, Result.Limits.Bytes))
    return E;
  if (auto E = readValue(Args, OPT_shard, parseShard, Result.Part))
    return E;
  if (auto E = readValue(Args, OPT_color, parseColor, Result.Color))
    return E;
  auto Outputs = readOutputs(Args, V.V);
  if (!Outputs)
    return Outputs.takeError();
  Result.Outputs = std::move(*Outputs);
  Result.OffersFixes =
      !Args.hasArg(OPT_no_fixes) &&
      ((V.V != Verb::Check && V.V != Verb::Watch) ||
       llvm::any_of(Result.Outputs, [](const OutputRequest &O) {
         return findFormat(O.Format).ShowsFixes;
       }));
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
  for (const VerbInfo &I : verbs())
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
  Result.AllFiles = readsUnits(*V) || Result.Arguments.empty();
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

std::vector<VerbText> verbTexts() {
  std::vector<VerbText> Texts;
  CotidyOptions Table;
  for (const VerbInfo &V : verbs()) {
    VerbText Text{V.Name.str(), V.Usage, V.Title, {}};
    for (const opt::OptTable::Info &I : llvm::ArrayRef(InfoTable)) {
      opt::Option Option = Table.getOption(I.ID);
      const char *Help = Table.getOptionHelpText(I.ID);
      if (!(I.Visibility & V.Visibility) || !Help ||
          Option.getAlias().isValid())
        continue;
      const char *Value = Table.getOptionMetaVar(I.ID);
      OptionText O{
          Option.getPrefixedName().str(), Value ? Value : "", {}, Help};
      if (I.ID == OPT_format)
        O.Values = formatNamesOf(V.V);
      else if (I.Values)
        for (llvm::StringRef Name : llvm::split(I.Values, ','))
          O.Values.push_back(Name.str());
      Text.Options.push_back(std::move(O));
    }
    Texts.push_back(std::move(Text));
  }
  return Texts;
}

} // namespace cotidy::driver
