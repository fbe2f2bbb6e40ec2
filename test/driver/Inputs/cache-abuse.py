"""cache-abuse.py COTIDY FOLDER: does to the cache of the project in FOLDER what
must not harm it, and compares each report with one made without a cache."""
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

cotidy, folder = sys.argv[1], pathlib.Path(sys.argv[2])
cache = folder.with_name(folder.name + ".cache")
check = [cotidy, "-p", str(folder), "--format=json"]
cached = [*check, f"--cache-dir={cache}"]


def report(command):
    run = subprocess.run(command, capture_output=True)
    if run.returncode != 1:
        sys.exit(f"{command}: status {run.returncode}\n{run.stderr.decode()}")
    return run.stdout


def entries():
    return sorted(cache.rglob("*.entry"))


def leftovers():
    return [f for f in cache.rglob("*.tmp")]


def expect(what, truth):
    print(f"{what}: {'right' if truth else 'WRONG'}")


expected = report([*check, "--no-cache"])
expect("makes no folder without a cache", not cache.exists())

both = [subprocess.Popen([*cached, "-j4"], stdout=subprocess.PIPE) for _ in range(3)]
expect("three at once", all(p.communicate()[0] == expected for p in both))
expect("again", report(cached) == expected)

# What a disk that was full or pulled out leaves.
random.seed(9)
for damage in ("truncated", "emptied", "a bit flipped", "of another name"):
    for file in entries():
        content = bytearray(file.read_bytes())
        if not content:
            continue
        if damage == "truncated":
            content = content[: random.randrange(1, len(content))]
        elif damage == "emptied":
            content = b""
        elif damage == "a bit flipped":
            content[random.randrange(len(content))] ^= 1 << random.randrange(8)
        else:
            content = random.choice(entries()).read_bytes()
        file.write_bytes(content)
    expect(damage, report(cached) == expected)

# From the moment it starts to the one it ends, some of them while writing.
for delay in range(1, 12):
    shutil.rmtree(cache)
    run = subprocess.Popen(cached, stdout=subprocess.DEVNULL, start_new_session=True)
    time.sleep(delay * 0.1)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    if report(cached) != expected:
        expect(f"killed after {delay * 100} ms", False)
expect("killed", report(cached) == expected)

# Asked to stop, it also leaves no half of an entry.
shutil.rmtree(cache)
for delay in range(1, 8):
    run = subprocess.Popen(cached, stdout=subprocess.DEVNULL)
    time.sleep(delay * 0.1)
    run.terminate()
    run.wait()
deadline = time.monotonic() + 20
while leftovers() and time.monotonic() < deadline:
    time.sleep(0.1)
expect("terminated", not leftovers() and report(cached) == expected)

# What somebody who was killed left, long ago and just now.
old, new = (entries()[0].with_suffix(f".entry.{name}.tmp") for name in ("old", "new"))
for file in (old, new):
    file.write_bytes(b"half")
os.utime(old, (time.time() - 7200,) * 2)
for file in entries():
    file.unlink()
report(cached)
expect("leftovers", not old.exists() and new.exists())
new.unlink()

# The bound holds, and what was used last stays: of three files one is edited and
# looked at, one was looked at just now, and one long ago.
# A precompiled header is too large for so small a cache, and goes first.
size = max(f.stat().st_size for f in entries())
one = folder / "one.cpp"
one.write_text(one.read_text() + "// edited\n")
for file in entries():
    os.utime(file, (time.time() - 3600,) * 2)
before = set(entries())
report([*cached, str(folder / "two.cpp")])
newest = max(entries(), key=lambda f: f.stat().st_mtime)
expect("an hour old entry is used", set(entries()) == before)
stranger = newest.parent / "stranger.txt"
stranger.write_text("not ours")
limit = size * 5 // 2
bounded = report([*cached, f"--cache-size={limit}", str(one)])
expect("bounded", bounded == report([*check, "--no-cache", str(one)]))
kept = [*entries(), *cache.rglob("*.pch")]
expect("within the bound", sum(f.stat().st_size for f in kept) <= limit)
expect("keeps the newest", newest.exists())
expect("leaves what is not its own", stranger.exists())
report([*cached, "--cache-size=0"])

# No place to write to is no reason to fail, unless it was asked for.
home = {**os.environ, "XDG_CACHE_HOME": "/proc/nowhere", "COTIDY_NO_CACHE": "", "COTIDY_CACHE_DIR": ""}
run = subprocess.run(check, env=home, capture_output=True)
expect("no home", run.returncode == 1 and not run.stderr)
asked = subprocess.run([*check, "--cache-dir=/proc/nowhere"], capture_output=True, text=True)
expect("no such place", asked.returncode == 2)
print(asked.stderr.strip())

# Where it is by default.
for name, value, place in (
    ("XDG_CACHE_HOME", "xdg", "xdg/cotidy"),
    ("COTIDY_CACHE_DIR", "own", "own"),
    ("HOME", "home", "home/.cache/cotidy"),
):
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("COTIDY_", "XDG_"))}
    where = folder.with_name(folder.name + ".places")
    shutil.rmtree(where, ignore_errors=True)
    subprocess.run(check, env={**clean, name: str(where / value)}, stdout=subprocess.DEVNULL)
    expect(f"{name}", any((where / place).glob("??/*.entry")))
