// views.mjs REPORT: walks through the views of a report of test/driver/html.test
// as a person would.
import { accessible, addressOf, check, done, expect, open } from "./browser.mjs";

const [, , report] = process.argv;
const VIEWS = ["overview", "findings", "map", "migration"];

const page = await open();
await page.goto(addressOf(report));
const total = () => page.locator(".total").textContent();
const rows = () => page.locator(".row");
const at = () => new URLSearchParams(new URL(page.url()).hash.slice(1));

// Overview: figures lead to findings.
expect("the title", await page.title(), "html.test.tmp: cotidy report");
expect("views", await page.locator("nav a").allTextContents(), ["Overview", "Findings", "Loop map", "Migration"]);
expect("open findings", await page.locator(".tile .value").first().textContent(), "5");
check("the failure is named", (await page.locator(".failures").textContent()).includes("broken.cpp"));
await page.locator(".bars a", { hasText: "async-sync-io" }).click();
expect("the view of a bar", at().get("view"), "findings");
expect("findings behind the bar", await total(), "2 of 6 findings");

// Filters, in the address too; what they say is kept when it is loaded again.
await page.reload();
expect("after loading again", await total(), "2 of 6 findings");
expect("the box is ticked", await page.locator("input[value=async-sync-io]").isChecked(), true);
await page.locator("input[value=async-sync-io]").click();
await page.locator("fieldset[data-facet=check] input[value=async-unawaited-task]").click();
expect("with another check", await total(), "1 of 6 findings");
await page.goBack();
expect("one step back", await total(), "5 of 6 findings");
await page.getByRole("button", { name: "Clear filters" }).click();
expect("without filters", await total(), "6 findings");
await page.locator("fieldset[data-facet=state] label", { hasText: "silenced by NOLINT" }).click();
expect("silenced ones", await total(), "1 of 6 findings");
await page.getByRole("button", { name: "Clear filters" }).click();
await page.locator("#search").fill("load fopen");
expect("text, of two words", await total(), "1 of 6 findings");
expect("the text in the address", at().get("text"), "load fopen");

// The chain of calls, with the code of each step.
await rows().first().click();
check("the finding is in the address", at().get("finding").length === 32);
expect("the chain", await page.locator(".chain .step").allTextContents(), ["app::session", "'app::load' calls 'store'", "'fopen' opens the file on the calling thread"]);
check("the marked range", (await page.locator(".detail > .code mark").textContent()) === "load(path)");
check("the code of the last step", (await page.locator(".chain .code").last().textContent()).includes('std::fopen(path, "w")'));
await page.locator(".docs summary").click();
check("the documentation", (await page.locator(".docs").textContent()).includes("Why is this bad"));
const link = page.url();

// The fix as a diff.
await page.getByRole("button", { name: "Clear filters" }).click();
await page.locator(".row", { hasText: "is never awaited" }).click();
expect("removed", await page.locator(".diff .removed code").allTextContents(), ["-   other();"]);
expect("added", await page.locator(".diff .added code").allTextContents(), ["+   co_await other();"]);

// Another page at the same address shows the same.
const second = await open();
await second.goto(link);
expect("a link to a finding", await second.locator(".detail h2").textContent(), "'load' blocks the event loop through 'fopen'");

// Keys alone.
const keys = await open();
await keys.goto(addressOf(report, "#view=findings"));
await keys.keyboard.press("/");
expect("/ leads to the search", await keys.evaluate(() => document.activeElement.id), "search");
await keys.keyboard.type("sleep");
await keys.locator(".list").focus();
await keys.keyboard.press("ArrowDown");
const first = await keys.locator(".detail h2").textContent();
check("a key chooses the first", first.includes("sleep"));
await keys.keyboard.press("End");
check("and the last", (await keys.locator("[aria-selected=true]").getAttribute("aria-posinset")) === (await keys.locator("[aria-selected=true]").getAttribute("aria-setsize")));
await keys.keyboard.press("Escape");
expect("escape leaves it", await keys.locator(".detail").count(), 0);
await keys.goto(addressOf(report));
await keys.keyboard.press("Tab");
await keys.keyboard.press("Enter");
expect("the first link skips the head", await keys.evaluate(() => document.activeElement.id), "main");

// The map and the checklist.
await page.goto(addressOf(report, "#view=map"));
check("a way through a function", (await page.locator(".flow").textContent()).includes("via app::load → app::store"));
await page.getByLabel("Search the map").fill("sleep");
expect("the map, filtered", await page.locator(".map .total").textContent(), "1 handler, 1 way to block");
// A straight line has no height, and so no middle to click on.
await page.locator(".way").first().press("Enter");
check("a way leads to its finding", (await page.locator(".detail h2").textContent()).includes("'sleep' blocks"));
await page.goto(addressOf(report, "#view=migration"));
expect("the next file", await page.locator(".best").textContent(), "src/session.cpp");
check("files are left", (await page.locator(".checklist li", { hasText: "Files" }).textContent()).includes("left"));
check("databases are done", (await page.locator(".checklist li", { hasText: "Databases" }).textContent()).includes("nothing left"));

// Light and dark, by the system's choice and by hand.
const colour = (of) => of.evaluate(() => getComputedStyle(document.body).backgroundColor);
const dark = await open({ colorScheme: "dark" });
await dark.goto(addressOf(report));
const [light, night] = [await colour(page), await colour(dark)];
check("dark differs from light", light !== night);
await dark.getByRole("button", { name: "Light" }).click();
expect("light by hand", await colour(dark), light);

// Narrow: no view is wider than the screen, and a finding takes its place.
const narrow = await open({ viewport: { width: 360, height: 640 } });
for (const view of VIEWS) {
  await narrow.goto(addressOf(report, "#view=" + view));
  const wide = await narrow.evaluate(() => document.documentElement.scrollWidth);
  check(`${view} fits a narrow screen: ${wide}`, wide <= 360);
}
await narrow.goto(addressOf(report, "#view=findings"));
await narrow.locator(".row").first().click();
expect("the list gives way", await narrow.locator(".list").isVisible(), false);
await narrow.getByRole("button", { name: "All findings" }).click();
expect("and comes back", await narrow.locator(".list").isVisible(), true);

for (const colorScheme of ["light", "dark"])
  for (const viewport of [{ width: 1400, height: 900 }, { width: 360, height: 640 }]) {
    const looked = await open({ colorScheme, viewport });
    for (const view of VIEWS) {
      await looked.goto(addressOf(report, "#view=" + view));
      await accessible(looked, `${view}, ${colorScheme}, ${viewport.width}`);
    }
    await looked.goto(link);
    await looked.reload();
    await accessible(looked, `a finding, ${colorScheme}, ${viewport.width}`);
  }

await done();
