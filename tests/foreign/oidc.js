// Signs in through a real OpenID Connect provider that nobody here wrote (npm oidc-provider), as a browser would.
// It needs CANDOR_BIN (the built program). Run: npm ci && node oidc.js

import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SignJWT, decodeJwt, exportJWK, generateKeyPair } from "jose";
import Provider from "oidc-provider";
import { freePort } from "../ports.mjs";

const { CANDOR_BIN } = process.env;
// What the machine of the test sets must not be taken for settings of the program.
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("CANDOR_")));
const expect = (holds, sentence) => {
  if (!holds) throw new Error(sentence);
};

const [houseAt, deskAt, metricsAt] = [await freePort(), await freePort(), await freePort()];
const issuer = `http://127.0.0.1:${houseAt}`;
const desk = `http://127.0.0.1:${deskAt}`;
// Two keys of the house, and one that is not its own.
const made = await Promise.all(["RS256", "ES256", "ES256"].map((alg) => generateKeyPair(alg, { extractable: true })));
const jwk = async (at, alg, kid) => ({ ...(await exportJWK(made[at].privateKey)), alg, kid, use: "sig" });
const house = new Provider(issuer, {
  jwks: { keys: [await jwk(0, "RS256", "first")] },
  clients: [{ client_id: "candor", client_secret: "a secret & more", redirect_uris: [`${desk}/desk/house/back`] }],
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  cookies: { keys: ["only for this test"] },
});
// What the house says can be bent on its way out, one answer at a time; without a bend it is the provider's own.
let bend;
let keyList;
house.use(async (ctx, next) => {
  await next();
  if (ctx.path === "/token" && ctx.body?.id_token && bend) ctx.body.id_token = await bend(ctx.body.id_token);
  if (ctx.path === "/jwks" && keyList) ctx.body = { keys: keyList };
});
const signed = (claims, at, header) => new SignJWT(claims).setProtectedHeader(header).sign(made[at].privateKey);
const changed = (change) => (token) => signed({ ...decodeJwt(token), ...change }, 0, { alg: "RS256", kid: "first" });
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
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
async function visit(url, form, seen = []) {
  for (let hop = 0; hop < 20; hop += 1) {
    seen.push(url);
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
async function through(login, seen) {
  let page = await visit(`${desk}/en/desk/house?next=/en/desk/duty`, undefined, seen);
  expect(page.url.startsWith(issuer), `the desk did not lead to the other house but to ${page.url} (${page.status})`);
  page = await visit(action(page), { prompt: "login", login, password: "any" }, seen);
  if (page.url.startsWith(issuer)) page = await visit(action(page), { prompt: "consent" }, seen);
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

  // The house's answer is bent in one point at a time, and each time it opens nothing. The first bend changes nothing, so
  // that what refuses the others is the point and not the bending.
  const fresh = () => {
    jar.set(new URL(desk).host, new Map());
    jar.delete(new URL(issuer).host);
  };
  const isIn = () => jar.get(new URL(desk).host).has("candor");
  const now = Math.floor(Date.now() / 1000);
  const bends = [
    ["the same claims, signed anew by the house's key", changed({}), true],
    ["another question's nonce", changed({ nonce: "another" })],
    ["no nonce", changed({ nonce: undefined })],
    ["another audience", changed({ aud: "another-client" })],
    ["two audiences", changed({ aud: ["candor", "another-client"] })],
    ["another issuer", changed({ iss: "https://id.example" })],
    ["a token that has expired", changed({ iat: now - 7200, exp: now - 3600 })],
    ["a token of tomorrow", changed({ iat: now + 86_400, exp: now + 90_000 })],
    ["a key that is not the house's, under its name", (token) => signed(decodeJwt(token), 2, { alg: "ES256", kid: "first" })],
    ["a key that is not the house's", (token) => signed(decodeJwt(token), 2, { alg: "ES256", kid: "other" })],
    ["no signature", (token) => `${part({ alg: "none" })}.${part(decodeJwt(token))}.`],
    ["a signature with the shared secret", (token) => {
      const said = `${part({ alg: "HS256", kid: "first" })}.${part(decodeJwt(token))}`;
      return `${said}.${createHmac("sha256", "a secret & more").update(said).digest("base64url")}`;
    }],
    ["another's claims under a true signature", (token) => {
      const [head, , signature] = token.split(".");
      return `${head}.${part({ ...decodeJwt(token), sub: "root" })}.${signature}`;
    }],
  ];
  for (const [what, bent, opens] of bends) {
    fresh();
    bend = bent;
    page = await through("chen-7");
    expect(isIn() === Boolean(opens) && page.status === (opens ? 200 : 502), `${what}: answered ${page.status} at ${page.url}`);
  }

  // An address of a colleague is no proof of being that colleague: accounts are linked by hand and by nothing else.
  fresh();
  bend = changed({ sub: "someone-else", email: "chen@city.example", email_verified: false, preferred_username: "chen", name: "Chen Lan" });
  page = await through("chen-7");
  expect(page.status === 403 && !isIn(), `a stranger with a colleague's address was answered ${page.status}`);
  fresh();
  bend = changed({ sub: "someone-else", email: "chen@city.example", email_verified: true });
  page = await through("chen-7");
  expect(page.status === 403 && !isIn(), `a stranger with a verified address was answered ${page.status}`);

  // The house takes a new key: its tokens are believed at once, and those of the key that it gave up no more.
  const second = await jwk(1, "ES256", "second");
  keyList = [{ kty: second.kty, crv: second.crv, x: second.x, y: second.y, alg: "ES256", kid: "second", use: "sig" }];
  fresh();
  bend = (token) => signed(decodeJwt(token), 1, { alg: "ES256", kid: "second" });
  page = await through("chen-7");
  expect(isIn(), `a token of the house's new key was answered ${page.status}`);
  fresh();
  bend = undefined;
  page = await through("chen-7");
  expect(page.status === 502 && !isIn(), `a token of a key that the house gave up was answered ${page.status}`);
  keyList = undefined;

  // The way back leads in once, and only with the state that this browser set out with.
  fresh();
  const seen = [];
  page = await through("chen-7", seen);
  const way = seen.find((url) => url.startsWith(`${desk}/desk/house/back?`));
  expect(isIn() && way, "the way back was not seen");
  jar.set(new URL(desk).host, new Map());
  page = await visit(way);
  expect(page.status === 502 && !isIn(), `the same way back a second time was answered ${page.status}`);
  fresh();
  await visit(`${desk}/en/desk/house`);
  page = await visit(`${desk}/desk/house/back?code=stolen&state=${"cd".repeat(32)}`);
  expect(page.status === 502 && !isIn(), `another's state was answered ${page.status}`);
  fresh();
  await visit(`${desk}/en/desk/house`);
  const state = jar.get(new URL(desk).host).get("candor-errand");
  page = await visit(`${desk}/desk/house/back?error=access_denied&state=${state}`);
  expect(page.status === 502 && !isIn(), `a refusal by the house was answered ${page.status}`);
  page = await visit(`${desk}/desk/house/back?code=invented&state=${state}`);
  expect(page.status === 502 && !isIn(), `an invented code on a used errand was answered ${page.status}`);

  // Whoever has left here does not come in by the other house either.
  jar.set(new URL(desk).host, root);
  page = await visit(`${desk}/en/desk/staff/${id}/end`, { csrf });
  expect(page.status === 200, `the colleague could not leave: ${page.status}`);
  fresh();
  page = await through("chen-7");
  expect(page.status === 403 && !isIn(), `who has left was answered ${page.status}`);

  // An answer that this browser did not ask for opens nothing.
  fresh();
  page = await visit(`${desk}/desk/house/back?code=stolen&state=${"ab".repeat(32)}`);
  expect(page.status === 502 && !isIn(), `an answer that nobody asked for was answered ${page.status}`);
  console.log(`ok  sign-in through another house (oidc-provider), and ${bends.length - 1} bent answers refused`);
} finally {
  program.kill("SIGTERM");
  serving.close();
  serving.closeAllConnections?.();
  rmSync(folder, { recursive: true, force: true });
}
