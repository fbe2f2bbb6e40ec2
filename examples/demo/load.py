#!/usr/bin/python3
"""Asks a running video_service for things at a steady rate, or pings it.

usage: load.py mix PORT SECONDS RATE NAME   prints answers and refusals as JSON
       load.py ping PORT SECONDS            prints [when, latency] in ms as JSON

The rate does not depend on how fast the service answers, and the latency of a
ping counts from when it was due: a service that hangs for a second delays the
pings of that second, as it would delay people (no coordinated omission).
"""
import collections
import http.client
import json
import sys
import threading
import time

PATIENCE = 30
PING_EVERY = 0.01
CLIENTS = 16
# As many uploads as a disk bears, and a video that the metadata API does not know.
REQUESTS = [
    ("GET", "/videos"),
    ("GET", "/videos/video-{i}.gray"),
    ("GET", "/videos/video-{i}.gray/poster"),
    ("GET", "/videos/video-{i}.gray/preview"),
    ("GET", "/videos/video-{i}.gray/related"),
    ("GET", "/videos/video-{i}.gray/views"),
    ("GET", "/videos/video-{i}.gray/metadata"),
    ("GET", "/videos/unknown-{i}.gray/metadata"),
    ("GET", "/stats"),
    ("POST", "/register"),
    ("POST", "/login"),
    ("PUT", "/videos/{name}-{i}.gray"),
]


class Connection:
    """Keeps one connection open, and opens another when it is lost."""

    def __init__(self, port):
        self.port = port
        self.http = None

    def ask(self, method, target, body=None, headers={}):
        if self.http is None:
            self.http = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            self.http.request(method, target, body, headers)
            answer = self.http.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.http.close()
            self.http = None
            raise


class Mix:
    def __init__(self, port, seconds, rate, name):
        self.port, self.name, self.rate = port, name, rate
        self.begin = time.monotonic()
        self.end = self.begin + seconds
        self.next = 0
        self.lock = threading.Lock()
        self.statuses = collections.Counter()
        self.lost = 0
        self.account = f"user={name}&password=correct-horse"
        first = Connection(port)
        first.ask("POST", "/register", self.account)
        _, body = first.ask("POST", "/login", self.account)
        self.token = json.loads(body)["token"]

    def take(self):
        with self.lock:
            number = self.next
            self.next += 1
        return number, self.begin + number / self.rate

    def client(self):
        connection = Connection(self.port)
        while True:
            number, due = self.take()
            if due >= self.end:
                return
            time.sleep(max(0, due - time.monotonic()))
            # Behind by far: what could not be asked in time is not asked at all.
            if time.monotonic() >= self.end:
                return
            method, target = REQUESTS[number % len(REQUESTS)]
            target = target.format(i=number // len(REQUESTS) % 50, name=self.name)
            body = None
            if target == "/register":
                body = f"user={self.name}-{number}&password=correct-horse"
            elif target == "/login":
                body = self.account
            elif method == "PUT":
                body = bytes(64 * 36 * 8)
            try:
                status, _ = connection.ask(method, target, body, {"Authorization": f"Bearer {self.token}"})
                with self.lock:
                    self.statuses[f"{method} {REQUESTS[number % len(REQUESTS)][1]}: {status}"] += 1
            except (OSError, http.client.HTTPException):
                with self.lock:
                    self.lost += 1

    def run(self):
        threads = [threading.Thread(target=self.client) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return {"answers": sum(self.statuses.values()), "statuses": dict(sorted(self.statuses.items())),
                "lost": self.lost, "asked": self.next}


def ping(port, seconds):
    """Latencies of GET /health, each over the connection that was free first."""
    samples, lock = [], threading.Lock()
    begin = time.monotonic()
    count = int(seconds / PING_EVERY)
    numbers = iter(range(count))

    def pinger():
        connection = Connection(port)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            due = begin + number * PING_EVERY
            time.sleep(max(0, due - time.monotonic()))
            status, _ = connection.ask("GET", "/health")
            if status != 200:
                raise AssertionError(f"GET /health: {status}")
            latency = time.monotonic() - due
            with lock:
                samples.append([round((due - begin) * 1000, 1), round(latency * 1000, 3)])

    # More than one, so that a slow answer does not keep the next ping from
    # being asked; few, so that they do not compete with each other.
    threads = [threading.Thread(target=pinger) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(samples)


def main():
    if len(sys.argv) == 6 and sys.argv[1] == "mix":
        result = Mix(int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]), sys.argv[5]).run()
    elif len(sys.argv) == 4 and sys.argv[1] == "ping":
        result = ping(int(sys.argv[2]), float(sys.argv[3]))
    else:
        sys.exit(__doc__)
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
