#!/usr/bin/env python3
"""Compares cotidy's time and peak memory with clang's and clang-tidy's.

All tools read the same translation units one after the other, in rounds in
which each tool has its turn, so that a slow minute of the machine hits all.
Printed are medians over the rounds, and ratios to `clang++ -fsyntax-only`.
"""
import argparse
import json
import os
import pathlib
import re
import shlex
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
TIDY_CHECKS = ",".join(
    [
        "-*",
        "cppcoreguidelines-avoid-capturing-lambda-coroutines",
        "cppcoreguidelines-avoid-reference-coroutine-parameters",
        "cppcoreguidelines-no-suspend-with-lock",
        "misc-coroutine-hostile-raii",
    ]
)
OUR_CHECKS = "-*,async-*"
BEAST_LIMIT = 0.45  # of clang's time, on files that include Beast
UNCHANGED_LIMIT = 0.02  # of a cold run, with nothing changed
ONE_CHANGED_LIMIT = 1.2  # of the changed file alone
FILLING_LIMIT = 1.03  # of a run without the cache
FAMILY_LIMIT = 0.05  # of the parse, the checks for dropped results together
PHASE_LIMIT = 0.10  # of the parse
LINK_SECONDS, LINK_MB = 10, 2048  # for 10,000 files with 5 million calls


def arguments_of(entry):
    return entry.get("arguments") or shlex.split(entry["command"])


def without_output(arguments):
    result, skip = [], False
    for argument in arguments:
        if skip or argument == "-c":
            skip = False
        elif argument == "-o":
            skip = True
        else:
            result.append(argument)
    return result


def bench_units(database):
    """Entries of the service and of bench/inputs, with the kind of each."""
    entries = [e for e in json.loads(database.read_text()) if "/video_service/" in e["file"]]
    for file in sorted((ROOT / "bench" / "inputs").glob("*.cpp")):
        arguments = ["clang++-22", "-std=c++20", "-pthread", "-c", str(file)]
        entries.append({"directory": str(ROOT), "file": str(file), "arguments": arguments})
    return entries


def measure(command, directory):
    """Runs a command; returns (seconds of processor time, peak bytes)."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, cwd=directory, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            output.seek(0)
            sys.exit(f"bench: failed: {shlex.join(command)}\n{output.read().decode()}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


class Tools:
    def __init__(self, build):
        self.build = build

    def commands(self, entry, database):
        file = str(pathlib.Path(entry["directory"], entry["file"]))
        tidy = ["clang-tidy-22", "--quiet", "-p", str(database)]
        plugin = f"--load={self.build / 'lib' / 'libcotidy.so'}"
        cotidy = [str(self.build / "bin" / "cotidy"), "-p", str(database), "-j1", "--quiet", "--no-cache"]
        return {
            "clang++ -fsyntax-only": [*without_output(arguments_of(entry)), "-fsyntax-only"],
            "clang-tidy, its own coroutine checks": [*tidy, f"--checks={TIDY_CHECKS}", file],
            "clang-tidy, with the plugin": [*tidy, plugin, f"--checks={OUR_CHECKS}", file],
            "cotidy -j1": [*cotidy, f"--checks={OUR_CHECKS}", "--format=json", file],
        }


def cache_figures(entries, tools, rounds):
    """Prints what the cache costs and saves; returns the ratios of a run with
    nothing changed to a cold one, of one with a changed file to a run for that
    file alone, and of a cold run with the cache to one without."""
    seconds = {}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        # The one to be changed must not be the one in the repository.
        source = folder / "edited.cpp"
        source.write_text((ROOT / "bench" / "inputs" / "asio_chat.cpp").read_text())
        edited = {"directory": str(ROOT), "file": str(source)}
        edited["arguments"] = ["clang++-22", "-std=c++20", "-pthread", "-c", str(source)]
        (folder / "compile_commands.json").write_text(json.dumps([*entries, edited]))
        base = [str(tools.build / "bin" / "cotidy"), "-p", str(folder), "-j1", "--quiet", "--format=json"]
        # It is outside of the project, so that it must be named.
        files = [*(e["file"] for e in entries), str(source)]
        for round in range(rounds):
            cached = [*base, f"--cache-dir={folder / f'cache-{round}'}", *files]
            runs = {"without the cache": [*base, "--no-cache", *files], "cold": cached, "nothing changed": cached}
            runs |= {"one file changed": cached, "that file alone": [*base, "--no-cache", str(source)]}
            for name, command in runs.items():
                if name == "one file changed":
                    source.write_text(source.read_text() + f"// {round}\n")
                seconds.setdefault(name, []).append(measure(command, ROOT)[0])
    median = {name: statistics.median(values) for name, values in seconds.items()}
    print(f"the cache ({len(entries) + 1} files)")
    for name, value in median.items():
        print(f"  {name:38}{value:9.2f}{value / median['cold']:7.3f}")
    return (
        median["nothing changed"] / median["cold"],
        median["one file changed"] / median["that file alone"],
        median["cold"] / median["without the cache"],
    )


def reads_beast(entry):
    command = [*without_output(arguments_of(entry)), "-M"]
    run = subprocess.run(command, cwd=entry["directory"], capture_output=True, text=True, check=True)
    return "/boost/beast/" in run.stdout


def run_rounds(entries, tools, database, rounds):
    """{tool: {file: [(seconds, bytes)]}}"""
    results = {}
    for round in range(rounds):
        for entry in entries:
            print(f"\rround {round + 1} of {rounds}: {pathlib.Path(entry['file']).name:40}", end="", file=sys.stderr)
            for tool, command in tools.commands(entry, database).items():
                result = measure(command, entry["directory"])
                results.setdefault(tool, {}).setdefault(entry["file"], []).append(result)
    print("\r" + " " * 70 + "\r", end="", file=sys.stderr)
    return results


def report(title, results, files):
    """Prints one table; returns each tool's ratio of time."""
    medians = {
        tool: [[statistics.median(r[i] for r in by_file[file]) for file in files] for i in (0, 1)]
        for tool, by_file in results.items()
    }
    base = next(iter(medians.values()))
    print(f"{title} ({len(files)} files)")
    print(f"  {'':38}{'seconds':>9}{'ratio':>7}{'peak MB':>10}{'ratio':>7}")
    ratios = {}
    for tool, (seconds, peaks) in medians.items():
        ratios[tool] = sum(seconds) / sum(base[0])
        print(
            f"  {tool:38}{sum(seconds):9.2f}{ratios[tool]:7.2f}"
            f"{max(peaks) / 1e6:10.0f}{max(peaks) / max(base[1]):7.2f}"
        )
    return ratios


def check_profile(entries, tools, database, checks=OUR_CHECKS):
    """{check: seconds in the plugin}, as clang-tidy's own profile has it."""
    total = {}
    with tempfile.TemporaryDirectory() as folder:
        for entry in entries:
            *command, file = tools.commands(entry, database)["clang-tidy, with the plugin"]
            options = [f"--checks={checks}", "--enable-check-profile", f"--store-check-profile={folder}"]
            measure([*command, *options, file], entry["directory"])
        for file in pathlib.Path(folder).glob("*.json"):
            for key, seconds in json.loads(file.read_text())["profile"].items():
                name, _, kind = key.removeprefix("time.clang-tidy.").rpartition(".")
                if kind in ("user", "sys"):
                    total[name] = total.get(name, 0) + seconds
    return total


def phases(entries, tools, database):
    """Prints how long each check takes."""
    print("analysis in the plugin, seconds for each check (clang-tidy --enable-check-profile)")
    total = check_profile(entries, tools, database)
    for name, seconds in sorted(total.items(), key=lambda item: -item[1]):
        print(f"  {name:38}{seconds:9.3f}")
    return total


def suspension_costs(entry, tools, database):
    """Prints what the checks of locks and lifetime cost on one file: beside all
    others, where the first check to ask for a part of the model pays for all,
    and alone, where each pays for itself. The difference, less what a check
    takes that asks for the tasks only, is the suspension-aware model."""

    def alone(name):
        return check_profile([entry], tools, database, f"-*,{name}")[name]

    together = check_profile([entry], tools, database)
    tasks = alone("async-function-name")
    print(f"checks on the suspension-aware model, {pathlib.Path(entry['file']).name}, seconds")
    print(f"  {'':38}{'beside':>9}{'alone':>9}")
    shared = []
    for name in sorted([*checks_of("locks"), *checks_of("lifetime"), "async-large-frame"]):
        own, whole = together[name], alone(name)
        shared.append(whole - own - tasks)
        print(f"  {name:38}{own:9.4f}{whole:9.4f}")
    # One of them may be the first that asks, and has the model in both columns.
    print(f"  {'bodies, calls and tasks, for all checks':38}{tasks:18.4f}")
    print(f"  {'suspensions and what lives over them':38}{max(0, statistics.median(shared)):18.4f}")


def checks_of(family):
    """The names of the checks of a family."""
    sources = pathlib.Path(__file__).resolve().parents[1] / "checks" / family
    return [name for f in sources.glob("*.cpp") for name in re.findall(r'\.Name = "([^"]+)"', f.read_text())]


def link_scale(build):
    """Prints how the time to link grows with the calls of a made-up program."""
    print("link time by calls (read + join + chains + summary), a bar is the time for each call")
    rows = []
    for files in (1000, 2500, 5000, 10000):
        output = subprocess.run([build / "bin" / "link-scale", str(files)], check=True, capture_output=True, text=True)
        row = json.loads(output.stdout)
        row["seconds"] = row["read"] + row["join"] + row["link"] + row["count"]
        rows.append(row)
    longest = max(row["seconds"] / row["calls"] for row in rows)
    for row in rows:
        share = row["seconds"] / row["calls"] / longest
        phases = " ".join(f"{row[phase]:>6.2f}" for phase in ("read", "join", "link", "count"))
        print(
            f"{row['calls']:>10,} calls {row['files']:>7,} files {phases}  = {row['seconds']:>6.2f} s"
            f" {row['peakMB']:>6,} MB  {'#' * round(40 * share)}"
        )
    return rows[-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--check", action="store_true", help="fail when a limit is exceeded")
    args = parser.parse_args()
    tools = Tools(args.build.resolve())
    entries = bench_units(args.build / "examples" / "database" / "compile_commands.json")

    with tempfile.TemporaryDirectory() as folder:
        database = pathlib.Path(folder)
        (database / "compile_commands.json").write_text(json.dumps(entries))
        results = run_rounds(entries, tools, database, args.rounds)
        beast = [e["file"] for e in entries if reads_beast(e)]
        report("all files", results, [e["file"] for e in entries])
        print()
        ratio = report("files that include Beast", results, beast)["cotidy -j1"]
        print()
        profile = phases(entries, tools, database)
        print()
        suspension_costs(entries[-1], tools, database)

    print()
    unchanged, one_changed, overhead = cache_figures(entries, tools, args.rounds)
    print()
    largest = link_scale(args.build.resolve())

    parse = sum(statistics.median(r[0] for r in rs) for rs in results["clang++ -fsyntax-only"].values())
    discard = sum(profile.get(name, 0) for name in checks_of("discard"))
    slowest, seconds = max(profile.items(), key=lambda item: item[1])
    verdicts = [
        (f"cotidy takes {ratio:.2f} of clang's time on files that include Beast", ratio, BEAST_LIMIT),
        (f"the slowest check, {slowest}, takes {seconds / parse:.3f} of the parse", seconds / parse, PHASE_LIMIT),
        (f"the family discard takes {discard / parse:.3f} of the parse", discard / parse, FAMILY_LIMIT),
        (f"with nothing changed cotidy takes {unchanged:.3f} of a cold run", unchanged, UNCHANGED_LIMIT),
        (f"with one file changed it takes {one_changed:.2f} of that file alone", one_changed, ONE_CHANGED_LIMIT),
        (f"filling the cache makes a cold run {overhead:.3f} times as long", overhead, FILLING_LIMIT),
        (f"linking 5 million calls takes {largest['seconds']:.2f} s", largest["seconds"], LINK_SECONDS),
        (f"linking 5 million calls takes {largest['peakMB']} MB", largest["peakMB"], LINK_MB),
    ]
    print()
    for text, value, limit in verdicts:
        print(f"{text}: {'within' if value <= limit else 'ABOVE'} the limit of {limit}")
    return 1 if args.check and any(value > limit for _, value, limit in verdicts) else 0


if __name__ == "__main__":
    sys.exit(main())
