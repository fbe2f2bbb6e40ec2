#!/usr/bin/env python3
"""Compares what a whole project costs: cotidy, run-clang-tidy and clang.

The project is the example service four times over, 48 translation units with
Asio, Beast, libcurl, libpq, hiredis and OpenSSL, of which each reads the headers
that its code needs. All tools do one file at a time; what is compared is
processor time, in rounds in which each tool has its turn.

Shards are for larger projects: they are cut from the service eight times over. A
header that several machines need is prepared on each of them, which in a project
of 48 units is up to a tenth of it all.
"""
import argparse
import json
import pathlib
import shutil
import statistics
import sys
import tempfile

from bench import OUR_CHECKS, ROOT, TIDY_CHECKS, arguments_of, measure, without_output

COPIES = 4
COPIES_IN_SHARDS = 8
EDITS = ("first", "second")
CLANG_LIMIT = 0.45  # of clang++ -fsyntax-only
TIDY_LIMIT = 0.4  # of run-clang-tidy with its own coroutine checks
UNCHANGED_LIMIT = 0.02  # of a cold run
EDITED_LIMIT = 1.2  # of clang's parse of the edited file
EDITED_AGAIN_LIMIT = 0.3  # the same, once there is something to reuse
SHARDS_LIMIT = 1.05  # of one run


def make_project(folder, entries, count):
    """Copies the service so often; returns the entries of the copies."""
    source = ROOT / "examples" / "video_service"
    copies = []
    folder.mkdir()
    for number in range(count):
        copy = folder / f"service_{number}"
        shutil.copytree(source, copy)
        for entry in entries:
            file = copy / pathlib.Path(entry["file"]).name
            arguments = [
                str(copy) if a == str(source) else a.replace(str(source) + "/", str(copy) + "/")
                for a in without_output(arguments_of(entry))
            ]
            copies.append({"directory": str(folder), "file": str(file), "arguments": [*arguments, "-c"]})
    (folder / "cotidy.json").write_text("{}\n")
    (folder / ".clang-tidy").write_text("Checks: ''\n")
    (folder / "build").mkdir()
    (folder / "build" / "compile_commands.json").write_text(json.dumps(copies))
    return copies


class Runs:
    """What each run took, by its name."""

    def __init__(self):
        self.seconds, self.peaks = {}, {}

    def add(self, name, commands, folder):
        """Runs the commands of one round, each as soon as it comes."""
        print(f"\r{name.strip():40}", end="", file=sys.stderr, flush=True)
        results = [measure(command, folder) for command in commands]
        self.seconds.setdefault(name, []).append(sum(r[0] for r in results))
        self.peaks.setdefault(name, []).append(max(r[1] for r in results))

    def time(self, name):
        return statistics.median(self.seconds[name])

    def peak(self, name):
        return statistics.median(self.peaks[name])


def after(edit):
    return f"  cotidy after the {edit} edit of each"


def edit_each(files, line, command):
    """A command for each file, which is edited as the command is asked for."""
    for file in files:
        file.write_text(file.read_text() + f"// {line}\n")
        yield command


IN_ONE, IN_SHARDS = "one run of all eight copies", "four shards of them, and merge"


def run_shards(runs, folder, cotidy):
    options = ["-p", str(folder / "build"), "-j1", "--no-cache", "--no-fixes", f"--checks={OUR_CHECKS}"]
    runs.add(IN_ONE, [[str(cotidy), *options, "--quiet", "--format=json"]], folder)
    shards = [folder / f"shard-{i}.cotidy" for i in (1, 2, 3, 4)]
    runs.add(
        IN_SHARDS,
        [
            *(
                [str(cotidy), "facts", *options, f"--shard={i}/4", "-o", str(shard)]
                for i, shard in enumerate(shards, 1)
            ),
            [str(cotidy), "merge", *map(str, shards), "--quiet", "--format=json"],
        ],
        folder,
    )


def run_round(runs, number, folder, copies, cotidy):
    def add(name, commands):
        runs.add(name, commands, folder)

    database = ["-p", str(folder / "build")]
    quiet = [str(cotidy), *database, "-j1", "--quiet", "--format=json", f"--checks={OUR_CHECKS}"]
    parse = {e["file"]: [a for a in e["arguments"] if a != "-c"] + ["-fsyntax-only"] for e in copies}
    add("clang++ -fsyntax-only", parse.values())
    tidy = ["run-clang-tidy-22", *database, "-j1", "-quiet", f"-checks={TIDY_CHECKS}"]
    add("run-clang-tidy, its own checks", [tidy])
    add("cotidy", [[*quiet, "--no-cache", "--no-fixes"]])
    add("  with verified fixes", [[*quiet, "--no-cache"]])
    add("  each file from its first line", [[*quiet, "--no-cache", "--no-fixes", "--no-shared-headers"]])
    cached = [*quiet, "--no-fixes", f"--cache-dir={folder / f'cache-{number}'}"]
    add("cold with the cache", [cached])
    add("  nothing changed", [cached])
    files = sorted((folder / "service_0").glob("*.cpp"))
    add("the edited files, clang", (parse[str(file)] for file in files))
    for edit in EDITS:
        add(after(edit), edit_each(files, f"{edit} {number}", cached))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--check", action="store_true", help="fail when a limit is exceeded")
    args = parser.parse_args()
    build = args.build.resolve()
    database = build / "examples" / "database" / "compile_commands.json"
    entries = [e for e in json.loads(database.read_text()) if "/video_service/" in e["file"]]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve()
        copies = make_project(folder / "project", entries, COPIES)
        make_project(folder / "larger", entries, COPIES_IN_SHARDS)
        runs = Runs()
        for number in range(args.rounds):
            run_round(runs, number, folder / "project", copies, build / "bin" / "cotidy")
            run_shards(runs, folder / "larger", build / "bin" / "cotidy")
        print("\r" + " " * 40 + "\r", end="", file=sys.stderr)

    base = "clang++ -fsyntax-only"
    print(f"a project of {len(copies)} units")
    print(f"  {'':38}{'seconds':>9}{'ratio':>7}{'peak MB':>10}{'ratio':>7}")
    for run in runs.seconds:
        of = IN_ONE if run in (IN_ONE, IN_SHARDS) else base
        print(
            f"  {run:38}{runs.time(run):9.2f}{runs.time(run) / runs.time(of):7.3f}"
            f"{runs.peak(run) / 1e6:10.0f}{runs.peak(run) / runs.peak(of):7.2f}"
        )
    cold, tidy = runs.time("cotidy"), "run-clang-tidy, its own checks"
    of_edited = runs.time("the edited files, clang")
    edited = {edit: runs.time(after(edit)) / of_edited for edit in EDITS}
    verdicts = [
        ("cold, of clang's time", cold / runs.time(base), CLANG_LIMIT),
        ("cold, of run-clang-tidy's time", cold / runs.time(tidy), TIDY_LIMIT),
        ("cold, of run-clang-tidy's memory", runs.peak("cotidy") / runs.peak(tidy), 1),
        ("nothing changed, of cold", runs.time("  nothing changed") / runs.time("cold with the cache"), UNCHANGED_LIMIT),
        ("one file edited, of clang's time for it", edited["first"], EDITED_LIMIT),
        ("the same file edited again", edited["second"], EDITED_AGAIN_LIMIT),
        ("four shards and merge, of one run", runs.time(IN_SHARDS) / runs.time(IN_ONE), SHARDS_LIMIT),
    ]
    print()
    for text, value, limit in verdicts:
        print(f"{text}: {value:.3f}, {'within' if value <= limit else 'ABOVE'} the limit of {limit}")
    return 1 if args.check and any(value > limit for _, value, limit in verdicts) else 0


if __name__ == "__main__":
    sys.exit(main())
