"""interrupt.py COTIDY FOLDER: stops checks of the project in FOLDER, one file of
which takes forever, and looks for what they leave behind."""
import os
import pathlib
import signal
import subprocess
import sys
import time

cotidy, folder = sys.argv[1], pathlib.Path(sys.argv[2])
where = folder / "interrupted"
where.mkdir()
(where / "report.json").write_text("old")


def workers(parent):
    output = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True).stdout
    return [int(pid) for pid in output.split()]


def runs(pid):
    try:
        state = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except FileNotFoundError:
        return False
    return state != "Z"


def until(condition, seconds=120):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


for name in ("INT", "TERM", "KILL"):
    command = [cotidy, "-p", str(folder), "-j2", f"--cache-dir={where}/cache", f"--format=json={where}/report.json"]
    # Who runs in the background may have been told to ignore it.
    restore = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
    run = subprocess.Popen(command, stderr=subprocess.DEVNULL, preexec_fn=restore)
    if not until(lambda: workers(run.pid)):
        sys.exit("interrupt.py: no workers")
    time.sleep(1)
    started = workers(run.pid)
    # The process alone, not the group as a terminal would.
    run.send_signal(getattr(signal, "SIG" + name))
    if run.wait(timeout=120) != -getattr(signal, "SIG" + name):
        sys.exit(f"interrupt.py: status {run.returncode}")
    gone = until(lambda: not any(map(runs, started)))
    left = [f for f in where.rglob("*") if f.name.endswith(".tmp")] + [
        f for f in where.iterdir() if f.name not in ("report.json", "cache")
    ]
    old = (where / "report.json").read_text() == "old"
    print(
        f"{name}: {'old report' if old else 'ANOTHER REPORT'}, {f'LEFT {left}' if left else 'no other file'}, "
        f"{'no process left' if gone and started else 'PROCESSES LEFT'}"
    )
