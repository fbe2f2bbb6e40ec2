// trend.mjs PAGE: the page of test/driver/trend.test.
import { accessible, addressOf, check, done, expect, open } from "./browser.mjs";

for (const colorScheme of ["light", "dark"])
  for (const viewport of [{ width: 1400, height: 900 }, { width: 360, height: 640 }]) {
    const page = await open({ colorScheme, viewport });
    await page.goto(addressOf(process.argv[2]));
    expect("the title", await page.title(), "project: cotidy trend");
    expect("figures", await page.locator(".tile .value").allTextContents(), ["12", "5", "3"]);
    expect("the table", await page.locator("tbody tr").nth(1).locator("td").allTextContents(), ["2026-01-12", "7", "0", "3", "0"]);
    expect("plots", await page.locator(".plot").count(), 2);
    check("it fits", (await page.evaluate(() => document.documentElement.scrollWidth)) <= viewport.width);
    await accessible(page, `trend, ${colorScheme}, ${viewport.width}`);
  }
await done();
