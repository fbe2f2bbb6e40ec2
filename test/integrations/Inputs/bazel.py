"""bazel.py WORKSPACE COTIDY: builds facts and reports with Bazel, after one edit
and another, and prints what ran and what was found."""
import json
import os
import pathlib
import shutil
import subprocess
import sys

workspace, cotidy = map(pathlib.Path, sys.argv[1:])
inputs = pathlib.Path(__file__).parent / "bazel"
scratch = workspace.parent
# A copy, so that the command can change under Bazel.
tool = scratch / "bin" / "cotidy"
tool.parent.mkdir()
shutil.copy(cotidy, tool)
environment = {**os.environ, "PATH": f"{tool.parent}:/usr/bin:/bin", "HOME": str(scratch)}
log = scratch / "actions.json"

# Nothing is downloaded: these are what Bazel would fetch.
(scratch / "bazelrc").write_text(f"""
common --override_repository=rules_cc={inputs}/rules_cc
common --override_repository=rules_java=/usr/share/bazel/rules/java
common --override_repository=remote_coverage_tools={inputs}/coverage_tools
build --nosandbox_debug --noshow_progress --spawn_strategy=sandboxed --jobs=2
build --execution_log_json_file={log}
test --test_output=errors
""")


def bazel(*arguments):
    command = ["bazel", f"--output_user_root={scratch}/bazel", f"--bazelrc={scratch}/bazelrc",
               "--local_startup_timeout_secs=400", "--max_idle_secs=120"]
    return subprocess.run([*command, *arguments], cwd=workspace, env=environment, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def spawns():
    """The actions that ran: the log is one JSON object after another."""
    text, decoder = log.read_text(), json.JSONDecoder()
    while text := text.lstrip():
        spawn, end = decoder.raw_decode(text)
        text = text[end:]
        yield spawn


def step(title, *arguments):
    print(f"== {title}")
    log.unlink(missing_ok=True)
    done = bazel(*arguments)
    if done.returncode not in (0, 3):  # 3: a test failed
        sys.exit(done.stdout)
    ran = sorted((s["mnemonic"], s["listedOutputs"][0]) for s in spawns())
    for mnemonic, output in ran:
        if mnemonic.startswith("Cotidy"):
            print(mnemonic, output.split("/bin/")[1])
    print(f"exit {done.returncode}")
    return done.stdout


def outputs(pattern):
    return sorted((workspace / "bazel-bin").resolve().glob(pattern))


def written():
    """What units and reports hold, by name."""
    return {f.name: f.read_bytes() for f in [*outputs("**/*.cpp.cotidy"), *outputs("report.*")]}


def findings(report):
    return json.loads(report.read_text())["findings"]


def report(title):
    step(title, "build", "//:report")
    for finding in findings(workspace / "bazel-bin/report.json"):
        print(f"{finding['file']}:{finding['line']}: {finding['message']}")


def edit(name, old, new):
    file = workspace / name
    text = file.read_text()
    assert old in text, name
    file.write_text(text.replace(old, new))


def check():
    """What `cotidy check` says of the same commands."""
    commands = []
    for file in outputs("**/*.cotidy/**/*.cpp.json"):
        (command,) = json.loads(file.read_text())
        commands.append({**command, "directory": str(workspace)})
    (scratch / "commands.json").write_text(json.dumps(commands))
    subprocess.run([cotidy, "-p", scratch / "commands.json", "--root", workspace, "--exclude", "bazel-*",
                    "--format", f"json={scratch}/check.json", "--quiet"], cwd=workspace)
    return findings(scratch / "check.json"), len(commands)


def main():
    facts = ["build", "--aspects=@cotidy//:cotidy.bzl%cotidy_facts", "--output_groups=cotidy"]
    step("facts", *facts, "//...")
    step("nothing changed", *facts, "//...")
    report("report")
    expected, count = check()
    print(f"{count} sources, as check has it: {findings(workspace / 'bazel-bin/report.json') == expected}")

    edit("app/session.cpp", "// edit me", "// edited\n\n")
    report("a source")
    edit("lib/helper.hpp", "// edit me", "int more();")
    report("a header of some")
    (workspace / "app/lib").mkdir()
    (workspace / "app/lib/helper.hpp").write_text("#define helper() (void)0\n")
    edit("app/BUILD.bazel", '["session.hpp"]', '["lib/helper.hpp", "session.hpp"]')
    report("a header more, found first")
    edit("cotidy.json", "{}", '{"checks": "-async-unawaited-task"}')
    report("the configuration")

    edit("app/BUILD.bazel", '["lib/helper.hpp", "session.hpp"]', '["session.hpp"]')
    said = step("a test", "test", "//:check")
    print(*(line for line in said.splitlines() if "warning:" in line), sep="\n")
    step("a baseline", "run", "//:check", "--", f"--write-baseline={workspace}/baseline.json")
    edit("BUILD.bazel", 'size = "small"', 'size = "small", baseline = "baseline.json"')
    step("all known", "test", "//:check")

    edit("lib/other.cpp", "return", "retrun")
    report("broken")
    print((workspace / "bazel-bin/report.text").read_text(), end="")
    before = written()
    bazel("shutdown")
    os.rename(scratch / "bazel", scratch / "bazel-1")
    report("in another folder")
    print("same bytes:", written() == before)
    with tool.open("ab") as file:
        file.write(b"\n")
    step("another cotidy", *facts, "//lib:all")


try:
    main()
finally:
    bazel("shutdown")
