import { once } from "node:events";
import { mkdtempDisposable, open, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openHttpAgents } from "../http/http-agents.ts";
import { sendRequest } from "./send-request.ts";

const content = Buffer.alloc(3_000_000, "blob ");

/** Opens a blob, and a way to send a part of it to a server that answers as a test wants. */
async function scene(listener: RequestListener) {
  await using opened = new AsyncDisposableStack();
  const work = opened.use(await mkdtempDisposable(join(tmpdir(), "debootc-request-")));
  await writeFile(join(work.path, "blob"), content);
  const file = opened.use(await open(join(work.path, "blob")));
  const agents = opened.use(await openHttpAgents({}));
  const server = createServer(listener).listen(0, "127.0.0.1");
  opened.defer(() => void server.close());
  opened.defer(() => server.closeAllConnections());
  await once(server, "listening");
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/x`);
  const wire = { agents, signal: AbortSignal.timeout(60_000), stallSeconds: 60, clock: () => new Date() };
  const lengths: number[] = [];
  const onSent = (sent: number) => void lengths.push(sent);
  const all = opened.move();
  return {
    lengths,
    send: (part: { readonly offset: number; readonly length: number }) =>
      sendRequest({ method: "PATCH", url, body: { file, ...part, onSent } }, wire),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

test("a part of a file is sent, and how much of it is told", async () => {
  const parts: Buffer[] = [];
  await using blob = await scene(async (request, response) => {
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    response.writeHead(202).end();
  });
  expect(await blob.send({ offset: 1_000_001, length: 1_500_000 })).toMatchObject({ status: 202 });
  expect(Buffer.concat(parts).equals(content.subarray(1_000_001, 2_500_001))).toBe(true);
  expect(blob.lengths.at(-1)).toBe(1_500_000);
});

test("a part can be sent again after an answer that came before it was read", async () => {
  let asked = 0;
  await using blob = await scene((request, response) => {
    if (asked++ % 2 === 0) response.writeHead(401).end();
    else request.resume().on("end", () => response.writeHead(202).end());
  });
  for (let round = 0; round < 20; round++) {
    expect(await blob.send({ offset: 0, length: content.length })).toMatchObject({ status: 401 });
    expect(await blob.send({ offset: 0, length: content.length })).toMatchObject({ status: 202 });
  }
});

test("a file that is shorter than its part is no trouble of the registry", async () => {
  await using blob = await scene(
    (request, response) => void request.resume().on("end", () => response.end()),
  );
  await expect(blob.send({ offset: 2_999_000, length: 2000 })).rejects.toThrow("1000 bytes too early");
});
