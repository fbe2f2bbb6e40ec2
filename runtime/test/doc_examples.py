#!/usr/bin/env python3
"""Writes one source file of all \\code ... \\endcode blocks in headers' comments.

A block that defines functions stands at namespace scope, any other one becomes
the body of a coroutine. A header with public functions but no example is an error.
"""
import argparse
import pathlib
import re
import sys

DEFINES = re.compile(r"^(?:\w[\w:<>, &*]*\s[\w:]+\(.*\)\s*(?:\{|->)|class |struct |template )", re.M)
BLOCK = re.compile(r"[\\@]code\n(.*?)[\\@]endcode", re.S)
STATEMENT = re.compile(r"^(?:co_await|co_return|return|auto|const|for|if|while|using)\b")


def examples(text):
    """The blocks, each with the number of its first line."""
    comment = re.compile(r"^[ \t]*(?:///?|//!|\*)[ \t]?(.*)$")
    lines = []
    for line in text.splitlines():
        match = comment.match(line)
        lines.append(match.group(1) if match else "\0")
    joined = "\n".join(lines)
    for match in BLOCK.finditer(joined):
        if "\0" not in match.group(1):
            yield joined.count("\n", 0, match.start(1)) + 1, match.group(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--include", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("headers", type=pathlib.Path, nargs="+")
    args = parser.parse_args()

    out, status = [], 0
    for header in args.headers:
        out.append(f"#include <{header.relative_to(args.include)}>")
    out += [
        "#include <corun/corun.hpp>",
        "#include <algorithm>",
        "#include <chrono>",
        "#include <iostream>",
        "#include <string>",
        "#include <vector>",
        # An example shows a call, not what to do with its result.
        '#pragma GCC diagnostic ignored "-Wunused-variable"',
        '#pragma GCC diagnostic ignored "-Wunused-but-set-variable"',
        '#pragma GCC diagnostic ignored "-Wunused-function"',
    ]
    count = 0
    for header in args.headers:
        text = header.read_text()
        found = list(examples(text))
        if not found and re.search(r"^/// ", text, re.M) and not re.search(r"no-example", text) \
                and header.name not in ("corun.hpp", "error.hpp"):
            print(f"{header}: no example in its comments", file=sys.stderr)
            status = 1
        for line, code in found:
            count += 1
            includes = re.findall(r"^#include.*$", code, re.M)
            code_body = re.sub(r"^#include.*$", "", code, flags=re.M)
            out += includes
            name = f"example_{count}"
            out.append(f"namespace {name} {{")
            first = code_body.lstrip()
            if DEFINES.match(first) and not STATEMENT.match(first):
                out.append(f'#line {line} "{header}"')
                # Each example may be a program.
                out.append(re.sub(r"\bint main\(", "int example_main(", code_body))
            else:
                out.append("[[maybe_unused]] corun::task<> example() {")
                out.append(f'#line {line} "{header}"')
                out.append(code_body)
                out.append("co_return; }")
            out.append("}")
    args.output.write_text("\n".join(out) + "\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
