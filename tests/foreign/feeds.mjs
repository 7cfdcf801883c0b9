// All three formats through feedsmith, and the same items in each.

import { readFileSync } from "node:fs";
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";

const folder = process.argv[2];
const read = (name) => readFileSync(`${folder}/${name}`, "utf8");
const fail = (sentence) => {
  console.error(sentence);
  process.exit(1);
};
for (const lang of ["zh", "en"]) {
  const atom = parseAtomFeed(read(`${lang}.atom`));
  const rss = parseRssFeed(read(`${lang}.rss`));
  const json = parseJsonFeed(JSON.parse(read(`${lang}.json`)));
  const lists = [
    atom.entries.map((entry) => [entry.id, entry.title?.value ?? entry.title]),
    rss.items.map((item) => [item.guid?.value ?? item.guid, item.title]),
    json.items.map((item) => [item.id, item.title]),
  ].map((list) => JSON.stringify(list));
  if (atom.entries.length < 20) fail(`${lang}: ${atom.entries.length} items`);
  if (new Set(lists).size !== 1) fail(`${lang}: the formats differ\n${lists.map((list) => list.slice(0, 300)).join("\n")}`);
  console.log(`${lang}: ${atom.entries.length} items, the same in three formats`);
}
