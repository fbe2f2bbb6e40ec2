#!/usr/bin/env python3
"""Writes what is generated from the checks themselves.

    docs/checks/NAME.md   the documentation embedded in each check
    docs/checks/README.md the table of checks
    docs/command-line.md  the driver's help and the keys of cotidy.json
    README.md             the same table, between its markers

With --check it writes nothing, names what is out of date and exits with 1.
"""
import argparse
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
BEGIN, END = "<!-- checks: written by ./dev gen -->", "<!-- end of checks -->"


def checks(cotidy):
    listed = subprocess.run([cotidy, "list", "--format", "json"], capture_output=True, text=True, check=True)
    return json.loads(listed.stdout)


def option_rows(options):
    yield "| option | type | default | meaning |"
    yield "|---|---|---|---|"
    for option in options:
        default = f"`{option['default']}`" if option["default"] else "empty"
        yield f"| `{option['name']}` | {option['type']} | {default} | {option['documentation']} |"


def page(check):
    facts = f"Family `{check['family']}`, level `{check['level']}`, fixes: {check['fixes']}, since {check['since']}."
    lines = [
        "<!-- Written by ./dev gen from the check itself; do not edit. -->",
        f"# {check['name']}",
        "",
        check["summary"],
        "",
        facts,
        "",
        check["documentation"].strip(),
    ]
    if check["options"]:
        lines += ["", "## Options", "", f"Set in `.clang-tidy`, as `{check['name']}.OPTION`.", ""]
        lines += option_rows(check["options"])
    return "\n".join(lines) + "\n"


def table(checks, link):
    yield "| check | finds | level | fix |"
    yield "|---|---|---|---|"
    for check in checks:
        name, summary = check["name"], check["summary"].rstrip(".").removeprefix("Finds ")
        fixes = check["fixes"] if check["fixes"] != "none" else "-"
        yield f"| [`{name}`]({link}{name}.md) | {summary} | {check['level']} | {fixes} |"


def index(checks):
    lines = [
        "<!-- Written by ./dev gen from the checks themselves; do not edit. -->",
        "# The checks",
        "",
        "Level `on` runs in every profile, `strict` with `--profile strict`, `off` with `--profile all`.",
        "",
        *table(checks, ""),
    ]
    return "\n".join(lines) + "\n"


def command_line(cotidy):
    def told(*verb):
        text = subprocess.run([cotidy, *verb, "--help"], capture_output=True, text=True, check=True).stdout
        return [f"    {line}".rstrip() for line in text.strip().splitlines()]

    schema = json.loads((ROOT / "docs" / "cotidy.schema.json").read_text())
    keys = {key: value for key, value in schema["properties"].items() if not key.startswith("$")}
    lines = [
        "<!-- Written by ./dev gen from `cotidy --help` and cotidy.schema.json; do not edit. -->",
        "# The command line",
        "",
        *told(),
        "",
        "## cotidy facts",
        "",
        *told("facts"),
        "",
        "## cotidy link",
        "",
        *told("link"),
        "",
        "## cotidy merge",
        "",
        *told("merge"),
        "",
        "## cotidy diff",
        "",
        *told("diff"),
        "",
        "## cotidy init",
        "",
        *told("init"),
        "",
        "## cotidy watch",
        "",
        *told("watch"),
        "",
        "## cotidy.json",
        "",
        schema["description"],
        "",
        "| key | meaning |",
        "|---|---|",
        *(f"| `{key}` | {value['description']} |" for key, value in keys.items()),
    ]
    return "\n".join(lines) + "\n"


def readme(checks):
    text = (ROOT / "README.md").read_text()
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        sys.exit(f"generate: README.md misses the lines '{BEGIN}' and '{END}'")
    return before + "\n".join([BEGIN, *table(checks, "docs/checks/"), END]) + after


def generated(cotidy):
    known = checks(cotidy)
    folder = ROOT / "docs" / "checks"
    files = {folder / f"{check['name']}.md": page(check) for check in known}
    files[folder / "README.md"] = index(known)
    files[ROOT / "docs" / "command-line.md"] = command_line(cotidy)
    files[ROOT / "README.md"] = readme(known)
    return files


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cotidy", required=True)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    files = generated(args.cotidy)
    stale = [f for f, text in files.items() if not f.exists() or f.read_text() != text]
    orphans = [f for f in (ROOT / "docs" / "checks").glob("*.md") if f not in files]
    for file in stale + orphans:
        name = file.relative_to(ROOT)
        if args.check:
            print(f"generate: {name} is out of date: run ./dev gen")
        elif file in orphans:
            file.unlink()
            print(f"removed {name}")
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(files[file])
            print(f"wrote {name}")
    return 1 if args.check and (stale or orphans) else 0


if __name__ == "__main__":
    sys.exit(main())
