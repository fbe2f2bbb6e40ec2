#!/usr/bin/env python3
"""Tests of the test tools themselves, without a compiler."""
import unittest

import bless
import expectations
import naming
from expectations import Diagnostic

SOURCE = """\
void sleep_bad() {
  nap();
  // WARN@-1:3: 'nap' blocks
  // NOTE@-2:3: use a timer
  // NOTE@other.hpp: declared here
  // FIX@-4:   co_await nap();
}
void strict_bad() {
  snooze();
  // WARN[strict]@-1:3: 'snooze' blocks
}
void calm_ok() { sleep_bad(); }
""".splitlines()


def wrong(source):
    lines = source.splitlines()
    return [w.partition(": ")[2] for w in naming.violations(lines, expectations.parse(lines))]


class Expectations(unittest.TestCase):
    def test_parse(self):
        expected = expectations.parse(SOURCE)
        self.assertEqual(
            [e.diagnostic for e in expected.diagnostics if e.holds_for("default")],
            [
                Diagnostic("WARN", 2, 3, "'nap' blocks"),
                Diagnostic("NOTE", 2, 3, "use a timer"),
                Diagnostic("NOTE", 0, 0, "declared here", "other.hpp"),
            ],
        )
        self.assertTrue(all(e.holds_for("strict") for e in expected.diagnostics))

    def test_malformed(self):
        for line in ("// WARN: no place", "// WARN@-1: no column", "  // FIX@-1:3: a column", "//WARN@-1:3: x"):
            with self.assertRaises(expectations.Malformed, msg=line):
                expectations.parse([line])

    def test_fixed(self):
        fixed = expectations.fixed(SOURCE, expectations.parse(SOURCE), "default", ["FIX"])
        self.assertEqual(fixed[1], "  co_await nap();")
        self.assertEqual(len(fixed), len(SOURCE))

    def test_write_is_the_inverse_of_parse(self):
        stripped = expectations.strip(SOURCE)
        nap = [
            Diagnostic("WARN", 2, 3, "'nap' blocks"),
            Diagnostic("NOTE", 2, 3, "use a timer"),
            Diagnostic("NOTE", 0, 0, "declared here", "other.hpp"),
        ]
        fix = {"FIX": {2: ["  co_await nap();"]}}
        runs = {
            "default": (nap, fix),
            "strict": (nap + [Diagnostic("WARN", 5, 3, "'snooze' blocks")], fix),
        }
        self.assertEqual(expectations.write(stripped, runs), SOURCE)

    def test_changed_lines(self):
        before = ["a", "b", "c"]
        for after in (["a", "x", "c"], ["a", "b", "x", "c"], ["x", "a", "b", "c"], ["a", "c"], ["x"]):
            changes = expectations.changed_lines(before, after)
            rebuilt = []
            for number, line in enumerate(before, 1):
                rebuilt += [t for t in changes.get(number, [line]) if t != expectations.REMOVED]
            self.assertEqual(rebuilt, after)


class Names(unittest.TestCase):
    def test_agreement(self):
        self.assertEqual(wrong("\n".join(SOURCE)), [])

    def test_finding_in_ok(self):
        source = "void a_bad() {\n  f();\n// WARN@-1:3: m\n}\nvoid b_ok() {\n  f();\n// WARN@-1:3: m\n}"
        self.assertEqual(wrong(source), ["a finding in 'b_ok', whose name says there is none"])

    def test_bad_without_finding(self):
        self.assertEqual(
            wrong("task<void> a_bad(int x) noexcept {\n}\nvoid b_ok() {}"),
            ["'a_bad' has no finding, though its name says so"],
        )

    def test_finding_outside(self):
        source = "int x = f();\n// WARN@-1:3: m\nvoid b_ok() {}\nvoid a_bad() {\n  f();\n// WARN@-1:3: m\n}"
        self.assertEqual(wrong(source), ["a finding outside of a function called ..._bad or FP_..."])

    def test_known_wrong_answers(self):
        good = "void a_bad() {\n  f();\n// WARN@-1:3: m\n}\nvoid b_ok() {}\n"
        self.assertEqual(wrong(good + "// Because.\nvoid FN_lost() { f(); }"), [])
        self.assertEqual(wrong(good + "// Because.\nvoid FP_x() {\n  f();\n// WARN@-1:3: m\n}"), [])
        self.assertEqual(wrong(good + "X::x_bad() : a(f(1)), b{f()} {}\n// WARN@-1:9: m"), [])
        self.assertEqual(
            wrong(good + "\nvoid FN_lost() { f(); }"),
            ["'FN_lost' is a known wrong answer: say why in a comment above it"],
        )
        self.assertEqual(
            wrong(good + "// Because.\nvoid FP_x() { f(); }"),
            ["'FP_x' has no finding, though its name says so"],
        )

    def test_calls_and_text_are_no_functions(self):
        source = 'void a_ok() { if (b_bad()) { c_bad(1); } s = "d_bad() {"; }\nvoid e_bad();\n// f_bad() {}\n'
        self.assertEqual([f[0] for f in naming.functions(source)], ["a_ok"])

    def test_digit_separators_and_raw_strings(self):
        source = 'void a_ok() { f(1\'000); g(R"x(})x"); h(\'}\'); }\nint after;\n'
        self.assertEqual(list(naming.functions(source)), [("a_ok", 1, 1)])


class RunLines(unittest.TestCase):
    def test_continuation(self):
        lines = ["// RUN: %check_test %s a-b \\", "// RUN:   --tag strict", "// RUN: true"]
        self.assertEqual([r.split() for r in bless.run_lines(lines)], [["%s", "a-b", "--tag", "strict"]])

    def test_condition(self):
        lines = ["// RUN: %if libc++ %{ %check_test %s a-b -- -x %}"]
        self.assertEqual([r.split() for r in bless.run_lines(lines)], [["%s", "a-b", "--", "-x"]])


if __name__ == "__main__":
    unittest.main()
