// Everything by keyboard alone: in order, visibly, and through the sign-in form.

import { expect, watch } from "./browser.js";

// Presses Tab and says where the focus is, and whether it can be seen against the same thing without focus.
async function tab(page) {
  await page.keyboard.press("Tab");
  return page.evaluate(() => {
    const at = document.activeElement;
    // A transparent control over a drawing shows its focus on the frame around it.
    const shown = at.closest(".chart-plot") ?? at;
    const look = (element) => {
      const style = getComputedStyle(element);
      return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow].join(" ");
    };
    const box = at.getBoundingClientRect();
    const focused = look(shown);
    const scroll = [scrollX, scrollY];
    at.blur();
    const plain = look(shown);
    at.focus({ preventScroll: true });
    scrollTo(...scroll);
    return {
      tag: at.tagName.toLowerCase(),
      says: (at.getAttribute("aria-label") ?? at.textContent).trim().slice(0, 40),
      name: at.getAttribute("name"),
      href: at.getAttribute("href"),
      region: at.closest("nav, main, header, footer")?.tagName.toLowerCase() ?? "body",
      isSkip: at.classList.contains("skip"),
      isSeen: focused !== plain && box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight,
    };
  });
}

async function walk(page, steps_max) {
  const stops = [];
  for (let step = 0; step < steps_max; step += 1) {
    const stop = await tab(page);
    if (stop.tag === "body" || (stops.length > 1 && stop.isSkip)) break;
    stops.push(stop);
  }
  return stops;
}

// Checks one page's tab order: the skip link first, then navigation, then what the page is about.
async function order(page, path) {
  await page.goto(path);
  const stops = await walk(page, 60);
  expect(stops[0]?.isSkip, `${path}: the first stop is "${stops[0]?.says}" and not the skip link`);
  const unseen = stops.filter((stop) => !stop.isSeen).map((stop) => `${stop.tag} "${stop.says}"`);
  expect(unseen.length === 0, `${path}: the focus cannot be seen on ${unseen.join(", ")}`);
  const inMain = stops.findIndex((stop) => stop.region === "main");
  const inNav = stops.findIndex((stop) => stop.region === "nav");
  expect(inMain > 0, `${path}: nothing in the main part can be reached`);
  return { stops, inMain, inNav };
}

export async function keyboard(browser, program) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const seen = watch(page);
  // An update in the middle of a walk may move what was just reached; that it keeps the focus is another check.
  await page.route("**/desk/live", (route) => route.fulfill({ contentType: "text/event-stream", body: "retry: 600000\n\n" }));

  const home = await order(page, `${program.address}/en/`);
  expect(home.inNav > 0 && home.inNav < home.inMain, "the navigation cannot be reached before the main part");

  await page.goto(`${program.address}/en/`);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const next = await tab(page);
  expect(next.region === "main", `after the skip link the next stop is in ${next.region} ("${next.says}")`);

  // A table behind a chart opens and closes with Enter and with the space bar.
  const opens = page.locator("main details summary").first();
  await opens.focus();
  const isOpen = () => opens.evaluate((summary) => summary.parentElement.open);
  await page.keyboard.press("Enter");
  expect(await isOpen(), "Enter does not open the table behind a chart");
  await page.keyboard.press("Space");
  expect(!(await isOpen()), "the space bar does not close the table behind a chart");

  // The form is left out of scripts' reach: only keys that a person would press.
  await order(page, `${program.address}/en/desk/sign-in`);
  await page.goto(`${program.address}/en/desk/sign-in`);
  for (const [field, value] of [["name", program.name], ["password", program.password]]) {
    let stop = await tab(page);
    for (let step = 0; step < 12 && stop.name !== field; step += 1) stop = await tab(page);
    expect(stop.name === field, `Tab does not reach the field "${field}"`);
    await page.keyboard.type(value);
  }
  await Promise.all([page.waitForURL(/\/en\/desk$/), page.keyboard.press("Enter")]);
  const today = await order(page, `${program.address}/en/desk`);
  expect(today.inNav > 0 && today.inNav < today.inMain, "the desk's navigation cannot be reached before the main part");
  await order(page, `${program.address}/en/desk/alerts`);
  await order(page, `${program.address}/en/desk/sources/new`);
  await context.close();
  return { wrong: seen.faults, said: `${home.stops.length} stops on the front page, ${today.stops.length} on today` };
}
