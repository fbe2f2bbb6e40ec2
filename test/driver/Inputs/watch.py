"""watch.py [--interrupt] FOLDER COMMAND...: runs COMMAND, edits the project in
FOLDER whenever it waits, and prints what it says to each edit."""
import pathlib
import queue
import re
import signal
import subprocess
import sys
import threading
import time

arguments = sys.argv[1:]
interrupt = arguments[0] == "--interrupt"
folder = pathlib.Path(arguments[1 if interrupt else 0])
command = arguments[2 if interrupt else 1 :]
DEADLINE = 300  # seconds, on a machine with other work

lines = queue.Queue()
# Who runs in the background may have been told to ignore it.
restore = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)
run = subprocess.Popen(
    command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, preexec_fn=restore
)
threading.Thread(target=lambda: list(map(lines.put, run.stdout)), daemon=True).start()


def workers():
    output = subprocess.run(["ps", "-o", "pid=", "--ppid", str(run.pid)], capture_output=True, text=True).stdout
    return [int(pid) for pid in output.split()]


def runs(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


def until(condition):
    end = time.monotonic() + DEADLINE
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


def listen():
    while True:
        try:
            line = lines.get(timeout=DEADLINE)
        except queue.Empty:
            run.kill()
            sys.exit("watch.py: nothing more was said")
        print(re.sub(r"watching \d+ files?", "watching N files", line), end="")
        if "watching" in line:
            return


def step(name, *edits):
    print("==", name)
    for edit in edits:
        edit()
    listen()


def end(name, pids):
    print("==", name)
    # The process alone, not the group as a terminal would.
    run.send_signal(getattr(signal, name))
    status = run.wait(timeout=DEADLINE)
    gone = until(lambda: not any(map(runs, pids)))
    temporary = list(folder.rglob("*.tmp"))
    print(f"status {status}, {'nothing left' if gone and not temporary else f'LEFT {pids} {temporary}'}")
    sys.exit()


def change(name, old, new):
    def edit():
        file = folder / name
        text = file.read_text()
        assert old in text, (name, old)
        file.write_text(text.replace(old, new))

    return edit


def replace(name, old, new):
    """As editors do: to another name, and then moved."""

    def edit():
        file, other = folder / name, folder / (name + "~")
        text = file.read_text()
        assert old in text, (name, old)
        other.write_text(text.replace(old, new))
        other.rename(file)

    return edit


if interrupt:
    if not until(workers):
        sys.exit("watch.py: no workers")
    time.sleep(1)
    end("SIGINT", workers())

step("start")
step("an edit of one file", change("session.cpp", "sleep(1);\n", "sleep(1);\n  usleep(2);\n"))
step("the same text once more", change("session.cpp", "", ""))
step("a header that two read", change("near.h", "{ co_return", "{ ::sleep(1); co_return"))
step(
    "both mended in one go, as an editor does",
    replace("near.h", "::sleep(1); ", ""),
    replace("session.cpp", "  sleep(1);\n  usleep(2);\n", ""),
)
step("a mistake in the configuration", change("cotidy.json", "{}", "{"))
step("and its end", change("cotidy.json", "{", "{}"))
step("a header that is missing", change("other.cpp", "int other", '#include "later.h"\nint other'))
step("and then there", lambda: (folder / "later.h").write_text("\n"))
end("SIGTERM", [])
