// Every claim that the demo's town has published, before foreign validators of structured data; and a spoilt one, so that
// it shows that they would say so. It needs CANDOR_BIN (the built program); CANDOR_TEST_SCHEMAS may name a folder that holds
// `schema-org/schemaorg-all-https-30.0.jsonld`, without which unknown properties are not looked for.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { demo } from "../../browser/program.js";
import { faults } from "./validate.js";

const folder = process.env.CANDOR_TEST_SCHEMAS ?? "";
const file = join(folder, "schema-org", "schemaorg-all-https-30.0.jsonld");
const vocabulary = folder && existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
if (!vocabulary) console.log("SKIPPED: unknown properties (CANDOR_TEST_SCHEMAS names no vocabulary of schema.org)");

const town = await demo();
const wrong = [];
let looked = 0;
try {
  const claims = await (await fetch(`${town.address}/claims/export.json`)).json();
  let spoilt;
  for (const claim of claims) {
    for (const url of [claim.url_zh, claim.url_en]) {
      const path = url.slice(url.indexOf("/", url.startsWith("http") ? 8 : 0));
      const html = await (await fetch(town.address + path)).text();
      looked += 1;
      wrong.push(...(await faults(html, vocabulary)).map((fault) => `${path}: ${fault}`));
      spoilt = html.replace(/"ratingValue":\d,/, "").replace('"@type":"Rating"', '"@type":"Rating","mood":"good"');
    }
  }
  if (looked === 0) wrong.push("the demo has published no claim to look at");
  const found = await faults(spoilt ?? "", vocabulary);
  if (!found.some((fault) => fault.includes("ratingValue"))) wrong.push(`a rating without a value passed: ${found}`);
  if (vocabulary && !found.some((fault) => fault.includes("mood"))) wrong.push(`an unknown property passed: ${found}`);
} finally {
  await town.stop();
}
wrong.forEach((sentence) => console.log(`    ${sentence}`));
console.log(`${wrong.length ? "FAILED" : "ok"}  ClaimReview: ${looked} pages before two foreign validators`);
process.exit(wrong.length ? 1 : 0);
