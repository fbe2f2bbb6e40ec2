"""code-blocks.py PAGE FOLDER LANGUAGE...: writes the code blocks of a Markdown
page that are in these languages to FOLDER/NUMBER.LANGUAGE, each counted from 1."""
import pathlib
import re
import sys

page, folder, *languages = sys.argv[1:]
folder = pathlib.Path(folder)
folder.mkdir()
for language in languages:
    blocks = re.findall(rf"```{language}\n(.*?)```", pathlib.Path(page).read_text(), re.DOTALL)
    assert blocks, f"{page} has no block in {language}"
    for number, block in enumerate(blocks, 1):
        (folder / f"{number}.{language}").write_text(block)
