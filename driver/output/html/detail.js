// One finding: where it stands, how the loop gets there, what to do.

const CONTEXT = 3;

/// The text with the range of PLACE marked, if it is on this line.
function marked(line, place) {
  if (line.number !== place.line || !place.column) return [line.text];
  const begin = place.mark - 1;
  const end = place.endLine > place.line ? line.text.length : Math.max(begin + 1, (place.endColumn || 0) - 1);
  return [line.text.slice(0, begin), el("mark", {}, line.text.slice(begin, end)), line.text.slice(end)];
}

function code(place, context, fallback) {
  let lines = linesAround(place, context);
  if (!lines.length && fallback) lines = [{ number: place.line, text: fallback }];
  if (!lines.length) return null;
  return el(
    "pre",
    { class: "code", tabindex: 0, role: "region", "aria-label": "Source of " + placeText(place) },
    lines.map((line) =>
      el("div", { class: line.number === place.line ? "line here" : "line" }, el("span", { class: "number" }, line.number), el("code", {}, marked(line, place))),
    ),
  );
}

/// The way from the finding to what it is about.
function chain(finding) {
  const steps = finding.notes.filter((note) => note.kind === "step");
  if (!steps.length) return null;
  return el(
    "section",
    { class: "block" },
    el("h3", {}, "How it gets there"),
    el(
      "ol",
      { class: "chain" },
      el("li", {}, el("div", { class: "step" }, finding.inside || "here"), el("div", { class: "mono place" }, placeText(finding.place))),
      steps.map((note) =>
        el(
          "li",
          {},
          el("div", { class: "step" }, note.message),
          el("div", { class: "mono place" }, placeText(note.place), note.inside ? ` in ${note.inside}` : ""),
          code(note.place, 1),
        ),
      ),
    ),
  );
}

/// Other places that have to do with it.
function beside(finding) {
  const notes = finding.notes.filter((note) => note.kind === "beside");
  if (!notes.length) return null;
  return el(
    "section",
    { class: "block" },
    el("h3", {}, "See also"),
    el(
      "ul",
      { class: "beside" },
      notes.map((note) => el("li", {}, el("div", { class: "step" }, note.message), el("div", { class: "mono place" }, placeText(note.place)), code(note.place, 1))),
    ),
  );
}

function hunk({ file, line, lines }) {
  let before = line;
  let after = line;
  return el(
    "pre",
    { class: "code diff", tabindex: 0, role: "region", "aria-label": "Fix in " + DATA.files[file] },
    el("div", { class: "line file" }, el("span", { class: "number" }), el("code", {}, DATA.files[file])),
    lines.map(([kind, text]) => {
      const at = kind === "+" ? after : before;
      if (kind !== "+") before++;
      if (kind !== "-") after++;
      const name = { "+": " added", "-": " removed", " ": "" }[kind];
      return el("div", { class: "line" + name }, el("span", { class: "number" }, at), el("code", {}, el("span", { class: "sign" }, kind + " "), text));
    }),
  );
}

function fixes(finding) {
  return finding.fixes.map((fix) =>
    el(
      "section",
      { class: "block" },
      el("h3", {}, "Fix: " + (fix.title || "apply the edits"), " ", el("span", { class: fix.safe ? "mark fix" : "mark" }, fix.safe ? "safe" : "unsafe")),
      fix.hunks.length ? fix.hunks.map(hunk) : el("p", { class: "quiet" }, "Its lines cannot be shown: they are too long, or changed since."),
    ),
  );
}

function seenAtRunTime({ seen }) {
  if (!seen) return null;
  return el(
    "p",
    { class: "evidence" },
    el("b", {}, "Seen at run time: "),
    `held the loop for ${duration(seen.seconds)} in ${plural(seen.count, "call")}, at most ${duration(seen.longest)} at once`,
    seen.calls.length ? ` (${seen.calls.join(", ")}).` : ".",
  );
}

function detail(finding, onClose) {
  const advice = finding.notes.filter((note) => note.kind === "advice");
  const { check } = finding;
  return el(
    "article",
    { class: "detail", "aria-label": "Finding" },
    el("button", { class: "back", on: { click: onClose } }, "← All findings"),
    el(
      "div",
      { class: "badges" },
      el("a", { class: "mark strong " + groupClass(finding.category), href: findingsAddress({ check: check.name }) }, check.name),
      el("span", { class: "mark " + finding.level }, finding.level),
      el("span", { class: "mark" }, finding.confidence + " confidence"),
      el("span", { class: "mark" }, finding.category),
      finding.state !== "open" && el("span", { class: "mark state" }, STATES[finding.state]),
    ),
    el("h2", {}, finding.message),
    el(
      "p",
      { class: "place" },
      el("a", { class: "mono", href: findingsAddress({ file: finding.place.file }) }, placeText(finding.place)),
      finding.inside ? ` in ${finding.inside}` : "",
    ),
    seenAtRunTime(finding),
    code(finding.place, CONTEXT, finding.line),
    chain(finding),
    beside(finding),
    advice.length > 0 &&
      el("section", { class: "block" }, el("h3", {}, "What to do"), el("ul", { class: "advice" }, advice.map((note) => el("li", {}, note.message)))),
    fixes(finding),
    check.documentation &&
      el(
        "details",
        { class: "block docs" },
        el("summary", {}, `About ${check.name}`),
        el("p", {}, check.summary),
        markdown(check.documentation),
        el("p", {}, el("a", { href: check.url, rel: "noreferrer" }, check.url)),
      ),
  );
}
