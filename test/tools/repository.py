"""What must hold between the parts of the repository.

usage: repository.py ROOT COTIDY CHECK-OF-THE-REPOSITORY
"""
import json
import pathlib
import re
import subprocess
import sys

import bless
import expectations

FAMILIES = ("blocking", "discard", "locks", "lifetime", "structure", "cost")
MAX_LINES = 500


def camel(name):
    return "".join(word.capitalize() for word in name.removeprefix("async-").split("-"))


def listed(cotidy):
    out = subprocess.run([cotidy, "list", "--format", "json"], capture_output=True, text=True, check=True)
    return json.loads(out.stdout)


def tracked(root, *patterns):
    command = ["git", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    out = subprocess.run(command, capture_output=True, text=True)
    if out.returncode == 0:
        return [root / line for line in out.stdout.splitlines() if (root / line).is_file()]
    # A source archive has no git: all files but those of a build.
    patterns = patterns or ("*",)
    return [
        f
        for pattern in patterns
        for f in root.rglob(pattern)
        if f.is_file() and not f.relative_to(root).parts[0].startswith(("build", "."))
    ]


def check_tests(root):
    return [f for f in sorted((root / "test" / "checks").glob("*/*.cpp"))]


def names(root, cotidy):
    """Registry, sources, tests and documentation name the same checks."""
    checks = {check["name"]: check for check in listed(cotidy)}
    if not checks:
        yield "the registry is empty"
    for name, check in checks.items():
        if check["family"] not in FAMILIES:
            yield f"{name}: '{check['family']}' is no family"
        source = root / "checks" / check["family"] / f"{camel(name)}.cpp"
        if not source.exists() or f'"{name}"' not in source.read_text():
            yield f"{name}: {source.relative_to(root)} should define it"
        short = name.removeprefix("async-")
        for file in (
            root / "test" / "checks" / check["family"] / f"{short}.cpp",
            root / "test" / "checks" / check["family"] / f"{short}.asio.cpp",
            root / "docs" / "checks" / f"{name}.md",
        ):
            if not file.exists():
                yield f"{name}: {file.relative_to(root)} is missing"
    for source in (root / "checks").glob("*/*.cpp"):
        for name in re.findall(r'\.Name = "([^"]+)"', source.read_text()):
            if name not in checks:
                yield f"{source.relative_to(root)}: '{name}' is not registered: is the file in checks/CMakeLists.txt?"
    for test in check_tests(root):
        if "async-" + test.name.split(".")[0] not in checks:
            yield f"{test.relative_to(root)}: tests no check"
        if not bless.run_lines(test.read_text().splitlines()):
            yield f"{test.relative_to(root)}: has no RUN line with %check_test"
    for page in (root / "docs" / "checks").glob("async-*.md"):
        if page.stem not in checks:
            yield f"{page.relative_to(root)}: documents no check"


def messages(root, cotidy):
    """Messages start with a lower case letter or a quote and end in no period."""
    seen = 0
    for test in check_tests(root):
        for expectation in expectations.parse(test.read_text().splitlines()).diagnostics:
            seen += 1
            text = expectation.diagnostic.text
            if not re.match(r"[a-z'0-9]", text) or text.endswith(".") or "  " in text:
                yield f"{test.relative_to(root)}:{expectation.line}: against the convention: {text}"
    if not seen:
        yield "no expectation read: this test would test nothing"


def documentation(root, cotidy):
    """Summaries and sections have the form that readers and SARIF expect."""
    for check in listed(cotidy):
        name, text = check["name"], check["documentation"]
        if not check["summary"].startswith("Finds ") or not check["summary"].endswith("."):
            yield f"{name}: the summary should be 'Finds ... .': {check['summary']}"
        for key in ("summary",):
            if len(check[key]) > 1024:
                yield f"{name}: the {key} is longer than the 1024 characters that SARIF viewers take"
        sections = re.findall(r"^## (.+)$", text, re.MULTILINE)
        wanted = ["What it does", "Why is this bad", "Example", "Use instead", "Known limitations"]
        for section in wanted:
            if section not in sections:
                yield f"{name}: no section '{section}'"
        if check["fixes"] != "none" and "Fix safety" not in sections:
            yield f"{name}: fixes, and has no section 'Fix safety'"


def options(root, cotidy):
    """Every option of the driver stands in its --help, or its verb's, and in docs/."""
    defined = set()
    for file in (root / "driver").rglob("*.td"):
        # Another spelling of an option needs no documentation of its own.
        text = re.sub(r"\bdef [^;]*\bAlias<[^;]*;", "", file.read_text())
        # def x : F<"name", ...>, def x : Joined<["--"], "name">, defm x : Eq<"name", ...>
        defined |= {n.rstrip("=") for n in re.findall(r'(?:\bF|\bEq)<"([\w-]+)"', text)}
        defined |= {n.rstrip("=") for n in re.findall(r'\["--?"\], "([\w=-]+)"', text)}
    if not defined:
        yield "no option found in driver/*.td"
    helps = "".join(
        subprocess.run([cotidy, *verb, "--help"], capture_output=True, text=True, check=True).stdout
        for verb in ([], ["facts"], ["link"], ["merge"], ["diff"], ["list"], ["explain"], ["init"], ["trend"])
    )
    pages = "\n".join(f.read_text() for f in (root / "docs").glob("*.md"))
    for name in sorted(defined):
        spelling = f"-{name}" if len(name) == 1 else f"--{name}"
        for where, text in (("cotidy --help", helps), ("docs/*.md", pages)):
            if not re.search(rf"(?<![\w-]){re.escape(spelling)}(?![\w-])", text):
                yield f"{spelling}: not in {where}"


def sizes(root, cotidy):
    """No file is too long to be read in one go."""
    files = tracked(root, "*.cpp", "*.h", "*.hpp", "*.py", "*.md", "*.cmake", "dev")
    if not files:
        yield "no source file found"
    for file in files:
        relative = file.relative_to(root)
        # The expectations of a check test are half of its lines.
        limit = 2 * MAX_LINES if relative.parts[:2] == ("test", "checks") else MAX_LINES
        lines = file.read_bytes().count(b"\n")
        if lines > limit:
            yield f"{relative}: {lines} lines, more than {limit}: split it by meaning"


def packages(root, cotidy):
    """The names of each library that Debian has can be looked up by the full suite."""
    before, group = (root / "packaging" / "debian-packages.txt").read_text().split("[catalogue]\n")
    lines = group.split("\n[")[0].splitlines()
    installed = {line for line in lines if line and not line.startswith("#")}
    # Named with a reason.
    installed |= {word.rstrip(",:") for line in lines if line.startswith("# Not ") for word in line.split() if "-dev" in word}
    wanted = set()

    def collect(value):
        if isinstance(value, dict):
            if isinstance(value.get("package"), str):
                wanted.add(value["package"])
            value = list(value.values())
        for part in value if isinstance(value, list) else []:
            collect(part)

    for pack in (root / "catalog").glob("[brt]*/*.json"):
        collect(json.loads(pack.read_text()))
    for package in sorted(wanted ^ installed):
        where = "named by a pack only" if package in wanted else "named by no pack"
        yield f"{package}: {where}; packaging/debian-packages.txt and catalog/ should agree"


def templates(root, cotidy):
    """Nothing of the template of new checks is left in a check."""
    for file in [*(root / "checks").rglob("*.cpp"), *(root / "test" / "checks").rglob("*.cpp")]:
        if "example_mistake" in file.read_text():
            yield f"{file.relative_to(root)}: still holds the template's example"


CHECKS = {f.__name__: f for f in (names, messages, documentation, options, packages, sizes, templates)}


def main():
    root, cotidy, what = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    problems = list(CHECKS[what](root, cotidy))
    print("\n".join(problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
