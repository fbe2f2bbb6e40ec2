"""exits.py STATUS COMMAND...: runs COMMAND and succeeds if it exits with
STATUS exactly. Its output passes through."""
import subprocess
import sys

status = subprocess.run(sys.argv[2:]).returncode
if status != int(sys.argv[1]):
    sys.exit(f"exits.py: expected status {sys.argv[1]}, got {status}")
