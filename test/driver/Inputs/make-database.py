"""make-database.py FOLDER [FLAG...]: writes FOLDER/compile_commands.json for
every C++ source below FOLDER, and a .clang-tidy that keeps the repository's own
out of the test."""
import json
import pathlib
import sys

folder = pathlib.Path(sys.argv[1]).resolve()
entries = [
    {
        "directory": str(folder),
        "file": str(source),
        "arguments": ["c++", "-std=c++20", *sys.argv[2:], "-c", str(source)],
    }
    for source in sorted(folder.rglob("*.cpp"))
]
(folder / "compile_commands.json").write_text(json.dumps(entries, indent=1))
(folder / ".clang-tidy").write_text("Checks: ''\n")
