// What was seen at run time: which findings it bears out, and what none of them
// explains.

const evidence = {
  name: "evidence",
  title: "Run time",
  show(main) {
    const seen = FINDINGS.filter((finding) => finding.seen).sort((a, b) => b.seen.seconds - a.seen.seconds);
    const { unexplained, records } = DATA.evidence;
    main.replaceChildren(
      el("h1", {}, "Seen at run time"),
      el("p", { class: "lead" }, `${plural(records, "record")} of ${DATA.evidence.files.join(", ")}: ${plural(seen.length, "finding")} seen happening, ${plural(unexplained.length, "place")} that no finding explains.`),
      card(
        "Findings that were seen",
        el(
          "div",
          { class: "scroll", tabindex: 0, role: "region", "aria-label": "Findings that were seen" },
          el(
            "table",
            {},
            el("thead", {}, el("tr", {}, ["Held the loop", "Longest", "Calls", "Finding", "Place"].map((name) => el("th", { scope: "col" }, name)))),
            el(
              "tbody",
              {},
              seen.map((finding) =>
                el(
                  "tr",
                  {},
                  el("td", { class: "right" }, duration(finding.seen.seconds)),
                  el("td", { class: "right" }, duration(finding.seen.longest)),
                  el("td", { class: "right" }, number(finding.seen.count)),
                  el("td", {}, el("a", { href: addressOf({ view: "findings", filters: {}, text: "", finding: finding.id }) }, finding.message)),
                  el("td", { class: "mono" }, placeText(finding.place)),
                ),
              ),
            ),
          ),
        ),
      ),
      card(
        "Blocking that no finding explains",
        unexplained.length
          ? el(
              "ul",
              { class: "unexplained" },
              unexplained.map((record) =>
                el(
                  "li",
                  {},
                  el("p", {}, el("b", {}, record.calls.join(", ") || "Handler"), record.category === "handler" ? "" : ` (${record.category})`, ` held the loop for ${duration(record.seconds)} in ${plural(record.count, "call")}`),
                  record.frames.length ? el("ol", { class: "frames mono" }, record.frames.map((frame) => el("li", {}, frame))) : el("p", { class: "quiet" }, "No frame of its stack has a name: compile with -g1."),
                ),
              ),
            )
          : el("p", { class: "hint" }, "None."),
      ),
    );
  },
};
