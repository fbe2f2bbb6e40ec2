#include "driver/settings/Verbs.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Option/Option.h"

namespace cotidy::driver {

using llvm::opt::DefaultVis;

static const VerbInfo Verbs[] = {
    {Verb::Check, "check", DefaultVis,
     "cotidy [check] [options] [-p <build>] [<path>...] [-- <compiler "
     "arguments>]\n"
     "       cotidy facts -o <unit file> <file> | link <unit file>...\n"
     "       cotidy diff <old.json> <new.json> | trend <report.json>...\n"
     "       cotidy explain <check> | list [--format json] | init | watch",
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
    {Verb::Trend, "trend", TrendOption,
     "cotidy trend [--format text|csv|openmetrics|html[=<file>]] "
     "<report.json>...",
     "Follows findings over JSON reports, the oldest first: open, new and "
     "fixed.\n\n"
     "Findings are the same if their fingerprints are, as 'cotidy diff' has "
     "it. OpenMetrics\nis about the last report, for Prometheus to scrape.\n"
     "Exit status: 0 written, 2 usage or tool error."},
    {Verb::Explain, "explain", ExplainOption, "cotidy explain <check>",
     "Shows what a check finds, why, and its options."},
    {Verb::List, "list", ListOption, "cotidy list [--format json]",
     "Lists the checks."},
    {Verb::Init, "init", InitOption, "cotidy init [--force] [<folder>]",
     "Writes a cotidy.json to begin with, and says what comes next.\n\n"
     "The folder becomes the project's root; without one, this folder does. A "
     "file that\nis there is kept, unless '--force' is given."},
    {Verb::Watch, "watch", WatchOption,
     "cotidy watch [options] [-p <build>] [<path>...]",
     "Checks, and checks again whenever a file changes that was read: sources, "
     "headers,\nconfiguration, compile commands.\n\n"
     "First everything is reported, then what is new and what is gone. Only "
     "what changed is\nparsed again, so leave the cache on.\n"
     "Ends with Ctrl-C. Exit status: 0 ended so, 2 usage or tool error."},
    {Verb::Completion, "completion", ExplainOption,
     "cotidy completion bash|zsh|fish",
     "Prints what a shell needs to complete this command line."},
    {Verb::Manual, "man", ExplainOption, "cotidy man",
     "Prints the manual page, for 'man -l'."},
};

llvm::ArrayRef<VerbInfo> verbs() { return Verbs; }

const VerbInfo &infoOf(Verb V) {
  return *llvm::find_if(Verbs, [&](const VerbInfo &I) { return I.V == V; });
}

bool readsUnits(const VerbInfo &V) {
  return V.V == Verb::Link || V.V == Verb::Merge;
}

std::string commandOf(const VerbInfo &V) {
  return V.V == Verb::Check ? "cotidy" : ("cotidy " + V.Name).str();
}

} // namespace cotidy::driver
