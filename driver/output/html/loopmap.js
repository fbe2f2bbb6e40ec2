// Which handlers can block, on what, and through whom.

const MAP_LIMIT = 120;

/// What holds the loop: findings, as ways of a handler to what blocks it.
function ways() {
  return OPEN.filter((finding) => finding.stops && finding.inside).map((finding) => {
    const steps = finding.notes.filter((note) => note.kind === "step");
    const through = [...new Set(steps.map((note) => note.inside))].filter((name) => name !== finding.inside);
    return { finding, from: finding.inside, through, to: finding.target || finding.message };
  });
}

/// The names of one side, each with its links.
function column(links, key) {
  const nodes = new Map();
  for (const link of links) {
    const name = link[key];
    if (!nodes.has(name)) nodes.set(name, { name, links: [] });
    nodes.get(name).links.push(link);
  }
  return [...nodes.values()];
}

const STEP = 22;

/// Gives each link of NODES its height, as END, in the order of that at the
/// other end: few lines cross then.
function place(nodes, end, other) {
  let y = 16;
  for (const node of nodes) {
    if (other) node.links.sort((a, b) => a[other] - b[other]);
    node.top = y;
    node.links.forEach((link, at) => (link[end] = y + at * STEP));
    y += node.links.length * STEP + 10;
  }
  return y;
}

const middle = (node, end) => node.links.reduce((sum, link) => sum + link[end], 0) / node.links.length;

/// Handlers on the left, what blocks them on the right; on the lines who is
/// called on the way.
function flow(links) {
  const LEFT = 330;
  const RIGHT = 730;
  const from = column(links, "from");
  const to = column(links, "to");
  place(from, "y1");
  to.sort((a, b) => middle(a, "y1") - middle(b, "y1"));
  place(to, "y2", "y1");
  const height = Math.max(place(from, "y1", "y2"), place(to, "y2", "y1"));
  const label = (node, x, anchor) =>
    svg("text", { x, y: node.top + 4 + ((node.links.length - 1) * STEP) / 2, "text-anchor": anchor }, svg("title", {}, node.name), shortenStart(node.name, 42));
  const end = (node, x) => svg("rect", { class: "end", x: x - 3, y: node.top - 8, width: 6, height: (node.links.length - 1) * STEP + 16, rx: 3 });
  return svg(
    "svg",
    { class: "flow", viewBox: `0 0 1060 ${height}`, role: "group", "aria-label": "Handlers and what blocks them" },
    links.map((link) =>
      svg(
        "a",
        { href: addressOf({ view: "findings", filters: {}, text: "", finding: link.finding.id }), class: "way " + groupClass(link.finding.category) },
        svg("title", {}, `${link.from} → ${[...link.through, link.to].join(" → ")} (${placeText(link.finding.place)})`),
        svg("path", { d: `M${LEFT + 6} ${link.y1} C${LEFT + 150} ${link.y1} ${RIGHT - 150} ${link.y2} ${RIGHT - 6} ${link.y2}` }),
        link.through.length > 0 && svg("text", { class: "through", x: LEFT + 16, y: link.y1 - 4 }, shorten("via " + link.through.join(" → "), 46)),
      ),
    ),
    from.map((node) => [label(node, LEFT - 8, "end"), end(node, LEFT)]),
    to.map((node) => [label(node, RIGHT + 8, "start"), end(node, RIGHT)]),
  );
}

function wayTable(links) {
  return el(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Handlers as a table" },
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, ["Handler", "Through", "Blocks on", "Category", "Place"].map((name) => el("th", { scope: "col" }, name)))),
      el(
        "tbody",
        {},
        links.map((link) =>
          el(
            "tr",
            {},
            el("td", { class: "mono" }, link.from),
            el("td", { class: "mono" }, link.through.join(" → ")),
            el("td", { class: "mono" }, link.to),
            el("td", {}, el("i", { class: "dot " + groupClass(link.finding.category) }), " " + link.finding.category),
            el("td", { class: "mono" }, el("a", { href: addressOf({ view: "findings", filters: {}, text: "", finding: link.finding.id }) }, placeText(link.finding.place))),
          ),
        ),
      ),
    ),
  );
}

const loopMap = {
  name: "map",
  title: "Loop map",
  show(main) {
    const all = ways();
    const words = wordsOf(state.text);
    const links = all.filter((link) => {
      const text = [link.from, ...link.through, link.to, link.finding.category, link.finding.place.file].join("\n").toLowerCase();
      return words.every((word) => text.includes(word));
    });
    if (main.dataset.view !== "map" || !main.querySelector(".map")) {
      const search = el("input", { type: "search", value: state.text, placeholder: "Handler, function, what blocks…", "aria-label": "Search the map", on: { input: () => go({ text: search.value }, true) } });
      main.replaceChildren(
        el("h1", {}, "What the event loop reaches"),
        el("p", { class: "lead" }, "Each line is a handler or coroutine on the left that stops its loop in what stands on the right, by itself or through the functions named on the line."),
        el("div", { class: "tools" }, search),
        el("div", { class: "map" }),
      );
    }
    const handlers = new Set(links.map((link) => link.from)).size;
    main
      .querySelector(".map")
      .replaceChildren(
        el("p", { class: "total", role: "status" }, `${plural(handlers, "handler")}, ${plural(links.length, "way")} to block` + (links.length > MAP_LIMIT ? `; the first ${MAP_LIMIT} are drawn` : "")),
        ...(links.length ? [el("div", { class: "drawing" }, flow(links.slice(0, MAP_LIMIT))), el("details", {}, el("summary", {}, "As a table"), wayTable(links.slice(0, 1000)))] : []),
      );
  },
};
