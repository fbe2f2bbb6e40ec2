#!/usr/bin/env python3
"""Runs a command with real servers: servers.py [--pg] [--redis] [--nginx] [--apart] -- COMMAND...

Each server gets a free port of the loopback address and a temporary folder, and
ends with the command, however that ends. What the command finds in its
environment:

  CORUN_TEST_PG           connection string of PostgreSQL (TCP)
  CORUN_TEST_PG_SOCKET    the same through its Unix socket
  CORUN_TEST_REDIS_PORT   port of Redis
  CORUN_TEST_REDIS_SOCKET its Unix socket
  CORUN_TEST_HTTP_PORT    port of nginx
  CORUN_TEST_HTTPS_PORT   port of nginx with TLS
  CORUN_TEST_CA           the certificate, signed by itself, for localhost
"""
import argparse
import glob
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

START_LIMIT = 60  # seconds


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def find(name, *patterns):
    for pattern in patterns:
        for path in sorted(glob.glob(pattern), reverse=True):
            return path
    path = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if not path:
        sys.exit(f"servers.py: there is no {name}; ./dev setup installs it")
    return path


class Servers:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.processes = []
        self.environment = dict(os.environ)

    def command(self, *command, user=None):
        """`command` so that it ends with this process, as `user` if this is root."""
        prefix = ["setpriv", "--pdeathsig", "INT"]
        if user and os.geteuid() == 0:
            entry = pwd.getpwnam(user)
            prefix += [f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups"]
        return [*prefix, *map(str, command)]

    def start(self, *command, user=None, name):
        with open(self.folder / f"{name}.log", "ab") as log:
            process = subprocess.Popen(
                self.command(*command, user=user), cwd=self.folder, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True)
        self.processes.append((name, process))
        return process

    def log(self, name):
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def until(self, ready, name, process):
        limit = time.monotonic() + START_LIMIT
        while not ready():
            if process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError(f"{name} does not start:\n{self.log(name)}")
            time.sleep(0.02)

    def listens(self, port):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        except OSError:
            return False

    def postgres(self):
        user = "postgres"
        try:
            pwd.getpwnam(user)
        except KeyError:
            user = "nobody"
        initdb = find("initdb", "/usr/lib/postgresql/*/bin/initdb")
        home = self.folder / "pg"
        home.mkdir()
        if os.geteuid() == 0:
            entry = pwd.getpwnam(user)
            os.chown(home, entry.pw_uid, entry.pw_gid)
        data = home / "data"
        subprocess.run(
            self.command(initdb, "-D", data, "-U", "corun", "-A", "trust", "-N",
                         "-E", "UTF8", "--locale=C", user=user),
            check=True, cwd=home, stdout=subprocess.DEVNULL)
        port = free_port()
        server = os.path.join(os.path.dirname(initdb), "postgres")
        process = self.start(
            server, "-D", data, "-p", port, "-h", "127.0.0.1", "-k", home, "-F",
            "-c", "max_connections=200", "-c", "shared_buffers=16MB", user=user, name="postgres")
        self.until(lambda: "ready to accept connections" in self.log("postgres"),
                   "postgres", process)
        rest = f"port={port} user=corun dbname=postgres"
        self.environment["CORUN_TEST_PG"] = f"host=127.0.0.1 {rest}"
        self.environment["CORUN_TEST_PG_SOCKET"] = f"host={home} {rest}"

    def redis(self):
        port = free_port()
        path = self.folder / "redis.sock"
        process = self.start(
            find("redis-server"), "--port", port, "--bind", "127.0.0.1", "--unixsocket", path,
            "--unixsocketperm", "777", "--save", "", "--appendonly", "no",
            "--dir", self.folder, name="redis")
        self.until(lambda: self.listens(port), "redis", process)
        self.environment["CORUN_TEST_REDIS_PORT"] = str(port)
        self.environment["CORUN_TEST_REDIS_SOCKET"] = str(path)

    def nginx(self):
        home = self.folder / "nginx"
        (home / "www").mkdir(parents=True)
        certificate, key = home / "certificate.pem", home / "key.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
             "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
             "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate],
            check=True, stderr=subprocess.DEVNULL)
        (home / "www/hello").write_text("hello\n")
        (home / "www/big").write_bytes(bytes(i % 251 for i in range(1 << 20)))
        plain, secure = free_port(), free_port()
        (home / "nginx.conf").write_text(NGINX.format(
            home=home, plain=plain, secure=secure, certificate=certificate, key=key,
            user="user root;" if os.geteuid() == 0 else ""))
        process = self.start(find("nginx"), "-p", home, "-e", home / "error.log",
                             "-c", home / "nginx.conf", name="nginx")
        self.until(lambda: self.listens(plain) and self.listens(secure), "nginx", process)
        self.environment["CORUN_TEST_HTTP_PORT"] = str(plain)
        self.environment["CORUN_TEST_HTTPS_PORT"] = str(secure)
        self.environment["CORUN_TEST_CA"] = str(certificate)

    def stop(self):
        for _, process in self.processes:
            # PostgreSQL's fast shutdown; a plain end for the others.
            process.send_signal(signal.SIGINT)
        for _, process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                pass
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()


NGINX = """
daemon off;
worker_processes 1;
{user}
pid {home}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {home}/body;
  proxy_temp_path {home}/proxy;
  fastcgi_temp_path {home}/fastcgi;
  uwsgi_temp_path {home}/uwsgi;
  scgi_temp_path {home}/scgi;
  keepalive_requests 100000000;
  root {home}/www;
  server {{
    listen 127.0.0.1:{plain} backlog=1024;
    listen 127.0.0.1:{secure} ssl;
    ssl_certificate {certificate};
    ssl_certificate_key {key};
    location /redirect/1 {{ return 302 /hello; }}
    location /redirect/2 {{ return 301 /redirect/1; }}
    location /redirect/3 {{ return 307 2; }}
    location /loop {{ return 302 /loop; }}
    location /away {{ return 302 https://localhost:{secure}/agent; }}
    location /agent {{ return 200 "$http_user_agent|$http_authorization"; }}
    location /method {{ return 200 "$request_method $http_content_type $http_content_length"; }}
    location /close {{ keepalive_timeout 0; return 200 "closed"; }}
    location /slow {{ limit_rate 2k; alias {home}/www/big; }}
    location /missing {{ return 404 "nothing here"; }}
  }}
}}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("pg", "redis", "nginx"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--apart", action="store_true",
                        help="the servers share no processor with the command")
    parser.add_argument("command", nargs="+")
    args = parser.parse_args()

    def end(number, _):
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, end)
    # Not in TMPDIR, which the user that PostgreSQL runs as may not enter.
    processors = sorted(os.sched_getaffinity(0))
    if args.apart and len(processors) < 2:
        sys.exit("servers.py: --apart needs two processors, there is one")
    with tempfile.TemporaryDirectory(prefix="corun-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        servers = Servers(folder)
        child = None
        try:
            if args.apart:
                os.sched_setaffinity(0, processors[1:])
            if args.pg:
                servers.postgres()
            if args.redis:
                servers.redis()
            if args.nginx:
                servers.nginx()
            if args.apart:
                os.sched_setaffinity(0, processors[:1])
            child = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", *args.command],
                                     env=servers.environment)
            status = child.wait()
        finally:
            if child and child.poll() is None:
                child.kill()
                child.wait()
            servers.stop()
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main())
