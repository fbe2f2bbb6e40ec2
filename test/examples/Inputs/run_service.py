#!/usr/bin/env python3
"""Runs the example service beside real servers and asks it for everything.

run_service.py PROGRAM...: the command that starts it, behind the options that
are added here. The servers are those of runtime/test/support/servers.py.
"""
import http.server
import os
import pathlib
import subprocess
import sys
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "examples" / "video_service"))
import smoke_test  # noqa: E402


def ask_for_everything(client):
    frame = smoke_test.FRAME
    account = "user=ada&password=correct-horse"
    client.ask("POST", "/register", 201, account)
    token = client.ask("POST", "/login", 200, account)["token"]
    for name in ("cat", "dog"):
        stored = client.ask("PUT", f"/videos/{name}.gray", 201, frame, token)
        smoke_test.expect(stored["listed"], True, "whether the database took it")
    listed = client.ask("GET", "/videos", 200)
    smoke_test.expect(len(listed["videos"]), 2, "videos in the database")
    for page in ("", "/views", "/related", "/poster", "/preview"):
        client.ask("GET", f"/videos/cat.gray{page}", 200)
    # nginx has no such page: the service tries again, sleeping, and gives up.
    client.ask("GET", "/videos/cat.gray/metadata", 503)
    client.ask("GET", "/stats", 200)
    client.ask("GET", "/health", 200)


def main():
    connection = os.environ["CORUN_TEST_PG"]
    schema = ROOT / "examples" / "video_service" / "schema.sql"
    subprocess.run(["psql", "-qX", "-d", connection, "-f", schema], check=True)
    subscriber = http.server.HTTPServer(("127.0.0.1", 0), smoke_test.Subscriber)
    threading.Thread(target=subscriber.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        configuration = pathlib.Path(folder) / "service.conf"
        configuration.write_text(
            f"postgres = {connection}\n"
            f"redis_port = {os.environ['CORUN_TEST_REDIS_PORT']}\n"
            f"metadata_url = http://127.0.0.1:{os.environ['CORUN_TEST_HTTP_PORT']}/missing/\n"
            f"webhook_port = {subscriber.server_port}\n")
        service = subprocess.Popen(
            [*sys.argv[1:], "--port", "0", "--data", folder, "--config", str(configuration)],
            stdout=subprocess.PIPE, text=True)
        try:
            ask_for_everything(smoke_test.Client(smoke_test.read_port(service)))
            smoke_test.stop(service)
        finally:
            service.kill()
            service.wait()


if __name__ == "__main__":
    main()
