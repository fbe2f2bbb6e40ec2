"""shared-headers.py COTIDY FOLDER [ARGUMENT...]: checks the project in FOLDER
with and without headers that files share, wants the same reports and messages,
and prints how many files began with what was parsed for several, what was found
and what could not be analysed."""
import json
import pathlib
import subprocess
import sys

cotidy, folder, *arguments = sys.argv[1:]
reports = {}
uncached = [a for a in arguments if not a.startswith("--cache-dir=") and a != "--no-cache"]
for name, options in {"with": arguments, "without": ["--no-shared-headers", "--no-cache", *uncached]}.items():
    files = {f: pathlib.Path(f"{folder}.{name}.{f}") for f in ("json", "sarif", "text")}
    formats = [f"--format={f}={file}" for f, file in files.items()]
    command = [cotidy, "-p", folder, "--timing", "--verbose", *formats, *options]
    run = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    if run.returncode not in (0, 1, 3):
        sys.exit(f"shared-headers.py: status {run.returncode} of {command}\n{run.stderr}")
    report = json.loads(files["json"].read_text())
    for changing in ("seconds", "cached"):
        del report["run"][changing]
    shared = report["run"].pop("precompiled")
    reports[name] = (shared, report, run.returncode, run.stderr, *(files[f].read_bytes() for f in ("sarif", "text")))

shared, *those = reports["with"]
alone, *others = reports["without"]
if alone or those != others:
    sys.exit("shared-headers.py: the reports differ; compare %s.with.* and %s.without.*" % (folder, folder))
print(f"{shared} of {those[0]['run']['files']} shared")
for finding in those[0]["findings"]:
    print(f"{finding['file']}:{finding['line']}: {finding['check']} {len(finding['fixes'])}")
for failure in those[0]["failures"]:
    print(f"{failure['file']}: failed")
