#!/usr/bin/env python3
"""Runs programs that block, and programs that do not, under the guard.

guard_test.py LAUNCHER PROGRAM STRIPPED: all lines of guard/calls.cpp with a
comment `expect: CALL` are to be reported, once each, and no other.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
LAUNCHER, PROGRAM, STRIPPED = (str(pathlib.Path(a).resolve()) for a in sys.argv[1:4])


def expectations():
    """function -> [(line, calls)]"""
    found, function = {}, None
    for number, text in enumerate((HERE / "guard/calls.cpp").read_text().splitlines(), 1):
        if match := re.match(r"void block_(\w+)\(\)", text):
            function = match.group(1)
            found[function] = []
        if match := re.search(r"// expect: ([\w ]+)$", text):
            found[function].append((number, match.group(1).split()))
    return found


EXPECTED = expectations()


class GuardTest(unittest.TestCase):
    maxDiff = None

    def run_program(self, place, call, program=PROGRAM, status=0, options=(), output=True, environment=None):
        with tempfile.TemporaryDirectory() as folder:
            report = pathlib.Path(folder) / "report"
            arguments = [LAUNCHER, *(["-o", report] if output else []), *options, program, place, call]
            done = subprocess.run(arguments, capture_output=True, text=True, timeout=60,
                                  env={**os.environ, **(environment or {})})
            self.assertEqual(done.returncode, status, f"{place} {call}: {done.stderr}")
            text = report.read_text() if output else done.stderr
        return [json.loads(line) for line in text.splitlines()]

    def check(self, findings, call, lines=True):
        left = list(EXPECTED[call])
        for it in findings:
            self.assertEqual(it["kind"], "blocking")
            self.assertEqual(it["count"], 1)
            self.assertLessEqual(it["max_seconds"], it["seconds"])
            matching = [e for e in left if it["call"] in e[1]]
            self.assertTrue(matching, f"{call}: not expected: {it}")
            if lines:
                here = [f for f in it["frames"] if f["function"].endswith(f"block_{call}()")]
                self.assertTrue(here, f"block_{call} is not in {it}")
                self.assertTrue(here[0]["file"].endswith("guard/calls.cpp"), here)
                matching = [e for e in matching if e[0] == here[0]["line"]]
                self.assertTrue(matching, f"{call}: the line is not expected: {here}")
            left.remove(matching[0])
        self.assertEqual(left, [], f"{call}: not reported")

    def test_reports_each_call_in_a_handler(self):
        for call in EXPECTED:
            with self.subTest(call=call):
                self.check(self.run_program("handler", call), call)

    def test_knows_each_loop(self):
        for place in ("polled", "coroutine", "task", "many", "own", "marked"):
            for call in ("nanosleep", "read_file", "condition", "mutex"):
                with self.subTest(place=place, call=call):
                    self.check(self.run_program(place, call), call)

    def test_lets_calls_be_that_do_not_block(self):
        for place in ("handler", "task", "many"):
            with self.subTest(place=place):
                self.assertEqual(self.run_program(place, "ok"), [])

    def test_lets_threads_be_that_run_no_loop(self):
        for place in ("after", "between", "pool", "timer_pool", "thread", "to_thread", "child"):
            for call in ("nanosleep", "getaddrinfo", "condition", "read_file"):
                with self.subTest(place=place, call=call):
                    self.assertEqual(self.run_program(place, call), [])

    def test_without_symbols(self):
        # The frames have addresses only, and a loop is known by its waits.
        for place in ("task", "many", "own", "marked"):
            with self.subTest(place=place):
                self.check(self.run_program(place, "nanosleep", STRIPPED), "nanosleep", lines=False)
        for place in ("after", "thread", "to_thread"):
            with self.subTest(place=place):
                self.assertEqual(self.run_program(place, "nanosleep", STRIPPED), [])

    def test_reports_however_the_program_ends(self):
        for place, status in (("exit", 0), ("quick_exit", 0), ("abort", -6), ("fault", -11), ("terminate", -15)):
            with self.subTest(place=place):
                self.check(self.run_program(place, "nanosleep", status=status), "nanosleep",
                           lines=status == 0)

    def test_reports_a_call_that_has_not_returned(self):
        findings = self.run_program("while", "ok", status=-15)
        self.assertEqual([it["call"] for it in findings], ["sleep"])
        self.assertTrue(findings[0]["running"])
        self.assertGreater(findings[0]["seconds"], 0.01)
        self.assertIn("pause_for_ever", findings[0]["frames"][0]["function"])

    def test_a_child_reports_for_itself(self):
        findings = self.run_program("forked", "nanosleep")
        self.assertEqual([it["call"] for it in findings], ["nanosleep"] * 2)
        self.assertEqual(len({it["pid"] for it in findings}), 2)

    def test_a_child_of_vfork_reports_nothing(self):
        findings = self.run_program("vfork", "nanosleep")
        self.assertEqual([it["call"] for it in findings], ["nanosleep"] * 2)
        self.assertEqual(len({it["pid"] for it in findings}), 1)

    def test_survives_signals(self):
        findings = self.run_program("signals", "ok")
        self.assertEqual({it["call"] for it in findings}, {"nanosleep"})
        # Each call of the loop, whatever came in between.
        self.assertIn(2000, [it["count"] for it in findings])

    def test_knows_libraries_that_come_and_go(self):
        findings = self.run_program("library", "ok")
        calls = [it for it in findings if it["call"] == "nanosleep"]
        self.assertEqual(len(calls), 2)
        for it in calls:
            self.assertTrue(any("in_library" in f["function"] for f in it["frames"]), it)

    def test_loses_nothing_when_threads_come_and_go(self):
        findings = self.run_program("threads", "ok")
        self.assertEqual({it["call"] for it in findings}, {"nanosleep"})
        self.assertEqual(sum(it["count"] for it in findings), 1600)

    def test_a_program_that_does_not_block(self):
        # Without symbols, Asio's own short locks look like the program's; on a
        # busy machine one may be held for longer than the limit of 1 ms.
        patient = {"CORUN_GUARD_LOCK_LIMIT_MS": "250"}
        for program, environment in ((PROGRAM, {}), (STRIPPED, patient)):
            with self.subTest(program=program):
                self.assertEqual(
                    self.run_program("good", "ok", program, environment=environment), [])

    def test_options(self):
        self.assertEqual(self.run_program("handler", "read_file", options=["--no-files"]), [])
        self.assertEqual(self.run_program("handler", "nanosleep", options=["--limit-ms", "5000"]), [])
        self.assertEqual(self.run_program("handler", "mutex", options=["--lock-limit-ms", "5000"]), [])
        self.assertEqual(
            self.run_program("handler", "nanosleep", options=["--ignore", "foo,block_nano"]), [])
        self.check(self.run_program("handler", "nanosleep", options=["--ignore", "foo,bar"]),
                   "nanosleep")
        self.check(self.run_program("handler", "nanosleep", output=False), "nanosleep")
        self.assertEqual(self.run_program("terminate", "nanosleep", status=-15,
                                          options=["--no-signals"]), [])

    def test_bad_usage(self):
        for arguments in ([], ["--no-such"], ["-o"]):
            done = subprocess.run([LAUNCHER, *arguments], capture_output=True, text=True)
            self.assertEqual(done.returncode, 2)
            self.assertIn("usage", done.stderr)
        environment = dict(os.environ, CORUN_GUARD_LIMIT_MS="much")
        done = subprocess.run([LAUNCHER, "true"], capture_output=True, text=True, env=environment)
        self.assertIn("CORUN_GUARD_LIMIT_MS", done.stderr)
        self.assertEqual(done.returncode, 0)

    def test_other_programs(self):
        # No loop, nothing reported, whatever they do.
        for command in (["sh", "-c", "sleep 0.01; cat /etc/passwd | wc -l"],
                        [sys.executable, "-c", "import time, threading; time.sleep(0.01)"]):
            done = subprocess.run([LAUNCHER, *command], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]])
