"""Writes the JSON blocks of a Markdown page into a project: json-blocks.py PAGE FOLDER NAME...

Each NAME takes one block, in order."""
import json
import pathlib
import re
import sys

page, folder, *names = sys.argv[1:]
blocks = re.findall(r"```json\n(.*?)```", pathlib.Path(page).read_text(), re.DOTALL)
assert len(blocks) == len(names), f"{page} has {len(blocks)} blocks, not {len(names)}"
for name, block in zip(names, blocks):
    json.loads(block)
    file = pathlib.Path(folder, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(block)
