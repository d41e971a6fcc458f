import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { constants, createZstdDecompress, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { zstdFrames } from "./zstd-frames.ts";

async function decompress(chunks: readonly Uint8Array[]): Promise<Buffer> {
  const decoder = createZstdDecompress();
  const [content] = await Promise.all([
    buffer(decoder),
    pipeline(Readable.from(zstdFrames(Readable.from(chunks))), decoder),
  ]);
  return content;
}

function skippable(content: Uint8Array, kind: number): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(0x184d2a50 + kind);
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
}

function cut(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
}

const compressed = (content: Uint8Array, checksum: boolean) =>
  zstdCompressSync(content, { params: { [constants.ZSTD_c_checksumFlag]: checksum ? 1 : 0 } });

const content = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.tuple(fc.nat(600_000), fc.nat(255)).map(([length, byte]) => Buffer.alloc(length, byte)),
  fc
    .tuple(fc.nat(400_000), fc.integer({ min: 3, max: 97 }))
    .map(([length, step]) => Buffer.from(Array.from({ length }, (_, at) => (at * at * step) >> 3))),
);

describe("zstdFrames", () => {
  test("frames arrive whole wherever the bytes are cut, and skippable frames are left out", async () => {
    const part = fc.oneof(
      fc.record({ content, checksum: fc.boolean() }),
      fc.record({ skip: fc.uint8Array({ maxLength: 40 }), kind: fc.nat(15) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 100_000 }),
        async (parts, size) => {
          const file = Buffer.concat([
            ...parts.map((part) =>
              "skip" in part ? skippable(part.skip, part.kind) : compressed(part.content, part.checksum),
            ),
            compressed(Buffer.from("end"), false),
          ]);
          const wanted = [
            ...parts.map((part) => ("skip" in part ? Buffer.alloc(0) : part.content)),
            Buffer.from("end"),
          ];

          // Single bytes only for small files: each chunk costs time.
          const chunks = cut(file, file.length > 2000 ? Math.max(size, 500) : size);
          expect((await decompress(chunks)).equals(Buffer.concat(wanted))).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("a file that is cut off anywhere is reported", async () => {
    const file = Buffer.concat([compressed(Buffer.from("first"), true), compressed(Buffer.alloc(9), true)]);
    const first = compressed(Buffer.from("first"), true).length;
    for (let length = 1; length < file.length; length += 1) {
      if (length === first) continue;
      await expect(decompress([file.subarray(0, length)])).rejects.toThrow(
        /truncated|end of file|no zstd frame/,
      );
    }
  });

  test.each([
    ["text", Buffer.from("not zstd at all")],
    ["text after a frame", Buffer.concat([compressed(Buffer.from("a"), true), Buffer.from("garbage")])],
    ["a skippable frame that is cut off", skippable(Buffer.alloc(50), 3).subarray(0, 30)],
    ["a block of the reserved type", Buffer.from("28b52ffd2000070000", "hex")],
  ])("%s is archive-invalid", async (_, bytes) => {
    await expect(decompress([bytes])).rejects.toMatchObject({ code: "archive-invalid" });
  });

  test("the source is stopped when its reader stops", async () => {
    let stopped = false;
    async function* endless() {
      try {
        for (;;) yield compressed(Buffer.alloc(1000), false);
      } finally {
        stopped = true;
      }
    }
    for await (const _ of zstdFrames(endless())) break;

    expect(stopped).toBe(true);
  });
});
