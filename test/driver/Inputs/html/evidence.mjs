// evidence.mjs PAGE: the page of test/driver/evidence.test.
import { accessible, addressOf, check, done, expect, open } from "./browser.mjs";

const page = await open();
await page.goto(addressOf(process.argv[2], "#view=findings"));
check("what was seen comes first", (await page.locator(".row").first().textContent()).includes("2.5 s"));
await page.locator(".row").first().click();
check("how long", (await page.locator(".evidence").textContent()).includes("held the loop for 2.5 s in 1 call"));
await page.getByRole("link", { name: "Run time" }).click();
expect("findings", await page.locator("tbody tr").count(), 2);
expect("frames", await page.locator(".unexplained .frames li").allTextContents(), ["poll_once() at session.cpp:30", "main at session.cpp:40"]);
await accessible(page, "evidence");
await page.locator("tbody a").last().click();
check("a row leads to its finding", (await page.locator(".detail h2").textContent()).includes("'sleep' blocks"));
await done();
