import { listenLocally } from "@debootc/tools/http/listen-locally";
import { randomBytes } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { s3Client } from "./s3-client.ts";
import { bytesOf } from "./storage-contract.fixture.ts";

const object = randomBytes(50_000);

/** Reads a range of an object from a server that answers a range in this way, and returns what was asked for, too. */
async function read(answer: (response: ServerResponse, bytes: Buffer) => void, { silence = 60_000 } = {}) {
  const asked: (string | undefined)[] = [];
  const server = createServer(({ headers: { range } }, response) => {
    asked.push(range);
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? [];
    response.writeHead(206);
    answer(response, object.subarray(Number(from), Number(to) + 1));
  });
  await using listening = await listenLocally(server);
  const place = { endpoint: `http://127.0.0.1:${listening.port}`, region: "r", bucket: "b" };
  const client = s3Client({ ...place, keyId: "id", secret: "s" }, { silence, pause: 1 });
  const got = await client
    .read("key", { start: 10, end: 40_000 })
    .then(bytesOf)
    .catch((error: unknown) => error);
  return { got, asked };
}

const wanted = object.subarray(10, 40_000);

test("a download that breaks off goes on where it was", async () => {
  const { got, asked } = await read((response, bytes) => {
    // A destroyed socket would take with it what the other side has not read yet.
    response.write(bytes.subarray(0, 15_000), () => response.socket?.end());
  });
  expect(wanted.equals(got as Buffer)).toBe(true);
  expect(asked.length).toBeGreaterThan(2);
  expect(asked[0]).toBe("bytes=10-39999");
});

test("a download that gets nowhere is a fault of the storage", async () => {
  const { got, asked } = await read((response) => response.destroy());
  expect(got).toMatchObject({ code: "storage-unavailable", message: expect.stringContaining("bucket b at") });
  expect(asked.length).toBeLessThan(10);
});

test("a download that falls silent is one, too, and one that is slow is none", async () => {
  expect((await read((response) => response.flushHeaders(), { silence: 300 })).got).toMatchObject({
    ...{ code: "storage-unavailable", message: expect.stringContaining("nothing arrived for 0.3 s") },
  });
  const sendSlowly = (response: ServerResponse, bytes: Buffer) => {
    let sent = 0;
    const more = () => {
      response.write(bytes.subarray(sent, sent + 5000));
      sent += 5000;
      if (sent < bytes.length) setTimeout(more, 400);
      else response.end();
    };
    more();
  };
  // A busy machine may be late with each of the eight pieces, all of which take longer than the silence.
  const slow = await read(sendSlowly, { silence: 2500 });
  expect(wanted.equals(slow.got as Buffer)).toBe(true);
  expect(slow.asked).toHaveLength(1);
});

test("a server that sends more than the range is cut short", async () => {
  const { got } = await read((response, bytes) => response.end(Buffer.concat([bytes, bytes])));
  expect(wanted.equals(got as Buffer)).toBe(true);
});
