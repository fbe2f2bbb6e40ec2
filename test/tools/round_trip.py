#!/usr/bin/env python3
"""Takes the fixes of one family of checks there and back, for each target.

test/fixes/FAMILY.cpp holds the cases, against the real Boost.Asio. A case reaches
from its comment to the next one:

    // case: CHECK | KIND OF EDIT | TARGET: LEVEL | TARGET: LEVEL

LEVEL is what `--fix --unsafe-fixes` does there: `safe` or `unsafe`, or `none` where
the target has nothing; `unsafe 2` is the second fix of a finding, which is applied
from the report. `// option: CHECK.NAME=VALUE` sets an option for the whole file.
For each target

  - what is found is what the cases say, with fixes of the levels that they say;
  - the fixed file compiles with clang++ and with g++;
  - a second run finds what had no fix, and nothing else;
  - a third run, which may fix, changes nothing.

The table of the cases stands in docs/fixes.md between two marks.

usage: round_trip.py --build BUILD --llvm-bin BIN --work DIR FILE.cpp
       round_trip.py --table [--write]
       round_trip.py --build BUILD --complete

With --table: the table is up to date; with --write it is brought up to date. With
--complete: every check that has fixes has cases.
"""
import argparse
import collections
import json
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = ROOT / "test" / "fixes"
PAGE = ROOT / "docs" / "fixes.md"
BEGIN, END = "<!-- round trips: written by test/tools/round_trip.py -->", "<!-- round trips: end -->"
TARGETS = {"corun": "`corun`", "boost-asio": "Boost.Asio"}
HEAD = re.compile(r"^// case: (?P<check>[\w-]+) \| (?P<kind>[^|]+) \| (?P<levels>.+)$")
OPTION = re.compile(r"^// option: (?P<name>[\w-]+\.\w+)=(?P<value>.+)$", re.MULTILINE)
LEVEL = re.compile(r"^(none|(?:safe|unsafe)(?: \d)?)$")
# Checks with fixes whose mistake the targets' task type rules out.
ELSEWHERE = {"async-misused-task": "an `awaitable` is no condition: the compiler says so"}


class Failed(Exception):
    pass


class Case:
    def __init__(self, file, number, match):
        self.place = f"{file.relative_to(ROOT)}:{number}"
        self.first, self.last = number, None
        self.check, self.kind = match["check"], match["kind"].strip()
        self.levels, self.which = {}, {}
        for part in match["levels"].split(" | "):
            target, _, level = part.partition(": ")
            if target not in TARGETS or not LEVEL.match(level):
                raise Failed(f"{self.place}: '{part}' is not TARGET: LEVEL, with {', '.join(TARGETS)}")
            self.levels[target], _, which = level.partition(" ")
            self.which[target] = int(which or 1)
        if set(self.levels) != set(TARGETS):
            raise Failed(f"{self.place}: says nothing of {', '.join(set(TARGETS) - set(self.levels))}")

    def holds(self, finding):
        return self.first <= finding["line"] < self.last

    def row(self):
        cells = [self.levels[t] if self.levels[t] != "none" else "–" for t in TARGETS]
        return f"| `{self.check}` | {self.kind} | {' | '.join(cells)} |"


def cases_of(file):
    lines = file.read_text().splitlines()
    cases = []
    for number, line in enumerate(lines, 1):
        match = HEAD.match(line)
        if not match:
            if "case:" in line:
                raise Failed(f"{file}:{number}: is not '// case: CHECK | KIND | TARGET: LEVEL ...'")
            continue
        if cases:
            cases[-1].last = number
        cases.append(Case(file, number, match))
    if not cases:
        raise Failed(f"{file}: has no cases")
    cases[-1].last = len(lines) + 1
    return cases


def run(command, allowed, what):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode not in allowed:
        raise Failed(f"{what} ends with {done.returncode}:\n{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done


class Trip:
    """One file on its way to one target."""

    def __init__(self, args, cases, target):
        self.args, self.target = args, target
        self.cases = cases
        self.folder = args.work / target
        self.folder.mkdir(parents=True)
        self.file = self.folder / args.file.name
        shutil.copy(args.file, self.file)
        self.flags = ["-std=c++20", "-Wall", "-Wextra", "-isystem", str(ROOT / "runtime" / "include")]
        (self.folder / "cotidy.json").write_text(json.dumps({"fixTargets": [target]}))
        options = {match["name"]: match["value"] for match in OPTION.finditer(args.file.read_text())}
        (self.folder / ".clang-tidy").write_text(json.dumps({"Checks": "", "CheckOptions": options}))
        (self.folder / "compile_commands.json").write_text(
            json.dumps(
                [
                    {
                        "directory": str(self.folder),
                        "file": str(self.file),
                        "arguments": ["c++", *self.flags, "-c", str(self.file)],
                    }
                ]
            )
        )
        self.checks = "-*," + ",".join(sorted({case.check for case in cases}))

    def cotidy(self, *options):
        report = self.folder / "report.json"
        run(
            [self.args.build / "bin" / "cotidy", "-p", self.folder, f"--checks={self.checks}", "--quiet", "-j1"]
            + ["--format", f"json={report}", *options],
            {0, 1},
            "cotidy",
        )
        return json.loads(report.read_text())

    def compile(self):
        for compiler in (self.args.llvm_bin / "clang++", "g++"):
            run(
                [compiler, *self.flags, "-Werror", "-fsyntax-only", self.file],
                {0},
                f"for {self.target}, {self.file.name} as it was fixed does not compile: {compiler}",
            )

    def by_case(self, report):
        found = collections.defaultdict(list)
        for finding in report["findings"]:
            case = next((c for c in self.cases if c.holds(finding)), None)
            if not case or case.check != finding["check"]:
                raise Failed(
                    f"{self.args.file.name}:{finding['line']}: {finding['message']} [{finding['check']}]: no case says so"
                )
            found[case].append(finding)
        return found

    def fix_of(self, case, finding):
        """The fix that is made, or the one that the case asks for."""
        fixes, which = finding["fixes"], case.which[self.target]
        if which > len(fixes):
            return None
        if which > 1:
            return fixes[which - 1]
        return next((fix for fix in fixes if fix["applicability"] == "safe"), fixes[0])

    def compare(self, report):
        found = self.by_case(report)
        dropped = report["summary"].get("fixes", {}).get("dropped")
        for case in self.cases:
            if not found[case]:
                raise Failed(f"{case.place}: nothing is found")
            for finding in found[case]:
                fix = self.fix_of(case, finding)
                got = fix["applicability"] if fix else "none"
                if got != case.levels[self.target]:
                    raise Failed(
                        f"{case.place}: for {self.target}, line {finding['line']} should have a fix"
                        f" '{case.levels[self.target]}', it has '{got}'; dropped: {dropped}"
                    )
        return found

    def left(self, report):
        """How often each check has a finding for which it has a fix no more."""
        return collections.Counter(finding["check"] for finding in report["findings"])

    def go(self):
        found = self.compare(self.cotidy())
        unfixed = collections.Counter(
            finding["check"] for case in self.cases for finding in found[case] if not finding["fixes"]
        )
        others = [c for c in self.cases if c.which[self.target] > 1]
        if others:
            self.there_and_back(lambda: self.apply(found), unfixed, others)
            shutil.copy(self.args.file, self.file)
        self.there_and_back(lambda: self.cotidy("--fix", "--unsafe-fixes"), unfixed, self.cases)

    def there_and_back(self, fix, unfixed, cases):
        before = self.file.read_text()
        fix()
        once = self.file.read_text()
        if once == before:
            raise Failed(f"for {self.target}, {self.file.name} is not changed")
        self.compile()
        fixed = {c.check for c in cases}
        left = self.left(self.cotidy("--no-fixes"))
        for check in fixed:
            if cases is self.cases and left[check] != unfixed[check]:
                raise Failed(f"for {self.target}, {left[check]} findings of {check} are left, not {unfixed[check]}:\n{once}")
        if cases is not self.cases:
            return
        self.cotidy("--fix", "--unsafe-fixes")
        if self.file.read_text() != once:
            raise Failed(f"for {self.target}, a further run changes {self.file.name} again")

    def apply(self, found):
        text = self.file.read_bytes()
        edits = {
            (edit["offset"], edit["length"], edit["text"])
            for case in self.cases
            for finding in found[case]
            if self.fix_of(case, finding)
            for edit in self.fix_of(case, finding)["edits"]
        }
        for offset, length, new in sorted(edits, reverse=True):
            text = text[:offset] + new.encode() + text[offset + length :]
        self.file.write_bytes(text)


def table(cases):
    yield f"| check | fix | {' | '.join(TARGETS.values())} |"
    yield "|---|---|---|---|"
    seen = set()
    for case in sorted(cases, key=lambda c: c.check):
        if case.row() not in seen:
            yield case.row()
        seen.add(case.row())
    for check, why in sorted(ELSEWHERE.items()):
        yield f"| `{check}` | {why} |{' – |' * len(TARGETS)}"


def all_cases():
    return [case for file in sorted(CASES.glob("*.cpp")) for case in cases_of(file)]


def compare_table(args):
    page = PAGE.read_text()
    if page.count(BEGIN) != 1 or page.count(END) != 1:
        raise Failed(f"{PAGE}: needs the lines\n{BEGIN}\n{END}")
    before, rest = page.split(BEGIN)
    new = before + BEGIN + "\n\n" + "\n".join(table(all_cases())) + "\n\n" + END + rest.split(END)[1]
    if args.write:
        PAGE.write_text(new)
    elif new != page:
        raise Failed(f"{PAGE.relative_to(ROOT)}: is not up to date; run test/tools/round_trip.py --table --write")


def check_complete(args):
    cases = all_cases()
    listed = json.loads(run([args.build / "bin" / "cotidy", "list", "--format", "json"], {0}, "cotidy").stdout)
    problems = []
    for check, kind in ((check["name"], check["fixes"]) for check in listed):
        levels = {level for c in cases if c.check == check for level in c.levels.values()} - {"none"}
        if kind != "none" and check not in ELSEWHERE and not levels:
            problems.append(f"{check}: has fixes ('{kind}') and no case in test/fixes")
        for level in sorted(levels):
            if level not in re.split(r"\W+", kind):
                problems.append(f"{check}: has a fix '{level}' in test/fixes, and says that its fixes are '{kind}'")
    if problems:
        raise Failed("\n".join(problems))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path)
    parser.add_argument("--llvm-bin", type=pathlib.Path)
    parser.add_argument("--work", type=pathlib.Path, help="a folder of its own")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--complete", action="store_true")
    parser.add_argument("file", type=pathlib.Path, nargs="?")
    args = parser.parse_args()
    if args.table:
        return compare_table(args)
    if not args.build:
        parser.error("give --build")
    if args.complete:
        return check_complete(args)
    if not (args.file and args.llvm_bin and args.work):
        parser.error("give --llvm-bin, --work and a file, or --table, or --complete")
    args.file = args.file.resolve()
    shutil.rmtree(args.work, ignore_errors=True)
    cases = cases_of(args.file)
    for target in TARGETS:
        Trip(args, cases, target).go()


if __name__ == "__main__":
    try:
        main()
    except Failed as error:
        print(f"round_trip: {error}", file=sys.stderr)
        sys.exit(1)
