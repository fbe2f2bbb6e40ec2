// The frame of the page: its head, its views, and the keys.

const isTrend = DATA.kind === "trend";
VIEWS.push(...(isTrend ? [trend] : [overview, findingsView, loopMap, migration]));
if (DATA.evidence) VIEWS.push(evidence);

const main = document.getElementById("main");

function theme(next) {
  const root = document.documentElement;
  if (next) root.dataset.theme = next;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  return dark ? "dark" : "light";
}

function head() {
  const run = DATA.run;
  const facts = isTrend
    ? [plural(DATA.points.length, "report")]
    : [`${plural(run.parsed, "file")} analysed`, run.profile + " checks", run.newFrom ? "lines changed since " + run.newFrom : "", run.seconds ? duration(run.seconds) : ""];
  const toggle = el("button", { class: "quiet theme", on: { click: () => (theme(theme() === "dark" ? "light" : "dark"), name()) } });
  const name = () => (toggle.textContent = theme() === "dark" ? "Light" : "Dark");
  name();
  document.title = `${DATA.title}: cotidy ${isTrend ? "trend" : "report"}`;
  fill(document.getElementById("top"), {}, [
      el("div", { class: "brand" }, el("span", { class: "logo" }, "cotidy"), el("span", { class: "project" }, DATA.title), el("span", { class: "facts" }, facts.filter(Boolean).join(" · "))),
      VIEWS.length > 1 && el("nav", { "aria-label": "Views" }, VIEWS.map((view) => el("a", { "data-view": view.name }, view.title))),
      el("div", { class: "corner" }, toggle, el("span", { class: "version" }, DATA.tool.version)),
  ]);
}

function render() {
  const view = VIEWS.find((v) => v.name === state.view);
  for (const link of document.querySelectorAll("nav a")) {
    link.href = addressOf({ view: link.dataset.view, finding: "", ...(link.dataset.view === state.view ? {} : { text: "" }) });
    if (link.dataset.view === state.view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const isNew = main.dataset.view !== view.name;
  view.show(main, isNew);
  main.dataset.view = view.name;
  if (isNew) scrollTo(0, 0);
}

// The address is the view's: the link to the content must not change it.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
addEventListener("hashchange", () => {
  readAddress();
  render();
});
addEventListener("popstate", () => {
  readAddress();
  render();
});
addEventListener("keydown", (event) => {
  if (event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  const search = main.querySelector("input[type=search]");
  if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
  } else if (event.key === "Escape" && state.finding) go({ finding: "" });
});

readAddress();
head();
render();
