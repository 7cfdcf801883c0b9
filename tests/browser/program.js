// Starts the built program and reads from its output what a person would read: the address, the sign-in, the setup code.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../ports.mjs";

const START_MS_MAX = 120_000;

export function built() {
  const path = process.env.CANDOR_BIN;
  if (!path) throw new Error("CANDOR_BIN must name the built program, such as target/debug/candor");
  return path;
}

// Starts the program and waits until its output matches every pattern; returns the matches by name.
async function start(args, variables, patterns) {
  // Settings of the machine that runs the tests must not reach the program.
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("CANDOR_")));
  const child = spawn(built(), args, { env: { ...clean, ...variables }, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const found = await new Promise((done, fail) => {
    const late = setTimeout(() => fail(new Error(`${args[0]} did not say what was expected:\n${said}`)), START_MS_MAX);
    const hear = (chunk) => {
      said += chunk;
      const matches = Object.entries(patterns).map(([name, pattern]) => [name, said.match(pattern)]);
      if (matches.every(([, match]) => match)) {
        clearTimeout(late);
        done(Object.fromEntries(matches.map(([name, match]) => [name, match[1]])));
      }
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("error", fail);
    child.on("exit", (code) => {
      clearTimeout(late);
      fail(new Error(`${args[0]} ended with ${code}:\n${said}`));
    });
  });
  const stop = () =>
    new Promise((done) => {
      if (child.exitCode !== null) return done();
      child.on("exit", done);
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), 5000).unref();
    });
  // A test run that breaks must not leave a server behind.
  process.on("exit", () => child.kill("SIGKILL"));
  return { ...found, stop, said: () => said };
}

// The demo's town, with the address and the sign-in that it printed.
export async function demo() {
  const folder = mkdtempSync(join(tmpdir(), "candor-browser-"));
  const port = await freePort();
  const program = await start(["demo", "--listen", `127.0.0.1:${port}`, "--data", join(folder, "data")], {}, {
    address: /Open\s+(http:\S+?)\/\s/,
    name: /Sign in as\s+(\S+)\s+with/,
    password: /Sign in as\s+\S+\s+with\s+(\S+)/,
    secondPassword: /Sign in as\s+second\s+with\s+(\S+)/,
    letters: /(http:\S+\/letters)/,
    key: /--key '([^']+)'/,
  });
  return { ...program, stop: () => program.stop().then(() => rmSync(folder, { recursive: true, force: true })) };
}

// A program that was never used before, with the setup code from its log.
//
// - `host`: the name by which it is reached; browsers keep passkeys for names and not for numbers
export async function fresh(host = "127.0.0.1") {
  const folder = mkdtempSync(join(tmpdir(), "candor-browser-"));
  const port = await freePort();
  const variables = {
    CANDOR_LISTEN: `127.0.0.1:${port}`,
    CANDOR_METRICS: `127.0.0.1:${await freePort()}`,
    CANDOR_DATA: join(folder, "data"),
    CANDOR_ZONE: "UTC",
    CANDOR_PUBLIC_URL: `http://${host}:${port}`,
  };
  const program = await start(["serve"], variables, { code: /enter this code: ([^\s"]+)/ });
  const stop = () => program.stop().then(() => rmSync(folder, { recursive: true, force: true }));
  return { ...program, address: `http://${host}:${port}`, folder, stop };
}
