// Every page, in both languages, narrow and wide, light and dark: readable by machine and by eye, quiet, and light on the line.

import { FIRST_VIEW_BYTES_MAX, axe, moving, sideways, watch } from "./browser.js";
import { incident } from "./incident.js";

const LANGUAGES = ["zh", "en"];
const WIDTHS = [320, 1280];

// All pages of the demo. An address that depends on the town is found where a person would find it.
//
// - returns: `path`, `desk` where one must be signed in, `status` where another one than 200 is the right answer, and `does`, what is done before looking
async function list(context, program) {
  const page = await context.newPage();
  const href = async (path, selector) => {
    await page.goto(program.address + path);
    return page.locator(selector).first().getAttribute("href");
  };
  const pages = [{ path: "/", desk: false }];
  const made = await incident(page, program);
  for (const lang of LANGUAGES) {
    const source = await href(`/${lang}/desk/sources`, ".rows th a");
    await page.goto(program.address + source);
    const feed = await page.locator(".address").innerText();
    pages.push(
      { path: `/${lang}/`, desk: false },
      { path: await href(`/${lang}/`, ".story-item h3 a"), desk: false },
      { path: `/${lang}/answered`, desk: false },
      { path: `/${lang}/claims`, desk: false },
      { path: `/${lang}/claims?verdict=true&q=nothing`, desk: false },
      { path: await href(`/${lang}/claims`, ".claim-item h2 a"), desk: false },
      { path: await href(`/${lang}/claims?verdict=we-were-wrong`, ".claim-item h2 a"), desk: false },
      { path: `/${lang}/claims/no-such-claim`, desk: false, status: 404 },
      { path: `/${lang}/listening`, desk: false },
      { path: `/${lang}/published`, desk: false },
      { path: `/${lang}/corrections`, desk: false },
      { path: `/${lang}/log`, desk: false },
      { path: `/${lang}/log/check`, desk: false },
      { path: `/${lang}/accessibility`, desk: false },
      { path: `/${lang}/no-such-page`, desk: false, status: 404 },
      { path: `/${lang}/desk/sign-in`, desk: false },
      { path: `/${lang}/desk/sign-in`, name: "wrong password", desk: false, status: 401, does: refuse },
      { path: `/${lang}/desk`, desk: true },
      { path: `/${lang}/desk/stories`, desk: true },
      { path: await href(`/${lang}/desk`, ".due a, .brief a"), desk: true },
      { path: `/${lang}/desk/alerts`, desk: true },
      { path: `/${lang}/desk/incidents`, desk: true },
      { path: `/${lang}/desk/incidents/new`, desk: true },
      { path: `/${lang}${made.room}`, name: "room", desk: true },
      { path: `/${lang}${made.room}`, name: "room with all its forms", desk: true, does: unfold },
      { path: `/${lang}${made.room}/after`, name: "account so far", desk: true },
      { path: `/${lang}${made.over}`, name: "closed room", desk: true },
      { path: `/${lang}${made.over}/after`, name: "account", desk: true },
      { path: `/${lang}${made.checks}`, name: "checks", desk: true },
      { path: `/${lang}${made.draft}`, name: "editor of a statement", desk: true },
      { path: `/${lang}${made.waiting}`, name: "emergency for a second person", desk: true },
      { path: `/${lang}/desk/duties`, desk: true },
      { path: `/${lang}/desk/playbooks`, desk: true },
      { path: `/${lang}/desk/playbooks/water-fault`, desk: true },
      { path: `/${lang}/desk/claims`, desk: true },
      { path: `/${lang}/desk/claims/new`, desk: true },
      { path: await href(`/${lang}/desk/claims`, ".rows th a"), desk: true },
      { path: `/${lang}/desk/topics`, desk: true },
      { path: `/${lang}/desk/topics/new`, desk: true },
      { path: `/${lang}/desk/search`, desk: true },
      { path: `/${lang}/desk/search?q=water`, name: "search", desk: true },
      { path: `/${lang}/search?q=water`, name: "public search", desk: false },
      { path: `/${lang}/desk/sources`, desk: true },
      { path: `/${lang}/desk/publications`, desk: true },
      { path: `/${lang}/desk/publications`, name: "editor", desk: true, does: write },
      { path: source, desk: true },
      { path: `/${lang}/desk/sources/new`, desk: true },
      { path: `/${lang}/desk/sources/new`, name: "preview", desk: true, does: (page) => preview(page, feed) },
      { path: `/${lang}/desk/sources/new`, name: "no preview", desk: true, does: (page) => preview(page, "http://127.0.0.1:9/feed") },
      { path: `/${lang}/desk/duty`, desk: true },
      { path: `/${lang}/desk/staff`, desk: true },
      { path: `/${lang}/desk/departments`, desk: true },
      { path: `/${lang}/desk/deliveries`, desk: true },
      { path: `/${lang}/desk/account`, desk: true },
      { path: `/${lang}/desk/account/notices`, desk: true },
      { path: `/${lang}/desk/records`, desk: true, status: 403 },
      { path: `/${lang}/desk/password`, desk: false },
      { path: `/${lang}/desk/sources/list`, desk: true },
      { path: `/${lang}/desk/briefs`, desk: true },
      { path: await href(`/${lang}/desk/briefs`, ".rows th a"), desk: true },
      { path: `/${lang}/desk/wall`, desk: true },
      { path: `/${lang}/wall/${"0".repeat(64)}`, desk: false, status: 404 },
      { path: `/${lang}/desk/stories/no-such-story`, desk: true, status: 404 },
    );
  }
  await page.close();
  return pages;
}

async function refuse(page) {
  // A name that nobody has, so that nobody is locked out.
  await page.fill("input[name=name]", "nobody");
  await page.fill("input[name=password]", "a wrong password");
  await Promise.all([page.waitForResponse((answer) => answer.status() === 401), page.click("main button[type=submit]")]);
  await page.waitForSelector(".notice-wrong");
}

// Opens whatever is folded away.
async function unfold(page) {
  await page.evaluate(() => document.querySelectorAll("main details").forEach((one) => (one.open = true)));
}

// Begins a draft and watches its preview follow the words.
async function write(page) {
  await Promise.all([page.waitForURL(/publications\/[0-9a-f]+$/), page.click(".begin button")]);
  await page.fill("[name=title_en]", "A test of the editor");
  await page.fill("[name=body_en]", "## Heading\n\nIt is **bold**.");
  await page.waitForSelector(".preview[data-side=en] strong");
}

export async function preview(page, feed) {
  await page.fill("[name=address]", feed);
  await page.fill("[name=name]", "Notices 公告");
  await page.fill("[name=purpose]", "To hear what residents ask 了解居民的提问");
  await Promise.all([page.waitForURL(/preview$/), page.click("main button[type=submit]")]);
}

// Looks at one page at every width and in both colour schemes; returns sentences about what is wrong.
async function look(browser, state, program, { path, name, desk, status = 200, does }) {
  const context = await browser.newContext({
    viewport: { width: WIDTHS[0], height: 800 },
    // Otherwise a button's colours are measured on their way from one scheme to the other.
    reducedMotion: "reduce",
    storageState: desk ? state : undefined,
  });
  const where = `${path}${name ? ` (${name})` : ""}`;
  const wrong = [];
  try {
    const page = await context.newPage();
    const seen = watch(page, status);
    const answer = await page.goto(program.address + path, { waitUntil: "load" });
    await Promise.all(seen.pending);
    const bytes = seen.bytes;
    if (bytes > FIRST_VIEW_BYTES_MAX) wrong.push(`${where}: ${bytes} bytes on first view, ${FIRST_VIEW_BYTES_MAX} at most`);
    if (does) await does(page);
    else if (answer.status() !== status) wrong.push(`${where}: answered ${answer.status()} instead of ${status}`);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      const judge = (faults, scheme) => wrong.push(...faults.map((fault) => `${where} at ${width}, ${scheme}: ${fault}`));
      await page.emulateMedia({ colorScheme: "light" });
      judge(await sideways(page), "light");
      judge(await moving(page), "light");
      judge(await axe(page), "light");
      await page.emulateMedia({ colorScheme: "dark" });
      judge(await axe(page, ["color-contrast", "link-in-text-block"]), "dark");
    }
    wrong.push(...seen.faults.map((fault) => `${where}: ${fault}`));
    return { where, bytes, wrong };
  } catch (error) {
    return { where, bytes: 0, wrong: [...wrong, `${where}: ${error.message}`] };
  } finally {
    await context.close();
  }
}

export async function pages(browser, program, signedIn) {
  const state = await signedIn.storageState();
  const tasks = await list(signedIn, program);
  const results = [];
  const work = async () => {
    for (let task = tasks.shift(); task; task = tasks.shift()) results.push(await look(browser, state, program, task));
  };
  await Promise.all([work(), work()]);
  const heaviest = results.reduce((most, one) => (one.bytes > most.bytes ? one : most));
  return {
    wrong: results.flatMap((result) => result.wrong),
    said: `${results.length} pages; the heaviest first view is ${heaviest.where} with ${heaviest.bytes} bytes`,
  };
}
