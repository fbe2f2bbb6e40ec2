// The documentation of checks: headings, paragraphs, lists, code, links. What
// it does not know stays as it was written.

function inline(text) {
  const nodes = [];
  let rest = 0;
  for (const match of text.matchAll(/`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\((https:\/\/[^)\s]+)\)|<(https:\/\/[^>\s]+)>/g)) {
    nodes.push(text.slice(rest, match.index));
    if (match[1]) nodes.push(el("code", {}, match[1]));
    else if (match[2]) nodes.push(el("strong", {}, match[2]));
    else nodes.push(el("a", { href: match[4] || match[5], rel: "noreferrer" }, match[3] || match[5]));
    rest = match.index + match[0].length;
  }
  nodes.push(text.slice(rest));
  return nodes;
}

function markdown(text) {
  const blocks = [];
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; ) {
    const line = lines[i];
    const taken = [];
    const take = (test) => {
      while (i < lines.length && test(lines[i])) taken.push(lines[i++]);
    };
    if (/^\s*$/.test(line)) i++;
    else if (/^```/.test(line)) {
      i++;
      take((l) => !/^```/.test(l));
      i++;
      blocks.push(el("pre", { tabindex: 0 }, el("code", {}, taken.join("\n"))));
    } else if (/^ {4}/.test(line)) {
      take((l) => /^( {4}|\s*$)/.test(l));
      blocks.push(el("pre", { tabindex: 0 }, el("code", {}, taken.map((l) => l.slice(4)).join("\n").trimEnd())));
    } else if (/^#+ /.test(line)) {
      blocks.push(el("h4", {}, inline(line.replace(/^#+ /, ""))));
      i++;
    } else if (/^- /.test(line)) {
      take((l) => /^(- | {2,}\S)/.test(l));
      const items = [];
      for (const l of taken) {
        if (l.startsWith("- ")) items.push(l.slice(2));
        else items[items.length - 1] += " " + l.trim();
      }
      blocks.push(el("ul", {}, items.map((item) => el("li", {}, inline(item)))));
    } else {
      take((l) => !/^\s*$|^```|^#+ |^- | {4}/.test(l));
      if (!taken.length) taken.push(lines[i++]);
      blocks.push(el("p", {}, inline(taken.join(" "))));
    }
  }
  return blocks;
}
