// Makes elements. All text of the report goes through textContent: nothing that
// stands in it is ever read as markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") for (const [event, f] of Object.entries(value)) node.addEventListener(event, f);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity))
    if (child !== undefined && child !== null && child !== false)
      node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  return node;
}

const el = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);
const svg = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

const number = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");
const plural = (value, noun) => `${number(value)} ${noun}${value === 1 ? "" : "s"}`;
const percent = (part, whole) => (whole ? Math.floor((100 * part) / whole) : 100) + "%";

function duration(seconds) {
  if (seconds >= 1) return seconds.toFixed(seconds >= 10 ? 0 : 1) + " s";
  if (seconds >= 0.001) return (seconds * 1000).toFixed(seconds >= 0.01 ? 0 : 1) + " ms";
  return Math.round(seconds * 1e6) + " µs";
}

/// The end of a long text tells more of a path than its beginning.
const shorten = (text, length) => (text.length > length ? text.slice(0, length - 1) + "…" : text);
const shortenStart = (text, length) => (text.length > length ? "…" + text.slice(text.length - length + 1) : text);

const folderOf = (file) => (file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".");
const baseName = (file) => file.slice(file.lastIndexOf("/") + 1);

/// The last two parts of a path: what people know a file by.
const shortPath = (file) => (file.split("/").length > 2 ? "…/" + file.split("/").slice(-2).join("/") : file);

const mostFirst = (counts) => [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));

function countBy(items, key) {
  const counts = new Map();
  for (const item of items) {
    const name = key(item);
    counts.set(name, (counts.get(name) || 0) + 1);
  }
  return mostFirst(counts);
}
