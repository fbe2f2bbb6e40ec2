"""read-review.py FORMAT... FOLDER: reads the report of each format, the file of
that name in FOLDER, as the tool it is made for does, and prints what that tool
would show."""
import json
import pathlib
import re
import sys
import xml.etree.ElementTree

import jsonschema
import junitparser

schemas = pathlib.Path(__file__).parent / "schemas"


def valid(value, schema):
    jsonschema.validate(value, json.loads((schemas / schema).read_text()))
    return value


def github(file):
    """The commands as the runner parses them."""
    unescape = {"%25": "%", "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}
    plain = lambda text: re.sub("|".join(unescape), lambda m: unescape[m[0]], text)
    for line in file.read_text().splitlines():
        kind, properties, message = re.fullmatch(
            r"::(notice|warning|error) ([^:]*)::(.*)", line
        ).groups()
        known = dict(item.split("=", 1) for item in properties.split(","))
        unknown = known.keys() - {"file", "line", "endLine", "col", "endColumn", "title"}
        assert not unknown, unknown
        place = [plain(known["file"]), *(known[key] for key in ("line", "col") if key in known)]
        yield ":".join(place), kind, known["title"], plain(message)


def gitlab(file):
    report = valid(json.loads(file.read_text()), "gitlab.schema.json")
    prints = [entry["fingerprint"] for entry in report]
    assert len(set(prints)) == len(prints), "GitLab drops all but one of a fingerprint"
    for entry in report:
        place = entry["location"]
        yield f"{place['path']}:{place['lines']['begin']}", entry["severity"], entry[
            "check_name"
        ], entry["description"]


def rdjsonl(file):
    for line in file.read_text().splitlines():
        entry = valid(json.loads(line), "rdf.schema.json")
        place, message = entry["location"], entry["message"]
        if "suggestions" in entry:
            [suggestion] = entry["suggestions"]
            start = suggestion["range"]["start"]
            message += f" -> {suggestion['text']!r} at {start['line']}:{start['column']}"
        start = place.get("range", {"start": {"line": 0, "column": 0}})["start"]
        yield f"{place['path']}:{start['line']}:{start['column']}", entry["severity"], entry.get(
            "code", {}
        ).get("value"), message


def checkstyle(file):
    root = xml.etree.ElementTree.parse(file).getroot()
    assert root.tag == "checkstyle"
    for source in root:
        assert source.tag == "file"
        for error in source:
            assert error.tag == "error" and error.get("severity") in ("info", "warning", "error")
            place = [source.get("name"), *filter(None, (error.get("line"), error.get("column")))]
            yield ":".join(place), error.get("severity"), error.get("source"), error.get("message")


def junit(file):
    report = junitparser.JUnitXml.fromfile(str(file))
    found = [(suite, case) for suite in report for case in suite]
    bad = [result for _, case in found for result in case.result]
    assert report.tests == len(found) and report.failures + report.errors == len(bad)
    for suite, case in found:
        outcomes = [(type(r).__name__, r.type, r.text) for r in case.result]
        yield (f"{suite.name}: {case.name}", *(outcomes or [("passed", "", "")])[0])


*formats, folder = sys.argv[1:]
for name in formats:
    for row in globals()[name](pathlib.Path(folder, name)):
        print(" | ".join(str(part).replace("\n", "\\n") for part in row))
