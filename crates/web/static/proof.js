// Checks a proof file with the reader's own machine: hashes, the path to the root, and the log's signature.
// Nothing is sent anywhere. The arithmetic is that of RFC 6962 and C2SP signed-note.

const form = document.querySelector("form[data-proof-check]");
const text = new TextEncoder();
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", join(parts)));

class Wrong extends Error {
  constructor(why) {
    super(why);
    this.why = why;
  }
}

function join(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function base64(encoded, why) {
  try {
    return Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
  } catch {
    throw new Wrong(why);
  }
}

const equal = (a, b) => a.length === b.length && a.every((byte, index) => byte === b[index]);

async function readKey(vkey) {
  const [name, id, ...rest] = vkey.trim().split("+");
  const bytes = base64(rest.join("+"), "key");
  if (!name || bytes.length !== 33 || bytes[0] !== 1) throw new Wrong("key");
  const digest = await sha256(text.encode(`${name}\n`), bytes);
  if (hex(digest.slice(0, 4)) !== id) throw new Wrong("key");
  try {
    const key = await crypto.subtle.importKey("raw", bytes.slice(1), { name: "Ed25519" }, false, ["verify"]);
    return { name, id, key };
  } catch {
    throw new Wrong("browser");
  }
}

async function readCheckpoint(note, key) {
  const end = note.lastIndexOf("\n\n");
  if (end < 0) throw new Wrong("file");
  const signed = note.slice(0, end + 1);
  let isSigned = false;
  for (const line of note.slice(end + 2).split("\n").filter(Boolean)) {
    const [dash, name, encoded] = line.split(" ");
    if (dash !== "—" || name !== key.name) continue;
    const bytes = base64(encoded, "signature");
    if (hex(bytes.slice(0, 4)) !== key.id) continue;
    const good = await crypto.subtle.verify({ name: "Ed25519" }, key.key, bytes.slice(4), text.encode(signed));
    if (!good) throw new Wrong("signature");
    isSigned = true;
  }
  const [origin, size, root] = signed.split("\n");
  if (!isSigned || origin !== key.name) throw new Wrong("signature");
  return { origin, size: BigInt(size), root: base64(root, "file") };
}

async function rootOf(leaf, index, size, path) {
  if (index >= size) throw new Wrong("included");
  let [node, last, hash] = [index, size - 1n, leaf];
  for (const sibling of path) {
    if (last === 0n) throw new Wrong("included");
    if (node & 1n || node === last) {
      hash = await sha256(Uint8Array.of(1), sibling, hash);
      while (!(node & 1n) && node !== 0n) {
        node >>= 1n;
        last >>= 1n;
      }
    } else {
      hash = await sha256(Uint8Array.of(1), hash, sibling);
    }
    node >>= 1n;
    last >>= 1n;
  }
  if (last !== 0n) throw new Wrong("included");
  return hash;
}

async function checkLeaf(leaf, file, key) {
  const split = leaf.proof.indexOf("\n\n");
  const [head, ...lines] = leaf.proof.slice(0, split).split("\n");
  if (split < 0 || head !== "c2sp.org/tlog-proof@v1") throw new Wrong("file");
  if (lines[0]?.startsWith("extra ")) lines.shift();
  const index = BigInt(/^index (\d+)$/.exec(lines.shift() ?? "")?.[1] ?? "-1");
  if (index < 0n) throw new Wrong("file");
  const checkpoint = await readCheckpoint(leaf.proof.slice(split + 2), key);
  const hash = await sha256(Uint8Array.of(0), text.encode(leaf.entry));
  const path = lines.map((line) => base64(line, "file"));
  if (!equal(await rootOf(hash, index, checkpoint.size, path), checkpoint.root)) throw new Wrong("included");
  const entry = JSON.parse(leaf.entry);
  if (entry.subject !== file.subject && entry.public?.of !== file.subject) throw new Wrong("subject");
  const hasContent = leaf.content !== undefined || leaf.content_base64 !== undefined;
  if (hasContent) {
    const content = leaf.content !== undefined ? text.encode(leaf.content) : base64(leaf.content_base64, "file");
    const salt = Uint8Array.from((leaf.salt ?? "").match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    if (salt.length !== 32 || hex(await sha256(salt, content)) !== entry.digest) throw new Wrong("content");
  }
  return { index, checkpoint, entry, hasContent };
}

async function check(bytes, vkey) {
  if (!globalThis.crypto?.subtle) throw new Wrong("browser");
  const key = await readKey(vkey);
  let file;
  try {
    file = JSON.parse(bytes);
  } catch {
    throw new Wrong("file");
  }
  if (file.candor !== "proof/1" || !Array.isArray(file.leaves) || file.leaves.length === 0) throw new Wrong("file");
  const checked = [];
  for (const leaf of file.leaves) {
    if (typeof leaf.proof !== "string" || typeof leaf.entry !== "string") throw new Wrong("file");
    checked.push(await checkLeaf(leaf, file, key));
  }
  return checked;
}

// As people say it, by the clock of the device that checks.
const told = (moment) => new Date(moment).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });

const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

function say(result, sentence, isGood, entries = []) {
  result.replaceChildren();
  const verdict = document.createElement("p");
  verdict.className = isGood === undefined ? "quiet" : isGood ? "proof-verdict" : "proof-verdict proof-verdict-bad";
  verdict.textContent = sentence;
  result.append(verdict);
  if (entries.length === 0) return;
  const list = document.createElement("ul");
  for (const entry of entries) {
    const item = document.createElement("li");
    item.textContent = entry;
    list.append(item);
  }
  result.append(list);
}

async function run() {
  const result = form.querySelector("[data-proof-result]");
  const words = form.dataset;
  say(result, words.working);
  try {
    let bytes;
    if (words.proof) {
      const answer = await fetch(words.proof).catch(() => null);
      if (!answer?.ok) throw new Wrong("network");
      bytes = await answer.text();
    } else {
      bytes = await form.elements.file.files[0].text();
    }
    const checked = await check(bytes, form.elements.key.value);
    const last = checked[checked.length - 1].checkpoint;
    const values = {
      origin: last.origin,
      size: String(last.size),
      entries: String(checked.length),
      texts: String(checked.filter((leaf) => leaf.hasContent).length),
    };
    const entries = checked.map(({ index, entry }) =>
      fill(words.entry, { index: String(index), kind: form.getAttribute(`data-kind-${entry.kind}`) ?? entry.kind, at: told(entry.at) }),
    );
    say(result, fill(words.good, values), true, entries);
  } catch (error) {
    const why = error instanceof Wrong ? error.why : "file";
    say(result, fill(words.bad, { why: form.getAttribute(`data-why-${why}`) }), false);
  }
}

if (form) {
  form.hidden = false;
  document.querySelector("[data-proof-needs]")?.remove();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
}
