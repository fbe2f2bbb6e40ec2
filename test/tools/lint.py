#!/usr/bin/env python3
"""Runs clang-tidy on our own sources, in the files that changed since they were clean.

It reads the build's own precompiled header, so the build must use clang 22.
"""
import argparse
import concurrent.futures
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ("catalog", "checks", "driver", "editor", "fixits", "model")


def our_sources(build):
    for entry in json.loads((build / "compile_commands.json").read_text()):
        file = pathlib.Path(entry["file"])
        if any(ROOT / folder in file.parents for folder in FOLDERS):
            yield file


def newest_header():
    headers = [h for folder in FOLDERS for h in (ROOT / folder).rglob("*.h")]
    return max(h.stat().st_mtime for h in [*headers, ROOT / ".clang-tidy"])


def lint(file, build):
    run = subprocess.run(
        ["clang-tidy-22", "--quiet", "-p", str(build), str(file)], capture_output=True, text=True
    )
    return run.returncode, run.stdout + ("" if run.returncode == 0 else run.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("-j", type=int, default=2)
    parser.add_argument("paths", nargs="*", type=pathlib.Path, help="files and folders; default: all")
    args = parser.parse_args()
    build = args.build.resolve()
    wanted = [p.resolve() for p in args.paths]
    work = build / "lint"
    work.mkdir(exist_ok=True)
    newest = newest_header()

    def stamp(file):
        return work / (str(file.relative_to(ROOT)).replace("/", "!") + ".clean")

    def is_clean(file):
        return stamp(file).exists() and stamp(file).stat().st_mtime > max(newest, file.stat().st_mtime)

    files = [
        f
        for f in our_sources(build)
        if (not wanted or any(f == w or w in f.parents for w in wanted)) and not is_clean(f)
    ]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(args.j) as pool:
        for file, (status, output) in zip(files, pool.map(lambda f: lint(f, build), files)):
            if status == 0:
                stamp(file).touch()
                continue
            failed += 1
            print(output)
    print(f"lint: {len(files)} files read, {failed} with findings", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
