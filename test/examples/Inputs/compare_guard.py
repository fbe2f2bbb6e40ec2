#!/usr/bin/env python3
"""Compares what a program was seen to block in with what cotidy found.

compare_guard.py SEEN FOUND REASONS SOURCES

SEEN is corun-guard's report, FOUND cotidy's (JSON), SOURCES the folder of the
program. Each call seen must be one that cotidy reported: a finding, or a note
of one, stands at a line of SOURCES that was on the stack, and what the finding
says blocks was on the stack above it. Or a line of REASONS must name it:

    FUNCTION CALL: reason

Each line there must be needed.
"""
import json
import pathlib
import re
import sys

# What the C++ library calls itself on the way from a stream to the file.
STREAMS = {"ofstream", "ifstream", "fstream"}
STREAM_FRAMES = re.compile(r"basic_[io]?fstream|basic_filebuf|__basic_file|basic_ostream|ostream_insert")


def plain(function):
    """`a::c::f` of `int a::(anonymous namespace)::c<int>::f(int) [clone .resume]`."""
    function, found = function.replace("(anonymous namespace)::", ""), 1
    while found:
        function, found = re.subn(r"<[^<>]*>", "", function)
    return re.sub(r"[(\[<].*", "", function).split(" ")[-1]


def read_findings(report, sources):
    found = []
    for finding in json.loads(report.read_text())["findings"]:
        quoted = re.findall(r"'([^']*)'", finding["message"])
        if not quoted or not finding["check"].startswith(("async-sync-io", "async-blocking")):
            continue
        places = {(finding["file"], finding["line"])}
        places |= {(note["file"], note["line"]) for note in finding["notes"] if note.get("file")}
        found.append({"leaf": quoted[-1].split("::")[-1], "places": places,
                      "function": finding["function"], "where": f"{finding['file']}:{finding['line']}"})
    return found


def own_frames(seen, sources):
    """(index, path, line, function) of the frames in the program's sources."""
    for index, frame in enumerate(seen["frames"]):
        path = pathlib.Path(frame["file"])
        if frame["file"] and path.is_relative_to(sources) and plain(frame["function"]) != "main":
            yield index, str(path.relative_to(sources)), frame["line"], plain(frame["function"])


def is_found(seen, finding, sources):
    for index, path, line, function in own_frames(seen, sources):
        here = any(line == other and path.endswith(file.split("/")[-1]) for file, other in finding["places"])
        if not here and function != finding["function"]:
            continue
        # A library that jumps into its last call leaves no name of its own.
        if here and index and not seen["frames"][index - 1]["function"]:
            return True
        above = [seen["call"], *(plain(frame["function"]) for frame in seen["frames"][:index])]
        names = {name.split("::")[-1] for name in above}
        if finding["leaf"] in names:
            return True
        if finding["leaf"] in STREAMS and any(STREAM_FRAMES.search(f["function"]) for f in seen["frames"][:index]):
            return True
    return False


def main():
    seen_file, found_file, reasons_file, sources = map(pathlib.Path, sys.argv[1:])
    sources = sources.resolve()
    reasons = {}
    for line in reasons_file.read_text().splitlines():
        if line and not line.startswith("#"):
            what, reason = line.split(": ", 1)
            reasons[tuple(what.split())] = reason
    found = read_findings(found_file, sources)
    calls = [call for call in map(json.loads, seen_file.read_text().splitlines()) if call["kind"] == "blocking"]
    used, missed, matched, agreed = set(), [], set(), 0
    for call in calls:
        matching = [finding["where"] for finding in found if is_found(call, finding, sources)]
        matched.update(matching)
        frames = list(own_frames(call, sources))
        key = (frames[0][3] if frames else "-", call["call"])
        if matching:
            agreed += 1
        elif key in reasons:
            used.add(key)
        else:
            stack = " < ".join(plain(frame["function"]) or "?" for frame in call["frames"][:12])
            place = f"{frames[0][1]}:{frames[0][2]}" if frames else "no source"
            missed.append(f"missed: {key[0]} {call['call']} ({place}): {stack}")
    print(f"{len(calls)} blocking calls seen, {agreed} reported, {len(calls) - agreed - len(missed)} listed")
    for finding in found:
        if finding["where"] not in matched:
            print(f"not seen: {finding['where']}: '{finding['leaf']}'")
    missed += [f"not needed: {' '.join(key)}" for key in reasons if key not in used]
    print("\n".join(missed), end="\n" if missed else "")
    return 1 if missed or not calls else 0


if __name__ == "__main__":
    sys.exit(main())
