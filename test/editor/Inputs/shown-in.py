"""shown-in.py FILE PAGE: PAGE shows the lines of FILE, indented as code."""
import pathlib
import sys

text, page = (pathlib.Path(name).read_text() for name in sys.argv[1:])
shown = "".join(f"    {line}\n" for line in text.splitlines())
if shown not in page:
    sys.exit(f"{sys.argv[2]} does not show:\n{shown}")
