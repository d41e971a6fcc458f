import { mkdir, mkdtempDisposable, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { digestOfBytes } from "@debootc/core/record/digest";
import { writeTar } from "@debootc/core/tar/write-tar";
import { equalBlocks } from "@debootc/core/tar/equal-blocks";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { blockMemory, layerBlocks } from "./layer-blocks.ts";
import { capability, membersOf, type WholeEntry, wholeEntry } from "./root.fixture.ts";

const blockSize = 8 * 1024 * 1024;
const header = 512;
const end = 1024;
const memory = blockMemory();
let work: AsyncDisposable & { readonly path: string };

beforeEach(async () => {
  work = await mkdtempDisposable(join(tmpdir(), "debootc-blocks-"));
});
afterEach(() => work[Symbol.asyncDispose]());

/** Bytes that differ from place to place, so that none may be lost, doubled or moved. */
function pattern(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at + 4 <= size; at += 509) bytes.writeUInt32LE(at, at);
  return bytes;
}

async function plantFiles(entries: readonly WholeEntry[]): Promise<void> {
  for (const { entry, bytes } of entries) {
    if (entry.type !== "file") continue;
    await mkdir(dirname(join(work.path, entry.path)), { recursive: true });
    await writeFile(join(work.path, entry.path), bytes);
  }
}

/** Each block as it was when it came: its memory is used again. */
function blocksOf(entries: readonly WholeEntry[]): Buffer[] {
  const listed = entries.map(({ entry }) => entry);
  return Array.from(layerBlocks(work.path, listed, memory), (block) => Buffer.from(block));
}

/** Digests of the blocks, and of those that the tar of the same entries has. */
async function compared(entries: readonly WholeEntry[]) {
  await plantFiles(entries);
  const blocks = blocksOf(entries);
  const wanted = await Array.fromAsync(equalBlocks(writeTar(membersOf(entries)), blockSize));
  return {
    blocks: blocks.map(digestOfBytes),
    wanted: wanted.map(digestOfBytes),
    lengths: blocks.map(({ length }) => length),
  };
}

describe("the blocks are the tar of the entries", () => {
  test("with all that an entry can be", async () => {
    const xattrs = new Map([["security.capability", capability]]);
    const long = `usr/${"n".repeat(200)}/${"m".repeat(120)}`;

    const { blocks, wanted } = await compared([
      wholeEntry({ path: ".", type: "directory", mode: 0o751 }),
      wholeEntry({ path: "bin", type: "symlink", linkPath: "usr/bin" }),
      wholeEntry({ path: "empty", type: "file" }),
      wholeEntry({ path: "usr/ping", type: "file", mode: 0o4755, xattrs, bytes: pattern(70_000) }),
      wholeEntry({ path: "usr/ping4", type: "hardlink", linkPath: "usr/ping", mode: 0o4755, xattrs }),
      wholeEntry({ path: "usr/whole", type: "file", bytes: pattern(1024) }),
      wholeEntry({ path: "usr/é", type: "file", uid: 3_000_000, bytes: pattern(1) }),
      wholeEntry({ path: long, type: "file", bytes: pattern(513) }),
    ]);

    expect(blocks).toEqual(wanted);
  });

  test("without entries", async () => {
    expect((await compared([])).blocks).toEqual([digestOfBytes(Buffer.alloc(end))]);
  });

  test.each([
    ["an archive that is short of a block", blockSize - header - end - 512, [blockSize - 512]],
    ["an archive that fills its block", blockSize - header - end, [blockSize]],
    ["an archive whose end is cut", blockSize - header - 512, [blockSize, 512]],
    ["a file that fills a block", blockSize - header, [blockSize, end]],
    ["a file whose padding fills a block", blockSize - header - 1, [blockSize, end]],
    ["a file that is a byte longer", blockSize - header + 1, [blockSize, 512 + end]],
    ["a file of more than two blocks", 2 * blockSize + 7, [blockSize, blockSize, header + 512 + end]],
  ])("of %s", async (_, size, lengths) => {
    const found = await compared([wholeEntry({ path: "large", type: "file", bytes: pattern(size) })]);

    expect(found.lengths).toEqual(lengths);
    expect(found.blocks).toEqual(found.wanted);
  });

  test("of files whose headers and bytes lie across the borders of blocks", async () => {
    const sizes = [blockSize - 700, 5000, 0, blockSize - 512, 100, blockSize];

    const { blocks, wanted } = await compared(
      sizes.map((size, index) => wholeEntry({ path: `f${index}`, type: "file", bytes: pattern(size) })),
    );

    expect(blocks).toEqual(wanted);
  });
});

test("a block is valid until the next but one is requested", async () => {
  const entries = [wholeEntry({ path: "large", type: "file", bytes: pattern(2.5 * blockSize) })];
  await plantFiles(entries);
  const listed = entries.map(({ entry }) => entry);

  const blocks = layerBlocks(work.path, listed, memory);
  const first = blocks.next().value as Buffer;
  const copy = Buffer.from(first);
  blocks.next();

  expect(first.equals(copy)).toBe(true);
});

describe("a root that differs from its listing is an error:", () => {
  const entry = wholeEntry({ path: "usr/f", type: "file", bytes: pattern(5000) });

  test.each([0, 4999, 5001])("a file of %d bytes in place of 5000", async (size) => {
    await plantFiles([entry]);
    await truncate(join(work.path, "usr/f"), size);

    expect(() => blocksOf([entry])).toThrow(
      expect.objectContaining({
        code: "internal-fault",
        message: `usr/f was listed with 5000 bytes but has ${size}`,
      }),
    );
  });

  test("a link in place of a file, which is not followed", async () => {
    await plantFiles([entry, wholeEntry({ path: "secret", type: "file", bytes: pattern(5000) })]);
    await rm(join(work.path, "usr/f"));
    await symlink("../secret", join(work.path, "usr/f"));

    expect(() => blocksOf([entry])).toThrow(expect.objectContaining({ code: "ELOOP" }));
  });

  test("a file that is gone", async () => {
    await plantFiles([entry]);
    await rename(join(work.path, "usr/f"), join(work.path, "usr/g"));

    expect(() => blocksOf([entry])).toThrow(expect.objectContaining({ code: "ENOENT" }));
  });
});
