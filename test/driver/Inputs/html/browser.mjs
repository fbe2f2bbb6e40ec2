// What the tests of HTML reports share: a browser, and a page in it that fails
// the test for anything on its console.
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(path.join(process.env.COTIDY_NODE_MODULES, "x.js"));
const { chromium } = require("playwright-core");
export const axe = require.resolve("axe-core/axe.min.js");

// As root, and where nothing can be reached.
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
FLAGS.push("--disable-background-networking", "--disable-component-update", "--disable-sync");

const problems = [];
let browser;

export const addressOf = (file, hash = "") => pathToFileURL(path.resolve(file)).href + hash;

export async function open(options = {}) {
  browser ||= await chromium.launch({ executablePath: process.env.COTIDY_CHROMIUM, headless: true, args: FLAGS });
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => problems.push(`console: ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => problems.push(`error: ${error.stack}`));
  page.on("dialog", (dialog) => (problems.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on("request", (request) => /^(file|data|blob):/.test(request.url()) || problems.push(`request: ${request.url()}`));
  return page;
}

export function expect(what, got, wanted) {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (a !== b) problems.push(`${what}: ${a}, and not ${b}`);
}

export function check(what, holds) {
  if (!holds) problems.push(what);
}

/// Whether the page complained as PATTERN says; then that is no problem.
export function complained(pattern) {
  const at = problems.findIndex((problem) => pattern.test(problem));
  if (at >= 0) problems.splice(at, 1);
  return at >= 0;
}

/// The rules of WCAG 2.2 AA and best practices that axe-core can tell.
export async function accessible(page, where) {
  // The page's own policy lets no other script in: this one comes by the
  // debugger's door.
  await page.evaluate(await import("node:fs").then((fs) => fs.readFileSync(axe, "utf8")));
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  for (const { id, nodes } of violations) problems.push(`${where}: axe: ${id}: ${nodes.map((node) => node.html + " " + node.failureSummary).slice(0, 3).join(" | ")}`);
}

export async function done() {
  await browser?.close();
  if (problems.length) {
    console.error(problems.join("\n"));
    process.exit(1);
  }
  console.log("nothing wrong");
}
