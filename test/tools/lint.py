#!/usr/bin/env python3
"""Runs clang-tidy on our own sources, in the files that changed since they were clean.

The compile commands are those of the build, with a precompiled header of their
own: clang-tidy cannot read one that another clang wrote with other options.
"""
import argparse
import concurrent.futures
import json
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ("catalog", "checks", "driver", "editor", "fixits", "model")
PCH = re.compile(r"-Winvalid-pch|-Xclang -(?:emit-pch|include-pch|include) -Xclang \S+|-include \S*cmake_pch\.hxx|-fpch-instantiate-templates")


def our_commands(build):
    for entry in json.loads((build / "compile_commands.json").read_text()):
        file = pathlib.Path(entry["file"])
        if file.suffix == ".cpp" and file.is_relative_to(ROOT) and file.relative_to(ROOT).parts[0] in FOLDERS:
            yield file, entry


def newest_header():
    headers = [h for folder in FOLDERS for h in (ROOT / folder).rglob("*.h")]
    return max(h.stat().st_mtime for h in [*headers, ROOT / ".clang-tidy"])


def prepare(commands, build, work):
    """Writes a database whose commands use one precompiled header of clang's."""
    work.mkdir(exist_ok=True)
    header = ROOT / "cmake" / "PchClangTidy.h"
    pch = work / "Pch.pch"
    plain = []
    for file, entry in commands:
        arguments = shlex.split(PCH.sub("", entry["command"]))
        compiler = next(i for i, a in enumerate(arguments) if re.search(r"(clang\+\+|g\+\+|c\+\+)[-\d]*$", a))
        arguments = ["clang++-22"] + [a for a in arguments[compiler + 1 :]]
        plain.append((file, entry["directory"], arguments))
    if not pch.exists() or pch.stat().st_mtime < max(h.stat().st_mtime for h in (ROOT / "cmake").glob("Pch*.h")):
        _, directory, arguments = plain[0]
        cut = arguments.index("-o")
        options = arguments[1:cut]
        subprocess.run(
            ["clang++-22", *options, "-x", "c++-header", str(header), "-o", str(pch)], cwd=directory, check=True
        )
    database = [
        {"file": str(f), "directory": d, "arguments": [a[0], "-include-pch", str(pch), *a[1:]]} for f, d, a in plain
    ]
    (work / "compile_commands.json").write_text(json.dumps(database))


def lint(file, work):
    run = subprocess.run(
        ["clang-tidy-22", "--quiet", "-p", str(work), str(file)], capture_output=True, text=True
    )
    return run.returncode, run.stdout + ("" if run.returncode == 0 else run.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("-j", type=int, default=2)
    parser.add_argument("paths", nargs="*", type=pathlib.Path, help="files and folders; default: all")
    args = parser.parse_args()
    build = args.build.resolve()
    commands = list(our_commands(build))
    wanted = [p.resolve() for p in args.paths]
    work = build / "lint"
    prepare(commands, build, work)
    newest = newest_header()

    def stamp(file):
        return work / (str(file.relative_to(ROOT)).replace("/", "!") + ".clean")

    def is_clean(file):
        return stamp(file).exists() and stamp(file).stat().st_mtime > max(newest, file.stat().st_mtime)

    files = [
        f
        for f, _ in commands
        if (not wanted or any(f == w or w in f.parents for w in wanted)) and not is_clean(f)
    ]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(args.j) as pool:
        for file, (status, output) in zip(files, pool.map(lambda f: lint(f, work), files)):
            if status == 0:
                stamp(file).touch()
                continue
            failed += 1
            print(output)
    print(f"lint: {len(files)} files read, {failed} with findings", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
