#!/usr/bin/env python3
"""Tests one check on one file, through the plugin and through the driver.

With --plugin-only, where the build has no driver, through the plugin alone.

The file says in comments what it expects (see expectations.py), and the names
of its functions say it again (see naming.py). Fails when

  - a warning or note is missing or unexpected, in either door, or the doors
    differ, or the driver's findings depend on the skipping of bodies;
  - the safe fixes, or those on notes, leave another text than expected, the
    text does not compile, a fixed finding is still there, or a second run
    changes the text again;
  - a function's name and its findings disagree.

In a RUN line: %check_test %s CHECK [--tag TAG] [--option KEY=VALUE]... [-- FLAGS]
"""
import argparse
import collections
import pathlib
import shutil
import sys

import expectations
import naming
from doors import DoorFailed, Doors


class Failed(Exception):
    pass


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--llvm-bin", type=pathlib.Path, required=True)
    parser.add_argument("--plugin-only", action="store_true", help="the build has no driver")
    parser.add_argument("--inputs", type=pathlib.Path, required=True, help="the shared mocks")
    parser.add_argument("--work", type=pathlib.Path, required=True, help="a folder of its own")
    parser.add_argument("--tag", default="default", help="the name of this run in expectations")
    parser.add_argument("--option", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--std", default="c++20")
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("check")
    # argparse would take options of the compiler for its own.
    flags = []
    if "--" in arguments:
        at = arguments.index("--")
        arguments, flags = arguments[:at], arguments[at + 1 :]
    args = parser.parse_args(arguments)
    args.flags = flags
    return args


def configuration(args):
    """The .clang-tidy of the run: both doors read it beside the file."""
    options = []
    for option in args.option:
        key, equals, value = option.partition("=")
        if not equals:
            raise Failed(f"--option {option}: expected KEY=VALUE")
        key = key if "." in key else f"{args.check}.{key}"
        options.append(f"  {key}: '{value}'\n")
    return "Checks: '-*'\n" + ("CheckOptions:\n" + "".join(options) if options else "")


class CheckRun:
    """One RUN line on one text of the file."""

    def __init__(self, args, lines):
        self.args = args
        self.lines = lines
        self.doors = Doors(
            args.build,
            args.llvm_bin,
            args.check,
            [
                f"-std={args.std}",
                "-isystem",
                str(args.inputs),
                "-I",
                str(args.file.resolve().parent),
                "-fno-caret-diagnostics",
                *args.flags,
            ],
        )
        shutil.rmtree(args.work, ignore_errors=True)
        args.work.mkdir(parents=True)
        (args.work / ".clang-tidy").write_text(configuration(args))
        self.file = args.work / args.file.name
        self.file.write_text(text_of(lines))

    def findings(self):
        """The findings, the same through all doors, and which fixes they have."""
        if self.args.plugin_only:
            plugin, self.fixes = self.doors.plugin_with_fixes(self.file)
            return plugin
        plugin = self.doors.plugin(self.file)
        driver, self.fixes = self.doors.driver(self.file)
        self.agree("the plugin", plugin, "the driver", driver)
        whole, _ = self.doors.driver(self.file, "--no-skip-bodies")
        self.agree("the driver", driver, "the driver with --no-skip-bodies", whole)
        return plugin

    def agree(self, left, in_left, right, in_right):
        for finding in difference(in_left, in_right):
            raise Failed(f"{left} and {right} differ: only {left} says\n{listing(finding.flat())}")
        for finding in difference(in_right, in_left):
            raise Failed(f"{left} and {right} differ: only {right} says\n{listing(finding.flat())}")

    def fixed(self):
        """What the fixes make of the file: {kind: lines}, verified."""
        result = {}
        applied = {
            "FIX": [f for f in self.fixes if any(x["applicability"] == "safe" for x in f)],
            # clang-tidy takes a note's fix only where there is just one.
            "UNSAFE": [f for f in self.fixes if has_safe(f) or len(f) == 1],
        }
        for kind, option in (("FIX", "--fix"), ("UNSAFE", "--fix-notes")):
            if not applied[kind]:
                continue
            copy = self.args.work / kind / self.args.file.name
            copy.parent.mkdir()
            shutil.copy(self.args.work / ".clang-tidy", copy.parent)
            copy.write_text(text_of(self.lines))
            before = self.doors.plugin(copy, option)
            once = copy.read_text()
            try:
                after = self.doors.plugin(copy, option)
            except DoorFailed as error:
                raise Failed(f"after {option}: {error}") from None
            if copy.read_text() != once:
                raise Failed(f"a second {option} changes the file again:\n{once}")
            if len(after) != len(before) - len(applied[kind]):
                raise Failed(
                    f"{option} should leave {len(before) - len(applied[kind])} findings, it leaves\n"
                    + listing(d for f in after for d in f.flat())
                )
            result[kind] = once.splitlines()
        return result


def has_safe(fixes):
    return any(fix["applicability"] == "safe" for fix in fixes)


def difference(left, right):
    return list((collections.Counter(left) - collections.Counter(right)).elements())


def listing(diagnostics):
    return "\n".join(f"  {diagnostic}" for diagnostic in diagnostics)


def text_of(lines):
    return "\n".join(lines) + "\n"


def compare(expected, found, tag):
    """Raises if the diagnostics of the run `tag` are not the expected ones."""
    wanted = [e.diagnostic for e in expected.diagnostics if e.holds_for(tag)]
    missing, unexpected = difference(wanted, found), difference(found, wanted)
    message = ""
    if missing:
        message += f"expected in the run '{tag}' and not found:\n{listing(missing)}\n"
    if unexpected:
        message += f"found in the run '{tag}' and not expected:\n{listing(unexpected)}\n"
    if message:
        raise Failed(message + "(`./dev bless` rewrites the expectations)")


def compare_fixed(expected, fixed, lines, tag):
    for kind, kinds in (("FIX", ["FIX"]), ("UNSAFE", ["FIX", "UNSAFE"])):
        # Without the expectations: a line that is added to others may stand
        # before or after those that stand between them.
        wanted = expectations.strip(expectations.fixed(lines, expected, tag, kinds))
        got = expectations.strip(fixed.get(kind, fixed.get("FIX", lines)))
        if got != wanted:
            changes = expectations.difflib.unified_diff(wanted, got, "expected", "fixed", lineterm="", n=1)
            raise Failed(f"the fixes ({kind}) leave another text than expected:\n" + "\n".join(changes))


def test(args):
    lines = args.file.read_text().splitlines()
    expected = expectations.parse(lines)
    run = CheckRun(args, lines)
    found = [d for finding in run.findings() for d in finding.flat()]
    compare(expected, found, args.tag)
    compare_fixed(expected, run.fixed(), lines, args.tag)
    wrong = list(naming.violations(lines, expected))
    if wrong:
        raise Failed("\n".join(f"{args.file}:{w}" for w in wrong))


def main():
    try:
        test(parse_arguments(sys.argv[1:]))
    except (Failed, DoorFailed, expectations.Malformed) as error:
        print(f"check_test: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
