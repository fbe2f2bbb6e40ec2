"""cached.py COTIDY FOLDER [ARGUMENT...]: checks the project in FOLDER with the
cache FOLDER.cache and without one, wants the same reports, and prints how many
files came from the cache and what was found."""
import json
import pathlib
import subprocess
import sys

cotidy, folder, *arguments = sys.argv[1:]
reports = {}
for name, option in {"with": f"--cache-dir={folder}.cache", "without": "--no-cache"}.items():
    files = {f: pathlib.Path(f"{folder}.{name}.{f}") for f in ("json", "sarif", "text")}
    formats = [f"--format={f}={file}" for f, file in files.items()]
    command = [cotidy, "-p", folder, option, "--timing", *formats, *arguments]
    status = subprocess.run(command).returncode
    if status not in (0, 1, 3):
        sys.exit(f"cached.py: status {status} of {command}")
    report = json.loads(files["json"].read_text())
    run = report["run"]
    for changing in ("seconds", "precompiled"):
        del run[changing]
    reports[name] = (run.pop("cached"), report, status, *(files[f].read_bytes() for f in ("sarif", "text")))

cached, *known = reports["with"]
uncached, *fresh = reports["without"]
if uncached or known != fresh:
    sys.exit("cached.py: the reports differ; compare %s.with.* and %s.without.*" % (folder, folder))
print(f"{cached} of {known[0]['run']['files']} cached")
for finding in known[0]["findings"]:
    if not finding["suppressed"]:
        print(f"{finding['file']}:{finding['line']}: {finding['check']}")
for failure in known[0]["failures"]:
    print(f"{failure['file']}: failed")
