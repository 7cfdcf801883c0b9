// More sources, the wall and briefs, as staff and a screen in a hall meet them.

import { axe, expect, sideways, signIn, watch } from "./browser.js";

const EXPORT = [
  "工单编号,来电人,来电号码,诉求标题,诉求内容,受理时间,诉求地址",
  ...[1, 2, 3].map((n) => `GD${n},王小明${n},1380013800${n},停水,"东湖路停水${n}天了，请尽快处理",2026-11-0${n} 08:10,东湖路${n}号`),
].join("\n");
const LIST = `<?xml version="1.0"?><opml version="2.0"><body><outline text="Press"><outline type="rss" text="Harbour Observer" xmlUrl="https://observer.example/feed.xml"/><outline type="rss" text="Town Herald" xmlUrl="https://herald.example/rss"/></outline></body></opml>`;

const file = (name, text) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });

async function submit(page, selector = "main button[type=submit]") {
  await Promise.all([page.waitForNavigation(), page.locator(selector).first().click()]);
}

// A hotline's export: the columns are drawn once, and the second upload knows them.
async function hotline(page, program, lang) {
  const wrong = [];
  await page.goto(`${program.address}/${lang}/desk/sources/new`);
  await page.selectOption("[name=way]", "hotline");
  await page.fill("[name=name]", `Hotline ${lang}`);
  await page.fill("[name=purpose]", "To hear which matters callers raise most");
  await submit(page);
  await submit(page, ".save button");
  await page.waitForURL(/\/upload$/);
  for (const round of [1, 2]) {
    await page.setInputFiles("#file", file("export.csv", EXPORT));
    await submit(page);
    const roles = await page.locator(".columns select").evaluateAll((all) => all.map((one) => one.value));
    expect(roles.join() === "id,caller,,title,text,time,", `the columns were taken for ${roles.join()}`);
    const shown = await page.locator("main").innerText();
    for (const secret of ["王小明", "13800138001", "东湖路1号"]) expect(!shown.includes(secret), `the preview shows ${secret}`);
    expect(shown.includes("东湖路停水1天了"), "the preview does not show the text");
    wrong.push(...(await axe(page)), ...(await sideways(page)));
    await submit(page, "button[value=store]");
    const done = await page.locator(".notice").innerText();
    expect(round === 1 ? /\b3\b/.test(done) : /\b0\b.*\b3\b/s.test(done), `upload ${round} was answered with "${done}"`);
  }
  return wrong;
}

// A list of feeds adds nothing without a purpose, and comes out again.
async function list(page, program) {
  const wrong = [];
  await page.goto(`${program.address}/en/desk/sources/list`);
  await page.setInputFiles("#file", file("feeds.opml", LIST));
  await submit(page);
  wrong.push(...(await axe(page)), ...(await sideways(page)));
  await page.check("[name=add-0]");
  await submit(page);
  expect((await page.locator(".field-error").count()) === 1, "a feed without a purpose was not refused");
  await page.fill("[name=purpose-0]", "To know what the press writes about the harbour");
  await submit(page);
  await page.waitForURL(/\/desk\/sources$/);
  expect((await page.locator("main").innerText()).includes("Harbour Observer"), "the feed is not among the sources");
  const answer = await page.request.get(`${program.address}/en/desk/sources/list/candor.opml`);
  const opml = await answer.text();
  expect(opml.includes("https://observer.example/feed.xml") && !opml.includes("herald"), "the exported list is not what is listened to");
  return wrong;
}

// A link opens the wall for a screen that is signed in nowhere, and stops when it is ended.
async function wall(browser, page, program) {
  const wrong = [];
  await page.goto(`${program.address}/en/desk/wall`);
  await page.fill("[name=label]", "Hall");
  await submit(page, "form[action$='/desk/wall'] button");
  const address = new URL(await page.locator(".notice a").getAttribute("href"), program.address).href;
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, javaScriptEnabled, colorScheme: "light" });
    const screen = await context.newPage();
    const seen = watch(screen);
    const answer = await screen.goto(address);
    expect(answer.headers()["cache-control"] === "no-store", "the wall may be cached");
    const first = await screen.locator("#stage-title").innerText();
    await screen.waitForFunction((first) => document.querySelector("#stage-title").textContent !== first, first, { timeout: 30_000 }).catch(() => {});
    // Without scripts nothing can be waited for in the page; it has turned by then.
    if (!javaScriptEnabled) await screen.waitForURL(/panel=1/, { timeout: 30_000 });
    expect((await screen.locator("#stage-title").innerText()) !== first, `the wall does not turn ${javaScriptEnabled ? "with" : "without"} scripts`);
    if (javaScriptEnabled) {
      for (const panel of [0, 1, 2, 3]) {
        await screen.goto(`${address}?panel=${panel}`);
        const over = await screen.evaluate(() => document.scrollingElement.scrollHeight - innerHeight);
        if (over > 0) wrong.push(`panel ${panel} of the wall is ${over} px too high for its screen`);
        wrong.push(...(await axe(screen)).map((fault) => `wall ${panel}: ${fault}`), ...(await sideways(screen)));
      }
    }
    wrong.push(...seen.faults);
    await context.close();
  }
  await page.goto(`${program.address}/en/desk/wall`);
  await submit(page, "form[action$='/end'] button");
  const ended = await page.request.get(address);
  expect(ended.status() === 404, `an ended link answers ${ended.status()}`);
  return wrong;
}

// A brief is written when it is asked for, says what each sentence rests on, and goes onto paper.
async function brief(page, program, lang) {
  await page.goto(`${program.address}/${lang}/desk/briefs`);
  await submit(page, ".ask button");
  await page.waitForURL(/\/desk\/briefs\/\w+/);
  const wrong = [...(await axe(page)), ...(await sideways(page))];
  const told = await page.locator(".told:not(.told-thin)").count();
  const resting = await page.locator(".told:not(.told-thin) .proof").count();
  expect(told > 3 && told === resting, `${told} sentences are told and ${resting} rest on figures`);
  const href = await page.locator(".page-do a").first().getAttribute("href");
  const pdf = await page.request.get(program.address + href);
  const bytes = await pdf.body();
  expect(bytes.subarray(0, 5).toString() === "%PDF-" && bytes.length > 5000, "the PDF is none");
  return wrong;
}

export async function sources(browser, program) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  await signIn(page, program);
  const wrong = [];
  for (const lang of ["en", "zh"]) {
    wrong.push(...(await hotline(page, program, lang)), ...(await brief(page, program, lang)));
  }
  wrong.push(...(await list(page, program)), ...(await wall(browser, page, program)));
  await context.close();
  return { wrong, said: "exports of a hotline, a list of feeds, the wall with and without scripts, briefs in both languages" };
}
