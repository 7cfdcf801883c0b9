// The whole way that the demo prints, as a newcomer goes it while the town's clock runs: from the first posts of the rumour
// over its warning, incident, evidence, draft, second person, page, feed and letter to the log, checked from another folder.
//
// With CANDOR_SHOTS set to a folder, each page on the way is kept as a picture.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, signIn, watch } from "./browser.js";
import { built } from "./program.js";

const SECONDS_MAX = 300;
const SHOTS = process.env.CANDOR_SHOTS;

export async function rumour(browser, program) {
  const began = Date.now();
  const [first, second] = [await browser.newContext({ viewport: { width: 1280, height: 900 } }), await browser.newContext()];
  const page = await first.newPage();
  const seen = watch(page);
  const at = (path) => page.goto(program.address + path);
  const shot = async (name, from = page) => {
    if (!SHOTS) return;
    for (const width of [1280, 375]) {
      await from.setViewportSize({ width, height: 900 });
      await from.screenshot({ path: join(SHOTS, `${name}-${width}.png`), fullPage: true });
    }
    await from.setViewportSize({ width: 1280, height: 900 });
  };
  const press = async (button, from = page) => {
    try {
      await Promise.all([from.waitForNavigation(), from.click(button)]);
    } catch (error) {
      const refused = await from.evaluate(() => [...document.querySelectorAll(":invalid")].map((field) => field.name ?? field.tagName));
      throw new Error(`${button} on ${from.url()} led nowhere; refused by ${refused}: ${error.message}`);
    }
  };

  // Warning: the page is left open and looks again by itself.
  await signIn(page, program);
  await at("/en/desk/alerts");
  const card = page.locator(".alert-card", { hasText: /水|water/ }).filter({ hasText: /毒|poison|黄|yellow/i });
  await card.first().waitFor({ timeout: 200_000 });
  const warned = Date.now();
  await shot("1-alerts");

  // Incident.
  await card.first().getByRole("link", { name: "Open an incident" }).click();
  await page.selectOption("[name=kind]", "hot_topic");
  await page.selectOption("[name=playbook]", "false-rumour");
  await shot("2-incident-new");
  await press("main form button[type=submit]");
  expect(/incidents\/[0-9a-f]+$/.test(page.url()), "the incident did not open");
  const room = page.url();
  const body = () => page.locator("main").innerText();
  expect((await body()).includes("A false rumour"), "the playbook is not at hand in the room");

  // Evidence.
  await page.click("summary:has-text('Note a fact')");
  await page.fill("form[action$='/facts'] [name=what]", "9 处取样结果都在国家标准以内，昨夜北闸街供水主管维护扰动铁、锰沉淀");
  await page.fill("form[action$='/facts'] [name=origin]", "汀澜水务集团");
  await page.check("form[action$='/facts'] [name=confirmed]");
  await press("form[action$='/facts'] button");
  await shot("3-room");

  // Draft, with the checks beside it.
  await page.click("summary:has-text('Write a statement')");
  await page.selectOption("[name=statement]", "false-rumour/water");
  await press("form[action$='/statements'] button");
  expect((await body()).includes("Still to be filled in."), "the checks do not name the blank");
  await shot("4-editor");
  for (const [side, blank, time] of [["zh", "【时间】", "今晚 22 时"], ["en", "[time]", "10 tonight"]]) {
    const field = page.locator(`[name=body_${side}]`);
    await field.fill((await field.inputValue()).replace(blank, time));
  }
  await page.waitForFunction(() => !document.querySelector(".checks-live").innerText.includes("Still to be filled in."));
  const [title, slug] = [await page.inputValue("[name=title_en]"), await page.inputValue("[name=slug]")];
  await page.check("[name=gives][value=full_response]");
  await shot("5-editor-filled");
  await press("button[value=submit]");
  const text = page.url();

  // The second person.
  const other = await second.newPage();
  await signIn(other, { ...program, name: "second", password: program.secondPassword }, "zh");
  await other.goto(text.replace("/en/", "/zh/"));
  await shot("6-approve", other);
  await press("form[action$='/approve'] button", other);
  await press("form[action$='/publish'] button", other);
  await shot("7-published-desk", other);

  // The room heard of it by itself.
  await page.goto(room);
  expect((await body()).includes("marked “Response”") || /marked “[^”]+” as met/.test(await body()), "no clock was met by publishing");
  await shot("8-room-after");

  // Page, feed, letters.
  await at(`/en/published/${slug}`);
  expect((await page.locator("h1").innerText()) === title, "the page does not say what was written");
  await shot("9-page");
  await at(`/zh/published/${slug}`);
  await shot("9-page-zh");
  const feed = await (await first.request.get(`${program.address}/en/published/feed/atom`)).text();
  expect(feed.includes(title), "the feed does not have it");
  let letters = "";
  for (let tries = 0; tries < 60 && !letters.includes(title); tries++) {
    letters = await (await first.request.get(program.letters)).text();
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  expect(letters.includes(`To: reader@tinglan.example\nSubject: `) && letters.includes(title), "no reader was written to");
  expect(letters.includes("To: demo@tinglan.example"), "the warning reached nobody by mail");

  // Log: everything is downloaded into another folder and checked there.
  await at("/en/log");
  await shot("10-log");
  const elsewhere = mkdtempSync(join(tmpdir(), "candor-elsewhere-"));
  let verdict = "";
  try {
    for (let tries = 0; tries < 20 && !verdict.startsWith("Verified"); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const run = (file, ...rest) => execFileSync(file, rest, { cwd: elsewhere, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
      run("curl", "-sO", `${program.address}/log/fetch.sh`);
      run("sh", "fetch.sh", `${program.address}/log`, "log-copy");
      verdict = run(resolve(built()), "verify", "log-copy", "--key", program.key);
    }
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
  expect(verdict.startsWith("Verified"), `the log was not verified: ${verdict}`);
  const seconds = Math.round((Date.now() - began) / 1000);
  expect(seconds < SECONDS_MAX, `the way took ${seconds} s`);
  await Promise.all([first.close(), second.close()]);
  return { wrong: seen.faults, said: `${seconds} s in all, ${Math.round((warned - began) / 1000)} s until the warning; ${verdict.trim()}` };
}
