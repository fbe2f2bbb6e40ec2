// hostile.mjs PAGE...: text that is markup shows as text, in every view.
import { addressOf, check, complained, done, open } from "./browser.mjs";

const page = await open();
for (const report of process.argv.slice(2))
  for (const view of ["overview", "findings", "map", "migration", "evidence", "trend"]) {
    await page.goto("about:blank");
    await page.goto(addressOf(report, "#view=" + view));
    const row = page.locator(".row").first();
    if (await row.count()) await row.click();
    for (const summary of await page.locator("main summary").all()) if (await summary.isVisible()) await summary.click();
    const made = await page.evaluate(() => document.querySelectorAll("img, main script, iframe, object, [onerror], [onload]").length);
    check(`${view}: ${made} elements that the text made`, made === 0);
    const scripts = await page.evaluate(() => document.scripts.length);
    check(`${view}: ${scripts} scripts`, scripts === 2);
    // The trend tells of checks and categories, not of places.
    if (report === process.argv[2]) check(`${view}: the text is shown`, (await page.evaluate(() => document.body.textContent)).includes("<img src=x onerror=alert(1)>"));
  }

// The policy holds where a hole would be.
await page.evaluate(() => {
  const script = document.createElement("script");
  script.textContent = "window.entered = true";
  document.body.append(script);
});
check("an inserted script ran", !(await page.evaluate(() => window.entered)));
check("the policy says nothing", complained(/Content Security Policy/));
await done();
