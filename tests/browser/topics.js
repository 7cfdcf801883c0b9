// Topics and search, with and without scripts: a query is explained and marked while it is typed, tried, saved, counted,
// in the public register, and what was published is found again.

import { axe, expect, signIn, watch } from "./browser.js";

const INDEXED_MS_MAX = 60_000;
const COUNTED_MS_MAX = 90_000;

async function fill(page, query) {
  await page.fill("[name=query]", query);
  await page.fill("[name=name_zh]", "发黄的水");
  await page.fill("[name=name_en]", "Brown water");
  await page.fill("[name=purpose_zh]", "及时了解停水与水质问题");
  await page.fill("[name=purpose_en]", "To hear early of outages");
}

export async function topics(browser, program) {
  const wrong = [];
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const seen = watch(page);
  await signIn(page, program);
  await page.click(".rail-menu a[href='/en/desk/topics']");
  await page.click("main a[href='/en/desk/topics/new']");
  await page.fill("[name=query]", "自来水 (water");
  await page.waitForSelector(".query-marked mark");
  expect((await page.locator(".query-marked mark").first().innerText()) === "(", "the open parenthesis is not marked at its place");
  expect(/character 5/.test(await page.locator(".query-faults").innerText()), "the fault does not say where it stands");
  wrong.push(...(await axe(page)).map((fault) => `topic with a fault: ${fault}`));
  await fill(page, "自來水 OR water");
  await page.waitForSelector(".reading-good");
  const meaning = await page.locator(".reading-good").innerText();
  expect(meaning === "Finds texts with “自来水” or “water”.", `the query is explained as ${meaning}`);
  await page.click("button[value=preview]");
  await page.waitForSelector(".preview");
  expect((await page.locator(".preview .tally dd").count()) === 2, "the preview gives no figures");
  expect((await page.inputValue("[name=name_en]")) === "Brown water", "the preview forgot what was typed");
  wrong.push(...(await axe(page)).map((fault) => `topic with a preview: ${fault}`));
  await page.click("button[value=save]");
  await page.waitForURL(/\/en\/desk\/topics\/[0-9a-f]+$/);
  const topic = page.url();
  const until = Date.now() + COUNTED_MS_MAX;
  while (!/^[\d,]+ voices/.test(await page.locator(".lead-voices").innerText()) && Date.now() < until) {
    await page.waitForTimeout(2000);
    await page.reload();
  }
  expect(/^[\d,]+ voices/.test(await page.locator(".lead-voices").innerText()), "the topic has counted nobody yet");
  await page.goto(`${program.address}/en/listening`);
  await page.locator("a", { hasText: "Brown water" }).click();
  expect((await page.locator("main").innerText()).includes("To hear early of outages"), "the public page does not say why");
  const data = await (await context.request.get(`${program.address}/listening.json`)).json();
  expect(data.topics.some((known) => known.name_en === "Brown water" && known.query === "自来水 OR water"), "the register's JSON lacks the topic");
  await context.close();

  // Without scripts the same fault is marked when the form is sent.
  const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 375, height: 700 } });
  const old = await plain.newPage();
  await signIn(old, program);
  await old.goto(`${topic}/edit`);
  await old.fill("[name=query]", "自来水 -");
  await old.click("button[value=save]");
  expect((await old.locator(".query-marked mark").innerText()) === "-", "without scripts the fault is not marked");
  await plain.close();
  return { wrong: [...wrong, ...seen.faults], said: `explained, marked, tried, saved and in the register` };
}

export async function search(browser, program) {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 375, height: 700 } });
  const page = await context.newPage();
  const seen = watch(page);
  await signIn(page, program);
  const until = Date.now() + INDEXED_MS_MAX;
  const ask = async (words) => {
    await page.goto(`${program.address}/en/desk/search`);
    await page.fill("[name=q]", words);
    await page.selectOption("[name=purpose]", "report");
    await page.click(".search-form button[type=submit]");
  };
  do await ask("自來水 OR water");
  while ((await page.locator(".found-list li").count()) === 0 && Date.now() < until);
  expect((await page.locator(".found-list mark").count()) > 0, "what was found is not marked");
  await page.fill("[name=name]", "Water in print");
  await page.click(".keep button");
  const kept = page.locator(".saved-list a", { hasText: "Water in print" });
  expect((await kept.count()) === 1, "the search was not kept");
  await kept.click();
  expect((await page.inputValue("[name=q]")) === "自來水 OR water", "the kept search does not ask the same again");
  await ask("xyzzyplugh");
  expect((await page.locator(".empty").count()) === 1, "nothing found says nothing");
  const data = await (await context.request.get(`${program.address}/listening.json`)).json();
  expect(data.queries.some(([purpose, count]) => purpose === "report" && count > 0), "the searches are not on record with their purpose");
  await page.goto(`${program.address}/zh/search?q=${encodeURIComponent("水")}`);
  expect((await page.locator("h1").innerText()) === "检索", "the public search does not open");
  await context.close();
  return { wrong: seen.faults, said: "found, marked, kept and on record" };
}
