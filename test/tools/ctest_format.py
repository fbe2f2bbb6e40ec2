"""A lit format whose tests are those of CTest in some build directories."""
import json
import os
import subprocess

import lit.formats
import lit.Test
import lit.util


def listed(directory):
    """Name and command of each test, as CTest would run it."""
    if not os.path.exists(os.path.join(directory, "CTestTestfile.cmake")):
        return
    out = subprocess.run(
        ["ctest", "--test-dir", directory, "--show-only=json-v1"],
        capture_output=True, text=True, check=True,
    ).stdout
    for test in json.loads(out)["tests"]:
        # A program that is not built has no command.
        yield test["name"], test.get("command")


class CTestFormat(lit.formats.TestFormat):
    def __init__(self, builds):
        self.builds = builds

    def getTestsInDirectory(self, suite, path_in_suite, lit_config, local_config):
        for build, directory in self.builds.items():
            for name, command in listed(directory):
                path = path_in_suite + ((build, name) if build else (name,))
                test = lit.Test.Test(suite, path, local_config)
                test.command, test.directory = command, directory
                yield test

    def execute(self, test, lit_config):
        if not test.command:
            return lit.Test.FAIL, f"{test.directory}: the program is not built"
        # GoogleTest's colours and filters are the caller's, not the tests'.
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GTEST_")}
        try:
            out, err, status = lit.util.executeCommand(
                test.command, cwd=test.directory, env=environment,
                timeout=lit_config.maxIndividualTestTime,
            )
        except lit.util.ExecuteCommandTimeoutException as error:
            return lit.Test.TIMEOUT, f"{error.out}\n{error.err}\n{error.msg}"
        return (lit.Test.FAIL if status else lit.Test.PASS), f"{out}\n{err}"
