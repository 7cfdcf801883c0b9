// An office from its first account on: colleagues and their roles, the roster, a policy that needs a second person, channels
// of warning, and passkeys, with a device that Chromium plays. Every page is looked at on a phone, light and dark.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { axe, expect, sideways, watch } from "./browser.js";

const PASSWORD = "a sentence that is long enough";

export async function office(browser, program) {
  const wrong = [];
  const faults = [];
  const open = async () => {
    const context = await browser.newContext({ viewport: { width: 375, height: 800 }, reducedMotion: "reduce" });
    const page = await context.newPage();
    // Refused on purpose, and asked again who one is where the checks took long.
    faults.push(watch(page, [401, 422]).faults);
    const to = (path) => page.goto(program.address + path);
    // The page as it stands, in both schemes, and in Chinese where it can be opened by its address.
    const judge = async (name, again = true) => {
      const look = async (lang) => {
        for (const scheme of ["light", "dark"]) {
          // A button fades from one scheme to the other; what is judged is where it ends.
          await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
          const rules = scheme === "dark" ? ["color-contrast", "link-in-text-block"] : undefined;
          const found = [...(await sideways(page)), ...(await axe(page, rules))];
          wrong.push(...found.map((fault) => `${name}, ${lang}, ${scheme} at 375: ${fault}`));
        }
      };
      await look("en");
      if (!again) return;
      const here = page.url();
      await page.goto(here.replace("/en/", "/zh/"));
      await look("zh");
      await page.goto(here);
    };
    // A click that leads to another page, or to this one anew; who is asked again who they are says so by their password.
    const press = async (selector, answers = true) => {
      await Promise.all([page.waitForEvent("load"), page.locator(selector).first().click()]);
      if (!answers || (await page.locator("[name=confirm-proof]").count()) === 0) return;
      await page.fill("[name=confirm-proof]", PASSWORD);
      await Promise.all([page.waitForEvent("load"), page.click("main button[type=submit]")]);
    };
    const text = () => page.locator("main").innerText();
    return { context, page, to, judge, press, text };
  };
  const signIn = async (desk, name) => {
    await desk.to("/en/desk/sign-in");
    await desk.page.fill("[name=name]", name);
    await desk.page.fill("[name=password]", PASSWORD);
    await desk.press("main button[type=submit]");
  };

  const root = await open();
  await root.to("/en/desk/setup");
  await root.page.fill("[name=code]", program.code);
  await root.page.fill("[name=name]", "Root");
  await root.page.fill("[name=password]", PASSWORD);
  await root.press("main button[type=submit]");

  // Colleagues, who choose their passwords themselves.
  const invite = async (name, signInName, role) => {
    await root.to("/en/desk/staff");
    await root.page.fill("[name=name]", name);
    await root.page.fill("[name=sign_in_name]", signInName);
    await root.page.selectOption("[name=role]", role);
    await root.press("form[action$='/desk/staff'] button");
    const code = await root.page.locator("code.secret").first().innerText();
    const desk = await open();
    await desk.to("/en/desk/password");
    await desk.page.fill("[name=code]", code);
    await desk.page.fill("[name=password]", PASSWORD);
    await desk.press("main button[type=submit]");
    await signIn(desk, signInName);
    expect(desk.page.url().endsWith("/en/desk"), `${name} is not in with the password they chose: ${desk.page.url()}`);
    return desk;
  };
  await root.to("/en/desk/staff");
  await root.judge("staff");
  const lin = await invite("Lin Zhou", "lin", "officer");
  await root.judge("a colleague's code", false);
  const he = await invite("He Ting", "he", "approver");
  const an = await invite("An Rui", "an", "auditor");

  // An administrator and an auditor are never one person.
  await root.to("/en/desk/staff");
  await root.press("a:has-text('An Rui')");
  await root.judge("a colleague");
  await root.page.selectOption("[name=role]", "administrator");
  await root.press("form[action$='/role'] button");
  expect((await root.text()).includes("cannot audit"), "an auditor became an administrator");
  await root.judge("a role refused", false);
  await an.to("/en/desk/records");
  expect((await an.text()).includes("Added a colleague"), "the auditor does not see who was added");
  expect((await an.page.locator("main a", { hasText: "Lin Zhou" }).count()) > 0, "the records do not lead to whom they name");
  const leadsToRecords = (desk) => desk.page.locator(".rail-menu a[href$='/desk/records']").count();
  expect((await leadsToRecords(an)) === 1 && (await leadsToRecords(root)) === 0, "the menu leads where a role may not go, or not where it may");
  await an.judge("records");
  expect((await (await root.context.request.get(`${program.address}/en/desk/records`)).status()) === 403, "an administrator reads the records");
  expect((await (await an.context.request.get(`${program.address}/en/desk/staff`)).status()) === 200, "the auditor sees no staff");
  await an.to("/en/desk/staff");
  expect((await an.page.locator("form[action$='/desk/staff']").count()) === 0, "the auditor may add colleagues");

  // The roster, and a note from one to the next.
  await lin.to("/en/desk/duty");
  expect((await lin.text()).includes("Nobody is on duty"), "the empty roster does not say so");
  await lin.judge("an empty roster");
  const local = (hours) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);
  expect((await lin.page.locator("form[action$='/desk/duty']").count()) === 0, "an officer may change the roster");
  await he.to("/en/desk/duty");
  await he.page.selectOption("[name=person]", { label: "Lin Zhou" });
  await he.page.fill("[name=from]", local(-1));
  await he.page.fill("[name=to]", local(7));
  await he.press("form[action$='/desk/duty'] button");
  expect(!(await he.text()).includes("Nobody is on duty"), "whoever was entered is not on duty");
  await lin.to("/en/desk/duty");
  await lin.page.fill("[name=note]", "The pump in the north is being mended until noon.");
  await lin.press("form[action$='/duty/note'] button");
  expect((await lin.page.locator("form[action$='/duty/read']").count()) === 0, "one acknowledges one's own note");
  await he.to("/en/desk/duty");
  expect((await he.text()).includes("The pump in the north"), "the next person does not see the note");
  await he.judge("the roster");
  await he.to("/en/desk");
  await he.press("form[action$='/duty/read'] button");
  expect(he.page.url().endsWith("/en/desk"), "whoever read the note on Today is led away from it");
  await lin.to("/en/desk/duty");
  expect(/Read by He Ting/i.test(await lin.text()), `the note does not say who read it: ${await lin.text()}`);

  // A policy: one writes it and sees it tried, another brings it into force.
  await lin.to("/en/desk/policy/new");
  await lin.judge("a policy being written");
  const place = lin.page.locator("[name='levels.red.score']");
  await place.fill("nonsense");
  await lin.page.fill("[name=note]", "Red was raised for what was orange.");
  await lin.page.locator("form[action$='/policy/new'] button[type=submit]").first().evaluate((button) => (button.form.noValidate = true));
  await lin.press("form[action$='/policy/new'] button[type=submit]");
  expect((await lin.page.locator("[role=alert]").count()) === 1, "a policy with a word for a number is not refused");
  await lin.judge("a policy refused", false);
  await place.fill("95");
  await lin.press("form[action$='/policy/new'] button[type=submit]");
  expect(/policy\/2$/.test(lin.page.url()), `the draft was not kept: ${lin.page.url()}`);
  await lin.judge("a draft of a policy");
  expect((await lin.text()).includes("95"), "the draft does not say what changed");
  expect((await lin.page.locator("table").count()) >= 2, "the draft was not tried over the past");
  expect((await lin.page.locator("form[action$='/approve']").count()) === 0, "an officer may approve their own policy");
  await he.to("/en/desk/policy/2");
  await he.press("form[action$='/approve'] button");
  expect((await he.text()).includes("Approved by He Ting"), "the policy does not say who approved it");
  await he.to("/en/desk/policy");
  await he.judge("the policy in force");
  await an.to("/en/desk/records");
  expect((await an.text()).includes("into force"), "the record does not tell of the policy");

  // Channels: each person's own, and other systems.
  await lin.to("/en/desk/account/notices");
  await lin.page.fill("[name=digests]", "8 o'clock");
  await lin.press("form[action$='/notices'] button[type=submit]");
  expect((await lin.page.locator("#digests-error").count()) === 1, "an hour that is none is not refused");
  await lin.judge("channels refused", false);
  await lin.page.fill("[name=digests]", "08:00, 17:30");
  await lin.page.fill("[name=quiet_from]", "22:00");
  await lin.page.fill("[name=quiet_to]", "07:00");
  await lin.press("form[action$='/notices'] button[type=submit]");
  await lin.to("/en/desk/account/notices");
  expect((await lin.page.inputValue("[name=digests]")) === "08:00, 17:30", "the hours of the digest are forgotten");
  await lin.judge("one's own channels");
  await root.to("/en/desk/deliveries");
  await root.judge("the log of what was sent");
  await root.page.locator("details.remove summary").first().click();
  await root.page.fill("[name=url]", "https://room.example/hook");
  await root.page.fill("form[action$='/deliveries'] [name=name]", "Control room");
  await root.press("form[action$='/deliveries'] button");
  const secret = /[0-9a-f]{64}/.exec(await root.text())?.[0];
  expect(secret, "the secret of a webhook is not shown");
  await root.judge("the secret of a webhook", false);
  await root.to("/en/desk/deliveries");
  expect((await root.text()).includes("Control room") && !(await root.page.content()).includes(secret), "the secret is shown twice");

  const keys = await passkeys({ desk: he, program, signIn });
  for (const desk of [root, lin, he, an]) await desk.context.close();
  return { wrong: [...wrong, ...faults.flat()], said: `four people, a roster, a policy by two, channels, ${keys}` };
}

// A device that Chromium plays: a key is made, opens the desk, stands as the second step and as the proof asked for again.
async function passkeys({ desk, program, signIn }) {
  const { context, page, to, judge, press, text } = desk;
  const device = await context.newCDPSession(page);
  await device.send("WebAuthn.enable");
  const { authenticatorId } = await device.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  const knows = (isUserVerified) => device.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
  const leave = async () => {
    await to("/en/desk");
    await page.click(".rail-open");
    await press("form[action$='/sign-out'] button");
  };
  const isIn = () => page.url().endsWith("/en/desk");

  await to("/en/desk/account");
  await press("a[href$='/account/passkeys']");
  await judge("adding a passkey");
  await knows(false);
  await page.click(".key-button");
  await page.waitForSelector(".key-refused:not([hidden])");
  await knows(true);
  await page.fill("[name=name]", "Office laptop");
  await press(".key-button");
  expect((await page.locator(".codes li").count()) === 10, `no recovery codes came with the first passkey: ${await text()}`);
  const code = await page.locator(".codes li").first().innerText();
  await to("/en/desk/account");
  expect((await text()).includes("Office laptop"), "the account does not list the passkey");
  await judge("an account with a passkey");

  // The door: by the key alone.
  await leave();
  await to("/en/desk/sign-in");
  await judge("the door with passkeys");
  await press(".key-button");
  expect(isIn(), `the passkey does not open the desk: ${page.url()}`);

  // The door: the key as the second step after a password, or a recovery code where there is no key.
  await leave();
  await signIn(desk, "he");
  expect((await page.locator("[name=half]").count()) > 0, `no second step is asked for: ${page.url()}`);
  await judge("the second step", false);
  await press(".key-button");
  expect(isIn(), `the passkey is no second step: ${page.url()}`);
  await leave();
  await signIn(desk, "he");
  await page.fill("[name=code]", code);
  await press("form[action$='/step'] button");
  expect(isIn(), `a recovery code is no second step: ${page.url()}`);

  // An hour later the desk asks again, and the key answers; what was under way goes on.
  const hourAgo = "import sqlite3,sys; db=sqlite3.connect(sys.argv[1], timeout=20); db.execute('update session set confirmed_ms = confirmed_ms - 3600000'); db.commit()";
  execFileSync("python3", ["-c", hourAgo, join(program.folder, "data", "candor.db")]);
  await to("/en/desk/wall");
  await page.fill("[name=label]", "Lobby, beside the lift");
  await press("form[action$='/desk/wall'] button[type=submit]", false);
  expect((await page.locator("[name=confirm-proof]").count()) === 1, `the desk does not ask again: ${page.url()}`);
  await judge("being asked again", false);
  await press(".key-button");
  expect((await text()).includes("Lobby, beside the lift"), `what was under way is lost: ${await text()}`);

  // A key that was removed opens nothing, and nothing opens by what was heard once.
  await to("/en/desk/account");
  await press("form[action$='/passkeys/end'] button");
  expect(!(await text()).includes("Office laptop"), "the passkey is still there");
  await leave();
  await to("/en/desk/sign-in");
  await press(".key-button");
  expect(!isIn() && (await text()).includes("not accepted"), `a removed passkey opens the desk: ${page.url()}`);
  await device.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });

  // Without scripts there is a password, and no button that does nothing.
  const plain = await context.browser().newContext({ javaScriptEnabled: false, viewport: { width: 375, height: 800 } });
  const quiet = await plain.newPage();
  await quiet.goto(`${program.address}/en/desk/sign-in`);
  expect(!(await quiet.locator(".key-button").isVisible()), "a button that needs a script is shown without one");
  await quiet.fill("[name=name]", "he");
  await quiet.fill("[name=password]", PASSWORD);
  await quiet.click("main button[type=submit]");
  await quiet.waitForURL(/\/en\/desk$/);
  await plain.close();
  return "a passkey made, used at the door, as second step and when asked again, and removed";
}
