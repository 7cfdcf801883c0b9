// A program that was never used before: the first account, and pages that have nothing to show yet.

import { axe, expect, sideways, watch } from "./browser.js";

const EMPTY = ["/en/", "/zh/", "/zh/listening", "/en/desk", "/zh/desk", "/zh/desk/stories", "/en/desk/alerts", "/zh/desk/sources", "/en/desk/sources/new"];

export async function firstRun(browser, program) {
  const context = await browser.newContext({ viewport: { width: 320, height: 700 } });
  const page = await context.newPage();
  const seen = watch(page, 422);
  const wrong = [];
  const judge = async (where) => {
    const faults = [...(await sideways(page)), ...(await axe(page))];
    wrong.push(...faults.map((fault) => `${where} at 320, never used: ${fault}`));
  };
  const send = async (code, password) => {
    await page.fill("[name=code]", code);
    await page.fill("[name=name]", "First Officer");
    await page.fill("[name=password]", password);
    await page.click("main button[type=submit]");
  };

  await page.goto(`${program.address}/en/desk`);
  await page.waitForURL(/\/en\/desk\/setup$/);
  await judge("setup");
  await send(program.code, "short");
  await page.waitForSelector("#password-error");
  const refusal = await page.locator("#password-error").innerText();
  expect(/12 characters/.test(refusal), `a short password is refused with "${refusal}"`);
  expect((await page.inputValue("[name=name]")) === "First Officer", "the refused form forgot the name");
  await judge("setup refused");
  await send("wrong-code", "a sentence that is long enough");
  await page.waitForSelector("#code-error");
  await send(program.code, "a sentence that is long enough");
  await page.waitForURL(/\/en\/desk$/);
  expect((await page.locator(".rail-name").innerText()) === "First Officer", "the first account is not signed in");
  for (const path of EMPTY) {
    await page.goto(program.address + path);
    await judge(path);
  }
  await page.goto(`${program.address}/en/desk/setup`);
  expect(!page.url().endsWith("setup"), "the setup can be opened a second time");
  await context.close();
  return { wrong: [...wrong, ...seen.faults], said: `refused twice with a reason, then signed in; ${EMPTY.length} empty pages` };
}
