#!/usr/bin/env python3
"""Runs catalog-probe on packs with the flags and versions of this system.

Ends in the sum over all packs. Fails if a name can never match.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Packages whose headers include those of another on which they do not depend.
USELESS_WITHOUT = {
    "libpaho-mqttpp-dev": "libpaho-mqtt-dev",
}


def installed_packages():
    """Packages by name, with the upstream part of their version."""
    result = {}
    lines = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${Version} ${db:Status-Abbrev}\n"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for line in lines.splitlines():
        name, version, status = line.split()
        if status == "ii":
            upstream = version.split(":")[-1].rsplit("-", 1)[0]
            digits = re.match(r"[0-9.]*", upstream)[0].strip(".").split(".")
            result[name] = ".".join(digits[:4]) or "0"
    for name, needed in USELESS_WITHOUT.items():
        if needed not in result:
            result.pop(name, None)
    return result


def packages_of(pack):
    """Every package named anywhere in the pack."""
    if isinstance(pack, list):
        return set().union(*map(packages_of, pack)) if pack else set()
    if not isinstance(pack, dict):
        return set()
    own = {pack["package"]} if isinstance(pack.get("package"), str) else set()
    return own.union(*map(packages_of, pack.values()))


def flags_of(pack):
    flags = list(pack.get("compile_flags", []))
    for module in pack.get("pkg_config", []):
        found = subprocess.run(
            ["pkg-config", "--cflags", module], capture_output=True, text=True
        )
        if found.returncode == 0:
            flags += found.stdout.split()
    return flags


def jobs(files, installed):
    for file in files:
        pack = json.loads(file.read_text())
        packages = packages_of(pack)
        command = [f"--installed={p}={installed[p]}" for p in sorted(packages) if p in installed]
        flags = ["--", "-std=c++20"] + flags_of(pack)
        # Each library implements these headers, each in its own way.
        if packages & {"libstdc++-12-dev", "libc6-dev"}:
            yield file, "libstdc++-12", command + ["--label=libstdc++-12"], flags
            yield file, "libc++-22", command + ["--label=libc++-22"], flags + ["-stdlib=libc++"]
        else:
            yield file, "", command, flags


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("-j", type=int, default=os.cpu_count())
    parser.add_argument("packs", nargs="*", type=pathlib.Path, help="default: all")
    args = parser.parse_args()
    files = args.packs or sorted(
        file
        for folder in ("blocking", "runtimes", "threads")
        for file in (ROOT / "catalog" / folder).glob("*.json")
    )

    def probe(job):
        file, library, options, flags = job
        run = subprocess.run(
            [args.build / "bin" / "catalog-probe", file, "--label=debian-12"] + options + flags,
            capture_output=True,
            text=True,
        )
        output = run.stdout
        if library:
            output = "".join(
                line.replace(": ", f" [{library}]: ", 1)
                for line in output.splitlines(keepends=True)
            )
        return run.returncode, output + run.stderr

    sums, failed = [0, 0, 0], 0
    with concurrent.futures.ThreadPoolExecutor(args.j) as pool:
        for status, output in pool.map(probe, jobs(files, installed_packages())):
            print(output, end="", flush=True)
            failed += status != 0
            for line in output.splitlines():
                if " names verified, " in line:
                    counts = line.split(": ", 1)[1].split(", ")
                    sums = [s + int(c.split()[0]) for s, c in zip(sums, counts)]
    print(
        f"{len(files)} packs: {sums[0]} names verified, {sums[1]} not in this version, "
        f"{sums[2]} unverifiable, {failed} packs with errors"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
