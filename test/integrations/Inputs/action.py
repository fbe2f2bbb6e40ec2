"""action.py ROOT: names what GitHub would not take of action.yml, and inputs that
nobody reads. The rules are those of "Metadata syntax for GitHub Actions"."""
import pathlib
import re
import sys

import yaml

root = pathlib.Path(sys.argv[1])
text = (root / "action.yml").read_text()
action = yaml.safe_load(text)
script = (root / "integrations" / "ci.sh").read_text()
wrong = []


def expect(condition, what):
    if not condition:
        wrong.append(what)


def known(name, mapping, keys, needed):
    expect(set(mapping) <= set(keys.split()), f"{name}: unknown keys {set(mapping) - set(keys.split())}")
    expect(set(needed.split()) <= set(mapping), f"{name}: keys are missing, of {needed}")


known("action", action, "name author description inputs outputs runs branding", "name description runs")
for name, given in action["inputs"].items():
    known(f"input {name}", given, "description required default deprecationMessage", "description")
    # What is no string in YAML (true, 1) is a mistake that GitHub takes.
    expect(isinstance(given.get("default", ""), str), f"input {name}: the default is no string")
for name, given in action["outputs"].items():
    known(f"output {name}", given, "description value", "description value")
known("runs", action["runs"], "using steps", "using steps")
expect(action["runs"]["using"] == "composite", "runs: is not composite")
ids = set()
for number, step in enumerate(action["runs"]["steps"]):
    where = f"step {number}"
    if "run" in step:
        known(where, step, "run shell if name id env working-directory continue-on-error", "run shell")
        expect("${{" not in step["run"], f"{where}: an input would be run as code")
    else:
        known(where, step, "uses with if name id env continue-on-error", "uses")
        expect(re.fullmatch(r"[\w-]+/[\w/-]+@v\d+", step["uses"]), f"{where}: {step['uses']}")
    ids.add(step.get("id"))
run = action["runs"]["steps"][0]
program = re.fullmatch(r'"\$GITHUB_ACTION_PATH/(.*)"', run["run"])
expect(program and (root / program[1]).stat().st_mode & 0o111, "the script of step 0 is no program")

used = set(re.findall(r"inputs\.([\w-]+)", text))
expect(used == set(action["inputs"]), f"inputs used and declared differ: {used ^ set(action['inputs'])}")
for step, output in re.findall(r"steps\.([\w-]+)\.outputs\.([\w-]+)", text):
    expect(step in ids and f"output {output} " in script, f"nobody writes the output {output} of {step}")
read = set(re.findall(r"\$\{?(COTIDY_[A-Z_]+)", script))
documented = set(re.findall(r"^#   (COTIDY_[A-Z_]+) ", script, re.M))
expect(read == documented, f"variables read and documented differ: {read ^ documented}")
expect(set(run["env"]) <= read, f"variables that nobody reads: {set(run['env']) - read}")
print("\n".join(wrong) or f"{len(used)} inputs")
