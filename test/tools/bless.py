#!/usr/bin/env python3
"""Rewrites the expectations of check tests to what the check says now.

Read the difference before you commit it: blessing a wrong answer makes it law.
"""
import argparse
import pathlib
import shlex
import sys
import tempfile

import check_test
import expectations
from doors import DoorFailed

ROOT = pathlib.Path(__file__).resolve().parents[2]


def run_lines(lines):
    """The arguments of each %check_test in the RUN lines."""
    joined, continued = [], False
    for line in lines:
        _, found, command = line.partition("RUN:")
        if not found:
            continue
        if continued:
            joined[-1] = joined[-1][:-1] + command
        else:
            joined.append(command)
        continued = command.endswith("\\")
    return [c.split("%check_test", 1)[1].removesuffix(" %}") for c in joined if "%check_test" in c]


def bless(path, build, llvm_bin):
    lines = path.read_text().splitlines()
    stripped = expectations.strip(lines)
    runs = {}
    for arguments in run_lines(lines):
        with tempfile.TemporaryDirectory() as work:
            args = check_test.parse_arguments(
                [f"--build={build}", f"--llvm-bin={llvm_bin}", f"--inputs={ROOT / 'test' / 'Inputs'}"]
                + [f"--work={work}/run"]
                + shlex.split(arguments.replace("%s", shlex.quote(str(path))).replace("%S", shlex.quote(str(path.parent))))
            )
            if args.tag in runs:
                raise check_test.Failed(f"two runs with the tag '{args.tag}'; give one a --tag")
            run = check_test.CheckRun(args, stripped)
            found = [d for finding in run.findings() for d in finding.flat()]
            fixed = run.fixed()
            safe = fixed.get("FIX", stripped)
            changes = {"FIX": expectations.changed_lines(stripped, safe)}
            unsafe = expectations.changed_lines(stripped, fixed.get("UNSAFE", safe))
            changes["UNSAFE"] = {k: v for k, v in unsafe.items() if changes["FIX"].get(k) != v}
            runs[args.tag] = found, changes
    blessed = expectations.write(stripped, runs)
    if blessed != lines:
        path.write_text(check_test.text_of(blessed))
    return blessed != lines


def tests_of(check):
    for path in sorted((ROOT / "test" / "checks").glob("*/*.cpp")):
        if not check or path.name.split(".")[0] == check.removeprefix("async-"):
            if run_lines(path.read_text().splitlines()):
                yield path


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--llvm-bin", type=pathlib.Path, default="/usr/lib/llvm-22/bin")
    parser.add_argument("check", nargs="?", help="async-NAME; default: every check")
    args = parser.parse_args()
    paths = list(tests_of(args.check))
    if not paths:
        print(f"bless: no test of '{args.check}' under test/checks/", file=sys.stderr)
        return 2
    status = 0
    for path in paths:
        name = path.relative_to(ROOT)
        try:
            print(f"{name}: {'rewritten' if bless(path, args.build.resolve(), args.llvm_bin) else 'unchanged'}")
        except (check_test.Failed, DoorFailed, expectations.Malformed) as error:
            print(f"{name}: not blessed: {error}", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
