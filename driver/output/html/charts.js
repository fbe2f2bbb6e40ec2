// Plots, as plain SVG.

/// Rows of a name, a bar and a number. PARTS of a row are [class, count].
function bars(rows, limit) {
  const most = Math.max(1, ...rows.map((row) => row.count));
  const list = el("ul", { class: "bars" });
  const add = (row) => {
    let at = 0;
    const shapes = (row.parts || [["accent", row.count]]).map(([name, count]) => {
      const width = (100 * count) / most;
      const shape = svg("rect", { class: name, x: at, y: 0, width, height: 10 });
      at += width;
      return shape;
    });
    list.append(
      el(
        "li",
        {},
        el(
          "a",
          { href: row.href, title: row.title || row.name },
          el("span", { class: row.mono ? "name mono" : "name" }, row.isFile ? [baseName(row.name), el("span", { class: "quiet" }, "  " + baseName(folderOf(row.name)))] : row.mono ? shortPath(row.name) : row.name),
          svg("svg", { class: "bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, shapes),
          el("span", { class: "count" }, number(row.count)),
        ),
      ),
    );
  };
  rows.slice(0, limit).forEach(add);
  if (rows.length <= limit) return list;
  const more = el("button", { class: "quiet", on: { click: () => (rows.slice(limit).forEach(add), more.remove()) } }, `${number(rows.length - limit)} more`);
  return [list, more];
}

/// One bar of several parts, each a link, with its legend.
function shares(parts) {
  const whole = parts.reduce((sum, part) => sum + part.count, 0);
  let at = 0;
  return [
    svg(
      "svg",
      { class: "shares", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
      parts.map((part) => {
        const width = whole ? (100 * part.count) / whole : 0;
        const shape = svg("rect", { class: part.shape, x: at, y: 0, width: Math.max(0, width - 0.3), height: 6 });
        at += width;
        return shape;
      }),
    ),
    el(
      "ul",
      { class: "legend" },
      parts.map((part) =>
        el("li", {}, el("a", { href: part.href }, el("i", { class: "dot " + part.shape }), part.name, el("b", {}, number(part.count)))),
      ),
    ),
  ];
}

/// A ring that is filled to PART of WHOLE.
function ring(part, whole) {
  const length = 2 * Math.PI * 42;
  return svg(
    "svg",
    { class: "ring", viewBox: "0 0 100 100", role: "img", "aria-label": percent(part, whole) },
    svg("circle", { class: "track", cx: 50, cy: 50, r: 42 }),
    svg("circle", { class: "filled", cx: 50, cy: 50, r: 42, "stroke-dasharray": `${whole ? (length * part) / whole : length} ${length}`, transform: "rotate(-90 50 50)" }),
    svg("text", { x: 50, y: 57, "text-anchor": "middle" }, percent(part, whole)),
  );
}
