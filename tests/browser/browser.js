// One browser, and what is watched while it looks at a page.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const FIRST_VIEW_BYTES_MAX = 100 * 1024;

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    // Chromium's own errands would be counted as traffic and delayed where there is no network.
    args: [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ],
  });
}

// Collects what went wrong on a page and what it cost to load.
//
// - `expected`: a browser reports a page that answers 404 or 401 as an error in the console, where that is the very answer wanted; one status or several
export function watch(page, expected = 200) {
  const wanted = [expected].flat().filter((status) => status !== 200);
  const seen = { faults: [], bytes: 0, pending: [] };
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    if (wanted.some((status) => message.text().includes(`status of ${status}`))) return;
    seen.faults.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => seen.faults.push(`script: ${error.message}`));
  page.on("requestfinished", (request) => {
    seen.pending.push(request.sizes().then((sizes) => (seen.bytes += sizes.responseBodySize)).catch(() => {}));
  });
  page.on("requestfailed", (request) => {
    // Streams of updates end when their page is left, and so does what was still on its way.
    const why = request.failure()?.errorText;
    if (why !== "net::ERR_ABORTED" && !request.url().endsWith("/live")) seen.faults.push(`failed: ${request.url()} ${why}`);
  });
  return seen;
}

// What axe finds on the page as it stands, one line for each kind of fault.
//
// - `rules`: only these, where the rest cannot have changed since the last look
export async function axe(page, rules) {
  await page.evaluate(`globalThis.axe || ${axeSource}`);
  const found = await page.evaluate(async (rules) => {
    const only = rules ? { runOnly: rules } : {};
    const result = await globalThis.axe.run(document, { resultTypes: ["violations"], preload: false, ...only });
    return result.violations.map((fault) => ({
      id: fault.id,
      help: fault.help,
      nodes: fault.nodes.map((node) => `${node.target.join(" ")}: ${node.any[0]?.message ?? node.html}`),
    }));
  }, rules);
  return found.map((fault) => `axe ${fault.id}: ${fault.help} (${fault.nodes.length}): ${fault.nodes.slice(0, 3).join(" | ")}`);
}

// What lies outside the page's width, if a reader would have to scroll sideways.
export function sideways(page) {
  return page.evaluate(() => {
    const root = document.scrollingElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1);
    const named = wide.slice(0, 4).map((e) => `${e.tagName.toLowerCase()}.${e.getAttribute("class") ?? ""}`);
    return [`scrolls sideways: ${root.scrollWidth} px in ${root.clientWidth} (${named.join(", ")})`];
  });
}

// What still moves although the reader asks for no motion.
export function moving(page) {
  return page.evaluate(() => {
    const moves = ({ transitionDuration, animationName }) => transitionDuration.split(", ").some((span) => parseFloat(span) > 0) || animationName !== "none";
    const found = [...document.querySelectorAll("body *")].filter((e) => moves(getComputedStyle(e)));
    const named = found.slice(0, 4).map((e) => `${e.tagName.toLowerCase()}.${e.getAttribute("class") ?? ""}`);
    return found.length > 0 ? [`moves for who asks for no motion: ${named.join(", ")}`] : [];
  });
}

export async function signIn(page, program, lang = "en") {
  await page.goto(`${program.address}/${lang}/desk`);
  await page.fill("input[name=name]", program.name);
  await page.fill("input[name=password]", program.password);
  await Promise.all([page.waitForURL(new RegExp(`/${lang}/desk$`)), page.click("main button[type=submit]")]);
}

export class Failure extends Error {}

// Says in one sentence what a person would have missed.
export function expect(holds, sentence) {
  if (!holds) throw new Failure(sentence);
}
