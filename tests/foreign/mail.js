// Mail to a real SMTP server (pip aiosmtpd) over TLS: a digest arrives, and a certificate of a stranger is refused.
// It needs CANDOR_BIN, openssl, and PYTHON (a Python with aiosmtpd; python3 otherwise). Run: node mail.js

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const free = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});
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
  throw new Error(sentence);
};

const folder = mkdtempSync(join(tmpdir(), "candor-mail-"));
const at = (name) => join(folder, name);
const openssl = (...given) => execFileSync("openssl", given, { cwd: folder, stdio: "ignore" });

// An authority and a certificate of it for this machine, twice: ours, and a stranger's.
for (const name of ["ours", "stranger"]) {
  openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", `/CN=${name}`, "-keyout", `${name}.key`, "-out", `${name}.pem`);
  openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=127.0.0.1", "-keyout", `${name}-server.key`, "-out", `${name}-server.csr`);
  writeFileSync(at("extensions"), "subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n");
  openssl("x509", "-req", "-days", "2", "-in", `${name}-server.csr`, "-CA", `${name}.pem`, "-CAkey", `${name}.key`, "-CAcreateserial", "-extfile", "extensions", "-out", `${name}-server.pem`);
}

// Starts a mail server with one of the certificates, and the program that trusts our authority alone; sends a digest.
async function digest(name) {
  const [mailAt, deskAt, metricsAt] = [await free(), await free(), await free()];
  const desk = `http://127.0.0.1:${deskAt}`;
  const server = spawn(PYTHON ?? "python3", [join(import.meta.dirname ?? ".", "mail_server.py"), mailAt, at(`${name}-server.pem`), at(`${name}-server.key`)], { stdio: ["ignore", "pipe", "inherit"] });
  let heard = "";
  server.stdout.on("data", (part) => (heard += part));
  const config = at(`${name}.toml`);
  writeFileSync(config, `data = "${folder}/${name}"
zone = "UTC"
listen = "127.0.0.1:${deskAt}"
metrics = "127.0.0.1:${metricsAt}"
[mail]
server = "127.0.0.1"
port = ${mailAt}
security = "starttls"
from = "desk@city.example"
authority = "${at("ours.pem")}"
`);
  const program = spawn(CANDOR_BIN, ["--config", config, "serve"], { env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  program.stderr.on("data", (part) => (said += part));
  let cookie = "";
  const visit = async (path, form) => {
    const headers = { cookie, origin: desk };
    const response = await fetch(desk + path, form ? { method: "POST", body: new URLSearchParams(form), headers, redirect: "manual" } : { headers });
    for (const line of response.headers.getSetCookie()) cookie = line.split(";")[0];
    return response.text();
  };
  try {
    await until(30, "the mail server did not start", () => heard.includes("ready"));
    const code = await until(60, `the program did not start: ${said}`, () => /enter this code: ([^\s"]+)/.exec(said)?.[1]);
    await until(10, "no page", () => visit("/en/desk/setup").then((text) => text.includes("csrf"), () => false));
    await visit("/en/desk/setup", { code, name: "Root", password: "river slate candle" });
    const csrf = /name="csrf" value="([^"]+)"/.exec(await visit("/en/desk/account/notices"))[1];
    const now = new Date().toISOString().slice(11, 16);
    await visit("/en/desk/account/notices", { csrf, email: "root@city.example", tongue: "zh", level_min: "", digests: now, quiet_from: "", quiet_to: "" });
    const row = await until(100, "no digest was sent or refused", async () => {
      const text = await visit("/en/desk/deliveries");
      return /Digest<\/th>/.test(text) && /<span>sent|certificate is refused/.test(text) && text;
    });
    return { mails: heard.trim().split("\n").slice(1).map((line) => JSON.parse(line)), row };
  } finally {
    program.kill("SIGTERM");
    server.kill("SIGTERM");
  }
}

try {
  const { mails, row } = await digest("ours");
  expect(mails.length === 1, `${mails.length} mails arrived instead of one`);
  const [mail] = mails;
  expect(mail.tls, "the mail came in the clear");
  expect(mail.to[0] === "root@city.example" && mail.subject.startsWith("摘要"), JSON.stringify(mail));
  expect(mail.text.includes("/zh/desk/alerts"), `no link: ${mail.text}`);
  expect(/<span>sent/.test(row), "the log does not say that it was sent");
  const refused = await digest("stranger");
  expect(refused.mails.length === 0, "a mail went to a server with a stranger's certificate");
  expect(refused.row.includes("certificate is refused"), "the log does not say that the certificate was refused");
  console.log("ok  mail over TLS to a real server; a stranger's certificate is refused");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
