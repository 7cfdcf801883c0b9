// The two journeys with JavaScript switched off, as in an old or a locked-down browser.

import { expect, signIn, watch } from "./browser.js";
import { preview } from "./pages.js";

// The town's rumour is noticed within two minutes; the checks before this one take part of them.
const ALERT_MS_MAX = 120_000;

async function quietPage(browser) {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 375, height: 700 } });
  const page = await context.newPage();
  return { context, page, seen: watch(page) };
}

// On a phone the desk's menu opens by a button, also where no script runs.
async function menu(page, entry) {
  await page.click(".rail-open");
  await page.click(entry);
}

// From the front page to a story, to the rules of listening, and to the same as data.
export async function publicJourney(browser, program) {
  const { context, page, seen } = await quietPage(browser);
  await page.goto(`${program.address}/`);
  await page.click("a[href='/en/']");
  const headline = await page.locator(".story-item h3 a").first().innerText();
  await page.locator(".story-item h3 a").first().click();
  expect((await page.locator("h1").innerText()) === headline, "the story's page does not bear the headline that was followed");
  expect((await page.locator(".chart table").count()) > 0, "no table stands behind the story's charts");
  await page.locator("details.page-end summary").click();
  const json = await page.locator("details.page-end a[type='application/json']").getAttribute("href");
  const data = await context.request.get(new URL(json, page.url()).href);
  expect(data.ok() && JSON.stringify(await data.json()).includes(headline), `${json} is not the story as data`);
  await page.locator(".menu a[href='/en/listening']").click();
  expect((await page.locator(".lines li").count()) >= 5, "the page on listening does not list its rules");
  await page.locator(".menu a[href='/en/']").click();
  await page.locator(".page-end a[type='application/json']").click();
  expect(page.url().includes("/heard.json"), "the front page does not lead to its figures as JSON");
  await page.goto(`${program.address}/en/`);
  await page.click(".switch");
  expect((await page.locator("html").getAttribute("lang")).startsWith("zh"), "the language does not switch");
  await context.close();
  return { wrong: seen.faults, said: "home, story, listening, JSON, the other language" };
}

// From signing in to a verdict and to the preview of a source.
export async function deskJourney(browser, program) {
  const { context, page, seen } = await quietPage(browser);
  await signIn(page, program);
  expect((await page.locator("h1").count()) === 1, "today has no heading");
  await menu(page, ".rail-menu a[href='/en/desk/alerts']");
  const waiting = page.locator(".alert-card", { has: page.locator("form[action$='/acknowledge']") });
  const until = Date.now() + ALERT_MS_MAX;
  while ((await waiting.count()) === 0 && Date.now() < until) {
    await page.waitForTimeout(1000);
    await page.reload();
  }
  expect((await waiting.count()) > 0, "no alert waits to be acknowledged");
  const id = await waiting.first().getAttribute("data-key");
  const card = page.locator(`.alert-card[data-key='${id}']`);
  await card.locator("form[action$='/acknowledge'] button").click();
  expect((await card.innerText()).includes("Acknowledged by"), "the alert does not say who acknowledged it");
  await card.locator("input[type=radio]").first().check();
  await card.locator("form[action$='/verdict'] button").click();
  expect(await card.locator("input[type=radio]").first().isChecked(), "the verdict was not kept");
  await menu(page, ".rail-menu a[href='/en/desk/sources']");
  await page.locator(".rows th a").first().click();
  const feed = await page.locator(".address").innerText();
  await page.goto(`${program.address}/en/desk/sources`);
  await page.click(".page-head a.button");
  await preview(page, feed);
  expect((await page.locator(".preview-text").count()) > 0, "the preview shows no items");
  await page.click("main button.second");
  expect((await page.inputValue("[name=address]")) === feed, "going back from the preview loses what was typed");
  await menu(page, ".rail form button");
  expect(page.url().includes("sign-in"), "signing out does not lead to the door");
  await context.close();
  return { wrong: seen.faults, said: "sign in, today, acknowledge, verdict, sources, preview, sign out" };
}
