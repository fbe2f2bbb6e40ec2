"""all-options.py COTIDY PAGE: each option that --help shows stands in PAGE."""
import re
import subprocess
import sys

page = open(sys.argv[2]).read().replace("\\-", "-")
options = set()
for verb in ([], ["facts"], ["link"], ["merge"], ["diff"], ["explain"], ["list"], ["init"]):
    text = subprocess.run([sys.argv[1], *verb, "--help"], capture_output=True, text=True, check=True).stdout
    options |= set(re.findall(r"^ +(--?[a-z][a-z-]*)", text.split("OPTIONS:")[1], re.M))
missing = sorted(o for o in options if f"\\fB{o}\\fR" not in page)
print(f"missing: {missing}" if missing else f"{len(options)} options")
