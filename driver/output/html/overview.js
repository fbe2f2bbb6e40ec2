// The first view: how much there is, of what, and where.

const tile = (value, name, href, note) =>
  el(
    href ? "a" : "div",
    { class: "tile", href },
    el("div", { class: "value" }, value),
    el("div", { class: "name" }, name),
    note && el("div", { class: "note" }, note),
  );

const card = (title, ...children) => el("section", { class: "card" }, el("h2", {}, title), ...children);

/// The parts of a bar by group of categories, in the order of the groups.
function groupParts(findings) {
  const counts = countBy(findings, (finding) => groupClass(finding.category));
  return counts.sort((a, b) => (a[0] < b[0] ? -1 : 1));
}

function byGroup() {
  const parts = (DATA.groups || []).map((group, index) => ({
    name: group.name,
    shape: "g" + index,
    count: OPEN.filter((finding) => GROUP_OF.get(finding.category) === index).length,
    filters: new Set(group.categories),
  }));
  const rest = OPEN.filter((finding) => !GROUP_OF.has(finding.category));
  parts.push({ name: "Tasks and lifetimes", shape: "gx", count: rest.length, filters: new Set(rest.map((finding) => finding.category)) });
  return parts
    .filter((part) => part.count)
    .map((part) => ({ ...part, href: addressOf({ view: "findings", text: "", finding: "", filters: { state: ["open"], category: part.filters } }) }));
}

function overviewTiles() {
  const files = new Set(OPEN.map((finding) => finding.place.file)).size;
  const safe = OPEN.filter((finding) => finding.fix === "safe").length;
  const seen = OPEN.filter((finding) => finding.seen);
  const known = FINDINGS.filter((finding) => finding.state === "baseline").length;
  return el(
    "div",
    { class: "tiles" },
    tile(number(OPEN.length), OPEN.length === 1 ? "open finding" : "open findings", findingsAddress({}), known ? `${number(known)} more in the baseline` : ""),
    tile(number(files), files === 1 ? "file with findings" : "files with findings", null, `of ${number(DATA.run.parsed)} analysed`),
    tile(number(safe), "with a safe fix", safe ? findingsAddress({ fix: "safe" }) : null, safe ? "applied by cotidy --fix" : ""),
    DATA.loop && tile(percent(DATA.loop.clean, DATA.loop.functions), "of the loop's code is clean", addressOf({ view: "migration" }), `${number(DATA.loop.clean)} of ${plural(DATA.loop.functions, "function")}`),
    DATA.evidence && tile(number(seen.length), "seen at run time", findingsAddress({ seen: "seen" }), `${duration(seen.reduce((sum, f) => sum + f.seen.seconds, 0))} on the loop`),
  );
}

const overview = {
  name: "overview",
  title: "Overview",
  show(main) {
    const rowsOf = (facet, mono) => {
      const members = new Map();
      for (const finding of OPEN) {
        const name = facet.of(finding);
        if (!members.has(name)) members.set(name, []);
        members.get(name).push(finding);
      }
      return countBy(OPEN, facet.of).map(([name, count]) => ({ name, count, mono, isFile: facet.name === "file", href: findingsAddress({ [facet.name]: name }), parts: groupParts(members.get(name)) }));
    };
    const facet = (name) => FACETS.find((f) => f.name === name);
    const confidences = CONFIDENCES.slice()
      .reverse()
      .map((name) => ({ name, shape: "c-" + name, count: OPEN.filter((f) => f.confidence === name).length, href: findingsAddress({ confidence: name }) }))
      .filter((part) => part.count);
    main.replaceChildren(
      el("h1", { class: "hidden" }, "Overview"),
      overviewTiles(),
      ...(DATA.failures.length
        ? [
            el(
              "details",
              { class: "card failures" },
              el("summary", {}, `${plural(DATA.failures.length, "file")} could not be analysed`),
              el("ul", {}, DATA.failures.map(([file, message]) => el("li", {}, el("span", { class: "mono" }, file), ": " + message))),
            ),
          ]
        : []),
      OPEN.length
        ? el(
            "div",
            { class: "cards" },
            el(
              "div",
              { class: "stack" },
              card("What they are about", shares(byGroup())),
              card("By check", bars(rowsOf(facet("check"), true), 12)),
              card("By category", bars(rowsOf(facet("category")), 12)),
            ),
            el(
              "div",
              { class: "stack" },
              card("How certain they are", shares(confidences)),
              card("Hottest files", bars(rowsOf(facet("file"), true), 12)),
              card("By directory", bars(rowsOf(facet("dir"), true), 12)),
            ),
          )
        : el("p", { class: "hint" }, "No open findings."),
    );
  },
};
