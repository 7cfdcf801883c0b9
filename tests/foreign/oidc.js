// Signs in through a real OpenID Connect provider that nobody here wrote (npm oidc-provider), as a browser would.
// It needs CANDOR_BIN (the built program). Run: npm ci && node oidc.js

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Provider from "oidc-provider";

const free = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});
const { CANDOR_BIN } = process.env;
// What the machine of the test sets must not be taken for settings of the program.
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("CANDOR_")));
const expect = (holds, sentence) => {
  if (!holds) throw new Error(sentence);
};

const [houseAt, deskAt, metricsAt] = [await free(), await free(), await free()];
const issuer = `http://127.0.0.1:${houseAt}`;
const desk = `http://127.0.0.1:${deskAt}`;
const house = new Provider(issuer, {
  clients: [{ client_id: "candor", client_secret: "a secret & more", redirect_uris: [`${desk}/desk/house/back`] }],
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  cookies: { keys: ["only for this test"] },
});
const serving = house.listen(houseAt, "127.0.0.1");

const folder = mkdtempSync(join(tmpdir(), "candor-oidc-"));
const config = join(folder, "candor.toml");
writeFileSync(config, `data = "${folder}/data"
listen = "127.0.0.1:${deskAt}"
metrics = "127.0.0.1:${metricsAt}"
own_hosts = ["127.0.0.1:${houseAt}"]
[house]
name_en = "the city directory"
issuer = "${issuer}"
client_id = "candor"
client_secret = "a secret & more"
`);
const program = spawn(CANDOR_BIN, ["--config", config, "serve"], { env, stdio: ["ignore", "inherit", "pipe"] });
let said = "";
program.stderr.on("data", (part) => (said += part));

// A browser's cookies, kept apart by host and port as a browser keeps them by path and name.
const jar = new Map();
async function visit(url, form) {
  for (let hop = 0; hop < 20; hop += 1) {
    const { host } = new URL(url);
    const cookies = [...(jar.get(host) ?? new Map())].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { cookie: cookies, origin: new URL(url).origin };
    const response = await fetch(url, form
      ? { method: "POST", body: new URLSearchParams(form), headers, redirect: "manual" }
      : { headers: { cookie: cookies }, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (!jar.has(host)) jar.set(host, new Map());
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) jar.get(host).delete(name);
      else jar.get(host).set(name, value);
    }
    const to = response.headers.get("location");
    if (!to) return { url, status: response.status, text: await response.text() };
    url = new URL(to, url).href;
    form = response.status === 307 ? form : undefined;
  }
  throw new Error("too many redirects");
}
const field = (text, name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1];
const action = (page) => new URL(/<form[^>]*action="([^"]+)"/.exec(page.text)[1].replaceAll("&amp;", "&"), page.url).href;

// Through the other house: its sign-in form, its question of consent, and back.
async function through(login) {
  let page = await visit(`${desk}/en/desk/house?next=/en/desk/duty`);
  expect(page.url.startsWith(issuer), `the desk did not lead to the other house but to ${page.url} (${page.status})`);
  page = await visit(action(page), { prompt: "login", login, password: "any" });
  if (page.url.startsWith(issuer)) page = await visit(action(page), { prompt: "consent" });
  return page;
}

try {
  for (let wait = 0; !/enter this code: ([^\s"]+)/.test(said); wait += 1) {
    expect(wait < 300 && program.exitCode === null, `the program did not start: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const code = /enter this code: ([^\s"]+)/.exec(said)[1];
  const password = "river slate candle";
  let page = await visit(`${desk}/en/desk/setup`, { code, name: "Root", password });
  expect(page.url === `${desk}/en/desk`, `the first account was not made: ${page.url}`);
  const sign = await visit(`${desk}/en/desk/sign-in`);
  expect(sign.text.includes("Sign in with the city directory"), "the sign-in page does not name the other house");

  // A stranger's sign-in makes no account.
  const root = jar.get(new URL(desk).host);
  jar.set(new URL(desk).host, new Map());
  page = await through("chen-7");
  expect(page.status === 403 && page.text.includes("nobody here is linked"), `a stranger was answered ${page.status}`);
  jar.delete(new URL(issuer).host);

  // An administrator adds a colleague and links the account.
  jar.set(new URL(desk).host, root);
  const csrf = field((await visit(`${desk}/en/desk/staff`)).text, "csrf");
  page = await visit(`${desk}/en/desk/staff`, { csrf, name: "Chen Lan", sign_in_name: "chen", role: "officer" });
  expect(page.text.includes("Hand over this code"), `no code for the colleague: ${page.status}`);
  const list = await visit(`${desk}/en/desk/staff`);
  const id = /href="\/en\/desk\/staff\/([0-9a-f]+)">Chen Lan/.exec(list.text)[1];
  page = await visit(`${desk}/en/desk/staff/${id}/link`, { csrf, issuer, subject: "chen-7" });
  expect(page.text.includes("chen-7"), "the account is not linked");

  jar.set(new URL(desk).host, new Map());
  page = await through("chen-7");
  expect(page.url === `${desk}/en/desk/duty` && page.text.includes("Chen Lan"), `not signed in: ${page.url} ${page.status}`);

  // An answer that this browser did not ask for opens nothing.
  const mine = jar.get(new URL(desk).host);
  jar.set(new URL(desk).host, new Map());
  page = await visit(`${desk}/desk/house/back?code=stolen&state=${"ab".repeat(32)}`);
  expect(page.status === 502, `an answer that nobody asked for was answered ${page.status}`);
  expect(mine.has("candor") && !jar.get(new URL(desk).host).has("candor"), "it opened a session");
  console.log("ok  sign-in through another house (oidc-provider)");
} finally {
  program.kill("SIGTERM");
  serving.close();
  serving.closeAllConnections?.();
  rmSync(folder, { recursive: true, force: true });
}
