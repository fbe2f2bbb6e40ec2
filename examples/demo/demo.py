#!/usr/bin/python3
"""Repairs a copy of examples/video_service and measures what that brings.

usage: demo.py --build BUILD [--seconds N] [--rate N] [--at-least RATIO]

BUILD holds bin/cotidy. Everything is made below BUILD/demo: the service as it
is (before), the service after `cotidy --fix --unsafe-fixes` (after), both built
and tested beside a real PostgreSQL, Redis and nginx, and then put under the same
load. Prints the latency of a ping in both, and writes report.json, result.json
and latency.svg there. Exit status 1 if the 99th percentile did not fall by at
least RATIO times.
"""
import argparse
import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "runtime" / "test" / "support"), str(ROOT / "examples" / "video_service")]
import plot  # noqa: E402
import servers  # noqa: E402
import smoke_test  # noqa: E402

SOURCE = ROOT / "examples" / "video_service"
COMPILER = "clang++-22"
FRAME = 64 * 36
STORED = 120  # videos in the store when the load begins


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(*command, **options):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, **options)
    if done.returncode:
        sys.exit(f"demo: failed with status {done.returncode}: {' '.join(map(str, command))}\n"
                 f"{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return done.stdout


class Variant:
    """One form of the service, its build, and what was measured."""

    def __init__(self, folder, name):
        self.name = name
        self.source = folder / name
        self.build = folder / f"{name}-build"
        self.program = self.build / "video_service"
        self.database = folder / f"{name}-database"
        self.pings, self.load = [], {}

    def copy(self):
        shutil.rmtree(self.source, ignore_errors=True)
        shutil.copytree(SOURCE, self.source, ignore=shutil.ignore_patterns("__pycache__"))
        # What makes it a project of its own, in a folder that is cotidy's build.
        (self.source / "cotidy.json").write_text("{}\n")

    def configure(self, *options):
        shutil.rmtree(self.build, ignore_errors=True)
        run("cmake", "-G", "Ninja", "-S", self.source, "-B", self.build,
            f"-DCMAKE_CXX_COMPILER={COMPILER}", "-DCMAKE_BUILD_TYPE=Release",
            "-DCMAKE_CXX_COMPILER_LAUNCHER=ccache", "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON",
            *options)
        # The service alone: the runtime that it is linked with is not to be repaired.
        commands = json.loads((self.build / "compile_commands.json").read_text())
        self.database.mkdir(exist_ok=True)
        (self.database / "compile_commands.json").write_text(json.dumps(
            [entry for entry in commands if pathlib.Path(entry["file"]).parent == self.source], indent=1))

    def make(self):
        run("ninja", "-C", self.build, "video_service")

    def percentile(self, share):
        latencies = sorted(latency for _, latency in self.pings)
        return latencies[min(len(latencies) - 1, int(share * len(latencies)))]


def repair(cotidy, variant, report):
    """Runs the command that the README shows. Findings may be left."""
    done = subprocess.run(
        [cotidy, "-p", variant.database, "--fix", "--unsafe-fixes", "--quiet", "--format", f"json={report}"],
        capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"demo: cotidy failed with status {done.returncode}:\n{done.stderr}")
    return json.loads(report.read_text())


def found_before(cotidy, variant, report):
    subprocess.run([cotidy, "-p", variant.database, "--quiet", "--no-fixes", "--format", f"json={report}"], check=False)
    return json.loads(report.read_text())


def why_left(report):
    """The findings that are left, each with the reason."""
    dropped = collections.defaultdict(list)
    for fix in report["summary"].get("fixes", {}).get("dropped", []):
        dropped[fix["check"], fix["file"]].append(fix)
    for finding in report["findings"]:
        if finding["suppressed"]:
            continue
        reason = "no fix is known for it"
        for fix in dropped[finding["check"], finding["file"]]:
            if fix["line"] == finding["line"] or len(dropped[finding["check"], finding["file"]]) == 1:
                reason = f"'{fix['title']}' was dropped: {fix['reason']} ({fix['detail']})"
        yield f"{finding['file']}:{finding['line']}: {finding['message']} [{finding['check']}]: {reason}"


def prepare_backends(environment):
    connection = environment["CORUN_TEST_PG"]
    run("psql", "-qX", "-d", connection, "-c", "DROP TABLE IF EXISTS videos", "-f", SOURCE / "schema.sql", "-c",
        "INSERT INTO videos SELECT 'video-' || i || '.gray', 'ada', 2304 * i FROM generate_series(0, 199) AS i")
    run("redis-cli", "-p", environment["CORUN_TEST_REDIS_PORT"], "FLUSHALL")


def metadata_pages(folder):
    """What nginx serves as the metadata API: 50 videos that it knows."""
    pages = folder / "nginx" / "www" / "metadata"
    pages.mkdir()
    for number in range(50):
        (pages / f"video-{number}.gray").write_text(json.dumps({"title": f"Video {number}"}))


def fill_store(data):
    store = data / "videos"
    store.mkdir(parents=True)
    for number in range(STORED):
        frame = bytes((number * 7 + i) % 256 for i in range(FRAME))
        (store / f"video-{number}.gray").write_bytes(frame * 16)
    for number in range(50):
        (store / f"unknown-{number}.gray").write_bytes(bytes(FRAME))


class Running:
    """The service beside the servers, on a store of its own."""

    def __init__(self, variant, environment, subscriber):
        self.folder = tempfile.TemporaryDirectory(prefix="video-service-")
        data = pathlib.Path(self.folder.name)
        fill_store(data)
        configuration = data / "service.conf"
        configuration.write_text(
            f"postgres = {environment['CORUN_TEST_PG']}\n"
            f"redis_port = {environment['CORUN_TEST_REDIS_PORT']}\n"
            f"metadata_url = http://127.0.0.1:{environment['CORUN_TEST_HTTP_PORT']}/metadata/\n"
            f"webhook_port = {subscriber}\n")
        self.log = open(variant.build / "service.log", "w")
        self.process = subprocess.Popen(
            [variant.program, "--port", "0", "--data", data, "--config", configuration],
            stdout=subprocess.PIPE, stderr=self.log, text=True)

    def __enter__(self):
        self.port = smoke_test.read_port(self.process)
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.log.close()
        self.folder.cleanup()


def measure(variant, environment, seconds, rate):
    prepare_backends(environment)
    load = pathlib.Path(__file__).with_name("load.py")
    subscriber = smoke_test.start_subscriber()
    with Running(variant, environment, subscriber.server_port) as service:
        mix = subprocess.Popen([sys.executable, load, "mix", str(service.port), str(seconds), str(rate), "mix"],
                               stdout=subprocess.PIPE, text=True)
        time.sleep(0.5)  # the load comes up
        pings = run(sys.executable, load, "ping", service.port, seconds - 1)
        variant.load = json.loads(mix.communicate()[0])
        if service.process.poll() is not None:
            sys.exit(f"demo: the service ended under load; see {variant.build}/service.log")
    subscriber.shutdown()
    variant.pings = json.loads(pings)


def table(before, after):
    rows = [("", "before", "after", "")]
    for share in (0.5, 0.99):
        old, new = before.percentile(share), after.percentile(share)
        rows.append((f"ping, p{share * 100:.0f}", f"{old:.2f} ms", f"{new:.2f} ms", f"{old / new:.1f} times lower"))
    rows.append(("requests answered", str(before.load["answers"]), str(after.load["answers"]), ""))
    rows.append(("connections lost", str(before.load["lost"]), str(after.load["lost"]), ""))
    return "\n".join(f"{name:20}{old:>14}{new:>14}   {note}".rstrip() for name, old, new, note in rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rate", type=float, default=12, help="requests in a second; at 12 the service keeps up in its bad form")
    parser.add_argument("--at-least", type=float, default=20, metavar="RATIO")
    args = parser.parse_args()
    cotidy = args.build.resolve() / "bin" / "cotidy"
    folder = (args.folder or args.build / "demo").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    before, after = Variant(folder, "before"), Variant(folder, "after")
    for variant in (before, after):
        variant.copy()
    before.configure()
    after.configure(f"-DVIDEO_SERVICE_CORUN={ROOT / 'runtime'}")

    say("== repairing the service: cotidy --fix --unsafe-fixes")
    first = found_before(cotidy, after, folder / "before.json")
    report = repair(cotidy, after, folder / "report.json")
    fixed = report["summary"]["fixes"]
    say(f"{len(fixed['applied'])} fixes in {fixed['files']} files; of "
        f"{sum(first['summary']['byCheck'].values())} findings {sum(report['summary']['byCheck'].values())} are left")
    for line in why_left(report):
        say(f"  left: {line}")

    say("== building both")
    for variant in (before, after):
        variant.make()

    with tempfile.TemporaryDirectory(prefix="demo-", dir="/tmp", ignore_cleanup_errors=True) as temporary:
        os.chmod(temporary, 0o755)
        backends = servers.Servers(temporary)
        try:
            backends.postgres()
            backends.redis()
            backends.nginx()
            metadata_pages(pathlib.Path(temporary))
            say("== testing both")
            for variant in (before, after):
                prepare_backends(backends.environment)
                options = ["--announces-all"] if variant is after else []
                say(f"{variant.name}: " + run(SOURCE / "smoke_test.py", *options, variant.program,
                                              env=backends.environment).replace("\n", "; ").rstrip("; "))
            say(f"== putting load on both, {args.seconds:g} s each")
            for variant in (before, after):
                measure(variant, backends.environment, args.seconds, args.rate)
        finally:
            backends.stop()

    ratio = before.percentile(0.99) / after.percentile(0.99)
    (folder / "latency.svg").write_text(plot.svg(
        {v.name: v.pings for v in (before, after)}, "GET /health while the service is busy"))
    (folder / "result.json").write_text(json.dumps({
        v.name: {"p50": v.percentile(0.5), "p99": v.percentile(0.99), "load": v.load} for v in (before, after)}
        | {"p99Ratio": ratio}, indent=1) + "\n")
    print(table(before, after))
    print(f"\nplot: {folder / 'latency.svg'}")
    if ratio < args.at_least:
        sys.exit(f"demo: the 99th percentile fell {ratio:.1f} times, not at least {args.at_least:g}")


if __name__ == "__main__":
    main()
