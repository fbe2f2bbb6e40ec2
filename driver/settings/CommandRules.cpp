#include "driver/settings/CommandRules.h"

namespace cotidy::driver {

static llvm::Error checkFixing(const CommandLine &Cmd) {
  bool Fixing = Cmd.Fix || Cmd.Diff;
  if (Fixing && Cmd.TimeChecks)
    return usageError("'--time-checks' measures one analysis of each file, and "
                      "'--fix' and '--diff' do several; leave out one of them");
  if (Cmd.UnsafeFixes && !Fixing)
    return usageError("'--unsafe-fixes' says which fixes '--fix' applies or "
                      "'--diff' prints; add one of them");
  if (Cmd.AllowDirty && !Cmd.Fix)
    return usageError("'--allow-dirty' is about files that '--fix' writes; add "
                      "it");
  if (Cmd.Diff)
    for (const OutputRequest &Output : Cmd.Outputs)
      if (Output.File.empty())
        return usageError("the patch of '--diff' and the format '" +
                          Output.Format +
                          "' both go to standard output; give the latter a "
                          "file of its own: '--format " +
                          Output.Format + "=FILE'");
  if (Cmd.Diff && !Cmd.NolintReason.empty())
    return usageError("'--diff' writes nothing, '--add-nolint' does; leave out "
                      "one of them");
  if (Fixing && (!Cmd.WriteBaseline.empty() || Cmd.PruneBaseline))
    return usageError("fix first, then write the baseline of what is left: "
                      "leave out '--write-baseline' or '--prune-baseline'");
  return llvm::Error::success();
}

bool checksAll(const VerbInfo &V, const CommandLine &Cmd) {
  return Cmd.AllFiles && Cmd.Checks.empty() && !Cmd.Profile &&
         !Cmd.MinConfidence && Cmd.Link;
}

llvm::Error checkArguments(const VerbInfo &V, const CommandLine &Cmd) {
  size_t Given = Cmd.Arguments.size();
  if (Cmd.NoCache && !Cmd.CacheDir.empty())
    return usageError("'--cache-dir' says where to keep results, '--no-cache' "
                      "to keep none; leave out one of them");
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
  if (llvm::Error E = checkFixing(Cmd))
    return E;
  if (Cmd.NolintReason.find_first_of("\r\n") != std::string::npos)
    return usageError("the reason of '--add-nolint' is one line");
  if (!Cmd.NolintReason.empty() &&
      (Cmd.Suppressions.Unused || Cmd.Suppressions.RequireReason))
    return usageError("no comment suppresses findings about comments; leave "
                      "out '--add-nolint', or do it first");
  if (WritesBaseline && !Cmd.NewFrom.empty())
    return usageError("a baseline holds all findings, not only new ones; leave "
                      "out '--new-from'");
  if (V.V == Verb::Explain && Given != 1)
    return usageError("'explain' takes the name of one check; 'cotidy list' "
                      "shows the names");
  if (V.V == Verb::List && Given)
    return usageError("'list' takes no arguments; '" + Cmd.Arguments[0] +
                      "' is one");
  if (V.V == Verb::Init && Given > 1)
    return usageError("'init' takes one folder, not " + llvm::Twine(Given));
  if (V.V == Verb::Watch)
    for (const OutputRequest &Output : Cmd.Outputs)
      if (!Output.File.empty())
        return usageError("'watch' shows what changes, round after round; it "
                          "writes no file such as '" +
                          Output.File + "'");
  if (V.V == Verb::Manual && Given)
    return usageError("'man' takes no arguments; '" + Cmd.Arguments[0] +
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
  if (V.V == Verb::Trend && !Given)
    return usageError("'trend' takes JSON reports, the oldest first; 'cotidy "
                      "--format json=FILE' writes one");
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

} // namespace cotidy::driver
