import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { exchange, type HttpQuestion } from "./exchange.ts";
import { openHttpAgents } from "./http-agents.ts";

/** Starts a server that answers as a test wants, and what asks it. */
async function serverThat(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const agents = await openHttpAgents({});
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/x`);
  return {
    ask: (question: Partial<HttpQuestion>, options: { stallSeconds?: number; signal?: AbortSignal } = {}) =>
      exchange({ method: "POST", url, headers: {}, ...question }, { agents, mostBytes: 1000, ...options }),
    [Symbol.asyncDispose]: async () => {
      agents[Symbol.dispose]();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Answers with the length that was announced, and what came. */
async function echo(request: IncomingMessage, response: ServerResponse) {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  response.end(`${request.headers["content-length"]} ${Buffer.concat(parts).toString()}`);
}

async function* pieces() {
  yield Buffer.from("one ");
  yield Buffer.from("two");
}

test.each([
  ["bytes", Buffer.from("one two"), "7 one two"],
  ["a stream", { length: 7, open: pieces }, "7 one two"],
  ["nothing", undefined, "0 "],
])("a body of %s comes with its length", async (_, body, heard) => {
  await using server = await serverThat(echo);
  const answer = await server.ask({ body });
  expect(answer).toMatchObject({ status: 200, reason: "OK" });
  expect(answer.body.toString()).toBe(heard);
});

test("an answer before everything was sent counts", async () => {
  await using server = await serverThat((_, response) => void response.writeHead(413).end("too large"));
  const endless = async function* () {
    for (;;) yield Buffer.alloc(65_536);
  };
  expect(await server.ask({ body: { length: 2 ** 40, open: endless } })).toMatchObject({ status: 413 });
});

test("a body that cannot be read is told from trouble on the way", async () => {
  await using server = await serverThat(echo);
  const cause = new Error("the disk is gone");
  const open = async function* () {
    yield Buffer.from("one ");
    throw cause;
  };
  await expect(server.ask({ body: { length: 7, open } })).rejects.toMatchObject({ kind: "body", cause });
});

test("an answer that is too long is not read to its end", async () => {
  await using server = await serverThat((_, response) => void response.end("x".repeat(1001)));
  await expect(server.ask({})).rejects.toMatchObject({ kind: "too-long" });
});

test("a connection on which nothing moves is given up", async () => {
  await using server = await serverThat(() => {});
  await expect(server.ask({}, { stallSeconds: 0.1 })).rejects.toMatchObject({ kind: "stalled" });
});

test("a signal ends it", async () => {
  await using server = await serverThat(() => {});
  await expect(server.ask({}, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
    name: "AbortError",
  });
});
