#!/usr/bin/python3
"""Compares cotidy's JSON report with the marks in the sources it is about.

usage: compare-marks.py REPORT.json PATH...

A mark is a comment at the end of the line where a finding's primary location
stands; several checks are separated by commas, a check that reports twice on
one line stands twice:

    std::ofstream file(name);  // cotidy: async-sync-io
    hash(password);            // cotidy-later: async-cpu-heavy-call

`cotidy-later` is for a check that does not exist yet or does not see so far
yet. It must not be found: once it is, the mark has to become `cotidy`.

Every file under the PATHs with a C++ ending is read. Prints each difference,
findings without a mark and marks without a finding, and exits with 1 if there
is one; with 2 if the report or a mark cannot be read. Findings of other
tools' checks (not async-*), suppressed ones, and those in files outside the
PATHs do not count.
"""

import collections
import json
import pathlib
import re
import sys

ENDINGS = {".c++", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".hxx", ".ipp"}
CHECK = r"async-[a-z]+(?:-[a-z]+)*"
MARK = re.compile(rf"// (cotidy|cotidy-later): ({CHECK}(?:, {CHECK})*)$")
# Whatever looks like a mark must be one: a misspelt mark would test nothing.
LOOKALIKE = re.compile(r"//+\s*cotidy\b[^/]*async-|//+\s*cotidy[\w-]*\s*:", re.IGNORECASE)


class BadInput(Exception):
    pass


def sources(paths):
    for name in paths:
        path = pathlib.Path(name)
        if path.is_dir():
            files = sorted(p for p in path.rglob("*") if p.suffix in ENDINGS and p.is_file())
        elif path.is_file():
            files = [path]
        else:
            raise BadInput(f"{name}: no such file or folder")
        yield from (file.resolve() for file in files)


def read_marks(files):
    """Two multisets of (file, line, check): expected now, expected later."""
    marks = {"cotidy": collections.Counter(), "cotidy-later": collections.Counter()}
    for file in files:
        for number, line in enumerate(file.read_text().splitlines(), 1):
            mark = MARK.search(line)
            if not mark:
                if LOOKALIKE.search(line):
                    raise BadInput(f"{file}:{number}: not a mark of the form "
                                   f"'// cotidy: async-NAME[, async-NAME]' at the line's end")
                continue
            for check in mark[2].split(", "):
                marks[mark[1]][file, number, check] += 1
    return marks["cotidy"], marks["cotidy-later"]


def read_report(name):
    try:
        report = json.loads(pathlib.Path(name).read_text())
        root = pathlib.Path(report["run"]["root"])
        findings = [((root / f["file"]).resolve(), f["line"], f["check"], f["message"])
                    for f in report["findings"]
                    if f["check"].startswith("async-") and not f.get("suppressed")]
        failures = [((root / f["file"]).resolve(), f["message"]) for f in report["failures"]]
    except (OSError, ValueError) as error:
        raise BadInput(f"{name}: not a readable JSON report: {error}") from error
    except (KeyError, TypeError) as error:
        raise BadInput(f"{name}: not a cotidy report: misses or misuses {error}") from error
    return findings, failures


def differences(files, findings, failures):
    expected, later = read_marks(files)
    if not expected:
        raise BadInput("no mark '// cotidy: async-NAME' in the sources: nothing to compare")
    known = set(files)
    for file, message in failures:
        if file in known:
            yield file, 0, f"was not parsed: {message}"
    found = collections.Counter()
    for file, line, check, message in findings:
        if file not in known:
            continue
        place = file, line, check
        found[place] += 1
        if found[place] <= expected[place]:
            continue
        if later[place]:
            yield file, line, f"{check} is found already: make the mark '// cotidy: {check}'"
        else:
            yield file, line, f"finding without a mark: {message} [{check}]"
    for (file, line, check), count in (expected - found).items():
        yield file, line, f"mark without a finding: {check}" + (f" ({count} times)" if count > 1 else "")


def main():
    if len(sys.argv) < 3 or sys.argv[1].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        files = list(dict.fromkeys(sources(sys.argv[2:])))
        findings, failures = read_report(sys.argv[1])
        result = sorted(differences(files, findings, failures))
    except BadInput as error:
        print(f"compare-marks: {error}", file=sys.stderr)
        return 2
    for file, line, text in result:
        print(f"{file}:{line}: {text}" if line else f"{file}: {text}")
    if result:
        print(f"{len(result)} differences between report and marks")
        return 1
    total = sum(read_marks(files)[0].values())
    print(f"report and marks agree: {total} findings in {len(files)} files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
