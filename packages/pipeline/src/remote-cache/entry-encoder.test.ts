import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import { expect, test } from "vitest";
import { entryEncoder } from "./entry-encoder.ts";

const content = Buffer.from(Array.from({ length: 40_000 }, (_, index) => (index * 7919) % 1009).join("\n"));

async function packed(pieceSize: number): Promise<string> {
  const hash = createHash("sha256");
  function* pieces() {
    for (let at = 0; at < content.length; at += pieceSize) yield content.subarray(at, at + pieceSize);
  }
  await pipeline(pieces, entryEncoder(), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) hash.update(chunk);
  });
  return hash.digest("hex");
}

test.each([1000, 10_240, 65_536, 100_000])(
  "pieces of %d bytes give the same archive as one",
  async (size) => {
    expect(await packed(size)).toBe(await packed(content.length));
  },
);
