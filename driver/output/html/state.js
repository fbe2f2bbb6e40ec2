// What is shown stands in the address, behind the `#`: a link to a view is a
// link to what its sender saw.

const VIEWS = [];
const state = { view: "", text: "", sort: "", finding: "", filters: {} };

function readAddress() {
  const query = new URLSearchParams(location.hash.replace(/^#/, ""));
  state.view = VIEWS.some((view) => view.name === query.get("view")) ? query.get("view") : VIEWS[0].name;
  state.text = query.get("text") || "";
  state.sort = query.get("sort") || "";
  state.finding = query.get("finding") || "";
  state.filters = {};
  for (const facet of FACETS) {
    const values = query.getAll(facet.name);
    if (values.length) state.filters[facet.name] = new Set(values);
  }
}

/// The address of the state with CHANGES; filters in it replace all others.
function addressOf(changes) {
  const next = { ...state, ...changes };
  const query = new URLSearchParams();
  query.set("view", next.view);
  for (const facet of FACETS) for (const value of next.filters[facet.name] || []) query.append(facet.name, value);
  for (const name of ["text", "sort", "finding"]) if (next[name]) query.set(name, next[name]);
  return "#" + query.toString();
}

/// Leads to findings: `{check: "async-sync-io"}`.
function findingsAddress(filters) {
  const sets = { state: ["open"] };
  for (const [name, value] of Object.entries(filters)) sets[name] = [value];
  return addressOf({ view: "findings", filters: sets, text: "", finding: "" });
}

/// Replaces the entry of the browser's history for what follows each key, and
/// adds one for what somebody chose.
function go(changes, replace) {
  history[replace ? "replaceState" : "pushState"](null, "", addressOf(changes));
  readAddress();
  render();
}

/// Where text is looked for. Made when it is first needed: most pages are only
/// looked at.
function haystack(finding) {
  finding.haystack ||= `${finding.message}\n${placeText(finding.place)}\n${finding.inside}\n${finding.check.name}\n${finding.category}`.toLowerCase();
  return finding.haystack;
}

const wordsOf = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

/// The findings that are asked for, and for each facet how many there are of
/// each value where all other facets are as asked for: in one pass, as this
/// runs at each key.
function select() {
  const words = wordsOf(state.text);
  const found = [];
  const counts = FACETS.map(() => new Map());
  const add = (at, value) => counts[at].set(value, (counts[at].get(value) || 0) + 1);
  const wanted = FACETS.map((facet) => state.filters[facet.name]);
  const values = FACETS.map(() => "");
  for (const finding of FINDINGS) {
    if (words.length && !words.every((word) => haystack(finding).includes(word))) continue;
    let misses = 0;
    let missed = 0;
    for (let at = 0; at < FACETS.length && misses < 2; at++) {
      values[at] = FACETS[at].of(finding);
      if (wanted[at] && !wanted[at].has(values[at])) {
        misses++;
        missed = at;
      }
    }
    if (misses === 0) {
      found.push(finding);
      for (let at = 0; at < FACETS.length; at++) add(at, values[at]);
    } else if (misses === 1) add(missed, values[missed]);
  }
  return { found, counts };
}

const SORTS = {
  "": ["As reported", null],
  confidence: ["Most certain first", (a, b) => rank(b) - rank(a) || a.index - b.index],
  check: ["By check", (a, b) => (a.check.name < b.check.name ? -1 : a.check.name > b.check.name ? 1 : a.index - b.index)],
};
const rank = (f) => LEVELS.indexOf(f.level) * 4 + CONFIDENCES.indexOf(f.confidence);
