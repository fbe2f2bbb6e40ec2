// From synchronous to asynchronous code: what is left, by kind, and where to go
// on.

const WEIGHT = { low: 1, medium: 2, high: 3 };

/// Findings that hold the loop, by group.
const groupsLeft = () =>
  DATA.groups.map((group, index) => {
    const mine = (finding) => finding.stops && GROUP_OF.get(finding.category) === index;
    return {
      name: group.name,
      index,
      categories: new Set(group.categories),
      open: OPEN.filter(mine),
      known: FINDINGS.filter((finding) => finding.state === "baseline" && mine(finding)),
      done: group.done + FINDINGS.filter((finding) => finding.state === "fixed" && mine(finding)).length,
    };
  });

/// Files by what converting them would bring: certain findings count more, and
/// those that were seen at run time most.
function nextFiles() {
  const files = new Map();
  for (const finding of FINDINGS) {
    if (!finding.stops || (finding.state !== "open" && finding.state !== "baseline")) continue;
    const file = files.get(finding.place.file) || { name: finding.place.file, score: 0, findings: [] };
    file.score += WEIGHT[finding.confidence] + (finding.seen ? 10 : 0);
    file.findings.push(finding);
    files.set(finding.place.file, file);
  }
  return [...files.values()].sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
}

function checklistItem(group) {
  const left = group.open.length + group.known.length;
  const files = countBy([...group.open, ...group.known], (finding) => finding.place.file);
  return el(
    "li",
    { class: left ? "" : "finished" },
    el("span", { class: "tick " + (left ? "" : "yes"), "aria-hidden": "true" }),
    el("div", { class: "grow" }, [
      el(
        "div",
        { class: "head" },
        left ? el("a", { href: addressOf({ view: "findings", text: "", finding: "", filters: { state: ["open", "baseline"], category: group.categories } }) }, group.name) : el("span", {}, group.name),
        el("span", { class: "count" }, left ? `${number(left)} left` : "nothing left", group.done ? `, ${number(group.done)} done` : ""),
      ),
      svg(
        "svg",
        { class: "progress", viewBox: "0 0 100 4", preserveAspectRatio: "none", "aria-hidden": "true" },
        svg("rect", { class: "track", width: 100, height: 4 }),
        svg("rect", { class: "done", width: left + group.done ? (100 * group.done) / (left + group.done) : 100, height: 4 }),
      ),
      files.length > 0 && el("div", { class: "note mono" }, files.slice(0, 3).map(([file, count], at) => `${at ? ", " : ""}${file} (${count})`), files.length > 3 ? `, ${number(files.length - 3)} more` : ""),
    ]),
  );
}

function nextFile(files) {
  if (!files.length) return card("Next file to convert", el("p", { class: "hint" }, "None: nothing that holds the loop is left."));
  const [best, ...others] = files;
  return card(
    "Next file to convert",
    el("p", { class: "best" }, el("a", { class: "mono", href: findingsAddress({ file: best.name }) }, best.name)),
    el("p", {}, countBy(best.findings, (finding) => finding.category).map(([name, count], at) => `${at ? ", " : ""}${count} × ${name}`)),
    el("p", { class: "quiet" }, "It has most to gain: each finding counts by its confidence, and more if it was seen at run time."),
    others.length > 0 && [
      el("h3", {}, "Then"),
      bars(
        others.slice(0, 8).map((file) => ({ name: file.name, mono: true, isFile: true, count: file.findings.length, href: findingsAddress({ file: file.name }), parts: groupParts(file.findings) })),
        8,
      ),
    ],
  );
}

const migration = {
  name: "migration",
  title: "Migration",
  show(main) {
    const groups = groupsLeft();
    const left = groups.reduce((sum, group) => sum + group.open.length + group.known.length, 0);
    const done = groups.reduce((sum, group) => sum + group.done, 0);
    main.replaceChildren(
      el("h1", {}, "From synchronous to asynchronous"),
      el(
        "p",
        { class: "lead" },
        `${plural(left, "finding")} of synchronous work on the loop ${left === 1 ? "is" : "are"} left`,
        DATA.run.baseline || DATA.run.compared ? `, ${number(done)} done since the ${DATA.run.compared ? "older report" : "baseline"}.` : "; with --baseline the page also tells what is done.",
      ),
      el(
        "div",
        { class: "cards" },
        card("Checklist", el("ul", { class: "checklist" }, groups.map(checklistItem))),
        el(
          "div",
          { class: "stack" },
          DATA.loop &&
            card(
              "Clean code on the loop",
              el(
                "div",
                { class: "share" },
                ring(DATA.loop.clean, DATA.loop.functions),
                el(
                  "p",
                  {},
                  `${number(DATA.loop.clean)} of ${plural(DATA.loop.functions, "function")} that an event loop runs (${number(DATA.loop.contexts)} of them handlers and coroutines) neither stop it nor lie on a way to what does.`,
                ),
              ),
            ),
          nextFile(nextFiles()),
        ),
      ),
    );
  },
};
