#!/usr/bin/env python3
"""Runs the example programs beside the servers of test/support/servers.py.

examples_test.py DIRECTORY: where the programs are.
"""
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
import zlib

PROGRAMS = pathlib.Path(sys.argv.pop(1))
LIMIT = 60  # seconds


def needs(name):
    return unittest.skipUnless((PROGRAMS / name).exists(), f"there is no {name}")


def run(name, *arguments, **options):
    return subprocess.run([PROGRAMS / name, *arguments], capture_output=True, text=True,
                          timeout=LIMIT, **options)


class Fetch(unittest.TestCase):
    @needs("fetch")
    def test_prints_each_page_in_order(self):
        base = f"http://127.0.0.1:{os.environ['CORUN_TEST_HTTP_PORT']}"
        done = run("fetch", f"{base}/hello", f"{base}/missing", f"{base}/big")
        self.assertEqual(done.stdout.splitlines(), [
            f"{base}/hello 200 6", f"{base}/missing 404 12", f"{base}/big 200 {1 << 20}"])
        self.assertEqual(done.returncode, 0, done.stderr)

    @needs("fetch")
    def test_tries_again_and_goes_on_after_a_failure(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            refused = f"http://127.0.0.1:{unused.getsockname()[1]}/"
            good = f"http://127.0.0.1:{os.environ['CORUN_TEST_HTTP_PORT']}/hello"
            done = run("fetch", refused, good)
        first, second = done.stdout.splitlines()
        self.assertTrue(first.startswith(f"{refused} failed: "), first)
        self.assertEqual(second, f"{good} 200 6")
        self.assertEqual(done.returncode, 1)


class HashFiles(unittest.TestCase):
    @needs("hash_files")
    def test_prints_what_zlib_computes(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "below").mkdir()
            contents = {f"below/{n}": bytes([n]) * n * 1000 for n in range(100)}
            contents["empty"] = b""
            for name, content in contents.items():
                (root / name).write_bytes(content)
            done = run("hash_files", folder)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(done.stdout.splitlines(), [
                f"{zlib.crc32(contents[name]):08x}  {root / name}" for name in sorted(contents)])

    @needs("hash_files")
    def test_says_what_it_cannot_read(self):
        done = run("hash_files", "/no/such/directory")
        self.assertEqual(done.returncode, 1)
        self.assertIn("/no/such/directory", done.stderr)


class Lookup(unittest.TestCase):
    @needs("lookup")
    def test_looks_up_each_line(self):
        count = 1000
        names = "".join(f"127.0.{n // 250}.{n % 250}\n" for n in range(count)) + "\nname.invalid\n"
        lines = run("lookup", input=names).stdout.splitlines()
        self.assertEqual(len(lines), count + 1)
        self.assertIn("127.0.0.7: 127.0.0.7", lines)
        self.assertTrue(any(line.startswith("name.invalid: (") for line in lines))

    @needs("lookup")
    def test_prints_while_the_input_goes_on(self):
        with subprocess.Popen([PROGRAMS / "lookup"], stdin=subprocess.PIPE, text=True,
                              stdout=subprocess.PIPE) as program:
            program.stdin.write("127.0.0.1\n")
            program.stdin.flush()
            self.assertEqual(program.stdout.readline(), "127.0.0.1: 127.0.0.1\n")
            program.send_signal(signal.SIGINT)
            self.assertEqual(program.wait(LIMIT), 128 + signal.SIGINT)


class CacheAside(unittest.TestCase):
    def setUp(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            self.no_port = str(unused.getsockname()[1])

    def serve(self, cache):
        program = subprocess.Popen(
            [PROGRAMS / "cache_aside", os.environ["CORUN_TEST_PG"], cache], text=True,
            stdout=subprocess.PIPE)
        self.addCleanup(program.stdout.close)
        self.addCleanup(program.wait)
        self.addCleanup(program.kill)
        client = socket.create_connection(
            ("127.0.0.1", int(program.stdout.readline())), timeout=LIMIT)
        self.addCleanup(client.close)
        lines = client.makefile("rw")
        self.addCleanup(lines.close)

        def ask(what):
            lines.write(f"{what}\n")
            lines.flush()
            return lines.readline().rstrip("\n")

        return program, ask

    def sql(self, text):
        info = dict(item.split("=", 1) for item in os.environ["CORUN_TEST_PG"].split())
        subprocess.run(["psql", "-q", "-h", info["host"], "-p", info["port"], "-U", info["user"],
                        "-d", info["dbname"], "-c", text], check=True, timeout=LIMIT)

    @needs("cache_aside")
    def test_answers_from_the_database_and_then_from_the_cache(self):
        self.sql("DROP TABLE IF EXISTS person; CREATE TABLE person (id int, name text);"
                 "INSERT INTO person VALUES (7, 'Ada Lovelace')")
        program, ask = self.serve(os.environ["CORUN_TEST_REDIS_PORT"])
        self.assertEqual(ask(7), "database Ada Lovelace")
        self.assertEqual(ask(7), "cache Ada Lovelace")
        self.assertEqual(ask(8), "unknown")
        self.assertEqual(ask("seven"), "error: not a number")
        program.send_signal(signal.SIGTERM)
        self.assertEqual(program.wait(LIMIT), 128 + signal.SIGTERM)

        # Without a cache: after three failures it is not asked any more.
        program, ask = self.serve(self.no_port)
        for _ in range(10):
            self.assertEqual(ask(7), "database Ada Lovelace")

        self.sql("DROP TABLE person")
        self.assertTrue(ask(7).startswith("error: "))


if __name__ == "__main__":
    unittest.main()
