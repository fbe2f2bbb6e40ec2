"""limited.py BYTES COMMAND...: runs COMMAND where no file can grow beyond
BYTES, as on a full disk, and exits as it does."""
import resource
import signal
import subprocess
import sys


def limit():
    # Without a handler the write fails with an error, as on a full disk.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))


sys.exit(subprocess.run(sys.argv[2:], preexec_fn=limit).returncode)
