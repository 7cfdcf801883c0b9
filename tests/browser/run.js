// Looks at the built program through a real browser, as residents and staff do.
// It needs CANDOR_BIN (the built program) and Chromium (CHROMIUM, or /usr/bin/chromium), and takes a minute or two.

import { launch, signIn } from "./browser.js";
import { firstRun } from "./first_run.js";
import { keyboard } from "./keyboard.js";
import { live } from "./live.js";
import { office } from "./office.js";
import { pages } from "./pages.js";
import { demo, fresh } from "./program.js";
import { rumour } from "./rumour.js";
import { sources } from "./sources.js";
import { search, topics } from "./topics.js";
import { deskJourney, publicJourney } from "./without_scripts.js";

const began = Date.now();
let failed = 0;

async function check(name, run) {
  const at = Date.now();
  let result;
  try {
    result = await run();
  } catch (error) {
    result = { wrong: [error.message] };
  }
  const seconds = ((Date.now() - at) / 1000).toFixed(1);
  console.log(`${result.wrong.length ? "FAILED" : "ok"}  ${name} (${seconds} s)${result.said ? `: ${result.said}` : ""}`);
  result.wrong.forEach((sentence) => console.log(`    ${sentence}`));
  failed += result.wrong.length;
}

const [browser, town, empty, other] = await Promise.all([launch(), demo(), fresh(), fresh("localhost")]);
try {
  // First, because the town's last day has most to say in its first minutes.
  await check("live updates", () => live(browser, town));
  await check("the rumour, from its first posts to a proof", () => rumour(browser, town));
  await check("public journey without scripts", () => publicJourney(browser, town));
  await check("keyboard alone", () => keyboard(browser, town));
  await check("first run", () => firstRun(browser, empty));
  await check("an office and its people", () => office(browser, other));
  await check("desk journey without scripts", () => deskJourney(browser, town));
  await check("more sources, the wall, briefs", () => sources(browser, town));
  await check("topics", () => topics(browser, town));
  await check("search", () => search(browser, town));
  const signedIn = await browser.newContext();
  await signIn(await signedIn.newPage(), town);
  await check("every page", () => pages(browser, town, signedIn));
} finally {
  await browser.close();
  await Promise.all([town.stop(), empty.stop(), other.stop()]);
}
console.log(`${failed ? `${failed} faults` : "all well"} in ${((Date.now() - began) / 1000).toFixed(0)} s`);
process.exit(failed ? 1 : 0);
