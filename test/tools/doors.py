"""Runs one check on one file through the plugin and through the driver."""
import dataclasses
import json
import os
import pathlib
import re
import subprocess
import tempfile

from expectations import Diagnostic

LINE = re.compile(
    r"^(?P<file>[^:\n]+):(?P<line>\d+):(?P<column>\d+): "
    r"(?P<level>warning|error|note): (?P<text>.*?)(?: \[(?P<check>[\w.,-]+)\])?$"
)


class DoorFailed(Exception):
    pass


@dataclasses.dataclass(frozen=True)
class Finding:
    warning: Diagnostic
    notes: tuple

    def flat(self):
        return [self.warning, *self.notes]


@dataclasses.dataclass
class Doors:
    build: pathlib.Path
    llvm_bin: pathlib.Path
    check: str
    flags: list  # of the compiler

    def plugin(self, file, *options):
        """Findings of stock clang-tidy with our plugin; it edits on `--fix`."""
        environment = dict(os.environ)
        preload = environment.pop("COTIDY_TEST_PRELOAD", None)
        if preload:
            environment["LD_PRELOAD"] = preload
        command = [
            self.llvm_bin / "clang-tidy",
            f"--load={self.build / 'lib' / 'libcotidy.so'}",
            f"--checks=-*,{self.check}",
            "--quiet",
            *options,
            file,
            "--",
            *self.flags,
        ]
        run = self._run(command, {0}, environment)
        return self._read_text(file, run.stdout)

    def plugin_with_fixes(self, file):
        """Findings as plugin() has them, and the fixes as driver() tells them."""
        import yaml

        with tempfile.TemporaryDirectory() as folder:
            exported = pathlib.Path(folder) / "fixes.yaml"
            findings = self.plugin(file, f"--export-fixes={exported}")
            # Without a finding there is no file.
            document = yaml.safe_load(exported.read_text()) if exported.exists() else {"Diagnostics": []}
        fixes = []
        for diagnostic in document["Diagnostics"]:
            safe = [{"applicability": "safe"}] if diagnostic["DiagnosticMessage"]["Replacements"] else []
            offered = [note for note in diagnostic.get("Notes", []) if note["Replacements"]]
            fixes.append(safe + [{"applicability": "unsafe"} for _ in offered])
        return findings, fixes

    def driver(self, file, *options):
        """Findings of cotidy, and the fixes among them as it describes them."""
        command = [
            self.build / "bin" / "cotidy",
            f"--checks=-*,{self.check}",
            "--quiet",
            "--format=json",
            *options,
            file,
            "--",
            *self.flags,
        ]
        run = self._run(command, {0, 1}, None)
        report = json.loads(run.stdout)
        root = pathlib.Path(report["run"]["root"])
        findings = [self._read_result(file, root, r) for r in report["findings"] if not r["suppressed"]]
        return findings, [r["fixes"] for r in report["findings"] if not r["suppressed"]]

    def _run(self, command, good, environment):
        run = subprocess.run(
            [str(part) for part in command], capture_output=True, text=True, env=environment
        )
        if run.returncode not in good:
            raise DoorFailed(
                f"status {run.returncode} of: {' '.join(map(str, command))}\n{run.stdout}{run.stderr}"
            )
        return run

    def _read_text(self, file, output):
        findings = []
        for line in output.splitlines():
            match = LINE.match(line)
            if not match:
                continue
            if match["level"] == "error":
                raise DoorFailed(f"the file does not compile:\n{output}")
            kind = "NOTE" if match["level"] == "note" else "WARN"
            diagnostic = diagnostic_at(
                file, kind, match["file"], int(match["line"]), int(match["column"]), match["text"]
            )
            if kind == "NOTE":
                findings[-1] = Finding(findings[-1].warning, (*findings[-1].notes, diagnostic))
                continue
            if match["check"] != self.check:
                raise DoorFailed(f"unexpected warning: {line}")
            findings.append(Finding(diagnostic, ()))
        return sorted(findings, key=position)

    def _read_result(self, file, root, result):
        def diagnostic(kind, data):
            return diagnostic_at(
                file, kind, root / data["file"], data["line"], data["column"], data["message"]
            )

        warning = diagnostic("WARN", result)
        notes = [diagnostic("NOTE", note) for note in result["notes"]]
        # In the plugin's text each fix that is not on the warning is a note.
        on_warning = next((f for f in result["fixes"] if f["applicability"] == "safe"), None)
        notes += [
            Diagnostic("NOTE", warning.line, warning.column, fix["title"], warning.file)
            for fix in result["fixes"]
            if fix is not on_warning
        ]
        return Finding(warning, tuple(notes))


def diagnostic_at(test_file, kind, file, line, column, text):
    file = pathlib.Path(file)
    if file.resolve() == pathlib.Path(test_file).resolve():
        return Diagnostic(kind, line, column, text)
    # Neither the place of another file nor a line in it is the test's business.
    return Diagnostic(kind, 0, 0, text, file.name)


def position(finding):
    return finding.warning.file, finding.warning.line, finding.warning.column, finding.warning.text
