#!/usr/bin/python3
"""Starts the service on a free loopback port, asks every endpoint a few
questions, checks the answers and shuts it down with SIGTERM.

usage: smoke_test.py PATH/TO/video_service

It needs no database: the backends are configured to ports where nobody
listens, so that what depends on them must answer 503 with a reason.
"""

import http.client
import http.server
import json
import os
import pathlib
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

PATIENCE = 20
FRAME = bytes(range(256)) * 9  # 64 by 36 pixels


class Subscriber(http.server.BaseHTTPRequestHandler):
    """Takes the service's events."""

    events = []

    def do_POST(self):
        self.events.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def closed_port():
    """A loopback port that nobody listens on: free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def read_port(service):
    ready, _, _ = select.select([service.stdout], [], [], PATIENCE)
    line = service.stdout.readline() if ready else ""
    prefix = "listening on http://127.0.0.1:"
    if not line.startswith(prefix):
        raise AssertionError(f"the service did not say where it listens, but {line!r}")
    return int(line[len(prefix):])


class Client:
    def __init__(self, port):
        self.port = port
        self.requests = 0

    def ask(self, method, target, wanted_status, body=None, token=None):
        """Sends one request and gives the body: parsed if JSON, else bytes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        connection.request(method, target, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        self.requests += 1
        if answer.status != wanted_status:
            raise AssertionError(f"{method} {target}: status {answer.status} instead of "
                                 f"{wanted_status}: {content[:200]!r}")
        is_json = answer.getheader("Content-Type") == "application/json"
        return json.loads(content) if is_json else content


def expect(actual, wanted, what):
    if actual != wanted:
        raise AssertionError(f"{what}: {actual!r} instead of {wanted!r}")


def expect_unavailable(client, target, backend):
    error = client.ask("GET", target, 503)["error"]
    if backend not in error:
        raise AssertionError(f"GET {target}: the error does not name {backend}: {error!r}")


def expect_bad_request(port):
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as raw:
        raw.sendall(b"not HTTP at all\r\n\r\n")
        answer = raw.recv(4096)
    expect(answer.split(b"\r\n")[0], b"HTTP/1.1 400 Bad Request", "answer to nonsense")


def exercise(client, data):
    expect(client.ask("GET", "/health", 200), {"status": "ok"}, "GET /health")
    client.ask("GET", "/nowhere", 404)

    account = "user=ada&password=correct-horse"
    expect(client.ask("POST", "/register", 201, account), {"user": "ada"}, "POST /register")
    client.ask("POST", "/register", 409, account)
    client.ask("POST", "/register", 400, "user=ada")
    client.ask("POST", "/login", 401, "user=ada&password=wrong-horse")
    client.ask("POST", "/login", 401, "user=bob&password=correct-horse")
    token = client.ask("POST", "/login", 200, account)["token"]

    client.ask("PUT", "/videos/cat.gray", 401, FRAME)
    client.ask("PUT", "/videos/..", 400, FRAME, token)
    stored = client.ask("PUT", "/videos/cat.gray", 201, FRAME * 3, token)
    expect(stored, {"name": "cat.gray", "bytes": 3 * len(FRAME), "listed": False}, "PUT")
    client.ask("PUT", "/videos/dog.gray", 201, FRAME, token)
    client.ask("PUT", "/videos/dark.gray", 201, bytes(len(FRAME)), token)
    client.ask("DELETE", "/videos/cat.gray", 405)
    expect((data / "videos" / "cat.gray").read_bytes(), FRAME * 3, "the stored file")

    expect(client.ask("GET", "/videos/dog.gray", 200), FRAME, "GET /videos/dog.gray")
    client.ask("GET", "/videos/cow.gray", 404)
    expect(client.ask("GET", "/stats", 200),
           {"videos": 3, "bytes": 5 * len(FRAME), "most_alike": ["cat.gray", "dog.gray"]},
           "GET /stats")
    related = client.ask("GET", "/videos/cat.gray/related", 200)
    expect(related, {"related": ["dog.gray", "dark.gray"]}, "related")
    poster = client.ask("GET", "/videos/cat.gray/poster", 200)
    expect(poster[:14], b"P5 32 18 255\n\x00", "the poster's head")
    expect(len(poster), 13 + 32 * 18, "the poster's size")
    preview = client.ask("GET", "/videos/cat.gray/preview", 200)
    expect(preview, b"P5 64 36 255\n" + FRAME, "the preview")

    (data / "videos" / "dark.gray").unlink()
    client.ask("GET", "/videos/dark.gray", 500)
    expect_bad_request(client.port)

    expect_unavailable(client, "/videos", "PostgreSQL")
    expect_unavailable(client, "/videos/cat.gray/views", "Redis")
    expect_unavailable(client, "/videos/cat.gray/metadata", "metadata API")
    expect(client.ask("GET", "/health", 200), {"status": "ok"}, "GET /health at the end")


def stop(service):
    service.send_signal(signal.SIGTERM)
    rest, _ = service.communicate(timeout=PATIENCE)
    expect(service.returncode, 0, "exit status after SIGTERM")
    expect(rest, "stopped\n", "last words")


def wait_for_event(wanted):
    deadline = time.monotonic() + PATIENCE
    while wanted not in Subscriber.events:
        if time.monotonic() > deadline:
            raise AssertionError(f"no event {wanted!r}, but {Subscriber.events}")
        time.sleep(0.02)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    subscriber = http.server.HTTPServer(("127.0.0.1", 0), Subscriber)
    threading.Thread(target=subscriber.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder)
        configuration = data / "service.conf"
        configuration.write_text(
            "# backends that are not there\n"
            f"postgres = host=127.0.0.1 port={closed_port()} dbname=videos connect_timeout=2\n"
            f"redis_port = {closed_port()}\n"
            f"metadata_url = http://127.0.0.1:{closed_port()}/metadata/\n"
            f"webhook_port = {subscriber.server_port}\n")
        environment = {key: value for key, value in os.environ.items()
                       if not key.lower().endswith("_proxy") and not key.startswith("PG")}
        service = subprocess.Popen(
            [sys.argv[1], "--port", "0", "--data", folder, "--config", str(configuration)],
            stdout=subprocess.PIPE, text=True, env=environment)
        try:
            client = Client(read_port(service))
            exercise(client, data)
            # The event that is handed to the loop arrives, those whose task
            # nobody awaits never do: the mistakes in api.cpp are real.
            wait_for_event("registered ada")
            stop(service)
            expect(Subscriber.events, ["registered ada"], "events")
        finally:
            service.kill()
            service.wait()
    print(f"smoke test passed: {client.requests} requests")


if __name__ == "__main__":
    main()
