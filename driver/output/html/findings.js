// The view of all findings: filters, list, and the chosen one.

const SHOWN_VALUES = 8;
const opened = new Set(); // facets of which all values are shown

function toggle(facet, value) {
  const filters = { ...state.filters };
  const values = new Set(filters[facet.name]);
  if (!values.delete(value)) values.add(value);
  if (values.size) filters[facet.name] = values;
  else delete filters[facet.name];
  go({ filters });
}

function facetBox(facet, countOf) {
  const wanted = state.filters[facet.name] || new Set();
  if (facet.name === "file" && !wanted.size) return null;
  const counts = mostFirst(countOf);
  for (const value of wanted) if (!counts.some(([name]) => name === value)) counts.push([value, 0]);
  if (facet.order) counts.sort((a, b) => facet.order.indexOf(a[0]) - facet.order.indexOf(b[0]));
  // What cannot be chosen otherwise is no choice.
  if (counts.length < 2 && !wanted.size) return null;
  const all = opened.has(facet.name);
  const shown = all ? counts : counts.filter(([value], at) => at < SHOWN_VALUES || wanted.has(value));
  return el(
    "fieldset",
    { "data-facet": facet.name },
    el("legend", {}, facet.title),
    shown.map(([value, count]) =>
      el(
        "label",
        { title: value },
        el("input", { type: "checkbox", value, checked: wanted.has(value), on: { change: () => toggle(facet, value) } }),
        el("span", { class: "value" }, facet.name === "state" ? STATES[value] || value : shortenStart(value, 30)),
        el("span", { class: "count" }, number(count)),
      ),
    ),
    shown.length < counts.length &&
      el("button", { class: "quiet", on: { click: () => (opened.add(facet.name), render()) } }, `${number(counts.length - shown.length)} more`),
  );
}

const findingsView = (() => {
  let parts = null;

  function choose(finding, open) {
    go({ finding: finding.id }, !open);
    if (open && matchMedia("(max-width: 60rem)").matches) parts.detail.querySelector("button").focus();
  }

  function close() {
    go({ finding: "" });
    parts.list.box.focus();
  }

  function build(main) {
    const search = el("input", {
      type: "search",
      id: "search",
      placeholder: "Message, file, function…",
      "aria-label": "Search the findings",
      on: { input: () => go({ text: search.value }, true) },
    });
    const sort = el(
      "select",
      { "aria-label": "Order", on: { change: () => go({ sort: sort.value }, true) } },
      Object.entries(SORTS).map(([name, [title]]) => el("option", { value: name }, title)),
    );
    const facets = el("div", { class: "facets" });
    const total = el("p", { class: "total", role: "status" });
    const list = makeList([], choose);
    const detailBox = el("div", { class: "chosen" });
    const clear = el("button", { class: "quiet", on: { click: () => go({ filters: {}, text: "" }) } }, "Clear filters");
    const filters = el("details", { class: "filters" }, el("summary", {}, "Filters"), facets);
    filters.open = !matchMedia("(max-width: 60rem)").matches;
    const body = el(
      "div",
      { class: "findings" },
      el("section", { class: "side", "aria-label": "Filters" }, search, el("div", { class: "tools" }, sort, clear), filters),
      el("section", { class: "middle", "aria-label": "List of findings" }, total, list.box),
      detailBox,
    );
    main.replaceChildren(el("h1", { class: "hidden" }, "Findings"), body);
    parts = { main, search, sort, facets, total, list, detail: detailBox, body, clear };
    parts.key = null;
    parts.shownDetail = null;
  }

  function filter() {
    const { found, counts } = select();
    parts.found = found;
    const compare = (SORTS[state.sort] || SORTS[""])[1];
    if (compare) parts.found.sort(compare);
    if (parts.search.value !== state.text) parts.search.value = state.text;
    parts.sort.value = state.sort in SORTS ? state.sort : "";
    drawFacets(counts);
    parts.clear.disabled = !state.text && !Object.keys(state.filters).length;
    parts.total.textContent =
      parts.found.length === FINDINGS.length ? plural(FINDINGS.length, "finding") : `${number(parts.found.length)} of ${plural(FINDINGS.length, "finding")}`;
    parts.list.show(parts.found);
  }

  /// The box that was used keeps the focus, though it is made anew.
  function drawFacets(counts) {
    const used = parts.facets.contains(document.activeElement) && document.activeElement.closest("fieldset");
    const at = used && [used.dataset.facet, document.activeElement.value];
    parts.facets.replaceChildren(...FACETS.map((facet, at) => facetBox(facet, counts[at])).filter(Boolean));
    if (!at) return;
    const again = [...parts.facets.querySelectorAll("input")].find((input) => input.value === at[1] && input.closest("fieldset").dataset.facet === at[0]);
    if (again) again.focus();
  }

  function update() {
    const key = addressOf({ finding: "" });
    if (parts.key !== key) {
      parts.key = key;
      filter();
    } else parts.list.show(parts.found);
    const finding = BY_ID.get(state.finding);
    parts.body.classList.toggle("has-chosen", !!finding);
    if (parts.shownDetail !== state.finding) {
      parts.shownDetail = state.finding;
      parts.detail.replaceChildren(
        finding ? detail(finding, close) : el("p", { class: "hint" }, FINDINGS.length ? "Choose a finding to see its code, how the loop gets there, and what to do." : "No findings."),
      );
      parts.detail.scrollTop = 0;
    }
  }

  return {
    name: "findings",
    title: "Findings",
    show(main, isNew) {
      if (isNew || !parts) build(main);
      update();
    },
  };
})();
