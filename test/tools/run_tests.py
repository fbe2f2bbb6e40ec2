#!/usr/bin/env python3
"""Runs lit and ends in the line `N passed, N failed`."""
import argparse
import json
import pathlib
import subprocess
import sys

PASSED = {"PASS", "XFAIL", "FLAKYPASS"}
SKIPPED = {"UNSUPPORTED", "SKIPPED", "EXCLUDED"}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--build", type=pathlib.Path, required=True, action="append", help="several: all in one run"
    )
    parser.add_argument("--lit", default="/usr/lib/llvm-22/bin/lit")
    parser.add_argument("arguments", nargs="*", help="handed to lit")
    args = parser.parse_args()

    results = args.build[0] / "test" / "results.json"
    results.unlink(missing_ok=True)
    status = subprocess.run(
        [sys.executable, args.lit, "-v", "--timeout", "600", "--output", results]
        + args.arguments
        + [build / "test" for build in args.build]
    ).returncode
    if not results.exists():
        print("lit made no results: see its message above", file=sys.stderr)
        return 2

    codes = [test["code"] for test in json.loads(results.read_text())["tests"]]
    passed = sum(code in PASSED for code in codes)
    skipped = sum(code in SKIPPED for code in codes)
    failed = len(codes) - passed - skipped
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or status else 0


if __name__ == "__main__":
    sys.exit(main())
