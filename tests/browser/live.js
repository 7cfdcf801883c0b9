// With scripts a page keeps itself current, without being loaded again.

import { expect, signIn, watch } from "./browser.js";

const UPDATE_MS_MAX = 60_000;

// Waits until the desk's first page has put new figures in place.
export async function live(browser, program) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const seen = watch(page);
  await signIn(page, program);
  await page.evaluate(() => {
    globalThis.stayed = document.querySelector("main").innerText;
    document.querySelector("details")?.setAttribute("open", "");
  });
  const began = Date.now();
  await page.waitForFunction(() => globalThis.stayed && document.querySelector("main").innerText !== globalThis.stayed, null, {
    timeout: UPDATE_MS_MAX,
  });
  expect(await page.evaluate(() => performance.getEntriesByType("navigation").length === 1 && !!globalThis.stayed), "the page was loaded again");
  const took = Date.now() - began;
  await context.close();
  return { wrong: seen.faults, said: `the page changed in place after ${took} ms` };
}
