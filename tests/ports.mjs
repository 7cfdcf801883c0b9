// Ports for programs that a test starts.

import { createServer } from "node:net";

// Under those that the system gives to whoever names none, so that no connection and no other server takes one between
// the moment it is chosen and the moment the program listens.
const FIRST = 10_000;
const COUNT = 20_000;
let next = process.pid % COUNT;

const isFree = (port) =>
  new Promise((done) => {
    const server = createServer().on("error", () => done(false));
    server.listen(port, "127.0.0.1", () => server.close(() => done(true)));
  });

// A port that nobody uses, and never the same one twice.
export async function freePort() {
  for (let tries = 0; tries < COUNT; tries += 1) {
    const port = FIRST + next;
    next = (next + 1) % COUNT;
    if (await isFree(port)) return port;
  }
  throw new Error("loopback has no free port");
}
