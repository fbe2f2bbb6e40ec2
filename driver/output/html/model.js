// The data of the page, as Html.cpp wrote it, with names instead of numbers.

const DATA = JSON.parse(document.getElementById("data").textContent);
const LEVELS = ["note", "warning", "error"];
const CONFIDENCES = ["low", "medium", "high"];

function placeOf([file, line, column, endLine, endColumn, mark]) {
  return { file: DATA.files[file], index: file, line, column, endLine, endColumn, mark };
}

const placeText = (place) => (place.line ? `${place.file}:${place.line}:${place.column}` : place.file);

/// A note that says in which function it stands is a step of the way; of the
/// others, one at the line of the finding is advice.
function noteOf([message, place, inside], finding) {
  const note = { message, place: place && placeOf(place), inside };
  const here = !note.place || (note.place.file === finding.place.file && note.place.line === finding.place.line);
  note.kind = inside ? "step" : here ? "advice" : "beside";
  return note;
}

function findingOf(raw, index) {
  const finding = {
    index,
    check: DATA.checks[raw.check],
    level: LEVELS[raw.level],
    confidence: CONFIDENCES[raw.confidence],
    category: raw.category,
    message: raw.message,
    place: placeOf(raw.place),
    line: raw.line,
    inside: raw.inside,
    target: raw.target,
    state: raw.state,
    id: raw.id,
    fixes: raw.fixes || [],
    fix: (raw.fixes || []).reduce((best, fix) => (fix.safe ? "safe" : best), raw.fixes ? "unsafe" : "none"),
    seen: raw.seen,
    stops: !!raw.stops,
  };
  finding.directory = folderOf(finding.place.file);
  // Of ten thousand findings few are looked at.
  let notes = null;
  Object.defineProperty(finding, "notes", { get: () => (notes ||= (raw.notes || []).map((note) => noteOf(note, finding))) });
  return finding;
}

const FINDINGS = (DATA.findings || []).map(findingOf);
const OPEN = FINDINGS.filter((finding) => finding.state === "open");
const BY_ID = new Map(FINDINGS.map((finding) => [finding.id, finding]));

/// What a finding is filtered by. A name may stand for those that begin with it.
const FACETS = [
  { name: "state", title: "State", of: (f) => f.state, order: ["open", "baseline", "nolint", "unchanged", "fixed"] },
  { name: "seen", title: "At run time", of: (f) => (f.seen ? "seen" : "not seen") },
  { name: "check", title: "Check", of: (f) => f.check.name },
  { name: "category", title: "Category", of: (f) => f.category },
  { name: "level", title: "Level", of: (f) => f.level, order: ["error", "warning", "note"] },
  { name: "confidence", title: "Confidence", of: (f) => f.confidence, order: ["high", "medium", "low"] },
  { name: "fix", title: "Fix", of: (f) => f.fix, order: ["safe", "unsafe", "none"] },
  { name: "dir", title: "Directory", of: (f) => f.directory },
  { name: "file", title: "File", of: (f) => f.place.file },
];

const STATES = {
  open: "open",
  baseline: "in the baseline",
  nolint: "silenced by NOLINT",
  unchanged: "not on changed lines",
  fixed: "fixed",
};

/// Which group of the migration view a category belongs to.
const GROUP_OF = new Map();
(DATA.groups || []).forEach((group, index) => group.categories.forEach((name) => GROUP_OF.set(name, index)));

/// Colours of groups are classes: style sheets know the theme. The last one is
/// for everything else.
const groupClass = (category) => "g" + (GROUP_OF.has(category) ? GROUP_OF.get(category) : "x");

/// The lines around PLACE that the report holds, CONTEXT on each side.
function linesAround(place, context) {
  const lines = [];
  const first = place.line - context;
  const last = Math.max(place.line, Math.min(place.endLine || 0, place.line + 12)) + context;
  for (const [start, text] of (DATA.sources || [])[place.index] || [])
    text.split("\n").forEach((line, offset) => {
      if (start + offset >= first && start + offset <= last) lines.push({ number: start + offset, text: line });
    });
  return lines;
}
