#!/usr/bin/env python3
"""Writes one source file of all \\code ... \\endcode blocks in headers' comments, and
of the C++ in pages.

A block that defines functions stands at namespace scope, any other one becomes
the body of a coroutine. A header with public functions but no example is an error,
and so is a public function that no example shows.
"""
import argparse
import pathlib
import re
import sys

DEFINES = re.compile(r"^(?:\w[\w:<>, &*]*\s[\w:]+\(.*\)\s*(?:\{|->)|class |struct |template )", re.M)
FENCE = re.compile(r"^```cpp\n(.*?)^```$", re.S | re.M)
BLOCK = re.compile(r"[\\@]code\n(.*?)[\\@]endcode", re.S)
STATEMENT = re.compile(r"^(?:co_await|co_return|return|auto|const|for|if|while|using)\b")


def examples(file):
    """The blocks of a header, or of a page, each with the number of its first line."""
    text = file.read_text()
    if file.suffix == ".md":
        for match in FENCE.finditer(text):
            yield text.count("\n", 0, match.start(1)) + 1, match.group(1)
        return
    comment = re.compile(r"^[ \t]*(?:///?|//!|\*)[ \t]?(.*)$")
    lines = []
    for line in text.splitlines():
        match = comment.match(line)
        lines.append(match.group(1) if match else "\0")
    joined = "\n".join(lines)
    for match in BLOCK.finditer(joined):
        if "\0" not in match.group(1):
            yield joined.count("\n", 0, match.start(1)) + 1, match.group(1)


def without_template(declaration):
    """`declaration` without its template head."""
    depth = 0
    for at, letter in enumerate(declaration):
        depth += {"<": 1, ">": -1}.get(letter, 0)
        if letter == ">" and depth == 0:
            return declaration[at + 1:].lstrip()
    return ""


def functions(text):
    """The names of the public functions that have a comment, each with its line."""
    classes = set(re.findall(r"(?:class|struct)(?: \[\[\w+\]\])? (\w+)", text))
    hidden, private, declaration = False, {}, None
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if re.match(r"namespace (\w+::)*detail\b.*\{$", line):
            hidden = True
        elif re.match(r"\} // namespace (\w+::)*detail$", line):
            hidden = False
        elif stripped in ("public:", "private:", "protected:"):
            private[len(line) - len(stripped)] = stripped != "public:"
        elif stripped.startswith("}") and stripped.endswith(";"):
            indent = len(line) - len(line.lstrip())
            private = {at: value for at, value in private.items() if at < indent}
        if stripped.startswith("///"):
            declaration = ""
        elif declaration is not None and not stripped.startswith("requires"):
            declaration = f"{declaration} {stripped}".strip()
            if declaration.startswith("template"):
                whole = without_template(declaration)
            else:
                whole = declaration
            if match := re.match(r"[^=(]*?([~\w]+)\(", whole):
                name = match.group(1)
                if name[0] != "~" and name not in classes and "operator" not in whole \
                        and not re.match(r"std::function<", whole) \
                        and not (hidden or any(private.values())):
                    yield name, number
                declaration = None
            elif re.search(r"[;{=]", whole):
                declaration = None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--include", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("headers", type=pathlib.Path, nargs="+")
    args = parser.parse_args()

    out, status = [], 0
    for header in args.headers:
        if header.suffix == ".hpp":
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
    shown = "\n".join(code for header in args.headers for _, code in examples(header))
    for header in args.headers:
        text = header.read_text()
        found = list(examples(header))
        if not found and re.search(r"^/// ", text, re.M) and not re.search(r"no-example", text) \
                and header.name not in ("corun.hpp", "error.hpp"):
            print(f"{header}: no example in its comments", file=sys.stderr)
            status = 1
        if "detail" not in header.parts:
            for name, number in functions(text):
                if not re.search(rf"\b{name}\b", shown):
                    print(f"{header}:{number}: no example shows {name}", file=sys.stderr)
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
