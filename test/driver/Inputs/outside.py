"""outside.py COMMAND...: runs COMMAND in an empty folder that is below no
project, and exits as it does."""
import subprocess
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:
    sys.exit(subprocess.run(sys.argv[1:], cwd=folder).returncode)
