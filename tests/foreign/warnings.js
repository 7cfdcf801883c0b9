// A warning, a digest and a reminder on their way out, to receivers that nobody here wrote: mail to a real SMTP server over TLS (pip aiosmtpd), a
// browser's message opened by another implementation of RFC 8291 (npm http_ece) and its sender checked by another of
// JWT (npm jose), and a signed webhook. And where it must not go: to a server with the wrong certificate.
// It needs CANDOR_BIN, openssl, and PYTHON (a Python with aiosmtpd; python3 otherwise). Run: npm ci && node warnings.js

import { execFileSync, spawn } from "node:child_process";
import { createECDH, createHmac, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttp } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ece from "http_ece";
import { importJWK, jwtVerify } from "jose";
import { freePort } from "../ports.mjs";

const { CANDOR_BIN, PYTHON } = process.env;
// What the machine of the test sets must not be taken for settings of the program.
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("CANDOR_")));
const expect = (holds, sentence) => {
  if (!holds) throw new Error(sentence);
};
const until = async (seconds, sentence, found) => {
  for (let tries = 0; tries < seconds * 5; tries += 1) {
    const result = await found();
    if (result) return result;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(typeof sentence === "function" ? sentence() : sentence);
};

const folder = mkdtempSync(join(tmpdir(), "candor-warnings-"));
const at = (name) => join(folder, name);
const openssl = (...given) => execFileSync("openssl", given, { cwd: folder, stdio: "ignore" });

// Three certificates: of our authority for this machine, of a stranger's for this machine, of ours for another machine.
const CURVE = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
for (const authority of ["ours", "stranger"]) {
  openssl("req", "-x509", ...CURVE, "-days", "2", "-subj", `/CN=${authority}`, "-keyout", `${authority}.key`, "-out", `${authority}.pem`);
}
for (const [name, authority, host] of [["good", "ours", "IP:127.0.0.1"], ["forged", "stranger", "IP:127.0.0.1"], ["misnamed", "ours", "DNS:mail.example"]]) {
  openssl("req", ...CURVE, "-subj", `/CN=${name}`, "-keyout", `${name}-server.key`, "-out", `${name}-server.csr`);
  writeFileSync(at(`${name}.ext`), `subjectAltName=${host}\nbasicConstraints=CA:FALSE\n`);
  openssl("x509", "-req", "-days", "2", "-in", `${name}-server.csr`, "-CA", `${authority}.pem`, "-CAkey", `${authority}.key`, "-CAcreateserial", "-extfile", `${name}.ext`, "-out", `${name}-server.pem`);
}

// A forum in which 26 people speak of one danger, and the receivers of pushes and webhooks.
const ENDS = ["孩子不敢走", "大家都很着急", "没有人来修", "已经第三天了", "晚上看不见", "请尽快处理"];
const items = Array.from({ length: 26 }, (_, index) => `<item><title>翠柏小区东门石桥断裂</title><guid isPermaLink="false">bridge-${index}</guid><dc:creator>walker${index}</dc:creator><description>翠柏小区东门石桥断裂，有人受伤，${ENDS[index % 6]}</description></item>`);
const FEED = `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Forum</title><link>https://forum.example/</link><description>Forum</description>${items.join("")}</channel></rss>`;
const heard = [];
const receiver = createHttp(async (request, response) => {
  const parts = [];
  for await (const chunk of request) parts.push(chunk);
  if (request.url === "/forum.xml") return response.writeHead(200, { "content-type": "application/xml; charset=utf-8" }).end(FEED);
  if (!["/push/of-root", "/hook"].includes(request.url)) return response.writeHead(404).end();
  const before = heard.filter((known) => known.path === request.url).length;
  heard.push({ path: request.url, headers: request.headers, body: Buffer.concat(parts) });
  // Each receiver is busy once, so that each message comes twice and must be known again by its name.
  response.writeHead(before === 0 ? 503 : 201).end();
});
const receiverAt = await new Promise((resolve) => receiver.listen(0, "127.0.0.1", () => resolve(receiver.address().port)));
const receiverUrl = `http://127.0.0.1:${receiverAt}`;

const attribute = (tag, name) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1].replace(/&(?:#(\d+)|amp);/g, (_, code) => (code ? String.fromCharCode(code) : "&"));
// The action and the hidden fields of the form whose action ends in a certain way.
function formOf(text, end) {
  for (const form of text.split("<form").slice(1).map((part) => part.split("</form>")[0])) {
    const action = attribute(form.split(">")[0], "action");
    if (!action?.endsWith(end)) continue;
    const inputs = form.split("<input").slice(1).map((part) => part.split(">")[0]).filter((tag) => tag.includes('type="hidden"'));
    return [action, Object.fromEntries(inputs.map((tag) => [attribute(tag, "name"), attribute(tag, "value") ?? ""]))];
  }
  throw new Error(`no form leads to ${end}: ${text.slice(0, 500)}`);
}

// An office whose only source is the forum. Its zone makes it noon there, when 26 people at once are unusual.
const HOUR = new Date().getUTCHours();
const ZONE = `Etc/GMT${HOUR < 12 ? "-" : "+"}${Math.abs(HOUR - 12)}`;
async function office(name, { certificate, security, mood, prepare = async () => {}, done }) {
  const [mailAt, deskAt, metricsAt] = [await freePort(), await freePort(), await freePort()];
  const desk = `http://127.0.0.1:${deskAt}`;
  const server = spawn(PYTHON ?? "python3", [join(import.meta.dirname, "mail_server.py"), mailAt, at(`${certificate}-server.pem`), at(`${certificate}-server.key`), security, mood], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  server.stdout.on("data", (part) => (said += part));
  writeFileSync(at(`${name}.toml`), `data = "${folder}/${name}"
zone = "${ZONE}"
listen = "127.0.0.1:${deskAt}"
metrics = "127.0.0.1:${metricsAt}"
own_hosts = ["127.0.0.1:${receiverAt}"]
[mail]
server = "127.0.0.1"
port = ${mailAt}
security = "${security}"
from = "desk@city.example"
authority = "${at("ours.pem")}"
`);
  const program = spawn(CANDOR_BIN, ["--config", at(`${name}.toml`), "serve"], { env, stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  program.stderr.on("data", (part) => (log += part));
  let cookie = "";
  const visit = async (path, form) => {
    const headers = { cookie, origin: desk };
    const response = await fetch(desk + path, form ? { method: "POST", body: new URLSearchParams(form), headers, redirect: "manual" } : { headers, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) cookie = line.split(";")[0];
    const text = await response.text();
    expect(response.status < 400, `${name}: ${path} was answered ${response.status}`);
    return text;
  };
  try {
    await until(30, `${name}: the mail server did not start`, () => said.includes("ready"));
    const code = await until(60, () => `${name}: the program did not start: ${log}`, () => /enter this code: ([^\s"]+)/.exec(log)?.[1]);
    await until(10, `${name}: no page`, () => visit("/en/desk/setup").then((text) => text.includes("csrf"), () => false));
    await visit("/en/desk/setup", { code, name: "Root", password: "river slate candle" });
    const csrf = /name="csrf" value="([^"]+)"/.exec(await visit("/en/desk/account/notices"))[1];
    await visit("/en/desk/account/notices", { csrf, email: "root@city.example", tongue: "zh", level_min: "blue", digests: "", quiet_from: "", quiet_to: "" });
    await prepare(visit, csrf);
    const [preview, asked] = formOf(await visit("/en/desk/sources/new"), "/sources/preview");
    const typed = { ...asked, address: `${receiverUrl}/forum.xml`, name: "Harbour forum", kind: "public", purpose: "To learn what residents care about", lang: "", district: "" };
    await visit(...formOf(await visit(preview, typed), "/en/desk/sources"));
    await until(60, () => `${name}: no alert rose: ${log}`, () => visit("/en/desk/alerts").then((text) => text.includes('class="alert-card"')));
    const mails = () => said.trim().split("\n").slice(1).map((line) => JSON.parse(line));
    // The rows of the delivery log that speak of one channel, as their text.
    const rows = async (channel) => {
      const all = (await visit("/en/desk/deliveries")).split("<tr>").slice(2);
      return all.filter((row) => row.includes(`>${channel}</td>`)).map((row) => row.split("</tr>")[0].replace(/<[^>]*>/g, " ").replace(/\s+/g, " "));
    };
    await done({ name, mails, rows, visit, csrf, log: () => log });
  } finally {
    program.kill("SIGTERM");
    server.kill("SIGTERM");
  }
}

// A browser as its push service knows it.
const browser = createECDH("prime256v1");
browser.generateKeys();
const auth = randomBytes(16);
let secret = "";

async function arrives({ name, mails, rows, visit, csrf }) {
  await until(60, `${name}: no mail came`, () => mails().length > 0);
  const [mail] = mails();
  expect(mail.tls, `${name}: the mail came in the clear`);
  expect(mail.to[0] === "root@city.example" && /级?预警/.test(mail.subject) && mail.subject.includes("石桥"), `${name}: ${JSON.stringify(mail)}`);
  expect(/\/zh\/desk\/stories\/\w+/.test(mail.text), `${name}: the mail does not lead to the story: ${mail.text}`);
  expect(!/walker\d/.test(JSON.stringify(mail)), `${name}: the mail names a person who spoke`);
  const log = await until(20, `${name}: the log does not say that it was sent`, async () => (await rows("Email")).find((row) => row.includes("sent")));
  expect(log.includes("Warning at") && log.includes("Root"), `${name}: ${log}`);
  await pushed({ name, rows });
  await hooked({ name, rows });
  // The digest at the hour that was chosen, which is this minute.
  const minute = new Date().toISOString().slice(14, 16);
  await visit("/en/desk/account/notices", { csrf, email: "root@city.example", tongue: "en", level_min: "blue", digests: `12:${minute}`, quiet_from: "", quiet_to: "" });
  await until(100, `${name}: no digest came`, () => mails().some((known) => known.subject.startsWith("Digest: one warning is open")));
  expect(mails().length === 2, `${name}: ${mails().length} mails came for one warning and one digest`);
  expect(mails()[1].text.includes("not acknowledged"), `${name}: ${mails()[1].text}`);
  await reminded({ name, mails, visit, csrf });
  expect(mails().length === 3, `${name}: ${mails().length} mails came for one warning, one digest and one reminder`);
}

// A time limit that is close: an incident that was known of four hours ago, whose first word is owed within five.
async function reminded({ name, mails, visit, csrf }) {
  await visit("/en/desk/departments", { csrf, name_zh: "市交通局", name_en: "Roads Department" });
  const [, department] = /<option value="([^"]+)"[^>]*>Roads Department/.exec(await visit("/en/desk/incidents/new"));
  const known = new Date(Date.now() + (12 - HOUR - 4) * 3600_000).toISOString().slice(0, 16);
  await visit("/en/desk/incidents", { csrf, subjects: "", title: "石桥断裂", kind: "serious_emergency", playbook: "", department, known });
  const mail = await until(60, `${name}: nobody was reminded of the time limit`, () => mails().find(({ subject }) => / is due in \d+ minutes$/.test(subject)));
  const minutes = Number(/in (\d+) minutes/.exec(mail.subject)[1]);
  expect(minutes > 50 && minutes <= 60, `${name}: ${mail.subject}`);
  expect(mail.tls && mail.to[0] === "root@city.example", `${name}: ${JSON.stringify(mail)}`);
  for (const part of ["石桥断裂", "It ends", "Held by Roads Department.", "/en/desk/incidents/"]) expect(mail.text.includes(part), `${name}: ${part} is not in ${mail.text}`);
}

// The message to the browser, opened by the other implementation; the second copy takes the place of the first.
async function pushed({ name, rows }) {
  const pushes = await until(60, `${name}: the push service heard nothing twice`, () => {
    const found = heard.filter((known) => known.path === "/push/of-root");
    return found.length === 2 && found;
  });
  for (const { headers, body } of pushes) {
    expect(headers["content-encoding"] === "aes128gcm" && Number(headers.ttl) > 0 && headers.urgency === "high", `${name}: ${JSON.stringify(headers)}`);
    const plain = JSON.parse(ece.decrypt(body, { version: "aes128gcm", privateKey: browser, authSecret: auth.toString("base64url") }));
    expect(plain.title.includes("石桥") && /\/desk\/stories\//.test(plain.url), `${name}: ${JSON.stringify(plain)}`);
    const [, token, key] = /^vapid t=([^,]+), k=(.+)$/.exec(headers.authorization);
    const point = Buffer.from(key, "base64url");
    const verifier = await importJWK({ kty: "EC", crv: "P-256", x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33).toString("base64url") }, "ES256");
    const { payload } = await jwtVerify(token, verifier, { audience: receiverUrl });
    expect(payload.exp - Date.now() / 1000 < 24 * 3600 && /^(mailto|https):/.test(payload.sub), `${name}: ${JSON.stringify(payload)}`);
  }
  const [first, second] = pushes;
  expect(first.headers.topic === second.headers.topic && !first.body.equals(second.body), `${name}: the copies do not belong together, or share a key`);
  expect(first.headers.topic.length <= 32 && first.body.length <= 4096, `${name}: a push service would refuse this`);
  await until(20, `${name}: the log does not count the tries of the push`, async () => (await rows("Browser")).some((row) => row.includes("sent") && row.includes("2 tries")));
}

async function hooked({ name, rows }) {
  const calls = await until(60, `${name}: the webhook was not called twice`, () => {
    const found = heard.filter((known) => known.path === "/hook");
    return found.length === 2 && found;
  });
  for (const { headers, body } of calls) {
    const said = Buffer.concat([Buffer.from(`${headers["candor-time"]}.${headers["candor-nonce"]}.`), body]);
    expect(createHmac("sha256", secret).update(said).digest("hex") === headers["candor-signature"], `${name}: the signature is another`);
    expect(Math.abs(Number(headers["candor-time"]) - Date.now() / 1000) < 300, `${name}: ${headers["candor-time"]}`);
  }
  const [first, second] = calls;
  expect(first.headers["candor-nonce"] !== second.headers["candor-nonce"], `${name}: a number was used twice`);
  expect(first.headers["candor-delivery"] === second.headers["candor-delivery"], `${name}: a repeated message has another name`);
  await until(20, `${name}: the log does not count the tries of the webhook`, async () => (await rows("Webhook")).some((row) => row.includes("sent") && row.includes("2 tries")));
}

const OFFICES = {
  // Everything as it should be.
  ours: {
    certificate: "good", security: "starttls", mood: "takes", done: arrives,
    prepare: async (visit, csrf) => {
      const p256dh = browser.getPublicKey().toString("base64url");
      await visit("/en/desk/account/push", { csrf, endpoint: `${receiverUrl}/push/of-root`, p256dh, auth: auth.toString("base64url"), browser: "Test" });
      const page = await visit("/en/desk/deliveries", { csrf, name: "Control room", url: `${receiverUrl}/hook`, level: "blue" });
      [secret] = /[0-9a-f]{64}/.exec(page.split("<main")[1]);
    },
  },
  // A server that is busy at first, spoken to in TLS from the first byte on: the mail comes a second time, under its name.
  busy: {
    certificate: "good", security: "tls", mood: "busy", done: async ({ name, mails, rows }) => {
      await until(90, `${name}: the mail was not sent again`, () => mails().length === 2);
      const [first, second] = mails();
      expect(first.id === second.id && second.try === 2 && first.tls, `${name}: ${JSON.stringify(mails())}`);
      await until(20, `${name}: the log does not count the tries`, async () => (await rows("Email")).some((row) => row.includes("sent") && row.includes("2 tries")));
    },
  },
  // A server that knows no such person: nothing is sent a second time.
  refusing: {
    certificate: "good", security: "starttls", mood: "refuses", done: async ({ name, mails, rows }) => {
      await until(60, `${name}: the log does not say that it failed`, async () => (await rows("Email")).some((row) => row.includes("failed") && row.includes("550")));
      expect(mails().length === 1, `${name}: it was tried ${mails().length} times`);
    },
  },
  // A stranger's certificate, and our own for another machine: not a word is said, and the log tells why.
  ...Object.fromEntries([["forged", "starttls"], ["misnamed", "tls"]].map(([certificate, security]) => [certificate, {
    certificate, security, mood: "takes", done: async ({ name, mails, rows }) => {
      await until(60, `${name}: the log does not say that the certificate is refused`, async () => (await rows("Email")).some((row) => row.includes("waiting") && row.includes("certificate is refused")));
      expect(mails().length === 0, `${name}: a mail went to this server`);
    },
  }])),
};

try {
  const ended = await Promise.allSettled(Object.entries(OFFICES).map(([name, how]) => office(name, how)));
  const faults = ended.filter(({ status }) => status === "rejected").map(({ reason }) => reason);
  if (faults.length > 0) throw new AggregateError(faults, faults.map(({ message }) => message).join("\n"));
  console.log("ok  a warning by mail over TLS, to a browser and to a webhook, each once and again after a refusal; a digest at its hour and a reminder of a time limit by mail; wrong certificates are refused");
} finally {
  receiver.close();
  receiver.closeAllConnections?.();
  rmSync(folder, { recursive: true, force: true });
}
