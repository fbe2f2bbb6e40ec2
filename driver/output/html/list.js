// The list of findings. Only the rows in sight are elements, so that ten
// thousand findings are as quick as ten.

const ROW = 84; // pixels, as in page.css

function makeList(findings, onChoose) {
  const body = el("div", { class: "rows" });
  const box = el("div", {
    class: "list",
    tabindex: 0,
    role: "listbox",
    "aria-label": "Findings",
    on: { scroll: () => draw(), keydown: onKey, click: onClick },
  });
  box.append(body);
  let shown = findings;
  let drawn = "";

  const chosen = () => shown.findIndex((finding) => finding.id === state.finding);

  function row(finding, at) {
    return el(
      "div",
      {
        class: "row" + (finding.state === "open" ? "" : " closed"),
        id: "finding-" + finding.id,
        role: "option",
        "aria-selected": String(finding.id === state.finding),
        "aria-posinset": at + 1,
        "aria-setsize": shown.length,
        "data-at": at,
      },
      el("i", { class: "dot " + groupClass(finding.category), title: finding.category }),
      el(
        "div",
        { class: "what" },
        el("div", { class: "message" }, finding.message),
        el("div", { class: "where" }, el("span", { class: "mono" }, `${baseName(finding.place.file)}:${finding.place.line}`), finding.inside ? ` in ${finding.inside}` : ""),
      ),
      el(
        "div",
        { class: "marks" },
        finding.seen && el("span", { class: "mark seen", title: "Seen at run time" }, duration(finding.seen.seconds)),
        finding.fix !== "none" && el("span", { class: finding.fix === "safe" ? "mark fix" : "mark" }, finding.fix === "safe" ? "fix" : "unsafe fix"),
        el("span", { class: "mark" }, finding.confidence),
      ),
    );
  }

  function draw() {
    const first = Math.max(0, Math.floor(box.scrollTop / ROW) - 6);
    const last = Math.min(shown.length, first + Math.ceil((box.clientHeight || 800) / ROW) + 12);
    const key = `${first}-${last}-${state.finding}`;
    if (key === drawn) return;
    drawn = key;
    body.replaceChildren(
      ...shown.slice(first, last).map((finding, i) => {
        const node = row(finding, first + i);
        node.style.top = (first + i) * ROW + "px";
        return node;
      }),
    );
    const at = chosen();
    if (at >= first && at < last) box.setAttribute("aria-activedescendant", "finding-" + state.finding);
    else box.removeAttribute("aria-activedescendant");
  }

  function reveal(at) {
    if (at * ROW < box.scrollTop) box.scrollTop = at * ROW;
    else if ((at + 1) * ROW > box.scrollTop + box.clientHeight) box.scrollTop = (at + 1) * ROW - box.clientHeight;
  }

  function onClick(event) {
    const node = event.target.closest("[data-at]");
    if (node) onChoose(shown[Number(node.dataset.at)], true);
  }

  function onKey(event) {
    const page = Math.max(1, Math.floor(box.clientHeight / ROW) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    const at = chosen();
    if (event.key === "Enter" && at >= 0) onChoose(shown[at], true);
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in steps) || !shown.length) return;
    event.preventDefault();
    const next = at < 0 ? 0 : Math.min(shown.length - 1, Math.max(0, at + steps[event.key]));
    onChoose(shown[next], false);
    reveal(next);
    draw();
  }

  function show(findings) {
    if (findings !== shown) box.scrollTop = 0;
    shown = findings;
    drawn = "";
    body.style.height = shown.length * ROW + "px";
    const at = chosen();
    if (at >= 0) requestAnimationFrame(() => (reveal(at), draw()));
    draw();
  }

  new ResizeObserver(() => draw()).observe(box);
  return { box, show };
}
