#!/usr/bin/env python3
"""Runs the examples in the documentation of each check.

usage: doc_examples.py COTIDY WORK-FOLDER

"Example" must give exactly one finding, of that check; "Use instead" none of any.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys


def blocks(documentation, section):
    """The C++ blocks of one section."""
    text = re.search(rf"^## {section}\n(.*?)(?=^## |\Z)", documentation, re.MULTILINE | re.DOTALL)
    return re.findall(r"^```cpp\n(.*?)^```", text[1], re.MULTILINE | re.DOTALL) if text else []


def findings(cotidy, file, checks):
    command = [cotidy, f"--checks=-*,{checks}", "--quiet", "--format=json", file, "--", "-std=c++20"]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode not in (0, 1):
        raise RuntimeError(run.stdout + run.stderr)
    return json.loads(run.stdout)["findings"]


def examine(cotidy, work, check, off):
    name = check["name"]
    # What is off by default is a matter of taste, and the examples have their own.
    everything = ",".join(["async-*", *(f"-{other}" for other in off if other != name)])
    for section, expected, globs in (("Example", [name], name), ("Use instead", [], everything)):
        examples = blocks(check["documentation"], section)
        if not examples:
            yield f"{name}: no C++ block in '{section}'"
        for number, example in enumerate(examples):
            file = work / f"{name}-{section.split()[0].lower()}-{number}.cpp"
            file.write_text(example)
            try:
                found = findings(cotidy, file, globs)
            except RuntimeError as error:
                yield f"{name}: '{section}' does not compile:\n{error}"
                continue
            if [f["check"] for f in found] != expected:
                said = "".join(f"\n  {f['line']}: {f['message']} [{f['check']}]" for f in found) or " none"
                yield f"{name}: '{section}' should give {len(expected)} findings, it gives:{said}"


def main():
    cotidy, work = sys.argv[1], pathlib.Path(sys.argv[2])
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    (work / ".clang-tidy").write_text("Checks: '-*'\n")
    checks = json.loads(subprocess.check_output([cotidy, "list", "--format", "json"]))
    off = [check["name"] for check in checks if check["level"] == "off"]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        problems = [p for some in pool.map(lambda c: list(examine(cotidy, work, c, off)), checks) for p in some]
    print("\n".join(problems))
    return 1 if problems or not checks else 0


if __name__ == "__main__":
    sys.exit(main())
