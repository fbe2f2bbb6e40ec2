"""The names of test functions say what is expected in them.

    ..._bad     at least one finding       FP_...   a finding that is wrong
    ..._ok      no finding                 FN_...   no finding, which is wrong

`FP_` and `FN_` carry a comment with the reason above them.
"""
import re

NAME = re.compile(r"\b((?:FP|FN)_\w+|\w+_(?:bad|ok))\s*\(")
TOKEN = re.compile(
    r"//[^\n]*|/\*.*?\*/|R\"(?P<d>[^()\\\s]*)\(.*?\)(?P=d)\"|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'",
    re.DOTALL,
)


def _blank(match):
    return re.sub(r"[^\n]", " ", match[0])


def _skip_brackets(text, start):
    """Returns the position after the bracket that closes the one at `start`."""
    depth = 0
    for position in range(start, len(text)):
        if text[position] in "({[":
            depth += 1
        elif text[position] in ")}]":
            depth -= 1
            if depth == 0:
                return position + 1
    return len(text)


def _skip_initializers(text, start):
    """Returns the position after the member initialisers at `start`, if any."""
    position = start
    while initializer := re.match(r"\s*%s\s*\w+\s*(?=[({])" % (":" if position == start else ","), text[position:]):
        position = _skip_brackets(text, position + initializer.end())
    return position


def functions(source):
    """Yields (name, first line, last line) of each function named by the rule."""
    # A digit separator is no character literal.
    text = TOKEN.sub(_blank, re.sub(r"(?<=\d)'(?=\d)", " ", source))
    for match in NAME.finditer(text):
        position = _skip_initializers(text, _skip_brackets(text, match.end() - 1))
        # Between the parameters and the body: specifiers, a trailing return
        # type, a requires clause. Anything else means a call or a declaration.
        rest = re.match(r"[\w\s:<>&*,>\-]*(?=\{)", text[position:])
        if not rest:
            continue
        body = position + rest.end()
        end = _skip_brackets(text, body)
        yield match[1], text.count("\n", 0, match.start()) + 1, text.count("\n", 0, end) + 1


def wants_finding(name):
    if name.startswith(("FP_", "FN_")):
        return name.startswith("FP_")
    return name.endswith("_bad")


def violations(lines, expected):
    """Yields what is wrong with the names in a test file."""
    known = list(functions("\n".join(lines)))
    warned = set()
    for expectation in expected.diagnostics:
        diagnostic = expectation.diagnostic
        if diagnostic.kind != "WARN":
            continue
        around = [f for f in known if f[1] <= diagnostic.line <= f[2]]
        if not around:
            yield f"{diagnostic.line}: a finding outside of a function called ..._bad or FP_..."
            continue
        function = max(around, key=lambda f: f[1])
        warned.update(around)
        if not wants_finding(function[0]):
            yield f"{diagnostic.line}: a finding in '{function[0]}', whose name says there is none"
    for function in known:
        name, line, _ = function
        if wants_finding(name) and function not in warned:
            yield f"{line}: '{name}' has no finding, though its name says so"
        if name.startswith(("FP_", "FN_")) and not lines[line - 2].lstrip().startswith("//"):
            yield f"{line}: '{name}' is a known wrong answer: say why in a comment above it"
    names = [f[0] for f in known]
    if not any(n.endswith("_bad") for n in names) or not any(n.endswith("_ok") for n in names):
        yield "1: a check test needs a function called ..._bad and one called ..._ok"
