// The command line of cotidy. Each verb sees the options that carry its
// visibility; DefaultVis is that of `check`.
include "llvm/Option/OptParser.td"

def ListOption : OptionVisibility;
def ExplainOption : OptionVisibility;
def FactsOption : OptionVisibility;
def LinkOption : OptionVisibility;
def DiffOption : OptionVisibility;
def InitOption : OptionVisibility;
def TrendOption : OptionVisibility;
def WatchOption : OptionVisibility;

class F<string name, string help> : Flag<["--"], name>, HelpText<help>;
// `--name VALUE` is accepted beside `--name=VALUE`.
multiclass Eq<string name, string meta, string help> {
  def NAME : Separate<["--"], name>, MetaVarName<meta>, HelpText<help>;
  def NAME # _eq : Joined<["--"], name # "=">, Alias<!cast<Option>(NAME)>;
}

let Visibility = [DefaultVis, ListOption, ExplainOption, FactsOption,
                  LinkOption, DiffOption, InitOption, TrendOption,
                  WatchOption] in {
  def help : F<"help", "Show this text">;
  def h : Flag<["-"], "h">, Alias<help>;
  def version : F<"version", "Show the versions of cotidy and of LLVM">;
}

// How files are analysed.
let Visibility = [DefaultVis, FactsOption, WatchOption] in {
  def build : JoinedOrSeparate<["-"], "p">, MetaVarName<"<build>">,
    HelpText<"Build folder with compile_commands.json, or that file">;
  defm config : Eq<"config", "<file>",
    "Read <file> instead of the nearest cotidy.json">;
  defm root : Eq<"root", "<folder>",
    "The project's root; default: the folder of cotidy.json, else Git's work tree">;
  defm exclude : Eq<"exclude", "<glob>",
    "A file or folder that is not the project's own, as in cotidy.json; repeatable">;
  defm profile : Eq<"profile", "<name>",
    "Which checks run: recommended (default), strict or all">,
    Values<"recommended,strict,all">;
  defm checks : Eq<"checks", "<globs>",
    "Checks to add, or with a leading '-' to remove, as clang-tidy has it">;
  defm extra_arg_before : Eq<"extra-arg-before", "<argument>",
    "Compiler argument to put before those of each file; repeatable">;
  def no_skip_bodies : F<"no-skip-bodies",
    "Parse and traverse code outside the project too (slower, same findings)">;
}
let Visibility = [FactsOption] in
  defm shard : Eq<"shard", "<i>/<n>",
    "Instead of one file, analyse the <i>-th of <n> parts of the project">;
let Visibility = [DefaultVis, FactsOption, WatchOption] in {
  def jobs : JoinedOrSeparate<["-"], "j">, MetaVarName<"<n>">,
    HelpText<"Files checked at once; default: one for each core">;
}
// What one file may cost, and what is not done again.
let Visibility = [DefaultVis, FactsOption] in
  def no_cache : F<"no-cache", "Analyse all files, also those that did not change">;
let Visibility = [DefaultVis, FactsOption, WatchOption] in {
  defm cache_dir : Eq<"cache-dir", "<folder>",
    "Where to keep results for later runs; default: ~/.cache/cotidy">;
  defm cache_size : Eq<"cache-size", "<size>",
    "How much to keep there, such as 500M or 2G (default: 1G)">;
  def no_shared_headers : F<"no-shared-headers",
    "Parse the headers that files begin with for each file anew">;
  defm unit_timeout : Eq<"unit-timeout", "<seconds>",
    "Give up a file after so much processor time (default: 900; 0: never)">;
  defm unit_memory : Eq<"unit-memory", "<size>",
    "Give up a file that needs more memory, such as 4G (default: no limit)">;
}
let Visibility = [DefaultVis, WatchOption] in
  def no_link : F<"no-link",
    "Do not follow calls into other functions and files">;
let Visibility = [DefaultVis] in
  def time_checks : F<"time-checks",
    "Say what each check cost in processor time (also in JSON)">;
let Visibility = [FactsOption] in
  def output : JoinedOrSeparate<["-"], "o">, MetaVarName<"<unit file>">,
    HelpText<"The file to write, for 'cotidy link'">;
let Visibility = [FactsOption] in
  defm dependency_file : Eq<"dependency-file", "<file>",
    "Also write what the unit file depends on, as a rule for make or Ninja">;

// What becomes of fixes.
let Visibility = [DefaultVis] in {
  def fix : F<"fix", "Apply safe fixes, and report what is left">;
  def unsafe_fixes : F<"unsafe-fixes",
    "With --fix or --diff: also fixes that a reader should agree to">;
  def diff : F<"diff",
    "Print as a patch what --fix would write, and write nothing">;
  def allow_dirty : F<"allow-dirty",
    "With --fix: also files with uncommitted changes">;
  def verbose : F<"verbose", "Say of each fix that was left out why">;
}
let Visibility = [DefaultVis, FactsOption, WatchOption] in
  def no_fixes : F<"no-fixes",
    "Offer no fixes, which saves the time of verifying them">;

// How findings are reported.
let Visibility = [DefaultVis, LinkOption, WatchOption] in {
  defm min_confidence : Eq<"min-confidence", "<level>",
    "Leave out findings below low (default), medium or high confidence">,
    Values<"low,medium,high">;
  defm baseline : Eq<"baseline", "<file>",
    "Leave out the findings that <file> knows already">;
  def report_unused_suppressions : F<"report-unused-suppressions",
    "Also report NOLINT comments about cotidy's checks that suppress nothing">;
  def require_suppression_reason : F<"require-suppression-reason",
    "Also report NOLINT comments about cotidy's checks that do not say why">;
}
let Visibility = [DefaultVis, LinkOption] in {
  defm write_baseline : Eq<"write-baseline", "<file>",
    "Write all findings to <file>, for --baseline">;
  defm prune_baseline : Eq<"prune-baseline", "<file>",
    "As --baseline, and remove from <file> what is found no more">;
  defm new_from : Eq<"new-from", "<revision>",
    "Leave out findings that no line changed since <revision> causes (Git)">;
  defm add_nolint : Eq<"add-nolint", "<reason>",
    "Write a NOLINT comment with <reason> above each finding">;
  defm evidence : Eq<"evidence", "<file>",
    "Show what corun-guard or loop_monitor saw at run time first; repeatable">;
  defm write_index : Eq<"write-index", "<file>",
    "Write what clang-tidy needs to follow calls into other files">;
  def timing : F<"timing",
    "Write the elapsed seconds and the use of the cache into the JSON report">;
  def statistics : F<"statistics",
    "Say how many findings, fixes, files and facts there are (also in JSON)">;
}
let Visibility = [DefaultVis, LinkOption, DiffOption] in {
  defm fail_level : Eq<"fail-level", "<level>",
    "Exit with 1 from this level on: note, warning (default) or error">,
    Values<"note,warning,error">;
  def show_suppressed : F<"show-suppressed",
    "Also print findings that NOLINT or the baseline leaves out (text, concise)">;
}
let Visibility = [DefaultVis, LinkOption, DiffOption, WatchOption] in {
  def quiet : F<"quiet", "Findings and errors only: no progress, no summary">;
  defm color : Eq<"color", "<when>", "auto (default), always or never">,
    Values<"auto,always,never">;
}

let Visibility = [InitOption] in
  def force : F<"force", "Replace a cotidy.json that is there">;

// What is allowed differs and is checked by each.
let Visibility = [DefaultVis, ListOption, LinkOption, DiffOption,
                  TrendOption, WatchOption] in {
  def format : Separate<["--"], "format">, MetaVarName<"<fmt>[=<file>]">,
    HelpText<"Report format, to standard output or to <file>; repeatable">;
  def format_eq : Joined<["--"], "format=">, Alias<format>;
}
