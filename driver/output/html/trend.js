// Findings over a series of reports.

const PLOT = { width: 1000, height: 260, left: 48, right: 12, top: 12, bottom: 34 };

function ticks(most) {
  const step = Math.pow(10, Math.floor(Math.log10(Math.max(1, most))));
  const wide = most / step >= 5 ? step : most / step >= 2 ? step / 2 : step / 5;
  const values = [];
  for (let value = 0; value <= most; value += Math.max(1, Math.round(wide))) values.push(value);
  return values;
}

/// The axes of a plot of POINTS up to MOST, and where values lie in it.
function axes(points, most) {
  const { width, height, left, right, top, bottom } = PLOT;
  const x = (at) => left + ((width - left - right) * (at + 0.5)) / points.length;
  const y = (value) => height - bottom - ((height - top - bottom) * value) / Math.max(1, most);
  const every = Math.ceil(points.length / 12);
  return {
    x,
    y,
    lines: [
      ticks(most).map((value) => [
        svg("line", { class: "rule", x1: left, x2: width - right, y1: y(value), y2: y(value) }),
        svg("text", { x: left - 8, y: y(value) + 4, "text-anchor": "end" }, number(value)),
      ]),
      points.map((point, at) => at % every === 0 && svg("text", { x: x(at), y: height - 12, "text-anchor": "middle" }, shortenStart(point.label, 14))),
    ],
  };
}

const plot = (label, ...shapes) => svg("svg", { class: "plot", viewBox: `0 0 ${PLOT.width} ${PLOT.height}`, role: "img", "aria-label": label }, shapes);

/// Open findings by group, one upon the other.
function stacked(points) {
  const names = [...(DATA.groups || []).map((group, index) => [group.name, "g" + index]), ["Tasks and lifetimes", "gx"]];
  const most = Math.max(1, ...points.map((point) => point.open));
  const { x, y, lines } = axes(points, most);
  const base = points.map(() => 0);
  const areas = names.map(([, shape]) => {
    const below = base.slice();
    points.forEach((point, at) => {
      for (const [category, count] of Object.entries(point.byCategory)) if (groupClass(category) === shape) base[at] += count;
    });
    if (base.every((value, at) => value === below[at])) return null;
    const upper = base.map((value, at) => `${x(at)},${y(value)}`);
    const lower = below.map((value, at) => `${x(at)},${y(value)}`).reverse();
    return { shape, node: svg("polygon", { class: shape, points: [...upper, ...lower].join(" ") }) };
  });
  const edge = svg("polyline", { class: "edge", points: points.map((point, at) => `${x(at)},${y(point.open)}`).join(" ") });
  return [
    plot(`Open findings, from ${points[0].open} to ${points[points.length - 1].open}`, lines, areas.filter(Boolean).map((area) => area.node), edge),
    el("ul", { class: "legend" }, names.filter((name, at) => areas[at]).map(([name, shape]) => el("li", {}, el("i", { class: "dot " + shape }), name))),
  ];
}

/// New findings upwards and fixed ones beside them, for each step.
function changes(points) {
  const most = Math.max(1, ...points.map((point) => Math.max(point.new, point.fixed)));
  const { x, y, lines } = axes(points, most);
  const width = Math.min(18, 300 / points.length);
  const bar = (at, value, shape, shift) => value > 0 && svg("rect", { class: shape, x: x(at) + shift, y: y(value), width, height: y(0) - y(value), rx: 2 });
  return [
    plot("New and fixed findings", lines, points.map((point, at) => [bar(at, point.new, "new", -width - 1), bar(at, point.fixed, "fixed", 1)])),
    el("ul", { class: "legend" }, el("li", {}, el("i", { class: "dot new" }), "new"), el("li", {}, el("i", { class: "dot fixed" }), "fixed")),
  ];
}

function trendTable(points) {
  return el(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "The figures" },
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, ["Report", "Open", "New", "Fixed", "Not analysed"].map((name, at) => el("th", { scope: "col", class: at ? "right" : "" }, name)))),
      el(
        "tbody",
        {},
        points.map((point) => el("tr", {}, el("td", { class: "mono" }, point.label), [point.open, point.new, point.fixed, point.failures].map((value) => el("td", { class: "right" }, number(value))))),
      ),
    ),
  );
}

const trend = {
  name: "trend",
  title: "Trend",
  show(main) {
    const { points } = DATA;
    const last = points[points.length - 1];
    const sum = (name) => points.reduce((total, point) => total + point[name], 0);
    main.replaceChildren(
      el("h1", { class: "hidden" }, "Trend"),
      el(
        "div",
        { class: "tiles" },
        tile(number(last.open), "open in the last report", null, `${number(points[0].open)} in the first`),
        tile(number(sum("new")), "new since the first"),
        tile(number(sum("fixed")), "fixed since the first"),
      ),
      card("Open findings", stacked(points)),
      card("New and fixed", changes(points)),
      card("The figures", trendTable(points)),
    );
  },
};
