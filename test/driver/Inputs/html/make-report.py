"""make-report.py NUMBER [hostile]: prints a JSON report with that many findings.

With `hostile`, every text that can come from a code base is markup, script, or
an end of the element that holds the page's data."""
import hashlib
import json
import sys

number, hostile = int(sys.argv[1]), "hostile" in sys.argv
CHECKS = [
    ("async-sync-io", ["file", "database", "http", "cache"]),
    ("async-blocking-call", ["sleep", "wait", "lock"]),
    ("async-cpu-heavy-call", ["crypto", "parse"]),
    ("async-unawaited-task", ["task"]),
]
ATTACK = "</script><img src=x onerror=alert(1)><script>alert(2)</script><!-- \" ' &lt; {} \u2028"


def text(plain):
    return f"{plain} {ATTACK}" if hostile else plain


def finding(i):
    check, categories = CHECKS[i % 7 % len(CHECKS)]
    file = text(f"src/part{i // 500}/unit{i // 25}.cpp")
    line = i % 25 * 10 + 1
    note = {"message": text(f"'step{i % 31}' calls 'leaf{i % 13}'"), "file": file, "line": line + 3, "column": 3}
    note["function"] = text(f"part::step{i % 31}")
    return {
        "check": text(check) if hostile and i % 5 == 0 else check,
        "level": ["warning", "error"][i % 11 == 0],
        "confidence": ["low", "medium", "high"][i % 3],
        "category": text(categories[i % len(categories)]) if hostile and i % 7 == 0 else categories[i % len(categories)],
        "message": text(f"'call{i % 97}' blocks the event loop through 'leaf{i % 13}'"),
        "file": file,
        "line": line,
        "column": 3,
        "endLine": line,
        "endColumn": 12,
        "snippet": text(f"  call{i % 97}(argument{i});"),
        "function": text(f"part::handler{i % 211}"),
        "fingerprint": hashlib.md5(str(i).encode()).hexdigest(),
        "target": text(f"leaf{i % 13}"),
        "notes": [note, {"message": text("run it on a thread pool"), "file": file, "line": line, "column": 3}],
        "fixes": [],
        "suppressed": None,
    }


json.dump(
    {
        "schemaVersion": "1.5.0",
        "tool": {"name": "cotidy", "version": "0", "llvm": "22"},
        "run": {"root": "/nowhere/" + text("project"), "files": 1, "parsed": 1, "skipped": 0, "profile": "recommended"},
        "findings": [finding(i) for i in range(number)],
        "summary": {"byCheck": {}, "byCategory": {}, "byDirectory": {}},
        "failures": [{"file": text("bad.cpp"), "message": text("no such file")}] if hostile else [],
    },
    sys.stdout,
)
