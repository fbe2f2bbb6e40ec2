"""gitlab.py TEMPLATE PROJECT BIN: runs the template's job in PROJECT."""
import json
import os
import pathlib
import subprocess
import sys

import yaml

template, project, folder = sys.argv[1:]
(name, job), = yaml.safe_load(open(template)).items()
assert name == "cotidy" and job["stage"] == "test", name
assert set(job) == {"stage", "variables", "script", "artifacts", "rules"}, set(job)
# GitLab takes strings only for variables of a job.
assert all(isinstance(v, str) for v in job["variables"].values())
assert all(isinstance(line, str) for line in job["script"])
assert set(job["artifacts"]) == {"when", "paths", "reports"}
report = job["artifacts"]["reports"]["codequality"]


def run(title, **variables):
    print(f"== {title}", flush=True)
    environment = {**os.environ, **job["variables"], "PATH": f"{folder}:/usr/bin:/bin", **variables}
    script = "set -eo pipefail\n" + "\n".join(job["script"])
    done = subprocess.run(["bash", "-c", script], cwd=project, env=environment)
    print(f"exit {done.returncode}", flush=True)
    for file in (report, *job["artifacts"]["paths"]):
        assert pathlib.Path(project, file).exists(), file
    print(f"{report}: {len(json.loads(pathlib.Path(project, report).read_text()))}", flush=True)


run("branch")
run("merge request", COTIDY_ONLY_NEW="true", CI_MERGE_REQUEST_DIFF_BASE_SHA="main")
subprocess.run([f"{folder}/cotidy", "--quiet", "--write-baseline", "known.json"], cwd=project, check=True)
run("baseline", COTIDY_BASELINE="known.json", COTIDY_ARGUMENTS="--quiet")
