#!/usr/bin/env python3
"""Writes a new check, its test, and its line in checks/CMakeLists.txt.

What it writes builds and passes. Replace the example mistake in the test first,
see the test fail, then write the check.
"""
import argparse
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEMPLATES = pathlib.Path(__file__).parent / "templates"
FAMILIES = ("blocking", "discard", "locks", "lifetime", "structure", "cost")


class Refused(Exception):
    pass


def version(root):
    return re.search(r"project\(cotidy VERSION ([\d.]+)", (root / "CMakeLists.txt").read_text())[1]


def add_source(root, source):
    """Adds `source` to the list in checks/CMakeLists.txt, in its order."""
    file = root / "checks" / "CMakeLists.txt"
    lines = file.read_text().splitlines(keepends=True)
    start = next(i for i, line in enumerate(lines) if line.startswith("cotidy_library(cotidy_checks"))
    end = next(i for i in range(start, len(lines)) if lines[i].rstrip().endswith(")"))
    sources = [i for i in range(start + 1, end + 1) if lines[i].strip().strip(")")]
    # The family's files stay together and sorted.
    after = [i for i in sources if "/" in lines[i] and lines[i].strip().strip(")") < source]
    at = (after or [i for i in sources if "/" not in lines[i]] or [start])[-1]
    if lines[at].rstrip().endswith(")"):
        lines[at] = lines[at].rstrip()[:-1] + "\n"
        lines.insert(at + 1, f"  {source})\n")
    else:
        lines.insert(at + 1, f"  {source}\n")
    file.write_text("".join(lines))


def write(root, family, name):
    if family not in FAMILIES:
        raise Refused(f"no family '{family}'; there are {', '.join(FAMILIES)}")
    if not re.fullmatch(r"async(-[a-z]+)+", name):
        raise Refused(f"a check is called async-some-words, not '{name}'")
    short = name.removeprefix("async-")
    file = "".join(word.capitalize() for word in short.split("-"))
    files = {
        root / "checks" / family / f"{file}.cpp": "check.cpp",
        root / "test" / "checks" / family / f"{short}.cpp": "test.cpp",
    }
    for path in files:
        if path.exists():
            raise Refused(f"{path.relative_to(root)} exists already")
    values = {"NAME": name, "FAMILY": family, "CLASS": file + "Check", "VERSION": version(root)}
    for path, template in files.items():
        text = (TEMPLATES / template).read_text()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(re.sub(r"@([A-Z]+)@", lambda m: values[m[1]], text))
        print(path.relative_to(root))
    # The length of the names decides where lines break.
    subprocess.run(["clang-format-22", "-i", f"--style=file:{ROOT / '.clang-format'}", next(iter(files))], check=True)
    add_source(root, f"{family}/{file}.cpp")
    print("checks/CMakeLists.txt")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, default=ROOT)
    parser.add_argument("family", help=", ".join(FAMILIES))
    parser.add_argument("name", help="async-NAME")
    args = parser.parse_args()
    try:
        write(args.root, args.family, args.name)
    except Refused as error:
        print(f"new-check: {error}", file=sys.stderr)
        return 2
    print(f"next: ./dev test {args.name.removeprefix('async-')}; then ./dev gen, once the documentation is written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
