"""What a check test expects, as comments under the line it is about.

    std::this_thread::sleep_for(1s);
    // WARN@-1:3: 'sleep_for' blocks the event loop
    // NOTE@-2:3: use a timer
    // FIX@-3:   co_await timer.async_wait(use_awaitable);

WARN and NOTE name the line (relative to the comment's own) and the column.
A note in another file is `NOTE@FILE: text`, under the warning it belongs to.
FIX is the line as a safe fix leaves it, UNSAFE as `--fix-notes` leaves it;
several in a row make several lines, `<removed>` none at all.

A test may run its file with several settings, each under a tag (the run without
one is `default`). `WARN[strict]@-1:3:` holds for the run `strict` only.
"""
import collections
import dataclasses
import difflib
import re

EXPECTATION = re.compile(
    r"^\s*// (?P<kind>WARN|NOTE|FIX|UNSAFE)(?:\[(?P<tags>[\w,-]+)\])?"
    r"@(?:(?P<offset>[-+]\d+)(?::(?P<column>\d+))?|(?P<file>\w[\w./+-]*)):(?: (?P<text>.*))?$"
)
LOOKALIKE = re.compile(r"^\s*//\s*(WARN|NOTE|FIX|UNSAFE)\b\s*[\[@:]")
REMOVED = "<removed>"


class Malformed(Exception):
    pass


@dataclasses.dataclass(frozen=True)
class Diagnostic:
    """A warning or a note: `line` is 0 and `file` set outside the test file."""

    kind: str
    line: int
    column: int
    text: str
    file: str = ""

    def __str__(self):
        place = self.file or f"line {self.line}, column {self.column}"
        return f"{place}: {'warning' if self.kind == 'WARN' else 'note'}: {self.text}"


@dataclasses.dataclass(frozen=True)
class Expectation:
    diagnostic: Diagnostic
    tags: frozenset  # empty: every run
    line: int  # where the comment stands

    def holds_for(self, tag):
        return not self.tags or tag in self.tags


@dataclasses.dataclass
class Expected:
    diagnostics: list
    fixed_lines: dict  # kind, line -> [(tags, text)]


def parse(lines):
    """Reads the expectations of a test file given as a list of lines."""
    expected = Expected([], collections.defaultdict(list))
    for number, line in enumerate(lines, 1):
        match = EXPECTATION.match(line)
        if not match:
            if LOOKALIKE.match(line):
                raise Malformed(f"{number}: not an expectation: {line.strip()}")
            continue
        kind, text = match["kind"], match["text"] or ""
        tags = frozenset(match["tags"].split(",")) if match["tags"] else frozenset()
        target = number + int(match["offset"]) if match["offset"] else 0
        if kind in ("FIX", "UNSAFE"):
            if not match["offset"] or match["column"]:
                raise Malformed(f"{number}: {kind} takes a line and no column")
            expected.fixed_lines[kind, target].append((tags, text))
            continue
        if match["offset"] and not match["column"] or match["file"] and kind == "WARN":
            raise Malformed(f"{number}: {kind} takes a line and a column, as in {kind}@-1:3:")
        diagnostic = Diagnostic(kind, target, int(match["column"] or 0), text, match["file"] or "")
        expected.diagnostics.append(Expectation(diagnostic, tags, number))
    return expected


def strip(lines):
    """The test file without its expectations."""
    return [line for line in lines if not EXPECTATION.match(line)]


def fixed(lines, expected, tag, kinds):
    """The test file as the fixes of `kinds` should leave it in the run `tag`.

    Where several kinds name a line, the last of them says it all.
    """
    result = []
    for number, line in enumerate(lines, 1):
        texts = []
        for kind in reversed(kinds):
            named = expected.fixed_lines.get((kind, number), [])
            texts = [text for tags, text in named if not tags or tag in tags]
            if texts:
                break
        result += [text for text in texts if text != REMOVED] if texts else [line]
    return result


def changed_lines(before, after):
    """The fixed lines that make `after` of `before`: line -> [text]."""
    changes = {}
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation == "equal":
            continue
        new = after[j1:j2]
        if operation == "insert":
            # An inserted line belongs to the one before it.
            i1, i2 = max(i1 - 1, 0), max(i1, 1)
            new = [before[i1]] + new if j1 else new + [before[i1]]
        for i in range(i1, i2):
            last = i + 1 == i2
            taken, new = (new, []) if last else (new[:1], new[1:])
            changes[i + 1] = taken or [REMOVED]
    return changes


def write(stripped, runs):
    """Returns `stripped` with expectations made of what the runs found.

    `runs` maps a tag to (diagnostics, {kind: {line: [text]}}), diagnostics in
    the order found, each note after its warning.
    """
    tags = list(runs)
    comments = collections.defaultdict(list)  # line -> [(kind, suffix, text)]

    def mark(having):
        return "" if len(having) == len(tags) else f"[{','.join(having)}]"

    occurrences = {}  # (anchor, diagnostic, how often before) -> tags
    for tag, (diagnostics, _) in runs.items():
        seen = collections.Counter()
        anchor = 0
        for diagnostic in diagnostics:
            anchor = diagnostic.line or anchor
            occurrences.setdefault((anchor, diagnostic, seen[anchor, diagnostic]), []).append(tag)
            seen[anchor, diagnostic] += 1
    for (anchor, diagnostic, _), having in occurrences.items():
        comments[anchor].append((diagnostic, mark(having)))

    fixes = {}  # (line, kind, texts) -> tags
    for tag, (_, fixed_lines) in runs.items():
        for kind, changes in fixed_lines.items():
            for line, texts in changes.items():
                fixes.setdefault((line, kind, tuple(texts)), []).append(tag)

    result = []
    for number, line in enumerate(stripped, 1):
        result.append(line)
        indent = line[: len(line) - len(line.lstrip())]
        own = []
        for diagnostic, suffix in comments.get(number, []):
            own.append((diagnostic.kind + suffix, diagnostic.file, diagnostic.column, diagnostic.text))
        for (at, kind, texts), having in fixes.items():
            if at == number:
                own += [(kind + mark(having), "", 0, text) for text in texts]
        for back, (kind, file, column, text) in enumerate(own, 1):
            place = file or f"-{back}" + (f":{column}" if column else "")
            result.append(f"{indent}// {kind}@{place}: {text}".rstrip())
    return result
