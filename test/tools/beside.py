#!/usr/bin/env python3
"""Runs checks of clang-tidy and ours over the same cases, side by side.

test/Inputs/beside/CHECK.cpp holds the cases for clang-tidy's CHECK: small
functions called after what they show, `..._bad` where a finding is right and
`..._ok` where it is not (see naming.py). Comments at its top say

    // ours: async-NAME...          the checks to set beside it
    // options: KEY=VALUE...        of clang-tidy's check, where it needs some
    // flags: FLAGS                 further arguments of the compiler

The tables stand in docs/precision.md between two marks. Without --write it is an
error if they are not what the run gives, and with either if clang-tidy is right
where we are wrong.

usage: beside.py --build BUILD --llvm-bin BIN [--write]
"""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

import naming

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = ROOT / "test" / "Inputs" / "beside"
PAGE = ROOT / "docs" / "precision.md"
BEGIN, END = "<!-- beside: written by test/tools/beside.py -->", "<!-- beside: end -->"
FINDING = re.compile(r"^(?P<file>[^:\n]+):(?P<line>\d+):\d+: (?:warning|error): .*\[(?P<checks>[\w,.-]+)\]$", re.MULTILINE)


class Failed(Exception):
    pass


def heading(lines, key):
    for line in lines:
        if line.startswith(f"// {key}: "):
            return line.split(": ", 1)[1].split()
    return []


class Cases:
    """One file of cases and what both sides say of it."""

    def __init__(self, file, build, llvm_bin):
        self.theirs = file.stem
        text = file.read_text()
        lines = text.splitlines()
        self.ours = heading(lines, "ours")
        self.options = heading(lines, "options")
        self.functions = list(naming.functions(text))
        if not self.ours or not self.functions:
            raise Failed(f"{file}: says no '// ours:', or has no function called ..._bad or ..._ok")
        output = self.run(file, build, llvm_bin, heading(lines, "flags"))
        self.found = {}
        for match in FINDING.finditer(output):
            if match["file"].endswith(file.name):
                for check in match["checks"].split(","):
                    self.found.setdefault(check, set()).add(int(match["line"]))

    def run(self, file, build, llvm_bin, flags):
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / file.name
            copy.write_text(file.read_text())
            options = "".join(
                f"  {self.theirs}.{key}: '{value}'\n"
                for key, _, value in (option.partition("=") for option in self.options)
            )
            (copy.parent / ".clang-tidy").write_text(
                f"Checks: '-*,{','.join([self.theirs] + self.ours)}'\n"
                + (f"CheckOptions:\n{options}" if options else "")
            )
            run = subprocess.run(
                [llvm_bin / "clang-tidy", f"--load={build / 'lib' / 'libcotidy.so'}", "--quiet", copy]
                + ["--", "-std=c++20", "-isystem", CASES.parent, "-fno-caret-diagnostics", *flags],
                capture_output=True,
                text=True,
            )
        if run.returncode or "error:" in run.stdout:
            raise Failed(f"{file}: clang-tidy fails:\n{run.stdout}{run.stderr}")
        return run.stdout

    def says(self, checks, first, last):
        return any(first <= line <= last for check in checks for line in self.found.get(check, ()))

    def rows(self):
        """(case, mistake, theirs right, ours right) for each case."""
        for name, first, last in self.functions:
            stem, _, kind = name.rpartition("_")
            mistake = kind == "bad"
            yield (
                stem.replace("_", " "),
                mistake,
                self.says([self.theirs], first, last) == mistake,
                self.says(self.ours, first, last) == mistake,
            )


def verdict(mistake, right):
    if right:
        return "right"
    return "missed" if mistake else "false alarm"


def tables(all_cases):
    for cases in all_cases:
        rows = list(cases.rows())
        ours = ", ".join(f"`{check}`" for check in cases.ours)
        yield f"### `{cases.theirs}`"
        yield ""
        if cases.options:
            yield f"With {', '.join(f'`{option}`' for option in cases.options)}."
            yield ""
        yield f"| case | a mistake? | `{cases.theirs}` | {ours} |"
        yield "|---|---|---|---|"
        for case, mistake, theirs, own in rows:
            yield f"| {case} | {'yes' if mistake else 'no'} | {verdict(mistake, theirs)} | {verdict(mistake, own)} |"
        yield (
            f"| **{len(rows)} cases** | {sum(r[1] for r in rows)} | "
            f"{sum(r[2] for r in rows)} right | {sum(r[3] for r in rows)} right |"
        )
        yield ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--llvm-bin", type=pathlib.Path, required=True)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    files = sorted(CASES.glob("*.cpp"))
    all_cases = [Cases(file, args.build, args.llvm_bin) for file in files]
    if not all_cases:
        raise Failed(f"{CASES}: no cases")
    problems = [
        f"{cases.theirs}: clang-tidy is right on '{case}' and we are not"
        for cases in all_cases
        for case, _, theirs, ours in cases.rows()
        if theirs and not ours
    ]
    page = PAGE.read_text()
    if page.count(BEGIN) != 1 or page.count(END) != 1:
        raise Failed(f"{PAGE}: needs the lines\n{BEGIN}\n{END}")
    before, rest = page.split(BEGIN)
    new = before + BEGIN + "\n\n" + "\n".join(tables(all_cases)) + "\n" + END + rest.split(END)[1]
    if args.write:
        PAGE.write_text(new)
    elif new != page:
        problems.append(f"{PAGE.relative_to(ROOT)}: is not up to date; run test/tools/beside.py --write")
    if problems:
        raise Failed("\n".join(problems))


if __name__ == "__main__":
    try:
        main()
    except Failed as error:
        print(f"beside: {error}", file=sys.stderr)
        sys.exit(1)
